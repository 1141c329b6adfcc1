"""What was written down about a source, and when: rows that come again when more is known."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pandas as pd

from pipelines.sample.size import LAST

KNOWN, ROW = "_known", "_row"
"""Beside the declared columns, a frame has the day (an ordinal) each version was known, and its row."""

Array = np.ndarray[Any, Any]
_DAYS: Array = np.array(
    [
        "",
        *(date.fromordinal(n).isoformat() for n in range(date(2010, 1, 1).toordinal(), LAST.toordinal() + 800)),
    ],
    dtype=object,
)


def iso(ordinals: Array) -> Array:
    """Ordinals of days from 2010 on, as ISO text; 0 is blank."""
    found: Array = _DAYS[np.maximum(ordinals - date(2010, 1, 1).toordinal() + 1, 0)]
    return found


def text(value: object) -> str:
    """A value as a council would have it in a CSV: Y or N, an ISO date, a plain number, or nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return value.isoformat() if isinstance(value, date) else str(value)


def chance(seed: int, *what: object) -> Random:
    """A random source for each purpose, so that a change to one source leaves the others as they were."""
    return Random("/".join(map(str, (seed, *what))))


def entered(rng: Random, happened_on: date) -> date:
    """When something was written down: mostly within the week, sometimes a month or two late."""
    is_late = rng.random() < 0.05
    return happened_on + timedelta(rng.randint(25, 75) if is_late else rng.randint(0, 6))


class Ledger:
    """Rows of one source in the order they were first written, each with its later versions."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        self.versions: list[tuple[int, int, dict[str, Any]]] = []
        self.rows = 0

    def add(self, known_on: date, **values: object) -> None:
        """A new row. Raises KeyError for a column that the source does not declare."""
        undeclared = set(values) - set(self.columns)
        if undeclared:
            raise KeyError(f"not a column of this source: {', '.join(sorted(undeclared))}")
        self.rows += 1
        self.versions.append((self.rows, known_on.toordinal(), values))

    def amend(self, known_on: date, **changes: object) -> None:
        """A later version of the row added last; never known before the one it replaces."""
        row, known, values = self.versions[-1]
        self.versions.append((row, max(known, known_on.toordinal()), values | changes))

    def remove(self, known_on: date) -> None:
        """The row added last is in the register no longer: a version in which every column is blank."""
        row, known, _ = self.versions[-1]
        self.versions.append((row, max(known, known_on.toordinal()), {}))

    def frames(self) -> Iterator[pd.DataFrame]:
        """All versions as text, in one frame."""
        cells = {name: [text(v.get(name)) for _, _, v in self.versions] for name in self.columns}
        frame = pd.DataFrame(cells, dtype=object)
        frame[KNOWN] = [known for _, known, _ in self.versions]
        frame[ROW] = [row for row, _, _ in self.versions]
        yield frame
