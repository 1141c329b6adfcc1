"""A council's folder of days in, its load reports and its answers out: the road that files really take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.answers.loads import Load
from pipelines.loading.load import Asked, files_in, load_all
from pipelines.loading.matching import score_names
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.reading.headings import Spellings
from pipelines.registers.all import SOURCES, history_table
from pipelines.warehouse.driver import Build, Connection, execute, insert_rows
from tests.helpers.loading import DAY, RULES, empty_warehouse

Files = Mapping[str, str | bytes]
"""Name → contents. A name without a day in front is of the day that a council is asked about."""

SPELLINGS = Spellings.load(RULES)

FILLED = (
    *(history_table(source) for source in SOURCES), *(f"{source}_seen" for source in SOURCES),
    "loads", "load_columns", "rejects", "refused_rows", "refused_cells", "refused_rows_seen", "refused_cells_seen",
    "name_scores", "provider_matches",
)  # fmt: skip


@dataclass
class Council:
    """A warehouse that files are loaded into, and asked.

    loads: file → its report, of all files received so far.
    """

    con: Connection
    folder: Path
    loads: dict[str, Load] = field(default_factory=dict)
    received: int = 0

    def empty(self) -> None:
        """As if nothing had ever been received, nor any name confirmed."""
        for table in FILLED:
            execute(self.con, f"delete from {table}")
        self.loads.clear()

    def confirm(self, written_as: str, provider_id: str) -> None:
        """Put a line into provider_matches.csv."""
        execute(
            self.con,
            "insert into provider_matches values ($name, $provider_id, 'Contracts analyst', date '2026-08-01')",
            {"name": written_as, "provider_id": provider_id},
        )

    def receive(self, files: Files, **asked: Any) -> dict[str, Load]:
        """Put files into a new folder, each in that of its day, and load the folder. asked: options of the load."""
        self.received += 1
        root = self.folder / str(self.received)
        for name, contents in files.items():
            path = root / (name if name[:2] == "20" else f"{DAY}/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        loads = load_all(self.con, files_in([root], None), Asked(SPELLINGS, **asked))
        for load in loads:
            assert load.read_count == load.kept_count + load.rejected_count + load.blank_count
            assert "could not be read to its end" not in (load.refused_because or ""), load.refused_because
        found = {load.file.removeprefix(f"{DAY}/"): load for load in loads}
        self.loads |= found
        score_names(self.con)
        return found

    def ask(self, question: str, day: date = DAY, **params: Any) -> pd.DataFrame:
        """An answer as of a day and as known on it."""
        return ask(QUESTIONS[question], Warehouse.over(self.con), **{"as_of": day, "known_on": day} | params)

    def answer(self, question: str, *columns: str, day: date = DAY) -> list[list[Any]]:
        """Some columns of an answer, in its own order: days as text, nothing as None."""
        return plain(self.ask(question, day)[list(columns)])

    def left_out(self, question: str, day: date = DAY) -> set[tuple[str, str]]:
        """Record and reason of all that a question left out."""
        found = self.ask("left_out", day)
        return set(found[found["question"] == question][["record_ref", "reason"]].itertuples(index=False, name=None))

    def rejects(self) -> list[tuple[int, str, str]]:
        """Row, column and reason of every fault of rows that were not kept."""
        return execute(self.con, "select source_row, field, reason from rejects order by all")

    def cells(self) -> list[tuple[int, str, str]]:
        """Row, column and reason of every refused cell of rows in force."""
        return execute(
            self.con, "select source_row, field, reason from refused_cells where superseded_on is null order by all"
        )

    def day(self, month: int, day: int) -> date:
        return date(2026, month, day)

    def known(self, source: str, *columns: str, day: date = DAY) -> list[list[Any]]:
        """Columns of a register's rows as known on a day, in order."""
        sql = f"""select {", ".join(columns)} from {history_table(source)}
            where recorded_on <= $day and (superseded_on is null or superseded_on > $day) order by all"""
        return [
            [str(cell) if isinstance(cell, date) else cell for cell in row]
            for row in execute(self.con, sql, {"day": day})
        ]


def plain(frame: pd.DataFrame) -> list[list[Any]]:
    """Rows as lists: days as text, nothing as None, numbers as Python has them."""

    def cell(value: Any) -> Any:
        if value is None or value is pd.NaT or value is pd.NA or value != value:
            return None
        if isinstance(value, pd.Timestamp):
            return str(value.date())
        return value.item() if hasattr(value, "item") else value

    return [[cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]


@pytest.fixture(scope="session")
def emptied() -> Iterator[Connection]:
    con = empty_warehouse()
    insert_rows(con, "build", [Build(build_id="faults", rules_hash="faults")])
    yield con
    con.close()


@pytest.fixture
def council(emptied: Connection, tmp_path: Path) -> Council:
    """A council of which nothing was received yet."""
    found = Council(emptied, tmp_path)
    found.empty()
    return found
