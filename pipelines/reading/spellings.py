"""How a council spells headings and what it writes for nothing, from columns.toml; and the words of its registers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rapidfuzz import fuzz

from pipelines.registers.all import SOURCES
from pipelines.registers.base import Sourced
from pipelines.registers.columns import columns_of
from pipelines.registers.words import WordLists, nearest
from pipelines.rule_files import REMEDY, RuleFile, RulesError
from pipelines.rules import load_words

FILE = "columns.toml"


@lru_cache(maxsize=10_000)
def plain(heading: str) -> str:
    """A heading without case, spacing and punctuation."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


@cache
def fields_of(row: type[BaseModel]) -> list[str]:
    return [column.name for column in columns_of(row) if column.name not in Sourced.model_fields]


@dataclass(frozen=True)
class PartOfRegister:
    """A list with headings of its own that stands beside a council's register and does not replace it."""

    name: str
    source: str
    headings: list[str]


@dataclass(frozen=True)
class Spellings:
    """How a council spells headings, and what it writes for nothing. From `data/rules/columns.toml`."""

    aliases: dict[str, dict[str, list[str]]]
    nulls: tuple[str, ...]
    parts: tuple[PartOfRegister, ...] = ()
    suppressed: tuple[str, ...] = ()
    """What stands for a figure that is known and not told: nothing, too, but counted and said."""
    nulls_of_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """source → words of letters that stand for nothing in its columns of ids, where each could be somebody's id."""
    no_dates: tuple[str, ...] = ()
    """Days that other systems write for no date, such as 1900-01-01."""
    preferred: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """source → column → spellings that count where a file has two headings of the column, the first before the next."""
    words: WordLists = field(default_factory=dict)
    """The words that the columns may hold, by list."""

    @classmethod
    def load(cls, rules: Path) -> "Spellings":
        """Raises RulesError when columns.toml, or a file with words, says something that cannot be."""
        return _Reader(RuleFile.read(rules / FILE)).spellings(load_words(rules))

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

    def likely(self, source: str, column: str, headings: list[str], least: float) -> str | None:
        """The heading that is most like the spellings of a column, if one is enough like them (0 to 100)."""
        known = [_spoken(one) for one in (column, *self.aliases.get(source, {}).get(column, ()))]
        scored = [(max(_alike(one, _spoken(heading)) for one in known), heading) for heading in headings]
        best, heading = max(scored, default=(0.0, ""))
        return heading if best >= least else None


def _spoken(heading: str) -> str:
    """The words of a heading, those written as one apart."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).lower()))


def _alike(one: str, other: str) -> float:
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))


def _near(name: str, known: Iterable[str]) -> str:
    found = nearest(name, tuple(known))
    return f" (the nearest is {found})" if found else f"; there are {', '.join(known)}"


@dataclass(frozen=True)
class _Reader:
    """columns.toml, entry by entry. Every fault is a sentence that begins with the file, and the line where it can."""

    file: RuleFile

    def spellings(self, words: WordLists) -> Spellings:
        found = dict(self.file.toml)
        nulls, suppressed = (self.texts(name, found.pop(name, [])) for name in ("nulls", "suppressed"))
        ids = {name: self.texts(name, of) for name, of in self.table("nulls_of_ids", found.pop("nulls_of_ids", {}))}
        for source in ids:
            self.known_source(source, "nulls_of_ids")
        no_dates = tuple(map(self.day, self.entries("no_dates", found.pop("no_dates", []))))
        parts = [self.part(number, one) for number, one in enumerate(self.entries("parts", found.pop("parts", [])), 1)]
        for name in {part.name for part in parts}:
            if sum(part.name == name for part in parts) > 1:
                raise self.fault(name, "is the name of two parts.")
        preferred = {
            self.known_source(source, "preferred"): self.columns(source, of)
            for source, of in self.table("preferred", found.pop("preferred", {}))
        }
        aliases = {self.known_source(source): self.columns(source, of) for source, of in found.items()}
        return Spellings(aliases, nulls, tuple(parts), suppressed, ids, no_dates, preferred, words)

    def fault(self, name: str, what: str) -> RulesError:
        return RulesError(f"{self.file.at(name)} {what} {REMEDY}")

    def entries(self, name: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.fault(name, 'is not a list in brackets, such as ["One", "Two"].')
        return value

    def table(self, name: str, value: Any) -> list[tuple[str, Any]]:
        if not isinstance(value, dict):
            raise self.fault(name, f"is not a section such as [{name}] with a list under each name.")
        return list(value.items())

    def texts(self, name: str, value: Any) -> tuple[str, ...]:
        """A list of texts, none of them blank: a text alone would be taken for a list of its letters."""
        for text in self.entries(name, value):
            if not isinstance(text, str) or not text.strip():
                raise self.fault(name, "holds something that is blank or not in quotes.")
        return tuple(value)

    def text(self, name: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.fault(name, "is not a text in quotes.")
        return value

    def day(self, value: Any) -> str:
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError as error:
            raise self.fault("no_dates", "holds something that is not a day such as 1900-01-01.") from error

    def known_source(self, source: str, where: str = "") -> str:
        if source not in SOURCES:
            raise self.fault(f"{where}.{source}" if where else source, f"is not a source{_near(source, SOURCES)}.")
        return source

    def part(self, number: int, value: Any) -> PartOfRegister:
        entry = dict(self.table(f"parts {number}", value))
        if set(entry) != {"name", "source", "headings"}:
            raise self.fault(f"parts {number}", "has not name, source and headings, and only these.")
        headings = list(self.texts(f"headings of parts {number}", entry["headings"]))
        if not headings:
            raise self.fault(f"parts {number}", "has no headings, so every file of its source would be it.")
        name, source = (self.text(f"{key} of parts {number}", entry[key]) for key in ("name", "source"))
        return PartOfRegister(name, self.known_source(source), headings)

    def columns(self, source: str, value: Any) -> dict[str, list[str]]:
        """column → spellings of one source; each heading means one column."""
        known = fields_of(SOURCES[source])
        meant: Mapping[str, str] = {plain(name): name for name in known}
        found: dict[str, list[str]] = {}
        for name, spellings in self.table(source, value):
            if name not in known:
                raise self.fault(f"{source}.{name}", f"is not a column{_near(name, known)}.")
            found[name] = list(self.texts(f"{source}.{name}", spellings))
            for spelling in found[name]:
                if not plain(spelling):
                    raise self.fault(spelling, "is a heading without a letter or figure.")
                if meant.get(plain(spelling), name) != name:
                    raise self.fault(
                        spelling, f"is a heading of {source}.{meant[plain(spelling)]} and of {source}.{name}."
                    )
                meant = {**meant, plain(spelling): name}
        return found
