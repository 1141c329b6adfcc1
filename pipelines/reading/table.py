"""Text to a table of text, one column per declared column, with the row number that Excel shows."""

import csv
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipelines.reading.decoding import RefusedError, TextFile, decode
from pipelines.reading.headings import Match, Spellings, best_match
from pipelines.warehouse import Connection, DatabaseError, execute

DELIMITERS = ",;\t|"
HEADINGS_WITHIN = 50
"""Rows looked through for the headings. CQC's directory has four rows before them; no known file has more."""

csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Reading:
    """A file as the temporary table `incoming`: source_row, is_blank, has_extra, and a text column per heading."""

    source: str
    encoding: str
    delimiter: str
    header_row: int
    columns: tuple[str, ...]
    dropped: tuple[str, ...]
    read: int
    blank: int


@dataclass(frozen=True)
class _Layout:
    delimiter: str
    header_row: int
    """The row with the headings, from 1."""
    has_long_preamble: bool
    """A cell above the headings has a line break, so that lines and rows differ."""
    width: int
    match: Match


def _first_rows(text: TextFile, delimiter: str) -> tuple[list[list[str]], list[int]]:
    with text.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        rows, lines = [], []
        for cells in islice(reader, HEADINGS_WITHIN):
            rows.append(cells)
            lines.append(reader.line_num)
        return rows, lines


def _layout(text: TextFile, spellings: Spellings, source: str | None) -> _Layout:
    layouts: list[_Layout] = []
    refused: list[tuple[int, RefusedError]] = []
    for delimiter in DELIMITERS:
        rows, lines = _first_rows(text, delimiter)
        try:
            number, match = best_match(rows, spellings, source)
        except RefusedError as error:
            refused.append((max((len(row) for row in rows), default=0), error))
        else:
            layouts.append(_Layout(delimiter, number + 1, lines[number] > number + 1, len(rows[number]), match))
    if not layouts:
        raise max(refused, key=lambda item: item[0])[1]
    return max(layouts, key=lambda layout: layout.match.rank)


def _tidied(text: TextFile, layout: _Layout, into: Path) -> Path:
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
                        write([row, *cells, int(spare)])
                return copy
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise RefusedError(
                        f"A quotation mark opened in row {row + 1} is never closed, so the rows after it cannot be told"
                        " apart. Correct that row and send the file again."
                    ) from error
    raise AssertionError("a reader that is not strict accepts every row")


def _create_incoming(con: Connection, path: Path, layout: _Layout, *, is_tidied: bool) -> None:
    cells = [f"c{number}" for number in range(layout.width)]
    blank = " and ".join(f"({cell} is null or trim({cell}) = '')" for cell in cells)
    named = ", ".join(f"c{position} as {name}" for name, position in layout.match.positions.items())
    columns = {name: "VARCHAR" for name in (["source_row", *cells, "has_extra"] if is_tidied else cells)}
    row = "cast(source_row as bigint)" if is_tidied else f"row_number() over () + {layout.header_row}"
    extra = "has_extra = '1'" if is_tidied else "false"
    execute(
        con,
        f"""create or replace temp table incoming as
        select {row} as source_row, {blank} as is_blank, {extra} as has_extra, {named}
        from read_csv($path, columns = {columns!r}, auto_detect = false, header = false, skip = $skip,
            delim = $delimiter, quote = '"', escape = '"', null_padding = false)""",
        {
            "path": str(path),
            "skip": 0 if is_tidied else layout.header_row,
            "delimiter": "," if is_tidied else layout.delimiter,
        },
    )


def read(con: Connection, path: Path, spellings: Spellings, into: Path, source: str | None = None) -> Reading:
    """The rows of a file as the temporary table `incoming`, every cell as text.

    A tidy file is read by the database itself; any other goes through a copy with one plain line a row. Both give
    the same rows and row numbers.

    con: where the table is made.  into: a folder for copies, removed by the caller.
    Raises RefusedError when no source matches the headings or the rows cannot be told apart.
    """
    text = decode(path, into)
    layout = _layout(text, spellings, source)
    is_read = False
    if text.is_tidy and not layout.has_long_preamble:
        try:
            _create_incoming(con, text.path, layout, is_tidied=False)
            is_read = True
        except DatabaseError:
            # Rows of unequal length and odd quotation marks: the other road tells which row.
            is_read = False
    if not is_read:
        _create_incoming(con, _tidied(text, layout, into), layout, is_tidied=True)
    [(count, blank)] = execute(con, "select count(*), count(*) filter (where is_blank) from incoming")
    return Reading(
        source=layout.match.source,
        encoding=text.encoding,
        delimiter=layout.delimiter,
        header_row=layout.header_row,
        columns=tuple(layout.match.positions),
        dropped=layout.match.dropped,
        read=count,
        blank=blank,
    )
