"""Where a file's headings are, what stands between its cells, and which source it is."""

import csv
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from pipelines.reading.decoding import RefusedError, TextFile
from pipelines.reading.headings import Match, Spellings, best_match

DELIMITERS = ",;\t|"
HEADINGS_WITHIN = 50
"""Rows looked through for the headings. CQC's directory has four rows before them; no known file has more."""

TOO_LONG = (
    "A row is too long to be one row, or cannot be told from the next. Look for a quotation mark too many, or save the"
    " file again as XLSX."
)

csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Layout:
    """How the rows of a file are to be read.

    header_row: the row with the headings, from 1; 0 when they were given and the file has none.
    has_long_preamble: a cell above the headings has a line break, so that lines and rows differ.
    headings: the cells of that row.
    """

    delimiter: str
    header_row: int
    has_long_preamble: bool
    headings: tuple[str, ...]
    match: Match

    @property
    def width(self) -> int:
        return len(self.headings)

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


def layout_of(text: TextFile, spellings: Spellings, source: str | None, header: tuple[str, ...]) -> Layout:
    """The layout in which most headings are known.

    source: what the file is, if it need not be worked out.  header: its headings, if it has none itself.
    Raises RefusedError with what was expected and what was found.
    """
    if header:
        _, match = best_match([list(header)], spellings, source)
        widths = {one: Counter(map(len, _first_rows(text, one)[0])) for one in DELIMITERS}
        delimiter = max(DELIMITERS, key=lambda one: (widths[one][len(header)], max(widths[one], default=0)))
        return Layout(delimiter, 0, False, header, match)
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
    return max(layouts, key=lambda layout: layout.match.rank)
