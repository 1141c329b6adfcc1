"""Bytes to UTF-8 text. The encoding is worked out from the whole file, and said; nothing is replaced."""

import codecs
import mmap
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pipelines.values import NO_BREAK_SPACE

CHUNK = 1 << 22

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


_MOSTLY = 0.4
"""Of every other byte: text with a few characters that are not Latin still has this share of zeros in UTF-16."""

# A letter beside it, plain or accented, makes it part of a word.
_DOS_POUND = re.compile(rb"(?<![A-Za-z\x80-\xff])\x9c(?![A-Za-z\x80-\xff])")
_WINDOWS_POUND = re.compile(rb"(?<![A-Za-z\x80-\xff])\xa3(?![A-Za-z\x80-\xff])")
_NINE_C = re.compile(rb"\x9c")
_EMPTY_LINE = re.compile(rb"\n\r*\n")


class RefusedError(Exception):
    """A file that cannot be loaded; the message says why and what to do."""


@dataclass(frozen=True)
class TextFile:
    """A file as UTF-8 text without a byte order mark.

    encoding: what it is, and why that was decided where the file does not say it.
    line_ends: the kind of line end, or each kind with its count where they are mixed; those inside cells count too.
    is_tidy: every line ends the same way and none is empty, so that lines, rows and Excel's numbers agree.
    spaces: the white space that cells can have around them.
    has_entities: an ampersand may be written as in HTML.
    marks: those of the words asked for that cells can be.
    """

    path: Path
    encoding: str
    line_ends: str
    is_tidy: bool
    spaces: str
    has_entities: bool
    marks: tuple[str, ...]


def _is_encoded(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                # Nothing but ASCII leaves nothing to decode, and is seen at once.
                if not (chunk.isascii() and codec == "utf-8" and decoder.getstate()[0] == b""):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        start = file.read(1 << 12)
    for mark, codec, name in _MARKS:
        if start.startswith(mark):
            if not _is_encoded(path, codec):
                raise RefusedError(f"The file begins like {name} but is not. Save it again as CSV UTF-8.")
            return codec, name
    if start.count(b"\0"):
        for codec, name, place in (("utf-16-le", "UTF-16 LE", 1), ("utf-16-be", "UTF-16 BE", 0)):
            zeros = start[place::2].count(b"\0")
            if zeros > len(start) // 2 * _MOSTLY and _is_encoded(path, codec):
                return codec, f"{name}, since it has no byte order mark and every other byte is zero"
    if _is_encoded(path, "utf-8"):
        return "utf-8", "UTF-8"
    dos, windows, ligatures = _pounds(path)
    if dos > ligatures and not windows:
        return "cp850", f"DOS 850, since it is not UTF-8 and byte 9C stands for a pounds sign ({_times(dos)})"
    if _is_encoded(path, "cp1252"):
        return "cp1252", "Windows-1252, since it is not UTF-8"
    raise RefusedError("The file's characters are neither UTF-8 nor Windows-1252. Save it again as CSV UTF-8.")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _pounds(path: Path) -> tuple[int, int, int]:
    """How often byte 9C and byte A3 stand where a pounds sign would, and how often 9C is part of a word.

    9C is the pounds sign of DOS and the ligature of "œuvre" in Windows; A3 is Windows' pounds sign and an accented u in
    DOS. A pounds sign has no letter beside it.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        dos, windows, every = (
            sum(1 for _ in pattern.finditer(content)) for pattern in (_DOS_POUND, _WINDOWS_POUND, _NINE_C)
        )
    return dos, windows, every - dos


def _facts(path: Path, marks: tuple[str, ...]) -> dict[str, Any]:
    """What single bytes say of UTF-8 text, as fields of TextFile. To look for bytes is far quicker than for cells.

    A file is tidy with one kind of line end, no empty line, no bare CR and no NUL.
    """
    found: Counter[str] = Counter()
    is_tidy = True
    begins = {mark: {form[:1].encode()[:1] for form in (mark.lower(), mark.upper())} for mark in marks}
    has = dict.fromkeys({*_TELLING, *chain(*begins.values())}, False)
    last = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if chunk.endswith(b"\r"):
                chunk += file.read(1)
            pairs = chunk.count(b"\r\n") if b"\r" in chunk else 0
            found.update(CRLF=pairs, CR=chunk.count(b"\r") - pairs if pairs or b"\r" in chunk else 0)
            found.update(LF=chunk.count(b"\n") - pairs)
            seam = last + chunk[:2]
            is_tidy = is_tidy and not (_EMPTY_LINE.search(seam) or _EMPTY_LINE.search(chunk) or b"\0" in chunk)
            has = {mark: is_found or mark in chunk for mark, is_found in has.items()}
            last = chunk[-1:]
    kinds = [(kind, count) for kind, count in found.most_common() if count]
    is_one = len(kinds) < 2
    said = (kinds[0][0] if kinds else "none") if is_one else ", ".join(f"{kind} {count:,}" for kind, count in kinds)
    spaces = [space for mark, space in _TELLING.items() if has[mark]]
    return {
        "line_ends": said,
        "is_tidy": is_tidy and is_one and not found["CR"],
        "spaces": " " + "".join(spaces),
        "has_entities": has[b"&"],
        "marks": tuple(mark for mark, first in begins.items() if any(map(has.get, first))),
    }


_TELLING = {b"\t": "\t", b'"': "\r\n", NO_BREAK_SPACE.encode()[-1:]: NO_BREAK_SPACE, b"&": ""}
"""A byte without which there is no such white space around a cell: a line break needs quotation marks."""


def decode(path: Path, into: Path, marks: tuple[str, ...] = ()) -> TextFile:
    """The file as UTF-8 text: itself when it is that already, else a copy in the folder `into`.

    marks: words that it may be worth knowing are nowhere in the file.

    Raises RefusedError when its bytes are in no encoding that is known.
    """
    if path.stat().st_size == 0:
        raise RefusedError("The file is empty. Send it again with its headings and rows.")
    codec, name = _encoding(path)
    if codec != "utf-8":
        copy = into / "decoded.csv"
        with (
            path.open(encoding=codec, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            while chunk := source.read(CHUNK):
                out.write(chunk)
        path = copy
    return TextFile(path, name, **_facts(path, marks))
