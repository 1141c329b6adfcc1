"""Text to a table of text, one column per declared column, with the row number that Excel shows."""

import csv
from dataclasses import dataclass
from pathlib import Path

from pipelines.reading.decoding import RefusedError, TextFile, decode
from pipelines.reading.headings import Spellings
from pipelines.reading.incoming import create_incoming
from pipelines.reading.layout import TOO_LONG, Layout, layout_of
from pipelines.reading.opening import Table
from pipelines.warehouse import Connection, DatabaseError, execute


@dataclass(frozen=True)
class Reading:
    """A table of a file as the temporary table `incoming`, counted. Its columns are in `incoming.py`."""

    source: str
    part: str
    encoding: str
    line_ends: str | None
    delimiter: str
    header_row: int
    columns: tuple[str, ...]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    read: int
    blank: int


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


def _ghosts_said(con: Connection, layout: Layout) -> tuple[str, ...]:
    """Values under no heading, with their columns as a sheet names them: they are not read, and not hidden either."""
    if not layout.ghosts:
        return ()
    [(count,)] = execute(con, "select count(*) from incoming where has_ghost and set_aside is null")
    if not count:
        return ()
    letters = [_letters(place) for place in layout.ghosts]
    names = letters if len(letters) <= _GHOSTS_NAMED else [*letters[:_GHOSTS_NAMED], f"{len(letters):,} in all"]
    rows = "1 row has" if count == 1 else f"{count:,} rows have"
    return (f"{rows} values in columns without a heading ({', '.join(names)}), which are not read",)


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
    con: Connection,
    table: Table,
    spellings: Spellings,
    into: Path,
    source: str | None = None,
    header: tuple[str, ...] = (),
) -> Reading:
    """The rows of a table as the temporary table `incoming`, every cell as text.

    A tidy file is read by the database itself; any other goes through a copy with one plain line a row. Both give
    the same rows and row numbers.

    con: where the table is made.  into: a folder for copies, removed by the caller.
    header: the headings of a file that has none itself.
    Raises RefusedError when no source matches the headings or the rows cannot be told apart.
    """
    text = decode(table.path, into)
    layout = layout_of(text, spellings, table.source or source, header)
    is_read = False
    if text.is_tidy and not layout.has_long_preamble:
        try:
            create_incoming(con, text.path, layout, is_tidied=False, is_numbered=table.is_numbered)
            is_read = True
        except DatabaseError:
            # Rows of unequal length and odd quotation marks: the other road tells which row.
            is_read = False
    if not is_read:
        tidied = _tidied(text, layout, into)
        try:
            create_incoming(con, tidied, layout, is_tidied=True, is_numbered=table.is_numbered)
        except DatabaseError as error:
            if not str(error).startswith("Invalid Input Error"):
                raise
            raise RefusedError(TOO_LONG) from error
    [(count, blank)] = execute(con, "select count(*), count(*) filter (where is_blank) from incoming")
    return Reading(
        source=layout.match.source,
        part=layout.match.part,
        encoding=table.kind or text.encoding,
        line_ends=None if table.kind else text.line_ends,
        delimiter=layout.delimiter,
        header_row=layout.header_row,
        columns=tuple(layout.match.positions),
        dropped=layout.match.dropped[1 if table.is_numbered else 0 :],
        notes=_ghosts_said(con, layout),
        read=count,
        blank=blank,
    )
