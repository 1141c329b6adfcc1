"""One build of the warehouse: make it, open it, ask it. The only place that imports the database driver."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from pydantic import BaseModel, Field

from pipelines.columns import columns_of
from pipelines.contracts.access import ALL, Rights
from pipelines.contracts.base import Row
from pipelines.rules import RuleSet
from pipelines.steps import parameters_of, rights_parameters, with_steps
from pipelines.values import YEARS

if TYPE_CHECKING:
    # Half of the time a command takes to start; a load never needs it.
    import pandas as pd

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error
FATAL = (duckdb.FatalException, duckdb.InternalException)

REMEDY = "Load the files again with: python -m pipelines load PATH"
CALENDAR = (date(YEARS[0], 1, 1), date(YEARS[1], 12, 31))
"""Days that a date may be. The calendar tables cover them and, after them, the months that rules may add to one."""

_READ_ONLY = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "memory_limit": "2GB",
    # More than the machine has cost a fifth of the throughput when measured; questions are short and many.
    "threads": "2",
    "lock_configuration": "true",
}
_WRITING = {"python_enable_replacements": "false", "memory_limit": "1GB"}


_STOPPED = {
    duckdb.InterruptException: "took longer than CARE_QUERY_SECONDS allows",
    duckdb.OutOfMemoryException: "needed more memory than CARE_QUERY_MEMORY allows",
}


class WarehouseError(Exception):
    """Something is wrong with the warehouse; the message says what, and the remedy."""


class TooMuchAskedError(WarehouseError):
    """A question was stopped because it took longer, or more memory, than one may; the message says which."""


class Build(Row):
    """What a build says of itself."""

    build_id: str = Field(title="Build", description="When it was built, UTC, and a hash of what is in it.")
    rules_hash: str = Field(title="Rules", description="Hash of the rules it was built with.")


def execute(con: Connection, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement and fetch all of it: a result left unread blocks the connection."""
    cursor = con.execute(sql, params) if params else con.execute(sql)
    return cursor.fetchall() if cursor.description else []


def create_table(con: Connection, name: str, row: type[BaseModel], *, temporary: bool = False) -> None:
    """An empty table with the columns of a row class."""
    columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in columns_of(row))
    execute(con, f"create {'temp ' if temporary else ''}table {name} ({columns})")


def insert_rows(con: Connection, name: str, rows: Sequence[BaseModel]) -> None:
    """Add a few rows, such as rules or loads. Source rows go in by set, never through here."""
    if rows:
        columns = list(type(rows[0]).model_fields)
        names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        values = [getattr(row, column) for row in rows for column in columns]
        lines = ", ".join([f"({marks})"] * len(rows))
        con.execute(f"insert into {name} ({names}) values {lines}", values).fetchall()


def write_rules(con: Connection, rules: RuleSet, *, temporary: bool = False) -> None:
    """Put every rule table in place, for good or for one cursor only."""
    for name, (row, rows) in rules.tables().items():
        execute(con, f"drop table if exists {'temp.' if temporary else 'main.'}{name}")
        create_table(con, name, row, temporary=temporary)
        insert_rows(con, name, rows)


def connect(path: Path | None, *, read_only: bool = False, memory: str | None = None) -> Connection:
    """A connection to a build file, or to memory when there is no path. It uses at most `memory`, such as 500MB.

    Raises WarehouseError when the file is missing or is not a warehouse.
    """
    try:
        if path is None:
            return duckdb.connect(config=dict(_WRITING))
        if read_only and not path.is_file():
            raise WarehouseError(f"The warehouse file {path.name} is missing. {REMEDY}")
        settings = {**(_READ_ONLY if read_only else _WRITING), **({"memory_limit": memory} if memory else {})}
        return duckdb.connect(str(path), read_only=read_only, config=dict(settings))
    except duckdb.Error as error:
        raise WarehouseError(f"The warehouse file {path.name if path else ''} cannot be read. {REMEDY}") from error


@contextmanager
def interrupted_after(cursor: Connection, seconds: float | None) -> Iterator[None]:
    """Stop what the cursor runs in the block once it has taken that long: the database has no such limit of its own."""

    def stop() -> None:
        with suppress(duckdb.Error):  # it ended, and the cursor was closed, a moment before
            cursor.interrupt()

    alarm = threading.Timer(seconds or 0, stop)
    alarm.daemon = True
    if seconds:
        alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """All of it or nothing."""
    execute(con, "begin")
    try:
        yield
    except BaseException:
        execute(con, "rollback")
        raise
    execute(con, "commit")


@dataclass(frozen=True)
class Warehouse:
    """One build, open for reading. `rules` differ from the build's own when someone edited or tries others."""

    con: Connection
    build: Build
    rules: RuleSet | None = None
    seconds: float | None = None
    """How long one question may take; None for as long as it likes."""
    rights: Rights = ALL
    """What the one who asks may see."""

    @classmethod
    def open(
        cls, path: Path, rules: RuleSet | None = None, *, seconds: float | None = None, memory: str | None = None
    ) -> "Warehouse":
        """Open a build file for reading only, with what one question may take and all of them may use."""
        return cls.over(connect(path, read_only=True, memory=memory), rules, seconds=seconds)

    @classmethod
    def over(cls, con: Connection, rules: RuleSet | None = None, *, seconds: float | None = None) -> "Warehouse":
        """A warehouse over a connection that is open already."""
        try:
            [(build_id, rules_hash)] = execute(con, "select build_id, rules_hash from build")
        except (duckdb.Error, ValueError) as error:
            raise WarehouseError(f"The file is not a warehouse of this product. {REMEDY}") from error
        return cls(con, Build(build_id=build_id, rules_hash=rules_hash), rules, seconds)

    @property
    def rules_hash(self) -> str:
        return self.rules.hash if self.rules else self.build.rules_hash

    def cursor(self) -> Connection:
        """A connection of one's own, with other rules in it where they differ from the build's."""
        cursor = self.con.cursor()
        if self.rules and self.rules.hash != self.build.rules_hash:
            write_rules(cursor, self.rules, temporary=True)
        return cursor

    def frame(self, sql: str, params: Mapping[str, Any]) -> "pd.DataFrame":
        """The rows of a text of SQL, with its steps in front. Only parameters it uses are passed.

        Raises WarehouseError with the failing SQL's first line and the database's own words, and TooMuchAskedError
        when it had to be stopped.
        """
        text, given = with_steps(sql, self.rights), {**params, **rights_parameters(self.rights)}
        used = {name: given[name] for name in parameters_of(text)}
        cursor = self.cursor()
        try:
            with interrupted_after(cursor, self.seconds):
                return cursor.execute(text, used).df() if used else cursor.execute(text).df()
        except tuple(_STOPPED) as error:
            what = f"A question {_STOPPED[type(error)]} and was stopped."
            raise TooMuchAskedError(f"{what} Choose a smaller part of the market.") from error
        except duckdb.Error as error:
            raise WarehouseError(f"A question failed: {error}") from error
        finally:
            cursor.close()
