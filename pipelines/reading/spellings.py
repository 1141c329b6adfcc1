"""How a council spells headings, from `data/rules/columns.toml`."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rapidfuzz import fuzz

from pipelines.columns import columns_of
from pipelines.contracts.base import Sourced
from pipelines.reading.decoding import RefusedError
from pipelines.sources import SOURCES

FILE = "columns.toml"


def plain(heading: str) -> str:
    """A heading without case, spacing and punctuation."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


@cache
def fields_of(row: type[BaseModel]) -> list[str]:
    return [column.name for column in columns_of(row) if column.name not in Sourced.model_fields]


@dataclass(frozen=True)
class Part:
    """A list with headings of its own that stands beside a council's register and does not replace it."""

    name: str
    source: str
    headings: list[str]


@dataclass(frozen=True)
class Spellings:
    """How a council spells headings, and what it writes for nothing. From `data/rules/columns.toml`.

    aliases: source → column → spellings.  preferred: the same for those that count where a file has two of a column.
    nulls_of_ids: source → words of letters that stand for nothing in its columns of ids, where each could be
    somebody's id.  no_dates: days that other systems write for no date, such as 1900-01-01.
    suppressed: what stands for a figure that is known and not told: nothing, too, but counted and said.
    """

    aliases: dict[str, dict[str, list[str]]]
    nulls: tuple[str, ...]
    parts: tuple["Part", ...] = ()
    suppressed: tuple[str, ...] = ()
    nulls_of_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    no_dates: tuple[str, ...] = ()
    preferred: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def load(cls, rules: Path) -> "Spellings":
        """Raises RefusedError when the file cannot be read, or names a source or column that is not declared."""
        file = rules / FILE
        try:
            found = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        except (OSError, ValueError) as error:
            raise RefusedError(f"{FILE} cannot be read: {error}. Correct it, and save it as UTF-8.") from error
        nulls, suppressed = (tuple(_words(found.pop(name, []), name)) for name in ("nulls", "suppressed"))
        parts = found.pop("parts", [])
        if not isinstance(parts, list):
            raise RefusedError(f"parts in {FILE} are written as [[parts]], each with name, source and headings.")
        no_dates = found.pop("no_dates", [])
        days = tuple(_words([str(day) for day in no_dates] if isinstance(no_dates, list) else no_dates, "no_dates"))
        ids = _table(found.pop("nulls_of_ids", {}), "nulls_of_ids")
        of_ids = {source: tuple(_words(words, f"nulls_of_ids.{source}")) for source, words in ids.items()}
        preferred = _columns(found.pop("preferred", {}), "preferred.")
        return cls(_columns(found), nulls, tuple(map(_part, parts)), suppressed, of_ids, days, preferred)

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
        known = [_words_of(one) for one in (column, *self.aliases.get(source, {}).get(column, ()))]
        scored = [
            (max(max(fuzz.ratio(one, _words_of(heading)), fuzz.token_sort_ratio(one, _words_of(heading)))
                 for one in known), heading)
            for heading in headings
        ]  # fmt: skip
        best, heading = max(scored, default=(0.0, ""))
        return heading if best >= least else None


def _words_of(heading: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).lower()))


def _words(found: Any, name: str) -> list[str]:
    """A list of texts. A text alone would be taken for a list of its letters."""
    if isinstance(found, list) and all(isinstance(one, str) and one.strip() for one in found):
        return found
    raise RefusedError(f'{name} in {FILE} is a list of texts, such as ["Contract name"]. Correct it.')


def _table(found: Any, name: str) -> dict[str, Any]:
    if isinstance(found, dict):
        return found
    raise RefusedError(f"{name} in {FILE} is a table of sources. Correct it.")


def _columns(found: Any, before: str = "") -> dict[str, dict[str, list[str]]]:
    for source, columns in _table(found, before.rstrip(".")).items():
        known = fields_of(SOURCES[source]) if source in SOURCES else []
        for name in columns if known and isinstance(columns, dict) else [source]:
            if name not in known:
                raise RefusedError(f"{FILE} names {before}{source}.{name}, which no contract declares. Correct it.")
            _words(columns[name], f"{before}{source}.{name}")
    return dict(found)


def _part(found: Any) -> Part:
    name, source = (found.get("name"), found.get("source")) if isinstance(found, dict) else (None, None)
    if not (isinstance(name, str) and name and isinstance(source, str) and source in SOURCES):
        raise RefusedError(f"Each of [[parts]] in {FILE} has a name, a source and headings. Correct it.")
    return Part(name, source, _words(found.get("headings"), f"headings of part {name}"))
