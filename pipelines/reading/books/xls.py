"""XLS: the workbooks of Excel 97 and before, through a library that reads them in Python alone."""

import os
from pathlib import Path

import xlrd

from pipelines.reading.books import shown
from pipelines.reading.books.sheets import TOO_MUCH, Cells, Rows, Sheet, Sheets, no_rows
from pipelines.reading.decoding import RefusedError

MOST_BYTES = 128 << 20
"""A full sheet of its kind, 65,536 rows, has a tenth of it."""

LOCKED = "The workbook is locked with a password. Save it without one and send it again."


def sheets(path: Path) -> Sheets:
    """The sheets of a workbook, in its order. Each has to be read to its end before the next is asked for."""
    if path.stat().st_size > MOST_BYTES:
        raise RefusedError(TOO_MUCH)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        try:
            # Ragged: a far cell costs what it holds, and not the rectangle that it spans.
            book = xlrd.open_workbook(
                file_contents=path.read_bytes(),
                formatting_info=True,
                ragged_rows=True,
                on_demand=True,
                logfile=nowhere,
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error):
                raise RefusedError(LOCKED) from error
            raise
        for number in range(book.nsheets):
            found = book.sheet_by_index(number)
            sheet = Sheet(found.name, found.visibility != 0, no_rows())
            sheet.merged = [(top + 1, bottom, left, right - 1) for top, bottom, left, right in found.merged_cells]
            sheet.hidden = [(row + 1, 1) for row, about in found.rowinfo_map.items() if about.hidden]
            sheet.rows = _rows(book, found)
            yield sheet
            book.unload_sheet(number)


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Rows:
    formats = [getattr(book.format_map.get(xf.format_key), "format_str", "") for xf in book.xf_list]
    is_1904 = book.datemode == 1
    for number in range(sheet.nrows):
        cells: Cells = {}
        for place in range(sheet.row_len(number)):
            kind, value = sheet.cell_type(number, place), sheet.cell_value(number, place)
            match kind:
                case xlrd.XL_CELL_TEXT:
                    text = shown.text(value)
                case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                    style = sheet.cell_xf_index(number, place)
                    text = shown.number(value, formats[style], is_1904=is_1904)
                case xlrd.XL_CELL_BOOLEAN:
                    text = "TRUE" if value else "FALSE"
                case xlrd.XL_CELL_ERROR:
                    text = shown.error(xlrd.error_text_from_code.get(value, ""))
                case _:
                    continue
            if text:
                cells[place] = text
        yield number + 1, cells
