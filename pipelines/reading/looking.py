"""What the bytes of a text say before anything reads its cells: line ends, rows, and what cells can have in them.

To look for bytes is far quicker than to look for cells, and it is the second look that rows are counted by: it knows
line ends and quotation marks, and nothing of the parser.
"""

import mmap
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipelines.reading.decoding import CHUNK, RefusedError
from pipelines.values import NO_BREAK_SPACE, SEPARATOR, UNREAD, UNSEEN, WIDE_SPACES

MOST_BLANK = 5_000_000
"""Rows without a character. A sheet has a fifth of it in all."""

_EMPTY_LINE = re.compile(rb"\n\r*\n")
_TELLING = {b"\t": "\t", b'"': "\r\n", NO_BREAK_SPACE.encode()[-1:]: NO_BREAK_SPACE}
"""A byte without which there is no such white space around a cell: a line break needs quotation marks."""

_CONTROLS = (UNREAD.encode(), SEPARATOR.encode())
_UNSEEN = tuple(one.encode() for one in UNSEEN)
_WIDE = {one.encode(): one for one in WIDE_SPACES}


@dataclass(frozen=True)
class Looks:
    """What a text holds.

    line_ends: the kind of line end, or each kind with its count where they are mixed; those inside cells count too.
    is_tidy: every line ends the same way and none is empty, so that lines, rows and a sheet's numbers agree.
    rows: line ends outside quotation marks, and a last row without one.  breaks: line ends inside them.
    is_closed: quotation marks come in pairs.  is_ended: the last row has a line end.
    spaces: the white space that cells can have around them.
    has_entities: an ampersand may be written as in HTML.  has_controls: the characters that have a meaning of their
    own here.  has_unseen: characters that nobody sees.
    marks: those of the words asked for that cells can be.
    """

    line_ends: str
    is_tidy: bool
    rows: int
    breaks: int
    is_closed: bool
    is_ended: bool
    spaces: str
    has_entities: bool
    has_controls: bool
    has_unseen: bool
    marks: tuple[str, ...]


def look(path: Path, marks: tuple[str, ...] = ()) -> Looks:
    """Look at UTF-8 text once. A file is tidy with one kind of line end, no empty line, no bare CR and no NUL.

    Raises RefusedError when it holds next to nothing but blank rows.
    """
    found: Counter[str] = Counter()
    begins = {mark: {form[:1].encode()[:1] for form in (mark.lower(), mark.upper())} for mark in marks}
    plain = dict.fromkeys({*_TELLING, *_CONTROLS, b"&", *chain(*begins.values())}, False)
    other = dict.fromkeys((*_UNSEEN, *_WIDE), False)
    is_tidy, is_open, rows, last = True, False, 0, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if chunk.endswith(b"\r"):
                chunk += file.read(1)
            has_return = b"\r" in chunk
            cells = np.frombuffer(chunk, np.uint8)
            feeds = np.flatnonzero(cells == ord("\n"))
            pairs = chunk.count(b"\r\n") if has_return else 0
            bare = chunk.count(b"\r") - pairs if has_return else 0
            ends = len(feeds) - pairs
            found.update(CRLF=pairs, CR=bare, LF=ends)
            if _EMPTY_LINE.search(last + chunk[:2]) or _has_empty_line(cells, feeds) or b"\0" in chunk:
                is_tidy = False
                found["blank"] += _blank_lines(chunk)
                if found["blank"] > MOST_BLANK:
                    raise RefusedError(
                        f"The file has more than {MOST_BLANK:,} blank rows. Delete those below the table."
                    )
            plain = {mark: is_found or mark in chunk for mark, is_found in plain.items()}
            if not chunk.isascii():
                other = {mark: is_found or mark in chunk for mark, is_found in other.items()}
            if b'"' in chunk:
                outside, is_open = _outside(chunk, is_open=is_open, has_bare=bare > 0)
                rows += outside
            elif not is_open:
                rows += pairs + bare + ends
            last = chunk[-1:]
    line_ends = {kind: found[kind] for kind in ("CRLF", "CR", "LF") if found[kind]}
    is_ended = last in (b"\n", b"\r")
    spaces = [space for mark, space in _TELLING.items() if plain[mark]]
    spaces += [space for mark, space in _WIDE.items() if other[mark]]
    return Looks(
        line_ends=_said(line_ends),
        is_tidy=is_tidy and len(line_ends) < 2 and not found["CR"] and not any(plain[one] for one in _CONTROLS),
        rows=rows + (not is_ended),
        breaks=sum(line_ends.values()) - rows,
        is_closed=not is_open,
        is_ended=is_ended,
        spaces=" " + "".join(spaces),
        has_entities=plain[b"&"],
        has_controls=any(plain[one] for one in _CONTROLS),
        has_unseen=any(other[one] for one in _UNSEEN),
        marks=tuple(mark for mark, first in begins.items() if any(map(plain.get, first))),
    )


def _has_empty_line(cells: npt.NDArray[np.uint8], feeds: npt.NDArray[np.intp]) -> bool:
    """Whether two line ends follow each other. By the places of the line feeds: a search for them takes five times as
    long, since nearly every line has the first half of what is looked for."""
    apart = np.diff(feeds)
    if (apart == 1).any():
        return True
    return bool((cells[feeds[:-1][apart == 2] + 1] == ord("\r")).any())


def _said(line_ends: dict[str, int]) -> str:
    most = sorted(line_ends.items(), key=lambda item: -item[1])
    if len(most) > 1:
        return ", ".join(f"{kind} {count:,}" for kind, count in most)
    return most[0][0] if most else "none"


def _blank_lines(chunk: bytes) -> int:
    cells = np.frombuffer(chunk, np.uint8)
    is_end, is_return = cells == ord("\n"), cells == ord("\r")
    plain = np.count_nonzero(is_end[1:] & is_end[:-1])
    return int(plain + np.count_nonzero(is_end[2:] & is_return[1:-1] & is_end[:-2]))


def _outside(chunk: bytes, *, is_open: bool, has_bare: bool) -> tuple[int, bool]:
    """Line ends outside quotation marks, and whether one is open at the end."""
    cells = np.frombuffer(chunk, np.uint8)
    marks = np.flatnonzero(cells == ord('"'))
    is_end = cells == ord("\n")
    if has_bare:
        is_return = cells == ord("\r")
        is_return[:-1] &= ~is_end[1:]
        is_end |= is_return
    ends = np.flatnonzero(is_end)
    inside = (np.searchsorted(marks, ends) + int(is_open)) & 1
    return int(len(ends) - inside.sum()), bool((len(marks) + int(is_open)) & 1)


WELL_FORMED = r'(?<![^{d}\r\n])"(?>[^"]++|"")*+"(?=[{d}\r\n]|\Z)'
"""A cell in quotation marks that are where they belong: between delimiters, and doubled within. {d}: the delimiter."""


def swallowed(path: Path, delimiter: str, width: int) -> int | None:
    """The row of a cell with line breaks that looks like rows lost in it, where a file has one.

    A mark too many and another one further on, well placed for each other, make one cell of what was rows: then its
    lines have the delimiters that the rest of the first row, whole rows, and the beginning of the last one have.
    """
    comma = delimiter.encode()
    quoted = re.compile(WELL_FORMED.format(d=re.escape(delimiter)).encode())
    unspaced = re.compile(re.escape(comma) + rb"(?!\s)")
    row, seen = 1, 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for cell in quoted.finditer(content):
            lines = cell[0].splitlines()
            if len(lines) < 2:
                continue
            first, *within, final = (len(unspaced.findall(line)) for line in lines)
            row += _lines(content[seen : cell.start()])
            seen = cell.end()
            start = max(content.rfind(b"\n", 0, cell.start()), content.rfind(b"\r", 0, cell.start())) + 1
            before = content[start : cell.start()].count(comma)
            if final == before and first == width - 1 - before and set(within) <= {width - 1} and width > 2:
                return row
    return None


def _lines(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
