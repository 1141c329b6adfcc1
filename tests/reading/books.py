"""One table written as each kind of file, as the programs of an office write it."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from pipelines.reading.opening import tables_in

Rows = list[list[Any]]


@dataclass(frozen=True)
class Percent:
    """A share that is shown in per cent."""

    share: float


@dataclass(frozen=True)
class Zeros:
    """A whole number that is shown with zeros in front."""

    number: int
    figures: int


@dataclass(frozen=True)
class Error:
    """A formula that failed."""

    word: str


@dataclass(frozen=True)
class Unsaved:
    """A formula whose result the file does not hold."""


Merged = list[tuple[int, int, int, int]]
"""First row, last row, first column, last column, each from 0."""


def text_of(cell: Any) -> str:
    """What the sheet shows."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case Percent():
            return f"{cell.share * 100:.10g}%"
        case Zeros():
            return str(cell.number).zfill(cell.figures)
        case Error():
            return cell.word
        case datetime():
            return cell.isoformat(sep=" ")
    return str(cell)


def xlsx(path: Path, rows: Rows, merged: Merged = []) -> None:  # noqa: B006
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            Percent: book.add_format({"num_format": "0.0%"}),
        }
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                match cell:
                    case Percent():
                        sheet.write_number(number, place, cell.share, formats[Percent])
                    case Zeros():
                        form = book.add_format({"num_format": "0" * cell.figures})
                        sheet.write_number(number, place, cell.number, form)
                    case Error():
                        sheet.write_formula(number, place, "=1/0", None, cell.word)
                    case Unsaved():
                        sheet.write_formula(number, place, "=1+1", None, "")
                    case str():
                        sheet.write_string(number, place, cell)
                    case _:
                        sheet.write(number, place, cell, formats.get(type(cell)))
        for first, last, left, right in merged:
            cell = rows[first][left]
            sheet.merge_range(first, left, last, right, cell, formats.get(type(cell)))


def xls(path: Path, rows: Rows, merged: Merged = []) -> None:  # noqa: B006
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data", cell_overwrite_ok=True)
    shown = {date: "DD/MM/YYYY", datetime: "DD/MM/YYYY HH:MM", Percent: "0.0%"}
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            form = "0" * cell.figures if isinstance(cell, Zeros) else shown.get(type(cell), "General")
            style = xlwt.easyxf(num_format_str=form)
            value = {Percent: "share", Zeros: "number"}.get(type(cell))
            if isinstance(cell, Error):
                sheet.row(number).set_cell_error(place, cell.word + "!" * (cell.word == "#N/A"))
            else:
                sheet.write(number, place, getattr(cell, value) if value else cell, style)
    for first, last, left, right in merged:
        sheet.merge(first, last, left, right)
    book.save(str(path))


def ods(path: Path, rows: Rows, merged: Merged = []) -> None:  # noqa: B006
    spans = {(first, left): (last - first + 1, right - left + 1) for first, last, left, right in merged}

    def one(number: int, place: int, cell: Any) -> str:
        down, right = spans.get((number, place), (1, 1))
        span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"' if down * right > 1 else ""
        text = "".join(f"<text:p>{escape(line)}</text:p>" for line in text_of(cell).split("\n"))
        kind = {
            None: "",
            bool: f' office:value-type="boolean" office:boolean-value="{str(cell).lower()}"',
            int: f' office:value-type="float" office:value="{cell}"',
            float: f' office:value-type="float" office:value="{cell}"',
            date: f' office:value-type="date" office:date-value="{cell}"',
            Error: ' office:value-type="string" table:formula="of:=1/0" calcext:value-type="error"',
            Unsaved: ' table:formula="of:=1+1"',
        }
        match cell:
            case Percent():
                about = f' office:value-type="percentage" office:value="{cell.share}"'
            case Zeros():
                about = f' office:value-type="float" office:value="{cell.number}"'
            case datetime():
                about = f' office:value-type="date" office:date-value="{cell.isoformat()}"'
            case str():
                about = ' office:value-type="string"'
            case _:
                about = kind[type(cell) if cell is not None else None]
        if cell is None or isinstance(cell, Unsaved):
            text = ""
        return f"<table:table-cell{span}{about}>{text}</table:table-cell>"

    body = "".join(
        f"<table:table-row>{''.join(one(number, place, cell) for place, cell in enumerate(row))}</table:table-row>"
        for number, row in enumerate(rows)
    )
    ods_of(path, f'<table:table table:name="Data">{body}</table:table>')


def ods_of(path: Path, tables: str) -> None:
    """An ODS with these tables as its contents."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0"'
        f' xmlns:text="{space}text:1.0" xmlns:draw="{space}drawing:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"/>')
        archive.writestr("content.xml", content)


WRITERS: dict[str, Callable[..., None]] = {"xlsx": xlsx, "xls": xls, "ods": ods}


def csv_of(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([text_of(cell) for cell in row] for row in rows)
    return text.getvalue()


def replaced(path: Path, **members: Callable[[str], str]) -> None:
    """Rewrite the parts of an archive whose names end in these, with a dot for the underscore."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            for end, change in members.items():
                if name.endswith(end.replace("_", ".")):
                    content = change(content.decode()).encode()
            archive.writestr(name, content)


def shown(path: Path, into: Path) -> list[list[str]]:
    """The cells of the first sheet as reading hands them on."""
    table = tables_in(path, into)[0]
    return list(csv.reader(io.StringIO(table.path.read_text(encoding="utf-8"), newline="")))
