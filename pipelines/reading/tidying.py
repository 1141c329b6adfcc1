"""A copy of a text with one plain line a row, for what the database cannot read itself; nothing in it is guessed."""

import csv
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.reading.decoding import RefusedError, TextFile
from pipelines.reading.headings import Match, Spellings, again
from pipelines.reading.layout import TOO_LONG, Layout
from pipelines.reading.looking import WELL_FORMED, Looks
from pipelines.values import SEPARATOR, UNREAD

CONTROL = UNREAD + "holds a control character, which no keyboard writes: type the cell again"
SAME, OTHER = "1", "2"
"""In the copy: a row that has the headings again, in the same order or in another."""

_ROWS_NAMED = 5
_NEXT = "\x1d"


@dataclass(frozen=True)
class Tidied:
    """The copy, which has no headings: row number, cells, whether there were cells to spare, and SAME or OTHER.

    rows: how many it has.  notes: what was read otherwise than it stands.
    """

    path: Path
    rows: int
    notes: tuple[str, ...]


def tidied(text: TextFile, looks: Looks, layout: Layout, spellings: Spellings, into: Path, *, is_ours: bool) -> Tidied:
    """Raises RefusedError, with the row, when a quotation mark swallows rows, or rows cannot be told apart."""
    copy = into / "tidied.csv"
    try:
        return _copied(text, _strict_rows(text, looks, layout), layout, spellings, copy, is_ours=is_ours)
    except (csv.Error, _UnequalError):
        odd: list[int] = []
        done = _copied(text, _rows_by_line(text, layout, odd), layout, spellings, copy, is_ours=is_ours)
    if not odd:
        return done
    named = ", ".join(map(str, odd[:_ROWS_NAMED])) + (f" and {len(odd) - 5:,} more" if len(odd) > _ROWS_NAMED else "")
    note = f"quotation marks inside a cell are not doubled and are read as they stand (row {named}): look at the cell"
    return Tidied(done.path, done.rows, (*done.notes, note))


class _UnequalError(Exception):
    """The rows are not as many as the bytes say."""


def _copied(
    text: TextFile, rows: Iterator[list[str]], layout: Layout, spellings: Spellings, copy: Path, *, is_ours: bool
) -> Tidied:
    notes: list[str] = []
    written = 0
    width, places, match = layout.width, None, layout.match
    first = next(iter(match.positions.values()))
    with copy.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        for row, cells in enumerate(rows, start=1):
            if row <= layout.header_row:
                continue
            if not is_ours and any(UNREAD in cell or SEPARATOR in cell for cell in cells):
                cells = [CONTROL if UNREAD in cell or SEPARATOR in cell else cell for cell in cells]
            flag = ""
            if cells and cells[min(first, len(cells) - 1)][:1].isalpha():
                found = again(cells, layout.headings, match, spellings)
                if found:
                    places = _places(found, layout, row)
                    flag = OTHER if places else SAME
                    if places:
                        notes.append(f"row {row} has other headings: the rows below it are read by it")
            if places and not flag:
                spare = any(cell.strip() for cell in cells[places.width :])
                cells = [cells[place] if 0 <= place < len(cells) else "" for place in places.of]
            else:
                spare = any(cell.strip() for cell in cells[width:])
            cells = cells[:width] + [""] * (width - len(cells))
            if any("\r" in cell for cell in cells):
                # One kind of line end in the whole copy, or the database cannot tell its lines apart.
                cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
            write([row, *cells, int(spare), flag])
            written += 1
    return Tidied(copy, written, tuple(notes))


@dataclass(frozen=True)
class _Places:
    """of: for each column of the first table, where it is in the second, or -1.  width: columns of the second."""

    of: tuple[int, ...]
    width: int


def _places(found: Match, layout: Layout, row: int) -> _Places | None:
    """Where the columns are below other headings; null where they are as in the first table."""
    first = layout.match.positions
    if found.positions == first:
        return None
    new = [name for name in found.positions if name not in first]
    if new or found.missing:
        what = f"has {', '.join(new)} as well" if new else f"lacks {', '.join(found.missing)}"
        raise RefusedError(f"Row {row} begins a second table, which {what}. Send the two tables as two files.")
    by_place = {place: found.positions.get(name, -1) for name, place in first.items()}
    return _Places(tuple(by_place.get(place, -1) for place in range(layout.width)), found.width)


def _strict_rows(text: TextFile, looks: Looks, layout: Layout) -> Iterator[list[str]]:
    """The rows as the standard has them. Raises csv.Error, or _UnequalError where the bytes say another number."""
    count = 0
    with text.path.open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file, delimiter=layout.delimiter, strict=True):
            count += 1
            yield cells
    if not (looks.is_closed and count == looks.rows) and count != sum(1 for _ in _lines(text, layout)):
        raise _UnequalError


def _lines(text: TextFile, layout: Layout) -> Iterator[bytes]:
    """Each row as bytes: up to a line end that is in no well-formed cell."""
    delimiter = re.escape(layout.delimiter)
    cell = WELL_FORMED.format(d=delimiter)
    row = re.compile(rf'(?:{cell}|[^\r\n"]++|")*+(?:\r\n|\r|\n|\Z)'.encode())
    with text.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for found in row.finditer(content):
            if found.end() > found.start():
                yield found[0]


def _rows_by_line(text: TextFile, layout: Layout, odd: list[int]) -> Iterator[list[str]]:
    """The rows of a file with quotation marks out of place: one is put up with where it disturbs its own row only.

    odd: the rows with such marks.
    """
    before = 0
    for row, line in enumerate(_lines(text, layout), start=1):
        if len(line) > csv.field_size_limit():
            raise RefusedError(TOO_LONG)
        plain = line.decode()
        try:
            cells = next(csv.reader([plain], delimiter=layout.delimiter, strict=True), [])
            if before and 0 < len(cells) < layout.width:
                # The row above may have gone on here.
                raise RefusedError(_out_of_place(before))
            before = before if not cells else 0
            yield cells
            continue
        except csv.Error:
            # A second line, to see whether the row takes it in.
            rows = list(csv.reader([plain.rstrip("\r\n") + "\n", _NEXT], delimiter=layout.delimiter))
        if len(rows) < 2:
            raise RefusedError(
                f"A quotation mark opened in row {row} is never closed, so the rows after it cannot be told apart."
                " Correct that row and send the file again."
            )
        if row > layout.header_row and len(rows[0]) != layout.width:
            raise RefusedError(_out_of_place(row))
        before = row
        odd.append(row)
        yield rows[0]


def _out_of_place(row: int) -> str:
    return (
        f"Row {row} has quotation marks out of place, so that its cells cannot be told apart. Correct that row and send"
        " the file again."
    )
