"""The words of the registers, from the files that hold them: words.toml, and where a word has more to it, its own."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from itertools import chain

from rapidfuzz import fuzz

from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of
from pipelines.registers.words import WordList, WordLists
from pipelines.rule_files import RulesError
from pipelines.rules.base import Rows
from pipelines.rules.checks import TOO_ALIKE, Files
from pipelines.rules.tables.areas import AREAS
from pipelines.rules.tables.service_types import SERVICE_TYPES
from pipelines.rules.tables.words import LISTED_WORDS, WORD_LISTS

FROM_OTHER_FILES = {
    "contract_status": ("contract_statuses", "status", "indicators.toml"),
    "quality_tier": ("quality_tiers", "tier", "tiers.toml"),
    "contract_tier": ("contract_tiers", "contract_tier", "contract_tiering.toml"),
    "service_type": ("service_types", "word", "service_types.csv"),
    "area": ("areas", "locality", "areas.csv"),
    "cqc_rating": ("cqc_words", "rating", "cqc_ratings.csv"),
}
"""List → the table and column whose words it has, and their file: a word there has a meaning beside it."""

WORD_TABLES = ("word_lists", "listed_words", *(table for table, _, _ in FROM_OTHER_FILES.values()))


@cache
def declared() -> dict[str, list[str]]:
    """List → the columns that hold its words, as source.column."""
    found: dict[str, list[str]] = {}
    for source, row_class in SOURCES.items():
        for column in columns_of(row_class):
            if column.list_name:
                found.setdefault(column.list_name, []).append(f"{source}.{column.name}")
    return found


def words_of(rows: Rows) -> WordLists:
    """Every list that a column declares."""
    words = {name: _own(name, rows) for name in declared()}
    same: dict[str, dict[str, str]] = {name: {} for name in declared()}
    for entry in LISTED_WORDS.of(rows):
        if entry.word not in words[entry.list]:
            words[entry.list].append(entry.word)
        same[entry.list] |= {written: entry.word for written in entry.same_as}
    for area in AREAS.of(rows):
        same["area"].setdefault(area.locality, area.same_as or area.locality)
    for one in SERVICE_TYPES.of(rows):
        if one.kind == "service type":
            is_word = one.service_type in words["service_type"]
            same["service_type"].setdefault(one.word, one.service_type if is_word else one.word)
    return {name: WordList(tuple(words[name]), same[name]) for name in words}


def _own(name: str, rows: Rows) -> list[str]:
    """The words of a list without those of entries [[word]]."""
    if name in FROM_OTHER_FILES:
        table, column, _ = FROM_OTHER_FILES[name]
        kinds = [one for one in rows[table] if getattr(one, "kind", "service type") == "service type"]
        return list(dict.fromkeys(getattr(one, column) for one in kinds))
    found = [word for one in WORD_LISTS.of(rows) if one.name == name for word in one.words]
    return [*found, *_segments(rows, found)] if name == "market_segment" else found


def _segments(rows: Rows, listed: list[str]) -> list[str]:
    """Market segments that only service_types.csv names: a line there is enough for a new one."""
    named = [one.market_segment for one in SERVICE_TYPES.of(rows)]
    return [name for name in dict.fromkeys(named) if name and name not in listed]


def check_words(rows: Rows, files: Files) -> None:
    """Raises RulesError for the first list, word or spelling that reads nothing, or can be read in two ways."""
    for fault in chain(_lists(rows, files), _entries(rows, files), _areas(rows, files), _new_segments(rows, files)):
        raise RulesError.of(fault)
    for name, words in words_of(rows).items():
        for fault in _spellings(name, words, rows):
            raise RulesError.of(f"words.toml, {name}: {fault}")


def _lists(rows: Rows, files: Files) -> Iterator[str]:
    file = files["words.toml"]
    own = {one.name for one in WORD_LISTS.of(rows)}
    for name in sorted(own):
        if name not in declared():
            known = ", ".join(sorted(declared()))
            yield f"{file.at(name)}: no column of a register has this list; the lists are {known}"
        elif name in FROM_OTHER_FILES:
            yield f"{file.at(name)}: its words stand in {FROM_OTHER_FILES[name][2]}, each with its meaning"
    for name in sorted(set(declared()) - set(FROM_OTHER_FILES) - own):
        yield f"{file.name} has no list {name}, which {declared()[name][0]} needs. Put it back."
    for one in WORD_LISTS.of(rows):
        for word in one.words:
            if [other.lower() for other in one.words].count(word.lower()) > 1:
                yield f"{file.at(word)} is there twice in the list {one.name}"


def _entries(rows: Rows, files: Files) -> Iterator[str]:
    file = files["words.toml"]
    for entry in LISTED_WORDS.of(rows):
        if entry.list not in declared():
            yield f"{file.at(entry.word)}: there is no list {entry.list}"
        elif entry.list in FROM_OTHER_FILES and entry.word not in _own(entry.list, rows):
            other = FROM_OTHER_FILES[entry.list][2]
            yield f"{file.at(entry.word)} is not in {other}, where the words of {entry.list} stand"
        elif not entry.same_as and entry.word in _own(entry.list, rows):
            yield f"{file.at(entry.word)} is in the list already, and nothing is the same as it"


def _spellings(name: str, words: WordList, rows: Rows) -> Iterator[str]:
    """What is wrong with the words of a list as they are written."""
    known: Mapping[str, str] = {word.lower(): word for word in words.words}
    for word in (*words.words, *words.same):
        if word != word.strip() or not word:
            yield f"a word is blank, or begins or ends with a space: {word!r}"
    said: dict[str, str] = {}
    for entry in LISTED_WORDS.of(rows):
        for written in entry.same_as if entry.list == name else ():
            if written.lower() in known:
                yield f"{written} is a word of the list itself, so it cannot be the same as {entry.word}"
            if said.setdefault(written.lower(), entry.word) != entry.word:
                yield f"{written} is the same as {said[written.lower()]} and as {entry.word}"


def _areas(rows: Rows, files: Files) -> Iterator[str]:
    areas = {one.locality: one for one in AREAS.of(rows)}
    for name, area in areas.items():
        same = areas.get(area.same_as or name)
        where = partial(files["areas.csv"].at, name)
        if [other.lower() for other in areas].count(name.lower()) > 1:
            yield f"{where()} is there twice"
        if same is None or (area.same_as and same.same_as):
            yield f"{where()} is the same as {area.same_as}, which is no area of its own here. Give that a row."
        elif same.is_in_area != area.is_in_area:
            yield f"{where()}: one of it and {area.same_as} is in the area and the other is not"


def _new_segments(rows: Rows, files: Files) -> Iterator[str]:
    [listed] = [one.words for one in WORD_LISTS.of(rows) if one.name == "market_segment"]
    for name in _segments(rows, list(listed)):
        for word in listed:
            if fuzz.ratio(name.lower(), word.lower()) >= TOO_ALIKE:
                yield (
                    f"{files['service_types.csv'].at(name)}: the market segment is nearly {word}. Write it so, or list"
                    " both in words.toml."
                )
