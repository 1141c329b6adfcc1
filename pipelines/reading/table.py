"""Text to a table of text, one column per declared column, with the row number that Excel shows."""

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.reading.books.sheets import letters
from pipelines.reading.decoding import RefusedError, TextFile, decode
from pipelines.reading.headings import Spellings
from pipelines.reading.incoming import TextRows, incoming_of
from pipelines.reading.layout import Layout, layout_of
from pipelines.reading.looking import Looks, look, swallowed
from pipelines.reading.opening import Table
from pipelines.reading.tidying import tidied
from pipelines.values import ERROR_WORDS, UNREAD

BIG = 200 << 20
"""Bytes of text that judged rows are held in memory for: they take some three times as much, of the 1 GB there is."""

_LAST_ROW = 1 << 16
_GHOSTS_NAMED = 8


@dataclass(frozen=True)
class Reading:
    """A table of a file: what it is, and its rows as a query.

    ghosts: the columns without a heading.  has_entities: an ampersand may be written as in HTML.
    marks: those of the words for figures not told, and for errors, that cells can be.
    is_big: its rows are not to be held in memory.
    tidied: makes a copy that the database can read where it cannot read the file itself; null once that is done.
    notes: what to say of how it was read. `tidied` adds to them.
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
    incoming: TextRows
    tidied: Callable[[], TextRows] | None
    notes: list[str] = field(default_factory=list)


def _ghosts(layout: Layout) -> str:
    """The columns without a heading, as a sheet names them."""
    named = [letters(place) for place in layout.ghosts]
    return ", ".join(named if len(named) <= _GHOSTS_NAMED else [*named[:_GHOSTS_NAMED], f"{len(named):,} in all"])


def is_known(table: Table, spellings: Spellings, into: Path, source: str | None) -> bool:
    """Whether a sheet has the headings of a source."""
    try:
        layout_of(decode(table.path, into), spellings, table.source or source, (), table.width)
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
    Raises RefusedError when no source matches the headings or the rows cannot be told apart, and for whatever else is
    wrong with the file.
    """
    try:
        return _read(table, spellings, into, source, header)
    except (OSError, ValueError, MemoryError, csv.Error) as error:
        raise RefusedError(
            "The file cannot be read as a table. Open it, look at it, and save it as CSV again."
        ) from error


def _read(table: Table, spellings: Spellings, into: Path, source: str | None, header: tuple[str, ...]) -> Reading:
    text = decode(table.path, into)
    layout = layout_of(text, spellings, table.source or source, header, table.width)
    looks = look(text.path, (*spellings.suppressed, *ERROR_WORDS, UNREAD))
    if looks.breaks and (row := swallowed(text.path, layout.delimiter, layout.width)):
        raise RefusedError(
            f"A quotation mark opened in row {row} takes in what look like the rows below it. Correct that row and send"
            " the file again."
        )
    notes = [*table.notes, *layout.notes, *_said(text, looks, layout)]

    def tidy_copy() -> TextRows:
        copy = tidied(text, looks, layout, spellings, into, is_ours=bool(table.kind))
        notes.extend(copy.notes)
        return incoming_of(
            copy.path, layout, looks, spellings, copy.rows, is_tidied=True, is_numbered=table.is_numbered
        )

    is_tidy = (looks.is_tidy or (table.kind != "" and looks.has_controls)) and not layout.has_long_preamble
    is_tidy = is_tidy and looks.is_closed and not layout.is_cut and not table.width
    return Reading(
        source=layout.match.source,
        part=layout.match.part,
        encoding=table.kind or text.encoding,
        line_ends=None if table.kind else looks.line_ends,
        delimiter=layout.delimiter,
        header_row=layout.header_row,
        columns=tuple(layout.match.positions),
        dropped=layout.match.dropped[1 if table.is_numbered else 0 :],
        ghosts=_ghosts(layout),
        has_entities=looks.has_entities,
        marks=looks.marks,
        is_big=text.path.stat().st_size > BIG,
        incoming=incoming_of(
            _named(text.path, into),
            layout,
            looks,
            spellings,
            looks.rows - layout.header_row,
            is_tidied=False,
            is_numbered=table.is_numbered,
        )
        if is_tidy
        else tidy_copy(),
        tidied=tidy_copy if is_tidy else None,
        notes=notes,
    )


def _named(path: Path, into: Path) -> Path:
    """The file under a name that the database can be told: on a share of another system it may be no text."""
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        link = into / "given.csv"
        link.symlink_to(path.resolve())
        return link
    return path


def _said(text: TextFile, looks: Looks, layout: Layout) -> list[str]:
    """What to say of the bytes: a file that stops within a row, and characters that nobody sees."""
    notes = []
    if looks.has_unseen:
        notes.append("characters that nobody sees, such as spaces of no width, are left out")
    if not looks.is_ended:
        cells = _last_cells(text, layout)
        if 0 < cells < layout.filled:
            notes.append(
                f"the last row has {cells} of {layout.filled} cells and no line end: the file may have been cut short"
            )
    return notes


def _last_cells(text: TextFile, layout: Layout) -> int:
    with text.path.open("rb") as file:
        start = max(0, file.seek(0, os.SEEK_END) - _LAST_ROW)
        file.seek(start)
        last = file.read().decode(errors="replace")
    rows = list(csv.reader(last.splitlines(keepends=True), delimiter=layout.delimiter))
    return len(rows[-1]) if rows else 0
