"""Headings to declared columns: by name or by one of the spellings in columns.toml."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel

from pipelines.columns import columns_of
from pipelines.contracts.base import Sourced
from pipelines.reading.decoding import RefusedError
from pipelines.sources import SOURCES


@cache
def plain(heading: str) -> str:
    """A heading without case, spacing and punctuation."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


@cache
def fields_of(row: type[BaseModel]) -> list[str]:
    return [column.name for column in columns_of(row) if column.name not in Sourced.model_fields]


def _list(name: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise RefusedError(f'columns.toml: {name} is not a list in brackets, such as ["One", "Two"]. Correct it.')
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    """A list of texts, none of them blank: a text alone would be taken for a list of its letters."""
    texts = tuple(text for text in _list(name, value) if isinstance(text, str) and text.strip())
    if len(texts) < len(_list(name, value)):
        raise RefusedError(f"columns.toml: {name} holds something that is blank or not in quotes. Correct it.")
    return texts


def _part_of(number: int, entry: object) -> "Part":
    names = {"name", "source", "headings"}
    if not isinstance(entry, dict) or set(entry) != names:
        raise RefusedError(f"columns.toml: part {number} has not just name, source and headings. Correct it.")
    (name,), (source,) = (_texts(f"the {key} of part {number}", [entry[key]]) for key in ("name", "source"))
    if source not in SOURCES:
        raise RefusedError(f"columns.toml: part {number} is of {source}, which is not a source. Correct it.")
    return Part(name, source, list(_texts(f"headings of part {number}", entry["headings"])))


@dataclass(frozen=True)
class Part:
    """A list with headings of its own that stands beside a council's register and does not replace it."""

    name: str
    source: str
    headings: list[str]


@dataclass(frozen=True)
class Spellings:
    """How a council spells headings, and what it writes for nothing. From `data/rules/columns.toml`."""

    aliases: dict[str, dict[str, list[str]]]
    nulls: tuple[str, ...]
    parts: tuple["Part", ...] = ()
    suppressed: tuple[str, ...] = ()
    """What stands for a figure that is known and not told: nothing, too, but counted and said."""
    nulls_of_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """source → words of letters that stand for nothing in its columns of ids, where each could be somebody's id."""
    no_dates: tuple[str, ...] = ()
    """Days that other systems write for no date, such as 1900-01-01."""

    @classmethod
    def load(cls, rules: Path) -> "Spellings":
        """Raises RefusedError when the file cannot be read, or an entry is not of the form or of a name known here."""
        file = rules / "columns.toml"
        found = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        nulls = tuple(found.pop("nulls", ()))
        suppressed = tuple(found.pop("suppressed", ()))
        ids = {source: tuple(words) for source, words in found.pop("nulls_of_ids", {}).items()}
        no_dates = tuple(str(day) for day in found.pop("no_dates", ()))
        parts = tuple(Part(**part) for part in found.pop("parts", ()))
        for source, columns in found.items():
            known = fields_of(SOURCES[source]) if source in SOURCES else []
            for name in columns if known else [source]:
                if name not in known:
                    raise RefusedError(f"{file.name} names {source}.{name}, which no contract declares. Correct it.")
        return cls(found, nulls, parts, suppressed, ids, no_dates)

    @cached_property
    def by_heading(self) -> dict[str, dict[str, str]]:
        """source → plain heading → column."""
        found: dict[str, dict[str, str]] = {}
        for source, row in SOURCES.items():
            found[source] = {plain(name): name for name in fields_of(row)}
            for name, spellings in self.aliases.get(source, {}).items():
                found[source].update({plain(spelling): name for spelling in spellings})
        return found

    @cached_property
    def _sources(self) -> dict[str, set[str]]:
        """plain heading → sources that have it."""
        found: dict[str, set[str]] = {}
        for source, headings in self.by_heading.items():
            for heading in headings:
                found.setdefault(heading, set()).add(source)
        return found

    def sources_with(self, cells: list[str]) -> list[str]:
        """Sources that have any of the cells for a heading, in the order they are declared."""
        found: set[str] = set().union(*(self._sources.get(plain(cell), ()) for cell in cells))
        return [source for source in SOURCES if source in found]


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
