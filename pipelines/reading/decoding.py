"""Bytes to UTF-8 text. The encoding is worked out from the whole file, and said; nothing is replaced."""

import codecs
import csv
import mmap
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 22

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with byte order mark"),
    # Before UTF-16: the mark of one begins the other's.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


_MOSTLY = 0.4
"""Of every other byte: text with a few characters that are not Latin still has this share of zeros in UTF-16."""

# A letter beside it, plain or accented, makes it part of a word.
_DOS_POUND = re.compile(rb"(?<![A-Za-z\x80-\xff])\x9c(?![A-Za-z\x80-\xff])")
_WINDOWS_POUND = re.compile(rb"(?<![A-Za-z\x80-\xff])\xa3(?![A-Za-z\x80-\xff])")
_NINE_C = re.compile(rb"\x9c")


_AS_WINDOWS = "care-as-windows"
_ROWS_NAMED = 5


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, read as Windows-1252 has them. Raises the error where it has none for them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    try:
        return error.object[error.start : error.end].decode("cp1252"), error.end
    except UnicodeDecodeError:
        raise error from None


codecs.register_error(_AS_WINDOWS, _as_windows)

# Longer cells than the library expects: a file whose rows cannot be told apart says so, and does not fail.
csv.field_size_limit(1 << 24)


class RefusedError(Exception):
    """A file that cannot be loaded; the message says why and what to do."""


@dataclass(frozen=True)
class TextFile:
    """A file as UTF-8 text without a byte order mark.

    encoding: what it is, and why that was decided where the file does not say it.
    """

    path: Path
    encoding: str


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
                if codec == "utf-8-sig" and (said := _mixed(path)):
                    return codec, said
                raise RefusedError(f"The file begins like {name} but is not. Save it again as CSV UTF-8.")
            return codec, name
    if start.count(b"\0"):
        for codec, name, places in (("utf-32-le", "UTF-32 LE", (1, 2, 3)), ("utf-32-be", "UTF-32 BE", (0, 1, 2))):
            zeros = min(start[place::4].count(b"\0") for place in places)
            if zeros > len(start) // 4 * _MOSTLY and _is_encoded(path, codec):
                return codec, f"{name}, since it has no byte order mark and three of four bytes are zero"
        for codec, name, place in (("utf-16-le", "UTF-16 LE", 1), ("utf-16-be", "UTF-16 BE", 0)):
            zeros = start[place::2].count(b"\0")
            if zeros > len(start) // 2 * _MOSTLY and _is_encoded(path, codec):
                return codec, f"{name}, since it has no byte order mark and every other byte is zero"
    if _is_encoded(path, "utf-8"):
        return "utf-8", "UTF-8"
    if said := _mixed(path):
        return "utf-8", said
    dos, windows, ligatures = _pounds(path)
    if dos > ligatures and not windows:
        return "cp850", f"DOS 850, since it is not UTF-8 and byte 9C stands for a pounds sign ({_times(dos)})"
    if _is_encoded(path, "cp1252"):
        return "cp1252", "Windows-1252, since it is not UTF-8"
    raise RefusedError("The file's characters are neither UTF-8 nor Windows-1252. Save it again as CSV UTF-8.")


def _mixed(path: Path) -> str | None:
    """What to say of UTF-8 with a few bytes that are not, as when two lists are put together; null for another file.

    Where sequences of UTF-8 outnumber such bytes it is that: in Windows-1252 there are next to none by chance.
    """
    good, row, is_open = 0, 1, False
    rows: Counter[int] = Counter()
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                try:
                    good += sum(map("\x7f".__lt__, line.decode()))
                except UnicodeDecodeError:
                    try:
                        text = line.decode(errors=_AS_WINDOWS)
                    except UnicodeDecodeError:
                        return None
                    odd = len(line) - len(line.decode(errors="ignore").encode())
                    good += sum(map("\x7f".__lt__, text)) - odd
                    rows[row] += odd
            is_open ^= line.count(b'"') % 2 == 1
            row += not is_open
    if good < rows.total():
        return None
    named = ", ".join(map(str, list(rows)[:_ROWS_NAMED])) + (" and others" if len(rows) > _ROWS_NAMED else "")
    bytes_ = "one byte" if rows.total() == 1 else f"{rows.total():,} bytes"
    return f"UTF-8 but for {bytes_} in row {named}, read as in Windows-1252"


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


def decode(path: Path, into: Path) -> TextFile:
    """The file as UTF-8 text: itself when it is that already, else a copy in the folder `into`.

    Raises RefusedError when its bytes are in no encoding that is known.
    """
    if path.stat().st_size == 0:
        raise RefusedError("The file is empty. Send it again with its headings and rows.")
    codec, name = _encoding(path)
    if name != "UTF-8":
        copy = into / "decoded.csv"
        with (
            path.open(
                encoding=codec, errors=_AS_WINDOWS if codec.startswith("utf-8") else "strict", newline=""
            ) as source,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            while chunk := source.read(CHUNK):
                out.write(chunk)
        path = copy
    return TextFile(path, name)
