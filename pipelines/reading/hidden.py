"""How many rows of each sheet are hidden, which the library that reads the cells does not say.

XLSX: Office Open XML (ECMA-376 part 1, 18.3.1.73, attribute `hidden` of `row`). ODS: OpenDocument 1.3 part 3, 19.762,
attribute `table:visibility` of `table-row`.
"""

import re
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

_XLSX_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_ODS_TABLE = re.compile(rb'<table:table\b[^>]*\btable:name="[^"]*"')
_ODS_ROW = re.compile(rb'<table:table-row\b[^>]*\btable:visibility="(?:collapse|filter)"[^>]*>')
_ODS_TIMES = re.compile(rb'table:number-rows-repeated="([0-9]+)"')


def hidden_rows(path: Path) -> list[int]:
    """Hidden rows of each sheet, in the order of the workbook. Empty when the kind of file does not tell."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return [len(_XLSX_ROW.findall(archive.read(name))) for name in _sheets(archive) if name in names]
            if "content.xml" in names:
                return _of_tables(archive.read("content.xml"))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError):
        # What is wrong with the file is said by what reads its cells.
        return []
    return []


def _sheets(archive: zipfile.ZipFile) -> list[str]:
    """The file of each sheet in the archive."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    # By the end of the names: strict and usual workbooks have other namespaces in front.
    sheets = (sheet for sheet in book.iter() if sheet.tag.endswith("}sheet"))
    ids = [next((value for key, value in sheet.items() if key.endswith("}id")), "") for sheet in sheets]
    found = [targets.get(one, "") for one in ids]
    return [str(PurePosixPath("xl") / target).removeprefix("/") for target in found]


def _of_tables(content: bytes) -> list[int]:
    starts = [match.start() for match in _ODS_TABLE.finditer(content)]
    parts = [content[start:end] for start, end in zip(starts, [*starts[1:], len(content)], strict=True)]
    return [sum(_times(row[0]) for row in _ODS_ROW.finditer(part)) for part in parts]


def _times(row: bytes) -> int:
    found = _ODS_TIMES.search(row)
    return int(found[1]) if found else 1
