"""XLSX: Office Open XML (ECMA-376 part 1, section 18)."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipelines.reading.books import shown
from pipelines.reading.books.parts import Attributes, Walk, elements, local, opened
from pipelines.reading.books.sheets import Cells, Rows, Sheet, Sheets, no_rows

MOST_SHARED = 256 << 20
"""Bytes of the list of texts that cells refer to. It is the one part that has to be in memory."""

BOOK = "xl/workbook.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_TRUE = ("1", "true")


@dataclass(frozen=True)
class _Book:
    texts: list[str]
    formats: list[str]
    is_1904: bool


def sheets(archive: zipfile.ZipFile) -> Sheets:
    """The sheets of a workbook, in its order. Raises RefusedError, KeyError or ValueError when it is damaged."""
    found = elements(archive, BOOK)
    links = {one.get("Id"): one.get("Target", "") for _, one in elements(archive, "xl/_rels/workbook.xml.rels")}
    names = set(archive.namelist())
    is_1904 = any(name == "workbookPr" and one.get("date1904") in _TRUE for name, one in found)
    book = _Book(
        _shared(archive) if "xl/sharedStrings.xml" in names else [],
        _formats(archive) if "xl/styles.xml" in names else [],
        is_1904,
    )
    for name, one in found:
        # By the end of the name: strict and usual workbooks have other namespaces in front.
        target = links.get(next((value for key, value in one.items() if key.endswith(":id")), ""), "")
        part = str(PurePosixPath("xl") / target).removeprefix("/")
        if name == "sheet" and part in names:
            yield _sheet(archive, part, book, one)


def _sheet(archive: zipfile.ZipFile, part: str, book: _Book, about: Attributes) -> Sheet:
    sheet = Sheet(about.get("name", ""), about.get("state", "visible") != "visible", no_rows())
    sheet.rows = _rows(archive, part, book, sheet)
    return sheet


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written by their number: `_x000D_`."""
    return shown.text(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    sounds = 0

    def start(name: str, _: Attributes) -> None:
        nonlocal sounds
        name = local(name)
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            sounds += 1
        walk.text.clear()

    def end(name: str) -> None:
        nonlocal sounds
        name = local(name)
        if name == "t" and not sounds:
            pieces.append("".join(walk.text))
        elif name == "rPh":
            sounds -= 1
        elif name == "si":
            texts.append(_unescaped("".join(pieces)))
        walk.text.clear()

    walk = Walk(start, end)
    with opened(archive, "xl/sharedStrings.xml", MOST_SHARED) as source:
        for _ in walk.feed(source, MOST_SHARED):
            pass
    return texts


def _formats(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each style that a cell can name."""
    codes, formats, is_within = dict(shown.BUILT_IN), [], False
    for name, one in elements(archive, "xl/styles.xml"):
        if name == "numFmt" and not is_within:
            codes[int(one["numFmtId"])] = one.get("formatCode", "")
        elif name in ("cellXfs", "/cellXfs"):
            is_within = name == "cellXfs"
        elif name == "xf" and is_within:
            formats.append(codes.get(int(one.get("numFmtId", "0")), ""))
    return formats


class _Reader:
    """The cells of a sheet, gathered while its XML goes by."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.done: list[tuple[int, Cells]] = []
        self.row = 0
        self.cells: Cells = {}
        self.place = -1
        self.about: Attributes = {}
        self.value: str | None = None
        self.inline = ""
        self.has_formula = self.is_sound = False
        self.places: dict[str, int] = {}
        self.walk = Walk(self.start, self.end)

    def start(self, name: str, attributes: Attributes) -> None:
        name = name if ":" not in name else local(name)
        if name == "c":
            self.about, self.value, self.inline, self.has_formula = attributes, None, "", False
            reference = attributes.get("r")
            self.place = self.column(reference) if reference else self.place + 1
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self.cells, self.place = {}, -1
            self.row = int(attributes.get("r", self.row + 1))
            if attributes.get("hidden") in _TRUE:
                self.sheet.hidden.append((self.row, 1))
        elif name == "rPh":
            self.is_sound = True
        elif name == "mergeCell":
            self.merge(attributes.get("ref", ""))
        self.walk.text.clear()

    def end(self, name: str) -> None:
        name = name if ":" not in name else local(name)
        if name == "v":
            self.value = "".join(self.walk.text)
        elif name == "c":
            text = self.shown()
            if text:
                self.cells[self.place] = text
        elif name == "t" and not self.is_sound:
            self.inline += "".join(self.walk.text)
        elif name == "row":
            self.done.append((self.row, self.cells))
        elif name == "rPh":
            self.is_sound = False
        self.walk.text.clear()

    def column(self, reference: str) -> int:
        """The column of a reference such as AB12, from 0."""
        name = reference.rstrip("0123456789")
        place = self.places.get(name)
        if place is None:
            place = self.places[name] = _column(name)
        return place

    def shown(self) -> str:
        """What the cell shows, as text."""
        kind, value = self.about.get("t", "n"), self.value
        if kind == "s" and value:
            return self.book.texts[int(value)]
        if kind == "inlineStr":
            return _unescaped(self.inline)
        if value is None or (not value and kind != "str"):
            return shown.NO_RESULT if self.has_formula else ""
        match kind:
            case "str":
                return _unescaped(value)
            case "b":
                return "TRUE" if value in _TRUE else "FALSE"
            case "e":
                return shown.error(value)
            case "d":
                return shown.text(value.removesuffix("Z").removesuffix("T00:00:00"))
        style = int(self.about.get("s", "0"))
        code = self.book.formats[style] if style < len(self.book.formats) else ""
        if not code and _WHOLE.fullmatch(value):
            return value
        return shown.number(float(value), code, is_1904=self.book.is_1904)

    def merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = [_PLACE.fullmatch(one) for one in (first, last or first)]
        if corners[0] and corners[1]:
            (left, top), (right, bottom) = corners[0].groups(), corners[1].groups()
            self.sheet.merged.append((int(top), int(bottom), _column(left), _column(right)))


def _column(name: str) -> int:
    place = 0
    for letter in name.encode("ascii"):
        if not 65 <= letter <= 90:
            raise ValueError(f"{name} names no column")
        place = place * 26 + letter - 64
    if not place:
        raise ValueError("a cell names no column")
    return place - 1


def _rows(archive: zipfile.ZipFile, part: str, book: _Book, sheet: Sheet) -> Rows:
    reader = _Reader(book, sheet)
    with opened(archive, part) as source:
        for _ in reader.walk.feed(source):
            yield from reader.done
            reader.done.clear()
