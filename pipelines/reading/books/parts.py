"""The parts of a packed workbook: XML read as it comes, never whole, and without what a document may define."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from pipelines.reading.books.shown import LONGEST
from pipelines.reading.decoding import CHUNK, RefusedError

MOST_PART = 4 << 30
"""Bytes of a part once unpacked. A full sheet of twenty columns has one gigabyte."""

SMALL_PART = 64 << 20
"""Bytes of a part that is kept in memory: the list of sheets, the styles."""

PACKED_TIGHT = 200
BIG_PART = 100 << 20
"""A part of more bytes that was packed to less than one in PACKED_TIGHT says next to nothing: it is there to harm."""

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


def open_archive(path: Path, damaged: str) -> zipfile.ZipFile:
    """An archive to read. Raises RefusedError with what to say of one that is damaged."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise RefusedError(damaged) from error


def opened(archive: zipfile.ZipFile, name: str, most: int = MOST_PART) -> IO[bytes]:
    """A part to read. Raises RefusedError when it is locked, or unpacks to more than is sensible."""
    part = archive.getinfo(name)
    if part.flag_bits & 1:
        raise RefusedError("The file is locked with a password. Save it without one and send it again.")
    if part.file_size > most or (part.file_size > BIG_PART and part.file_size > part.compress_size * PACKED_TIGHT):
        raise RefusedError(
            f"The file unpacks to {part.file_size >> 20:,} MB, which is more than a register can have. Save the table"
            " as CSV, in parts if need be."
        )
    return archive.open(part)


def chunks(source: IO[bytes], most: int) -> Iterator[bytes]:
    """What is in a part, whatever its size was said to be."""
    seen = 0
    while chunk := source.read(CHUNK // 4):
        seen += len(chunk)
        if seen > most:
            raise RefusedError(f"The file unpacks to more than {most >> 20:,} MB. Save the table as CSV.")
        yield chunk


def local(name: str) -> str:
    """A name without the prefix that stands for its namespace."""
    return name.rpartition(":")[2]


class Walk:
    """A walk through the XML of a part. `text` is what was written since it was last cleared."""

    def __init__(self, start: Start, end: Callable[[str], None]) -> None:
        self.text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = self.text.append
        self._parser.StartDoctypeDeclHandler = _refuse_definitions

    def feed(self, source: IO[bytes], most: int = MOST_PART) -> Iterator[None]:
        """Read on, stopping after each piece for what it brought to be taken away."""
        for chunk in chunks(source, most):
            self._parser.Parse(chunk, False)
            if len(self.text) > 1 and sum(map(len, self.text)) > LONGEST:
                raise RefusedError("A cell of the workbook is longer than a spreadsheet can have. Save it again.")
            yield
        self._parser.Parse(b"", True)
        yield


def _refuse_definitions(*_: object) -> None:
    raise RefusedError("The workbook defines words of its own, which no spreadsheet writes. Save it again as XLSX.")


def elements(archive: zipfile.ZipFile, name: str) -> list[tuple[str, Attributes]]:
    """The elements of a small part in order, by their names without prefix; the end of one is its name behind a /."""
    found: list[tuple[str, Attributes]] = []
    walk = Walk(
        lambda element, attributes: found.append((local(element), attributes)),
        lambda element: found.append(("/" + local(element), {})),
    )
    with opened(archive, name, SMALL_PART) as source:
        for _ in walk.feed(source, SMALL_PART):
            walk.text.clear()
    return found
