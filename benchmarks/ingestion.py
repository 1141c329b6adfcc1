"""A million KPI rows to checked, published history, against the database's own typed read of the same file.

`python -m benchmarks.ingestion [ROWS]`, from the project's folder. Half a row in a hundred is bad, in ten ways.
"""

import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.timing import ROUNDS, interleaved
from pipelines.columns import columns_of
from pipelines.contracts.base import Sourced
from pipelines.contracts.kpis import Kpi
from pipelines.loading import Asked, Incoming, load_all
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules
from pipelines.warehouse import connect, create_schema, execute

RULES = Path("data/rules")
COLUMNS = [column for column in columns_of(Kpi) if column.name not in Sourced.model_fields]
BAD = {
    "contract_ref": "",
    "provider_id": "X" * 120,
    "kpi_name": "",
    "period_start": "31/02/2026",
    "period_end": "1999-01-01",
    "due_on": "soon",
    "value": "many",
    "target": "1;2",
    "better": "upwards",
    "received_on": "0026-01-01",
}
"""One cell that no check lets pass, for each of ten columns."""


def write(path: Path, rows: int) -> int:
    """A file of KPI returns. Returns how many of its rows are bad."""
    rng = random.Random(2026)
    names = [column.name for column in COLUMNS]
    kinds = list(BAD)
    first, bad = date(2016, 1, 1), 0
    starts = [(first + timedelta(days=91 * n)).isoformat() for n in range(40)]
    ends = [(first + timedelta(days=91 * n + 90)).isoformat() for n in range(40)]
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(names) + "\n")
        for number in range(rows):
            contract, period = divmod(number, 40)
            cells = {
                "contract_ref": f"CC-{contract:07}",
                "provider_id": f"P{contract % 30_000:05}",
                "location_id": f"L{contract % 50_000:05}",
                "kpi_code": "PLAN-REVIEW",
                "kpi_name": "Care plans reviewed in time",
                "period_start": starts[period],
                "period_end": ends[period],
                "due_on": ends[period],
                "received_on": ends[period],
                "value": f"{rng.randrange(1000) / 10}",
                "target": "95",
                "better": "higher",
                "unit": "per cent",
            }
            if rng.random() < 0.005:
                kind = kinds[bad % len(kinds)]
                cells[kind] = BAD[kind]
                bad += 1
            out.write(",".join(cells[name] for name in names) + "\n")
    return bad


def load(path: Path, bad: int) -> None:
    """A first load into an empty warehouse on disk, with its history."""
    with tempfile.TemporaryDirectory() as folder:
        con = connect(Path(folder) / "build.duckdb")
        create_schema(con, load_rules(RULES))
        [done] = load_all(con, [Incoming(path, path.name, date(2026, 8, 31))], Asked(Spellings.load(RULES), "kpis"))
        con.close()
    if done.rejected_count != bad:
        raise AssertionError(f"{bad} rows are bad and {done.rejected_count} were rejected")


def read(path: Path) -> None:
    """The limit: the same columns with the same types, without a check or a row number."""
    types = {column.name: column.sql_type for column in COLUMNS}
    with tempfile.TemporaryDirectory() as folder:
        con = connect(Path(folder) / "raw.duckdb")
        execute(
            con,
            f"create table kpis as from read_csv($path, columns = {types!r}, header = true, store_rejects = true)",
            {"path": str(path)},
        )
        con.close()


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kpis.csv"
        begun = time.perf_counter()
        bad = write(path, rows)
        print(f"{rows:,} rows, {bad:,} bad, {path.stat().st_size / 1e6:.0f} MB,", end=" ")
        print(f"written in {time.perf_counter() - begun:.0f} s. Medians of {ROUNDS} interleaved rounds.", flush=True)
        taken = interleaved({"load": lambda: load(path, bad), "read": lambda: read(path)})
        for name, seconds in taken.items():
            print(
                f"{name:6} {seconds:6.2f} s {rows / seconds:12,.0f} rows/s {taken['read'] / seconds:6.2f} of the read"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
