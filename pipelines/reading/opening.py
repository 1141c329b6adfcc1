"""A file as the tables in it: text is one table, a workbook one a sheet, an archive the one CSV file inside."""

import csv
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipelines.reading import cqc_json
from pipelines.reading.decoding import CHUNK, RefusedError
from pipelines.reading.hidden import hidden_rows

TEXT = (".csv", ".txt", ".tsv")
BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SUFFIXES = (*TEXT, *BOOKS, ".zip", ".json")
MOST_BYTES = 4 << 30
"""An archive that unpacks to more is broken or meant to harm. CQC's largest file has a tenth of it."""


@dataclass(frozen=True)
class Table:
    """One table of a file.

    name: what to put behind the file's name, such as `#Sheet1`; empty when the file is one table.
    path: the table as text.  kind: what it was before, where it was no text.
    source: what it is, if the file says so.  is_hidden: a sheet that is hidden in the workbook.
    hidden_rows: rows that are hidden in the sheet, as far as the kind of workbook says; they are read all the same.
    is_numbered: the first column holds the numbers of the records that the rows came out of.
    """

    path: Path
    name: str = ""
    kind: str = ""
    source: str | None = None
    is_hidden: bool = False
    hidden_rows: int = 0
    is_numbered: bool = False


def tables_in(path: Path, into: Path) -> list[Table]:
    """The tables of a file, at least one. Copies go to the folder `into`.

    Raises RefusedError when the file cannot be opened, or there is no table in it.
    """
    suffix = path.suffix.lower()
    if suffix in TEXT or path.stat().st_size == 0:
        return [Table(path)]
    opener: Callable[[Path, Path], list[Table]] = _records if suffix == ".json" else _unpacked
    tables = (_sheets if suffix in BOOKS else opener)(path, into)
    if not tables:
        raise RefusedError("The file has no rows. Send it again with its headings and rows.")
    return tables


def _records(path: Path, into: Path) -> list[Table]:
    return [
        Table(copy, f"#{source}", "JSON", source, is_numbered=True)
        for source, copy in cqc_json.tables(path, into).items()
    ]


def _unpacked(path: Path, into: Path) -> list[Table]:
    """The one text file of an archive. Its name in there is shown, and never used as a path."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [one for one in archive.namelist() if not one.endswith("/") and not _is_hidden(one)]
            found = [one for one in names if PurePosixPath(one).suffix.lower() in TEXT]
            if len(found) != 1:
                raise RefusedError(
                    f"The archive holds {len(found)} CSV files, and one is expected. Unpack it and load the files."
                )
            copy = into / "unpacked.csv"
            with archive.open(found[0]) as packed, copy.open("wb") as out:
                while chunk := packed.read(CHUNK):
                    if out.tell() + len(chunk) > MOST_BYTES:
                        raise RefusedError(
                            f"The archive unpacks to more than {MOST_BYTES >> 30} GB. Load the file in parts."
                        )
                    out.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise RefusedError("The archive is damaged, or of a kind not known. Pack it again, or send the CSV.") from error
    except RuntimeError as error:
        raise RefusedError("The archive is locked with a password. Unpack it and send the CSV.") from error
    return [Table(copy, f"#{PurePosixPath(found[0]).name}")]


def _is_hidden(name: str) -> bool:
    """What a Mac and other packers add for themselves."""
    return PurePosixPath(name).name.startswith(".") or "__MACOSX" in PurePosixPath(name).parts


def _sheets(path: Path, into: Path) -> list[Table]:
    """Each sheet with a value, as a copy in CSV. Its rows have the numbers that the sheet shows."""
    _refuse_too_large(path)
    kind = f"{path.suffix[1:].upper()} sheet"
    tables = []
    unseen = hidden_rows(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for number, about in enumerate(book.sheets_metadata):
                rows = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
                if not any(cell != "" for row in rows for cell in row):
                    continue
                copy = into / f"sheet-{number}.csv"
                with copy.open("w", encoding="utf-8", newline="") as out:
                    csv.writer(out, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
                is_hidden = about.visible is not SheetVisibleEnum.Visible
                # The last row that is written down stands for all the empty ones below it.
                hidden = min(unseen[number], len(rows)) if number < len(unseen) else 0
                tables.append(Table(copy, f"#{about.name}", kind, is_hidden=is_hidden, hidden_rows=hidden))
    except PasswordError as error:
        raise RefusedError("The workbook is locked with a password. Save it without one and send it again.") from error
    except CalamineError as error:
        raise RefusedError("The workbook is damaged, or is not what its name says. Save it again as XLSX.") from error
    return tables


def _refuse_too_large(path: Path) -> None:
    """A workbook is an archive too, and a small one can unpack to more than any computer has."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile:
        return
    if size > MOST_BYTES:
        raise RefusedError(f"The workbook unpacks to more than {MOST_BYTES >> 30} GB. Save the sheet as CSV.")


def _text(cell: Any) -> str:
    """A cell as the checks read text: days in ISO form, numbers in plain figures."""
    match cell:
        case str():
            return cell
        case bool():
            return "Y" if cell else "N"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return format(Decimal(repr(cell)), "f")
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat()
    return str(cell)
