"""Loading the whole sample, against the database reading the same files without any check."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import Result, interleaved
from pipelines.warehouse.driver import connect, execute

SAMPLE = Path("data/sample")


def load(into: Path) -> None:
    """`python -m pipelines load data/sample`, in a process of its own, into an empty folder."""
    command = [sys.executable, "-m", "pipelines", "load", str(SAMPLE), "--warehouse", str(into)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _load_once() -> None:
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder))


def _read_only() -> None:
    con = connect(None)
    for number, file in enumerate(sorted(SAMPLE.rglob("*.csv"))):
        execute(con, f"create table t{number} as from read_csv($file, store_rejects = true)", {"file": str(file)})
        execute(con, "drop table reject_errors")
        execute(con, "drop table reject_scans")
    con.close()


def _start_only() -> None:
    subprocess.run([sys.executable, "-m", "pipelines", "--help"], check=True, stdout=subprocess.DEVNULL)


def results() -> list[Result]:
    load_, read, start = "load", "read", "start"
    taken = interleaved({load_: _load_once, read: _read_only, start: _start_only})
    return [
        Result(
            "load of the whole sample",
            taken[load_],
            "under 5 s",
            "the database's own typed read",
            taken[read],
        ),
        Result("of which starting Python and its packages", taken[start], "", "the load", taken[load_]),
    ]
