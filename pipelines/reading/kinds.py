"""What a file really is, by its first bytes, whatever its name says."""

import re
import zipfile
from pathlib import Path

from pipelines.reading.decoding import RefusedError

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of older Office programs begin, and newer ones that are locked with a password."""

_PACKED = {
    b"\x1f\x8b": "packed with gzip",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ\0": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
}
_OTHER = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3\0": "a database",
    b"PAR1": "a Parquet file",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_MEMBERS = (
    ("xl/workbook.xml", "a workbook", ".xlsx"),
    ("xl/workbook.bin", "a binary workbook", ".xlsb"),
    ("content.xml", "a workbook", ".ods"),
    ("word/document.xml", "a text document", ".docx"),
    ("ppt/presentation.xml", "a presentation", ".pptx"),
)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<script[\s>]|<table[\s>]", re.IGNORECASE)


def ending_of(path: Path) -> str:
    """The ending that the bytes of a file call for, of those that are read; its own where they do not tell.

    Raises RefusedError when the file is of a kind that is not read, and says what it is.
    """
    with path.open("rb") as file:
        head = file.read(1 << 12)
    for start, what in _PACKED.items():
        if head.startswith(start) and what:
            raise RefusedError(f"The file is {what}. Unpack it, and send the CSV or the workbook that is in it.")
    for start, what in _OTHER.items():
        if head.startswith(start) and (start != b"MZ" or b"\0" in head):
            raise RefusedError(f"The file is {what}, not a table. Ask for the table as CSV or XLSX.")
    if head.startswith(OLD_OFFICE):
        return ".xls"
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    _refuse_markup(head)
    return path.suffix.lower()


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # What is wrong with it is said by what opens it.
        return path.suffix.lower()
    for member, what, ending in _MEMBERS:
        if member in names:
            if ending in (".docx", ".pptx"):
                raise RefusedError(f"The file is {what}, not a table. Ask for the table as CSV or XLSX.")
            return ending
    return ".zip"


def _refuse_markup(head: bytes) -> None:
    """Web pages and other markup: what a download brings when its session is over."""
    codec = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head.decode(codec, errors="replace").lstrip()
    if not text.startswith("<"):
        return
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise RefusedError("The file is a workbook in XML of 2003. Open it in a spreadsheet and save it as XLSX.")
    if _PAGE.search(text):
        raise RefusedError("The file is a web page, not a table: download it again, or save it as CSV or XLSX.")
    if text.startswith("<?xml"):
        raise RefusedError("The file is XML, which is not read. Ask for the table as CSV or XLSX.")
