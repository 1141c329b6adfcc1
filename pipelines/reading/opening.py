"""A file as the tables in it: text is one table, a workbook one a sheet, an archive the one CSV file inside."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.reading.books import DAMAGED, sheets_of
from pipelines.reading.books.parts import chunks, open_archive, opened
from pipelines.reading.books.sheets import Budget, copied
from pipelines.reading.cqc import answers as cqc_answers
from pipelines.reading.decoding import RefusedError
from pipelines.reading.kinds import ending_of

TEXT = (".csv", ".txt", ".tsv")
BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SUFFIXES = (*TEXT, *BOOKS, ".zip", ".json")
MOST_BYTES = 4 << 30
"""An archive that unpacks to more is broken or meant to harm. CQC's largest file has a tenth of it."""

MOST_JSON = 1 << 28
"""Bytes: an answer is read whole, and takes several times as much memory. CQC's answer for a home has 30,000."""

DAMAGED_ARCHIVE = "The archive is damaged, or of a kind not known. Pack it again, or send the CSV."


@dataclass(frozen=True)
class Table:
    """One table of a file.

    name: what to put behind the file's name, such as `#Sheet1`; empty when the file is one table.
    path: the table as text.  kind: what it was before, where it was no text.
    source: what it is, if the file says so.  is_hidden: a sheet that is hidden in the workbook.
    hidden_rows: rows that are hidden in the sheet; they are read all the same.
    is_numbered: the first column holds the numbers of the records that the rows came out of.
    width: columns with a value, where the rows do not all say so.  notes: what was read otherwise than it stands.
    """

    path: Path
    name: str = ""
    kind: str = ""
    source: str | None = None
    is_hidden: bool = False
    hidden_rows: int = 0
    is_numbered: bool = False
    width: int = 0
    notes: tuple[str, ...] = ()


def tables_in(path: Path, into: Path) -> list[Table]:
    """The tables of a file, at least one. Copies go to the folder `into`.

    Raises RefusedError when the file cannot be opened, or there is no table in it, and nothing else: whatever is wrong
    with a file is that file's.
    """
    suffix = path.suffix.lower()
    try:
        if path.stat().st_size == 0:
            return [Table(path)]
        tables = _tables(path, into, suffix)
    except RefusedError:
        raise
    except PermissionError as error:
        raise RefusedError(
            "The file may not be opened. Give the account that loads files the right to read it."
        ) from error
    except Exception as error:
        # What reads archives and workbooks fails in as many ways as they can be damaged.
        raise RefusedError(DAMAGED if suffix in BOOKS else DAMAGED_ARCHIVE) from error
    if not tables:
        raise RefusedError("The file has no rows. Send it again with its headings and rows.")
    return tables


def _tables(path: Path, into: Path, suffix: str) -> list[Table]:
    ending = ending_of(path)
    if suffix not in SUFFIXES:
        raise RefusedError(
            f"Files ending in {suffix or 'nothing'} are not read. Send CSV, XLSX, XLS, ODS, JSON, or a ZIP of one CSV."
        )
    if suffix in TEXT:
        if ending != suffix:
            what = "archive" if ending == ".zip" else "workbook"
            raise RefusedError(f"The file is {'an' if what == 'archive' else 'a'} {what}: give it the ending {ending}.")
        return [Table(path)]
    if suffix == ".json":
        return _records(path, into)
    if suffix in BOOKS or ending in BOOKS:
        return _sheets(path, into, ending)
    return _unpacked(path, into)


def _records(path: Path, into: Path) -> list[Table]:
    if path.stat().st_size > MOST_JSON:
        raise RefusedError(f"The file has more than {MOST_JSON >> 20} MB. Send the answers in several files.")
    return [
        Table(copy, f"#{source}", "JSON", source, is_numbered=True)
        for source, copy in cqc_answers.tables(path, into).items()
    ]


def _unpacked(path: Path, into: Path) -> list[Table]:
    """The one text file of an archive. Its name in there is shown, and never used as a path."""
    with open_archive(path, DAMAGED_ARCHIVE) as archive:
        names = [one for one in archive.namelist() if not one.endswith("/") and not _is_hidden(one)]
        found = [one for one in names if PurePosixPath(one).suffix.lower() in TEXT]
        if len(found) != 1:
            raise RefusedError(
                f"The archive holds {len(found)} CSV files, and one is expected. Unpack it and load the files."
            )
        copy = into / "unpacked.csv"
        with opened(archive, found[0], MOST_BYTES) as packed, copy.open("wb") as out:
            for chunk in chunks(packed, MOST_BYTES):
                out.write(chunk)
    ending = ending_of(copy)
    if ending != ".csv":
        raise RefusedError(f"The archive holds a workbook that is named as CSV. Send it by itself, ending in {ending}.")
    return [Table(copy, f"#{PurePosixPath(found[0]).name}")]


def _is_hidden(name: str) -> bool:
    """What a Mac and other packers add for themselves."""
    return PurePosixPath(name).name.startswith(".") or "__MACOSX" in PurePosixPath(name).parts


def _sheets(path: Path, into: Path, ending: str) -> list[Table]:
    """Each sheet with a value, as a copy in CSV. Its rows have the numbers that the sheet shows."""
    kind, tables, budget = f"{path.suffix[1:].upper()} sheet", [], Budget()
    with closing(sheets_of(path, ending)) as sheets:
        for number, sheet in enumerate(sheets):
            copy = into / f"sheet-{number}.csv"
            found = copied(sheet, copy, budget)
            if found.row_count:
                about = (sheet.is_hidden, found.hidden_rows, False, found.width, found.notes)
                tables.append(Table(copy, f"#{sheet.name}", kind, None, *about))
    return tables
