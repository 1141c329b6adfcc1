"""Headings to declared columns: by name or by one of the spellings in columns.toml."""

import re
from dataclasses import dataclass
from functools import cache

from pipelines.reading.decoding import RefusedError
from pipelines.reading.spellings import Spellings as Spellings
from pipelines.reading.spellings import fields_of as fields_of
from pipelines.reading.spellings import plain as plain
from pipelines.sources import SOURCES


@dataclass(frozen=True)
class Match:
    """One row of a file, read as the headings of one source."""

    source: str
    positions: dict[str, int]
    """column → position in the file, from 0."""
    dropped: tuple[str, ...]
    missing: tuple[str, ...]
    part: str
    """The part of the register that files with these headings speak for; blank for all of it."""

    @property
    def rank(self) -> tuple[bool, int, float]:
        """Complete before incomplete, then most headings matched, then the largest part of the source."""
        return (
            not self.missing,
            len(self.positions),
            len(self.positions) / len(fields_of(SOURCES[self.source])),
        )


def match(cells: list[str], source: str, spellings: Spellings) -> Match:
    """Read a row as the headings of a source. The first of two equal headings counts."""
    by_heading = spellings.by_heading[source]
    positions: dict[str, int] = {}
    dropped: list[str] = []
    for position, cell in enumerate(cells):
        name = by_heading.get(plain(cell))
        if name is None or name in positions:
            if cell.strip():
                dropped.append(cell.strip())
        else:
            positions[name] = position
    missing = tuple(name for name in _required(source) if name not in positions)
    return Match(source, positions, tuple(dropped), missing, _part(cells, source, spellings))


def _part(cells: list[str], source: str, spellings: Spellings) -> str:
    found = {plain(cell) for cell in cells}
    for part in spellings.parts:
        if part.source == source and found.issuperset(map(plain, part.headings)):
            return part.name
    return ""


@cache
def _required(source: str) -> list[str]:
    return [name for name, info in SOURCES[source].columns().items() if info.is_required()]


def best_match(rows: list[list[str]], spellings: Spellings, source: str | None) -> tuple[int, Match]:
    """The row (from 0) that reads best as headings, and of which source.

    Raises RefusedError with what was expected and what was found when none is complete.
    """
    found = [
        (number, match(cells, name, spellings))
        for number, cells in enumerate(rows)
        for name in ([source] if source else spellings.sources_with(cells))
    ]
    found = [(number, one) for number, one in found if one.positions]
    if found:
        number, best = max(found, key=lambda item: (item[1].rank, -item[0]))
        if not best.missing:
            return number, best
        if len(best.positions) > 1 or source:
            raise RefusedError(
                f"The headings look like {best.source}, but these columns are missing: {', '.join(best.missing)}."
                f" Found: {', '.join(cell.strip() for cell in rows[number] if cell.strip())}."
                " Add the columns, or their spelling to columns.toml."
            )
    expected = f" Expected for {source}: {', '.join(fields_of(SOURCES[source]))}." if source else ""
    raise RefusedError(
        f"No row among the first {len(rows)} has the headings of a known source.{expected}{_found(rows)}"
        " See the headings with: python -m pipelines template SOURCE"
    )


def _found(rows: list[list[str]]) -> str:
    """The first row, if it looks like headings: a row of values is not repeated, it may be personal."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    cells = [cell.strip() for cell in first if cell.strip()]
    looks_so = len(set(cells)) == len(cells) and all(re.fullmatch(r"[^\d@]{2,60}\d?", cell) for cell in cells)
    if looks_so:
        return f" Found: {', '.join(cells)}. The known sources are {', '.join(SOURCES)}."
    return (
        f" The first row has {len(cells)} values and no headings: put a row of headings above it, or name them in the"
        ' order of the columns, with nothing for a column that is not read: --header "supplier_name,,amount".'
    )
