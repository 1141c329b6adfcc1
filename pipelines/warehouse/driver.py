"""Connections, statements and tables. The only place that imports the database driver."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel, Field

from pipelines.registers.base import Row
from pipelines.registers.columns import columns_of
from pipelines.sql_files import used_by
from pipelines.values import YEARS

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


INTERRUPTED, OUT_OF_MEMORY = duckdb.InterruptException, duckdb.OutOfMemoryException


class WarehouseError(Exception):
    """Something is wrong with the warehouse; the message says what, and the remedy."""


class Build(Row):
    """What a build says of itself."""

    build_id: str = Field(title="Build", description="When it was built, UTC, and a hash of what is in it.")
    rules_hash: str = Field(title="Rules", description="Hash of the rules it was built with.")


def execute(con: Connection, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement and fetch all of it: a result left unread blocks the connection."""
    cursor = con.execute(sql, params) if params else con.execute(sql)
    return cursor.fetchall() if cursor.description else []


def result(con: Connection, sql: str, params: Mapping[str, Any]) -> Connection:
    """Run a text with those of the parameters that it uses; what comes is for the caller to fetch, all of it."""
    used = used_by(sql, params)
    return con.execute(sql, used) if used else con.execute(sql)


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
def transaction(con: Connection) -> Iterator[None]:
    """All of it or nothing."""
    execute(con, "begin")
    try:
        yield
    except BaseException:
        execute(con, "rollback")
        raise
    execute(con, "commit")
