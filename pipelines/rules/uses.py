"""Rules against the SQL, both ways: what nothing reads, and what reads nothing, would score a known 0."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Literal, get_args, get_origin

from pipelines.access.policy import Policy
from pipelines.answers.audit import AuditEntry
from pipelines.answers.tiers import TierCounts
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of
from pipelines.registers.words import WordLists, nearest
from pipelines.rule_files import RulesError
from pipelines.rules import sql_words as sql
from pipelines.rules.all import RULE_TABLES
from pipelines.rules.base import Rows, RuleTable, Setting
from pipelines.rules.checks import Files
from pipelines.rules.tables.areas import AREAS
from pipelines.rules.tables.disclosure import PEOPLE_COUNTS, PUBLICATIONS
from pipelines.rules.tables.indicators import INDICATORS
from pipelines.rules.tables.tiers import TIER_RULES, TIER_WORDS
from pipelines.rules.words import words_of
from pipelines.sql_files import FOLDER_STEPS

RULES_AS_STEPS = ("rules_in_force", "rule_words")
"""Steps that have every rule in them, so that to read one says nothing about which."""

OTHER_ANSWERS = {"audit_log": set(AuditEntry.model_fields), "tier_counts": set(TierCounts.model_fields)}
"""What leaves as a file like an answer, and is not made by SQL: its name → its columns."""


def check_uses(rows: Rows, files: Files, access: Policy) -> None:
    """Raises RulesError for the first entry that nothing reads, or word that the SQL looks for and no entry has."""
    lists = words_of(rows)
    for fault in chain(
        _settings(rows, files),
        _both_ways(rows, files, TIER_RULES, "rule_id", _signals(), "a signal"),
        _both_ways(rows, files, INDICATORS, "indicator_id", _listed("indicator_rows"), "a measure"),
        signal_faults(rows, files, _signals(), lists),
        _looked_for(rows, files, lists),
        _ids(rows, files),
        _publications(rows, files),
        _places(access, rows, lists),
    ):
        raise RulesError.of(fault)


@cache
def months_in_sql() -> set[int]:
    """Numbers of months that a question adds to a day without a rule."""
    return set[int]().union(*map(sql.months_in, sql.all_sql().values()))


@cache
def _listed(step: str) -> dict[str, str]:
    """Name → SQL of each file of a folder that is a list."""
    return {name: sql.sql_of(path) for name, path in FOLDER_STEPS[step].files().values()}


def _signals() -> dict[str, str]:
    return _listed("tier_signals")


def _near(word: str, words: Iterable[str]) -> str:
    found = nearest(word, tuple(words))
    return f" (the nearest is {found})" if found else ""


def _settings(rows: Rows, files: Files) -> Iterator[str]:
    """Settings that nothing reads: a misspelt name is one, and then another is missing."""
    for table in RULE_TABLES.values():
        if table.row is not Setting:
            continue
        read = {one.word for one in sql.looked_for() if table.name in one.tables and one.column == "name"}
        read |= set(table.read_in_python)
        there = [one.name for one in table.of(rows)]
        for name in there:
            if name not in read:
                yield f"{files[table.file].at(name)}: nothing reads this {table.section}{_near(name, read)}"
        for name in sorted(read - set(there)):
            yield f"{table.file} has no {table.section} {name}, which is needed. Put it back."


def _both_ways(
    rows: Rows, files: Files, table: RuleTable[Any], column: str, folder: Mapping[str, str], what: str
) -> Iterator[str]:
    """Entries without a file of the folder, and files without an entry."""
    there = list(dict.fromkeys(getattr(one, column) for one in table.of(rows)))
    for name in there:
        if name not in folder:
            where = files[table.file].at(name)
            yield f"{where}: no SQL is {what} of that name, so nothing reads it{_near(name, folder)}"
    for name in sorted(set(folder) - set(there)):
        yield f"{table.file} has no {table.section} {name}, and its SQL is there as {what}. Put the entry back."


def signal_faults(rows: Rows, files: Files, signals: Mapping[str, str], lists: WordLists) -> Iterator[str]:
    """Words and windows of tier rules that their signal does not read, or that it reads and they do not have."""
    file = files["tiers.toml"]
    words: dict[tuple[str, Any], list[str]] = {}
    for one in TIER_WORDS.of(rows):
        words.setdefault((one.rule_id, one.effective_from), []).append(one.word)
    for rule in TIER_RULES.of(rows):
        text, has = signals[rule.rule_id], words.get((rule.rule_id, rule.effective_from), [])
        known = _words_of(sql.reached_from(text)[0], lists)
        where = partial(file.at, rule.rule_id)
        if has and not _reads(rule.rule_id, text, "rule_words", signals):
            yield f"{where()}: nothing reads its words"
        if not has and "rule_words" in text:
            yield f"{where()} has no [rule.words], and counts nothing without them"
        for word in has:
            if not known.issuperset(word.split(": ")):
                said = "is no word of the lists in words.toml that the rule reads"
                yield f"{file.at(rule.rule_id, word)} {said}{_near(word, known)}"
        if rule.window_days is None and "window_days" in text and "window_days is null" not in text:
            yield f"{where()} has no window_days, and counts nothing without it"
        if rule.window_days is not None and not _reads(rule.rule_id, text, "window_days", signals):
            yield f"{where()}: nothing reads its window_days"


def _reads(rule_id: str, signal: str, what: str, rule_ids: Iterable[str]) -> bool:
    """Whether a signal reads something of its rule: itself, or by a step that is not about other rules alone."""
    steps = [text for name, text in sql.reached_from(signal)[1].items() if name not in RULES_AS_STEPS and what in text]
    return what in signal or any(
        f"'{rule_id}'" in text or not any(f"'{other}'" in text for other in rule_ids) for text in steps
    )


def _words_of(tables: Iterable[str], lists: WordLists) -> set[str]:
    columns = [column for name in tables if name in SOURCES for column in columns_of(SOURCES[name])]
    return {word for column in columns if column.list_name for word in lists[column.list_name].words}


def _looked_for(rows: Rows, files: Files, lists: WordLists) -> Iterator[str]:
    """Words that the SQL looks for in a column, and that the column can never hold."""
    for one in sql.looked_for():
        allowed = [_allowed(table, one.column, rows, lists) for table in sorted(one.tables)]
        if None in allowed or any(one.word in words for words in allowed if words):
            continue
        table = sorted(one.tables)[0]
        if table in SOURCES:
            [name] = [column.list_name for column in columns_of(SOURCES[table]) if column.name == one.column]
            file = "words.toml"
            yield f"{file}: the list {name} has no word {one.word}, which {one.file} looks for. Put it back."
        else:
            file, section = RULE_TABLES[table].file, RULE_TABLES[table].section or "row"
            yield f"{file} has no {section} with {one.column} {one.word}, which {one.file} looks for. Put it back."


def _allowed(table: str, column: str, rows: Rows, lists: WordLists) -> set[str] | None:
    """The words that a column can hold; None for a column of free text or of no text."""
    if table in SOURCES:
        [found] = [one for one in columns_of(SOURCES[table]) if one.name == column]
        return set(lists[found.list_name].words) if found.list_name and not found.is_open else None
    annotation = RULE_TABLES[table].row.model_fields[column].annotation
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {getattr(one, column) for one in rows[table]} if annotation is str else None


def _ids(rows: Rows, files: Files) -> Iterator[str]:
    """Ids of rules that stand in the SQL in any other way than as a comparison."""
    known = {getattr(one, table.key[0]) for table in RULE_TABLES.values() for one in table.of(rows)}
    for name, text in sql.all_sql().items():
        for one in sorted(sql.ids_in(text) - known):
            yield f"No rule has the id {one}, which {name} looks for{_near(one, map(str, known))}"


@cache
def _answers() -> dict[str, set[str]]:
    """Question → the columns it answers with."""
    return {
        PurePosixPath(file).stem: sql.answered_by(text)
        for file, text in sql.all_sql().items()
        if file.startswith("lists/")
    }


def _publications(rows: Rows, files: Files) -> Iterator[str]:
    """Questions and columns of disclosure.toml that are none."""
    file, known = files["disclosure.toml"], _answers() | OTHER_ANSWERS
    for one in PUBLICATIONS.of(rows):
        if one.question not in known:
            yield f"{file.at(one.question)} is not a question{_near(one.question, known)}"
    for count in PEOPLE_COUNTS.of(rows):
        if count.question not in known:
            yield f"{file.at(count.question)} is not a question{_near(count.question, known)}"
            continue
        columns = known[count.question]
        for name in filter(None, (count.column, count.total, count.denominator, count.where_column)):
            if name not in columns:
                yield f"{file.at(count.question, name)} is not a column of the answer{_near(name, columns)}"
        if (count.where_column is None) != (count.where_value is None):
            yield f"{file.at(count.question, count.column)}: where_column and where_value need each other"
        if count.where_column == "source" and count.where_value not in SOURCES:
            name = count.where_value or ""
            yield f"{file.at(count.question, name)} is not a source{_near(name, SOURCES)}"


def _places(access: Policy, rows: Rows, lists: WordLists) -> Iterator[str]:
    """Segments and areas that access.toml names and no register can hold: who is limited to one would see nothing."""
    areas = {one.same_as or one.locality for one in AREAS.of(rows)}
    segments = set(lists["market_segment"].words)
    for place in access.places:
        said = f"access.toml, place {place.value}: {place.name}"
        if place.kind == "segment" and place.name not in segments:
            yield f"{said} is not a market segment{_near(place.name, segments)}"
        if place.kind == "area" and areas and place.name not in areas:
            yield f"{said} is not an area of areas.csv{_near(place.name, areas)}"
