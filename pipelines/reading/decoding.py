"""Bytes to UTF-8 text. The encoding is worked out from the whole file, and said; nothing is replaced."""

import codecs
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 22

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


class RefusedError(Exception):
    """A file that cannot be loaded; the message says why and what to do."""


@dataclass(frozen=True)
class TextFile:
    """A file as UTF-8 text without a byte order mark.

    is_tidy: every line ends the same way and none is empty, so that lines, rows and Excel's numbers agree.
    """

    path: Path
    encoding: str
    is_tidy: bool


def _is_encoded(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, codec, name in _MARKS:
        if start.startswith(mark):
            if not _is_encoded(path, codec):
                raise RefusedError(f"The file begins like {name} but is not. Save it again as CSV UTF-8.")
            return codec, name
    if _is_encoded(path, "utf-8"):
        return "utf-8", "UTF-8"
    if _is_encoded(path, "cp1252"):
        return "cp1252", "Windows-1252, since it is not UTF-8"
    raise RefusedError("The file's characters are neither UTF-8 nor Windows-1252. Save it again as CSV UTF-8.")


def _is_tidy(path: Path) -> bool:
    """No empty line, no bare carriage return, no NUL: looked for in bytes, which is fast."""
    last = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = last + chunk
            if b"\n\n" in text or b"\n\r\n" in text or b"\0" in text:
                return False
            if text.count(b"\r") - text.count(b"\r\n") > (text.endswith(b"\r")):
                return False
            last = text[-2:]
    return True


def decode(path: Path, into: Path) -> TextFile:
    """The file as UTF-8 text: itself when it is that already, else a copy in the folder `into`.

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
    return TextFile(path, name, _is_tidy(path))
