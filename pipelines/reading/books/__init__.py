"""Workbooks as people see them: each kind read cell by cell, within a bound of memory."""

import zipfile
from pathlib import Path

from pipelines.reading.books import ods, xls, xlsx
from pipelines.reading.books.parts import open_archive
from pipelines.reading.books.sheets import Sheets
from pipelines.reading.decoding import RefusedError

DAMAGED = "The workbook is damaged, or is not what its name says. Save it again as XLSX."
_LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
"""Where a newer workbook that is locked keeps what it holds: around it, it is a file of older Office programs."""


def sheets_of(path: Path, ending: str) -> Sheets:
    """The sheets of a workbook, in its order. Each has to be read to its end before the next is asked for.

    ending: the kind of workbook that it is, whatever its name says.
    Raises RefusedError where it is locked or of a kind not known; any other error where it is damaged.
    """
    if ending == ".xlsb":
        raise RefusedError("The workbook is a binary one (XLSB), which is not read. Save it as XLSX.")
    if ending == ".xls":
        if _is_locked(path):
            raise RefusedError(xls.LOCKED)
        yield from xls.sheets(path)
        return
    with open_archive(path, DAMAGED) as archive:
        names = archive.namelist()
        if xlsx.BOOK in names:
            yield from xlsx.sheets(archive)
        elif ods.CONTENT in names:
            if _has_keys(archive):
                raise RefusedError(xls.LOCKED)
            yield from ods.sheets(archive)
        else:
            raise RefusedError(DAMAGED)


def _is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        return _LOCKED_PART in file.read(xls.MOST_BYTES)


def _has_keys(archive: zipfile.ZipFile) -> bool:
    """Whether the parts of an ODS are locked with a password, which its list of parts says."""
    name = "META-INF/manifest.xml"
    return name in archive.namelist() and b"encryption-data" in archive.read(name)
