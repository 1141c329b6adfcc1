"""KPI rows to checked, published history, beside how others check the same file and the database's own typed read.

`python -m benchmarks.ingestion [ROWS …]`, from the project's folder; without numbers a million rows, then ten. Each
runs in a process of its own, which says its seconds without imports and its largest memory. The others' packages are
installed beside the product's in a folder of their own the first time.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks import kpi_file
from benchmarks.peers import validators
from benchmarks.serving import peers_python
from pipelines.loading.load import Asked, Incoming, load_all
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules
from pipelines.warehouse.driver import connect, execute
from pipelines.warehouse.schema import create_schema

RULES = Path("data/rules")
SIZES = (1_000_000, 10_000_000)
ROUNDS = {1_000_000: 5, 10_000_000: 3}
MOST = {"pydantic": 1_000_000, "pandera": 1_000_000, "frictionless": 100_000}
"""Rows at which a contender takes minutes or all memory: beyond, it is left out, or given that many rows."""


def load(path: Path, into: Path) -> int:
    """Ours: a first load into an empty warehouse on disk, with its history, reasons and row numbers."""
    con = connect(into / "build.duckdb")
    create_schema(con, load_rules(RULES))
    [done] = load_all(con, [Incoming(path, path.name, date(2026, 8, 31))], Asked(Spellings.load(RULES), "kpis"))
    con.close()
    return done.rejected_count


CONTENDERS: dict[str, Callable[[Path, Path], int]] = {
    "read": validators.raw_read,
    "load": load,
    "pydantic": validators.pydantic_rows,
    "pandera": validators.pandera_polars,
    "dataframely": validators.dataframely_filter,
    "frictionless": validators.frictionless_validate,
}


def one(name: str, path: Path) -> None:
    """Run one contender in this process, after a small file so that its packages are imported, and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        kpi_file.write(small, 1000)
        (warm := Path(folder) / "warm").mkdir()
        CONTENDERS[name](small, warm)
        begun = time.perf_counter()
        bad = CONTENDERS[name](path, Path(folder))
        print(json.dumps({"seconds": time.perf_counter() - begun, "bad": bad, "bytes": _peak()}))


def _peak() -> int:
    """Largest memory of this process so far, in bytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _ran(python: Path, name: str, path: Path) -> dict[str, float]:
    command = [str(python), "-m", "benchmarks.ingestion", "one", name, str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def compare(rows: int, folder: Path, python: Path) -> None:
    """Print a line for each contender: rows a second, as a part of the read's, memory, and bad rows found."""
    path = folder / f"kpis_{rows}.csv"
    bad, rounds = kpi_file.write(path, rows), ROUNDS.get(rows, 5)
    few = min(rows, MOST["frictionless"])
    kpi_file.write(folder / "few.csv", few)
    print(f"\n{rows:,} rows, {bad:,} bad, {path.stat().st_size / 1e6:.0f} MB. Medians of {rounds} interleaved rounds.")
    taken: dict[str, list[dict[str, float]]] = {}
    files = {name: path for name in CONTENDERS if rows <= MOST.get(name, rows)} | {"frictionless": folder / "few.csv"}
    for number in range(1, rounds + 1):
        for name, file in files.items():
            taken.setdefault(name, []).append(_ran(python, name, file))
        said = ", ".join(f"{name} {runs[-1]['seconds']:.2f}" for name, runs in taken.items())
        print(f"  round {number}, seconds: {said}", flush=True)
    speed = {
        name: (few if name == "frictionless" else rows) / statistics.median(run["seconds"] for run in runs)
        for name, runs in taken.items()
    }
    for name, runs in taken.items():
        memory = statistics.median(run["bytes"] for run in runs) / 1e6
        print(
            f"{name:13}{speed[name]:12,.0f} rows/s {speed[name] / speed['read']:6.3f} of the read {memory:8,.0f} MB"
            f" {runs[0]['bad']:9,.0f} bad" + (f"  ({few:,} rows)" if name == "frictionless" else "")
        )
    path.unlink()


def number_rows(rows: int, folder: Path) -> None:
    """Print how many rows of a file with line breaks in cells have another number than a sheet shows."""
    path = folder / "numbered.csv"
    kpi_file.write_numbered(path, rows)
    con = connect(folder / "numbered.duckdb")
    create_schema(con, load_rules(RULES))
    load_all(con, [Incoming(path, path.name, date(2026, 8, 31))], Asked(Spellings.load(RULES), "spend"))
    [(kept, wrong)] = execute(
        con, "select count(*), count(*) filter (where source_row <> amount or amount is null) from spend_history"
    )
    con.close()
    print(f"\nRow numbers: {wrong:,} wrong of {kept:,}.")


def main(sizes: list[int]) -> None:
    python = peers_python()
    with tempfile.TemporaryDirectory() as name:
        for rows in sizes or SIZES:
            compare(rows, Path(name), python)
        number_rows(6_000_000 if not sizes else max(sizes), Path(name))


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]])
