"""Files in, rows out: the same road as the command line takes, on a warehouse in memory or in a folder."""

from datetime import date
from pathlib import Path
from typing import Any

from pipelines.answers.loads import Load
from pipelines.loading.load import Asked, Incoming, load_all
from pipelines.reading.headings import Spellings
from pipelines.registers.all import history_table
from pipelines.rules import load_rules
from pipelines.warehouse.driver import Connection, connect, execute
from pipelines.warehouse.schema import create_schema

RULES = Path(__file__).parents[2] / "data" / "rules"
DAY = date(2026, 8, 31)


def empty_warehouse() -> Connection:
    """A warehouse in memory with every table and no rows."""
    con = connect(None)
    create_schema(con, load_rules(RULES))
    return con


def load_bytes(
    con: Connection,
    folder: Path,
    content: bytes | str,
    *,
    name: str = "file.csv",
    day: date = DAY,
    source: str | None = None,
    part: str = "",
    header: tuple[str, ...] = (),
) -> Load:
    """Write a file and load it as received on a day."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    [load] = load_all(con, [Incoming(path, name, day)], Asked(Spellings.load(RULES), source, part, header))
    assert load.read_count == load.kept_count + load.rejected_count + load.blank_count
    # What a test means to be refused is refused for a reason that is known, not for an error of ours.
    assert "could not be read to its end" not in (load.refused_because or ""), load.refused_because
    return load


def known(con: Connection, source: str, columns: str, day: date = DAY) -> list[tuple[Any, ...]]:
    """The rows of a source as known on a day, in the order of their first column."""
    return execute(
        con,
        f"select {columns} from {history_table(source)} where recorded_on <= $day"
        " and (superseded_on is null or superseded_on > $day) order by all",
        {"day": day},
    )


def refused_cells(con: Connection) -> list[tuple[int, str, str]]:
    """Row, column and reason of every refused cell of a row in force."""
    return execute(con, "select source_row, field, reason from refused_cells where superseded_on is null order by all")


def rejects(con: Connection) -> list[tuple[int, str, str]]:
    """Row, column and reason of every reject."""
    return execute(con, "select source_row, field, reason from rejects order by all")
