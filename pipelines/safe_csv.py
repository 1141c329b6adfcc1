"""Rows as a CSV file that a spreadsheet opens and does not run, written by the database in the memory of one batch."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pydantic import BaseModel

from pipelines.registers.columns import Column, columns_of
from pipelines.values import quoted
from pipelines.warehouse.driver import connect, execute

if TYPE_CHECKING:
    import pandas as pd

BOM = "\ufeff"
# White space and marks that a spreadsheet passes over before it looks for a formula. As characters and ranges, because
# Python and the database do not mean the same by \s.
_PASSED_OVER = "\x00-\x20\x7f\x85\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
# OWASP's list of what a spreadsheet may run, with the full-width forms that it also accepts.
_RUNS = f"^(?:[{_PASSED_OVER}]*[=+\\-@＝＋－＠]|[\t\r\n])"
_IS_NUMBER = "[+-]?[0-9][0-9,]*(?:\\.[0-9]+)?%?"


def safe(text: str) -> str:
    """Text that a spreadsheet shows and does not run; a plain negative number stays a number."""
    return f"'{text}" if re.search(_RUNS, text) and not re.fullmatch(_IS_NUMBER, text) else text


def _safe_sql(name: str) -> str:
    """The same in SQL, by the same patterns."""
    runs = f"regexp_matches({name}, {quoted(_RUNS)}) and not regexp_full_match({name}, {quoted(_IS_NUMBER)})"
    return f"case when {runs} then '''' || {name} else {name} end"


def write_csv(rows: "pd.DataFrame", row: type[BaseModel], stamp: Mapping[str, str], path: Path) -> None:
    """The rows, with the stamp in columns of its own at the end.

    UTF-8 with a byte order mark and CRLF, which Excel needs; dates ISO, times UTC, money with pence, Y and N as in the
    files we read. Raises the database's own error, and OSError, when the file cannot be written.
    """
    columns = {column.name: column for column in columns_of(row)}
    table = pa.Table.from_pandas(rows, preserve_index=False)
    parts = [
        f"{_written(_name(field.name), columns.get(field.name), field.type)} as {_name(safe(field.name))}"
        for field in table.schema
    ]
    parts += [f"{quoted(safe(value))} as {_name(name)}" for name, value in stamp.items()]
    # The mark belongs to the first heading, the first thing in the file.
    first, _, heading = parts[0].rpartition(' as "')
    parts[0] = f'{first} as "{BOM}{heading}'
    con = connect(None)
    try:
        # Else the driver draws a bar on the server's terminal.
        execute(con, "set enable_progress_bar = false")
        con.register("answer", table)
        execute(
            con,
            f"copy (select {', '.join(parts)} from answer) to {quoted(str(path))}"
            r" (format csv, header, delimiter ',', new_line '\r\n')",
        )
    finally:
        con.close()


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _written(name: str, column: Column | None, kind: pa.DataType) -> str:
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _safe_sql(name)
    return column.kind.written.format(name) if column else name
