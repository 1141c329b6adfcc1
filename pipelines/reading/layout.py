"""Where a file's headings are, what stands between its cells, and which source it is."""

import csv
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from pipelines.reading.decoding import RefusedError, TextFile
from pipelines.reading.headings import Match, Spellings, absent, best_match

DELIMITERS = ",;\t|"
HEADINGS_WITHIN = 50
"""Rows looked through for the headings. CQC's directory has four rows before them; no known file has more."""

MOST_HEADINGS = 1000
"""CQC's widest file has 122. Columns beyond, which a stray cell makes, have no heading and are counted as spare."""

TOO_LONG = (
    "A row is too long to be one row, or cannot be told from the next. Look for a quotation mark too many, or save the"
    " file again as XLSX."
)


@dataclass(frozen=True)
class Layout:
    """How the rows of a file are to be read.

    header_row: the row with the headings, from 1; 0 when they were given and the file has none.
    has_long_preamble: a cell above the headings has a line break, so that lines and rows differ.
    headings: the cells of that row.  is_cut: there were more than are read, without headings.
    notes: what to say of the headings.
    """

    delimiter: str
    header_row: int
    has_long_preamble: bool
    headings: tuple[str, ...]
    match: Match
    is_cut: bool = False
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.headings)

    @property
    def filled(self) -> int:
        """Columns up to the last with a heading."""
        return max((place + 1 for place, heading in enumerate(self.headings) if heading.strip()), default=0)

    @property
    def ghosts(self) -> tuple[int, ...]:
        """Positions of columns without a heading."""
        return tuple(position for position, heading in enumerate(self.headings) if not heading.strip())


def _first_rows(text: TextFile, delimiter: str) -> tuple[list[list[str]], list[int]]:
    with text.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        rows, lines = [], []
        try:
            for cells in islice(reader, HEADINGS_WITHIN):
                rows.append(cells)
                lines.append(reader.line_num)
        except csv.Error as error:
            raise RefusedError(TOO_LONG) from error
        return rows, lines


def layout_of(
    text: TextFile, spellings: Spellings, source: str | None, header: tuple[str, ...], width: int = 0
) -> Layout:
    """The layout in which most headings are known.

    source: what the file is, if it need not be worked out.  header: its headings, if it has none itself.
    width: columns of the file, where the row of headings need not reach the last.
    Raises RefusedError with what was expected and what was found, or with two headings for one column.
    """
    if header:
        _, match = best_match([list(header)], spellings, source)
        widths = {one: Counter(map(len, _first_rows(text, one)[0])) for one in DELIMITERS}
        delimiter = max(DELIMITERS, key=lambda one: (widths[one][len(header)], max(widths[one], default=0)))
        return _settled(text, Layout(delimiter, 0, False, header, match), spellings, width)
    layouts: list[Layout] = []
    refused: list[tuple[int, RefusedError]] = []
    for delimiter in DELIMITERS:
        rows, lines = _first_rows(text, delimiter)
        try:
            number, match = best_match(rows, spellings, source)
        except RefusedError as error:
            refused.append((max((len(row) for row in rows), default=0), error))
        else:
            layouts.append(Layout(delimiter, number + 1, lines[number] > number + 1, tuple(rows[number]), match))
    if not layouts:
        raise max(refused, key=lambda item: item[0])[1]
    return _settled(text, max(layouts, key=lambda layout: layout.match.rank), spellings, width)


def _settled(text: TextFile, layout: Layout, spellings: Spellings, width: int) -> Layout:
    """The layout with as many columns as are read, once no column has two meanings."""
    headings = layout.headings + ("",) * (min(width, MOST_HEADINGS) - layout.width)
    if layout.filled > MOST_HEADINGS:
        raise RefusedError(
            f"The row of headings has {layout.filled:,} columns, and at most {MOST_HEADINGS:,} are read. Take out those"
            " that no register has."
        )
    _refuse_two_meanings(text, layout)
    is_cut = len(headings) > MOST_HEADINGS
    notes = (*layout.match.notes, *absent(layout.match, spellings))
    return Layout(
        layout.delimiter,
        layout.header_row,
        layout.has_long_preamble,
        headings[:MOST_HEADINGS],
        layout.match,
        is_cut,
        notes,
    )


def _refuse_two_meanings(text: TextFile, layout: Layout) -> None:
    """Raise RefusedError where two headings mean one column and their cells differ: their order decides nothing."""
    if not layout.match.twice:
        return
    with text.path.open(encoding="utf-8", newline="") as file:
        for row, cells in enumerate(csv.reader(file, delimiter=layout.delimiter), start=1):
            if row <= layout.header_row:
                continue
            for name, places in layout.match.twice.items():
                if len({cells[place].strip() if place < len(cells) else "" for place in places}) > 1:
                    named = " and ".join(layout.headings[place].strip() for place in places)
                    raise RefusedError(
                        f"Two headings mean {name} ({named}), and their cells differ, first in row {row}. Take one of"
                        " the columns out, give the one that counts with --header, or name it below"
                        f" [preferred.{layout.match.source}] in columns.toml."
                    )
