"""Headings to declared columns: by name or by one of the spellings in columns.toml."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.counting import counted
from pipelines.reading.decoding import RefusedError
from pipelines.reading.spellings import FILE, Spellings, fields_of, plain
from pipelines.registers.all import SOURCES
from pipelines.registers.base import Sourced
from pipelines.registers.columns import Column, columns_of

__all__ = ["Match", "Spellings", "again", "best_match", "match", "plain"]

_LIKELY, _POSSIBLE = 75.0, 60.0
"""How alike, of 100, two headings are that may be one. "End dt" and "End date" are 86, "Total (excludes VAT)" and
"Amount excluding VAT" 68; "Internal ref" and "Provider ref", which are two things, 58."""

_NAMED = 8


@dataclass(frozen=True)
class Match:
    """One row of a file, read as the headings of one source.

    positions: column → position in the file, from 0.
    twice: columns that two headings mean and the register names none of the two for, with their positions.
    part: the part of the register that files with these headings speak for; blank for all of it.
    width: headings in the row.  notes: which of two headings was taken.
    """

    source: str
    positions: dict[str, int]
    dropped: tuple[str, ...]
    missing: tuple[str, ...]
    part: str
    width: int
    twice: dict[str, list[int]]
    notes: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, int, float]:
        """Complete before incomplete, then most headings matched, then the largest part of the source."""
        return (
            not self.missing,
            len(self.positions),
            len(self.positions) / len(fields_of(SOURCES[self.source])),
        )


def match(cells: list[str], source: str, spellings: Spellings) -> Match:
    """Read a row as the headings of a source. Of two headings for one column the one the register prefers counts."""
    by_heading = spellings.by_heading[source]
    places: dict[str, list[int]] = {}
    for position, cell in enumerate(cells):
        name = by_heading.get(plain(cell))
        if name is not None:
            places.setdefault(name, []).append(position)
    positions, notes, twice = {}, [], {}
    for name, found in places.items():
        better = [plain(one) for one in spellings.preferred.get(source, {}).get(name, ())]
        ranked = sorted(found, key=lambda place: _rank(better, plain(cells[place])))
        positions[name] = ranked[0]
        if len(found) > 1:
            first, second = (_rank(better, plain(cells[place])) for place in ranked[:2])
            if first == second:
                twice[name] = found
            else:
                others = ", ".join(cells[place].strip() for place in ranked[1:])
                notes.append(f"{name} is read from {cells[ranked[0]].strip()}, and not from {others}")
    taken = set(positions.values())
    dropped = tuple(cell.strip() for place, cell in enumerate(cells) if cell.strip() and place not in taken)
    missing = tuple(name for name in _required(source) if name not in positions)
    ordered = dict(sorted(positions.items(), key=lambda item: item[1]))
    part = _part(cells, source, spellings)
    return Match(source, ordered, dropped, missing, part, len(cells), twice, tuple(notes))


def _rank(better: list[str], heading: str) -> int:
    return better.index(heading) if heading in better else len(better)


def again(cells: list[str], headings: Sequence[str], first: Match, spellings: Spellings) -> Match | None:
    """A row of a table as headings once more, where it has at least two of them and most of its cells are such."""
    known = spellings.by_heading[first.source].keys() | {plain(heading) for heading in headings if heading.strip()}
    filled = [plain(cell) for cell in cells if cell.strip()]
    hits = sum(cell in known for cell in filled)
    if hits < 2 or hits * 2 < len(filled):
        return None
    if [plain(cell) for cell in cells[: len(headings)]] == [plain(one) for one in headings]:
        return first
    found = match(cells, first.source, spellings)
    return found if len(found.positions) > 1 else None


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
        _refuse_incomplete(rows, found, spellings, is_given=source is not None)
    expected = f" Expected for {source}: {', '.join(fields_of(SOURCES[source]))}." if source else ""
    raise RefusedError(
        f"No row among the first {len(rows)} has the headings of a known source.{expected}{_found(rows)}"
        " See the headings with: python -m pipelines template SOURCE"
    )


def _refuse_incomplete(
    rows: list[list[str]], found: list[tuple[int, Match]], spellings: Spellings, *, is_given: bool
) -> None:
    """Raise RefusedError as what the file most likely is, or as each register that comes equally near.

    A register with few columns that must be there is not nearer for that: what is missing counts against one, what is
    there for it, and a heading that is spelt much like one of its own for half.
    """

    def nearness(one: Match) -> float:
        others = [name for name in fields_of(SOURCES[one.source]) if name not in one.positions]
        close = {spellings.likely(one.source, name, list(one.dropped), _LIKELY) for name in others} - {None}
        return len(one.positions) - len(one.missing) + len(close) / 2

    best: dict[str, tuple[float, int, Match]] = {}
    for number, one in found:
        if one.source not in best or len(one.positions) > len(best[one.source][2].positions):
            best[one.source] = (0.0, number, one)
    scored = [(nearness(one), number, one) for _, number, one in best.values()]
    most = max(score for score, _, _ in scored)
    near = [(number, one) for score, number, one in scored if score == most]
    number, first = near[0]
    if len(first.positions) < 2 and most < 1 and not is_given:
        return
    lacking = " or ".join(f"{one.source} (missing: {', '.join(one.missing)})" for _, one in near)
    if len(near) == 1:
        lacking = f"{first.source}, but these columns are missing: {', '.join(first.missing)}"
    raise RefusedError(
        f"The headings look like {lacking}."
        f" Found: {', '.join(cell.strip() for cell in rows[number] if cell.strip())}.{_remedy(first, spellings)}"
    )


def _remedy(one: Match, spellings: Spellings) -> str:
    others = [name for name in fields_of(SOURCES[one.source]) if name not in (*one.positions, *one.missing)]
    taken = {spellings.likely(one.source, name, list(one.dropped), _LIKELY) for name in others}
    free = [heading for heading in one.dropped if heading not in taken]
    guesses = [(name, spellings.likely(one.source, name, free, _POSSIBLE)) for name in one.missing]
    named = [f'add "{heading}" to {name} below [{one.source}] in {FILE}' for name, heading in guesses if heading]
    if named:
        return f" If that is what it is, {', and '.join(named)}."
    return f" Add the columns, or their spelling to {FILE}."


def absent(one: Match, spellings: Spellings) -> list[str]:
    """What to say of optional columns that no heading gave.

    Named are those that an unread heading is likely to be, and those that figures are worked out from: days, numbers,
    words of a list, yes or no, and ids. The others are text, and a count.
    """
    columns = [column for column in columns_of(SOURCES[one.source]) if column.name not in Sourced.model_fields]
    others = [column for column in columns if column.name not in one.positions]
    likely = {column.name: spellings.likely(one.source, column.name, list(one.dropped), _LIKELY) for column in others}
    named = [f'{name} ("{heading}" may be it)' for name, heading in likely.items() if heading]
    needed = [column.name for column in others if not likely[column.name] and _is_needed(column)]
    named += needed[: max(0, _NAMED - len(named))]
    if not others:
        return []
    count = len(others) - len(named)
    rest = f"{count:,} {'other ' if named else ''}optional {'column' if count == 1 else 'columns'}"
    said = ", ".join(named) + (f" and {rest}" if count and named else rest if count else "")
    remedy = f": if a heading is one of them, add it to {FILE}" if any(likely.values()) else ""
    return [f"not in the file: {said}{remedy}"]


def _is_needed(column: Column) -> bool:
    return column.type is not str or bool(column.words) or column.is_id


def _found(rows: list[list[str]]) -> str:
    """The first row, if it looks like headings: a row of values is not repeated, it may be personal."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    cells = [cell.strip() for cell in first if cell.strip()]
    looks_so = len(set(cells)) == len(cells) and all(re.fullmatch(r"[^\d@]{2,60}\d?", cell) for cell in cells)
    if looks_so:
        return f" Found: {', '.join(cells)}. The known sources are {', '.join(SOURCES)}."
    return (
        f" The first row has {counted(len(cells), 'value')} and no headings: put a row of headings above it, or name"
        " them in the order of the columns, with nothing for a column that is not read:"
        ' --header "supplier_name,,amount".'
    )
