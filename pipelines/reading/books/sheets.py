"""What every kind of workbook hands over: its sheets, row by row, and a copy of each as CSV."""

import csv
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.reading.decoding import RefusedError

MOST_CELLS = 30_000_000
MOST_COPIED = 1 << 30
"""Bytes of a sheet as text."""

LONGEST_ROW = 1 << 23
"""Characters. The checks take no longer cell than twice that, and no record has a thousandth of it."""

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
"""As many as a sheet can have (XLSX)."""

TOO_MUCH = "The workbook holds more than can be read at once. Save the sheet as CSV."
_RANGES_NAMED = 5

Cells = dict[int, str]
"""The text of each cell that shows something, by its column, from 0."""

Rows = Generator[tuple[int, Cells], None, None]


def no_rows() -> Rows:
    yield from ()


@dataclass
class Sheet:
    """A sheet. `merged` and `hidden` are whole once its rows were read.

    rows: the number of a row, from 1, in rising order, and its cells; rows that show nothing may be missing.
    merged: first row, last row, first column, last column of cells that are shown as one.
    hidden: first row and how many, of rows that are not shown.
    """

    name: str
    is_hidden: bool
    rows: Rows
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)


Sheets = Generator[Sheet, None, None]


@dataclass(frozen=True)
class Copied:
    """A sheet as CSV. row_count: rows down to the last that shows something.  width: columns up to the last."""

    row_count: int
    width: int
    hidden_rows: int
    notes: tuple[str, ...]


@dataclass
class Budget:
    """What is left of the cells that one workbook may have. Far cells cost nothing: only those that are there count."""

    cells: int = MOST_CELLS

    def spend(self, cells: int) -> None:
        """Raises RefusedError when there are more than a workbook may have."""
        self.cells -= cells
        if self.cells < 0:
            raise RefusedError(TOO_MUCH)


def copied(sheet: Sheet, path: Path, budget: Budget) -> Copied:
    """Write a sheet as CSV, under the numbers that it shows.

    A merged cell counts for each row it is shown beside, in its first column, where that row holds anything else.
    Raises RefusedError when it is too large.
    """
    last = width = 0
    with path.open("w", encoding="utf-8", newline="") as out, closing(sheet.rows):
        write = csv.writer(out, lineterminator="\n").writerow
        for number, cells in sheet.rows:
            if not cells:
                continue
            if not last < number <= MOST_ROWS or max(cells) >= MOST_COLUMNS:
                raise RefusedError("The rows of the sheet are not in order. Open the workbook and save it again.")
            budget.spend(len(cells))
            if sum(map(len, cells.values())) > LONGEST_ROW or out.tell() > MOST_COPIED:
                raise RefusedError(TOO_MUCH)
            out.write("\n" * (number - last - 1))
            end = max(cells) + 1
            write([cells.get(place, "") for place in range(end)])
            last, width = number, max(width, end)
    filled = _filled(sheet, path) if last else []
    hidden = sum(max(0, min(times, last - first + 1)) for first, times in sheet.hidden)
    return Copied(last, width, hidden, _said(filled))


def _filled(sheet: Sheet, path: Path) -> list[str]:
    """Write the value of each merged cell beside each of its rows. Returns the ranges where that was done."""
    tall = sorted(one for one in sheet.merged if one[0] < one[1])
    if not tall:
        return []
    whole, done = path.with_suffix(".whole.csv"), []
    values: dict[tuple[int, int, int, int], str] = {}
    with (
        path.open(encoding="utf-8", newline="") as source,
        whole.open("w", encoding="utf-8", newline="") as out,
    ):
        write = csv.writer(out, lineterminator="\n").writerow
        begun = 0
        for number, row in enumerate(csv.reader(source), start=1):
            while begun < len(tall) and tall[begun][0] == number:
                place = tall[begun][2]
                values[tall[begun]] = row[place] if place < len(row) else ""
                begun += 1
            if not any(row):
                write(row)
                continue
            for merged, value in values.items():
                first, _, place, _ = merged
                if value and first < number and not (place < len(row) and row[place]):
                    row += [""] * (place + 1 - len(row))
                    row[place] = value
                    done.append(merged)
            write(row)
            values = {merged: value for merged, value in values.items() if merged[1] > number}
    whole.replace(path)
    return [_range(*merged) for merged in dict.fromkeys(done)]


def _said(filled: list[str]) -> tuple[str, ...]:
    if not filled:
        return ()
    named = ", ".join(filled[:_RANGES_NAMED])
    more = f" and {len(filled) - _RANGES_NAMED:,} more" if len(filled) > _RANGES_NAMED else ""
    return (f"merged cells count for each row they are shown beside ({named}{more})",)


def _range(first_row: int, last_row: int, first: int, last: int) -> str:
    return f"{letters(first)}{first_row}:{letters(last)}{last_row}"


def letters(place: int) -> str:
    """The letters a sheet shows above a column, from 0: A, B … Z, AA."""
    return (letters(place // 26 - 1) if place >= 26 else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 26]
