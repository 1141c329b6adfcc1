"""Text to a table of text, one column per declared column, with the row number that Excel shows."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.reading.decoding import RefusedError, TextFile, decode
from pipelines.reading.headings import Spellings
from pipelines.reading.incoming import Incoming, incoming_of
from pipelines.reading.layout import TOO_LONG, Layout, layout_of
from pipelines.reading.opening import Table
from pipelines.values import ERROR_WORDS, UNREAD

BIG = 200 << 20
"""Bytes of text that judged rows are held in memory for: they take some three times as much, of the 1 GB there is."""


@dataclass(frozen=True)
class Reading:
    """A table of a file: what it is, and its rows as a query.

    ghosts: the columns without a heading.  has_entities: an ampersand may be written as in HTML.
    marks: those of the words for figures not told, and for errors, that cells can be.
    is_big: its rows are not to be held in memory.
    tidied: makes a copy that the database can read where it cannot read the file itself; null once that is done.
    """

    source: str
    part: str
    encoding: str
    line_ends: str | None
    delimiter: str
    header_row: int
    columns: tuple[str, ...]
    dropped: tuple[str, ...]
    ghosts: str
    has_entities: bool
    marks: tuple[str, ...]
    is_big: bool
    incoming: Incoming
    tidied: Callable[[], Incoming] | None


def _tidied(text: TextFile, layout: Layout, into: Path) -> Path:
    """A copy that has one plain line a row: its row number, its cells, and whether it had cells to spare.

    Raises RefusedError when a quotation mark is never closed, since it swallows every row after it.
    """
    copy = into / "tidied.csv"
    for strict in (True, False):
        with (
            text.path.open(encoding="utf-8", newline="") as file,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
            row = 0
            try:
                for row, cells in enumerate(csv.reader(file, delimiter=layout.delimiter, strict=strict), start=1):
                    if row > layout.header_row:
                        spare = any(cell.strip() for cell in cells[layout.width :])
                        cells = cells[: layout.width] + [""] * (layout.width - len(cells))
                        if any("\r" in cell for cell in cells):
                            # One kind of line end in the whole copy, or the database cannot tell its lines apart.
                            cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
                        write([row, *cells, int(spare)])
                return copy
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise RefusedError(
                        f"A quotation mark opened in row {row + 1} is never closed, so the rows after it cannot be told"
                        " apart. Correct that row and send the file again."
                    ) from error
    raise RefusedError(TOO_LONG)


def _ghosts(layout: Layout) -> str:
    """The columns without a heading, as a sheet names them."""
    letters = [_letters(place) for place in layout.ghosts]
    named = letters if len(letters) <= _GHOSTS_NAMED else [*letters[:_GHOSTS_NAMED], f"{len(letters):,} in all"]
    return ", ".join(named)


_GHOSTS_NAMED = 8


def _letters(place: int) -> str:
    """The letters a sheet shows above a column, from 0: A, B … Z, AA."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 26]


def is_known(table: Table, spellings: Spellings, into: Path, source: str | None) -> bool:
    """Whether a sheet has the headings of a source."""
    try:
        layout_of(decode(table.path, into), spellings, table.source or source, ())
    except RefusedError:
        return False
    return True


def read(
    table: Table,
    spellings: Spellings,
    into: Path,
    source: str | None = None,
    header: tuple[str, ...] = (),
) -> Reading:
    """What a table of a file is and how its rows can be asked for, every cell as text.

    A tidy file is read by the database itself; any other goes through a copy with one plain line a row. Both give
    the same rows and row numbers.

    into: a folder for copies, removed by the caller once the rows are checked.
    header: the headings of a file that has none itself.
    Raises RefusedError when no source matches the headings or the rows cannot be told apart.
    """
    text = decode(table.path, into, (*spellings.suppressed, *ERROR_WORDS, UNREAD))
    layout = layout_of(text, spellings, table.source or source, header)

    def tidied() -> Incoming:
        copy = _tidied(text, layout, into)
        return incoming_of(copy, layout, text.spaces, is_tidied=True, is_numbered=table.is_numbered)

    is_tidy = text.is_tidy and not layout.has_long_preamble
    return Reading(
        source=layout.match.source,
        part=layout.match.part,
        encoding=table.kind or text.encoding,
        line_ends=None if table.kind else text.line_ends,
        delimiter=layout.delimiter,
        header_row=layout.header_row,
        columns=tuple(layout.match.positions),
        dropped=layout.match.dropped[1 if table.is_numbered else 0 :],
        ghosts=_ghosts(layout),
        has_entities=text.has_entities,
        marks=text.marks,
        is_big=text.path.stat().st_size > BIG,
        incoming=incoming_of(text.path, layout, text.spaces, is_tidied=False, is_numbered=table.is_numbered)
        if is_tidy
        else tidied(),
        tidied=tidied if is_tidy else None,
    )
