"""Rows as an XLSX workbook: one table with filters, and a sheet that says what it is."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines.registers.columns import columns_of
from pipelines.registers.value_kinds import KINDS, Kind

MOST_ROWS = 20_000
"""A table cannot be written row by row, and takes about 4 KB of memory a row until the file is closed."""

LONGEST_TEXT = 32_767
"""Characters that Excel keeps in a cell."""

WIDEST = 300
"""Pixels. What is longer is read in the cell itself."""

_FIRST_YEAR = 1900
"""Excel knows no day before."""

_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(rows: pd.DataFrame, row: type[BaseModel], about: Sequence[tuple[str, str]], path: Path) -> Path:
    """The workbook: text is never a formula or a link, dates are dates, and pounds are numbers.

    Raises ValueError for more rows than MOST_ROWS.
    """
    if len(rows) > MOST_ROWS:
        raise ValueError(f"A workbook holds {MOST_ROWS:,} rows at most.")
    book = Workbook(path, _AS_TEXT)
    title = about[0][1]
    book.set_properties({"title": title, "comments": "The sheet About says what the rows are."})
    sheet = book.add_worksheet("Rows")
    headings = [str(name) for name in rows.columns]
    if headings:
        sheet.add_table(
            0, 0, max(len(rows), 1), len(headings) - 1,
            {"name": "Rows", "title": title, "columns": [{"header": name} for name in headings]},
        )  # fmt: skip
    kinds = {column.name: column.kind for column in columns_of(row)}
    for at, name in enumerate(headings):
        _write_column(sheet, at, rows[name], _writer(book, kinds.get(name, KINDS[str])))
    sheet.freeze_panes(1, 0)
    sheet.autofit(WIDEST)
    notes = book.add_worksheet("About")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    notes.set_column(0, 0, 30)
    notes.set_column(1, 1, 90)
    for at, (name, value) in enumerate(about):
        notes.write_string(at, 0, name, bold)
        notes.write_string(at, 1, value, wrapped)
    book.close()
    return path


Writer = Callable[[Worksheet, int, int, Any], object]


def _write_column(sheet: Worksheet, column: int, values: pd.Series, write_one: Writer) -> None:
    for at, (value, is_known) in enumerate(zip(values, values.notna(), strict=True), start=1):
        if is_known:
            write_one(sheet, at, column, value)


def _writer(book: Workbook, kind: Kind) -> Writer:
    """How a value of a kind is written. A number that was hidden or is text for another reason stays text."""
    format_ = book.add_format({"num_format": kind.in_sheet}) if kind.in_sheet else None

    def text(sheet: Worksheet, at: int, column: int, value: Any) -> object:
        return sheet.write_string(at, column, str(value)[:LONGEST_TEXT])

    def number(sheet: Worksheet, at: int, column: int, value: Any) -> object:
        if isinstance(value, str) and not value.isdecimal():
            return text(sheet, at, column, value)
        return sheet.write_number(at, column, float(value), format_)

    def day(sheet: Worksheet, at: int, column: int, value: Any) -> object:
        if value.year < _FIRST_YEAR:
            return text(sheet, at, column, value.date().isoformat())
        return sheet.write_datetime(at, column, value.to_pydatetime(), format_)

    def yes(sheet: Worksheet, at: int, column: int, value: Any) -> object:
        return sheet.write_string(at, column, "Y" if value else "N")

    writers: dict[type, Writer] = {date: day, datetime: day, Decimal: number, int: number, float: number, bool: yes}
    return writers.get(kind.type, text)
