"""What the rows of the rules must be among themselves: versions, bands, every word covered, and names that exist."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import combinations, pairwise
from typing import Any, get_args

from pydantic import BaseModel
from rapidfuzz import fuzz

from pipelines.registers.all import SOURCES
from pipelines.rule_files import REMEDY, RuleFile, RulesError
from pipelines.rules.all import RULE_TABLES
from pipelines.rules.base import Dated, Rows, RuleTable
from pipelines.rules.tables.cqc_ratings import CQC_WORDS
from pipelines.rules.tables.indicators import INDICATORS
from pipelines.rules.tables.reviews import REVIEW_QUALITY_INTERVALS
from pipelines.rules.tables.tiers import QUALITY_TIERS, TIER_BANDS, TIER_RULES

Files = Mapping[str, RuleFile]
RANKS = {1, 2, 3, 4}
"""CQC's four ratings, from Inadequate to Outstanding."""

TOO_ALIKE = 85
"""Of 100: a name that is so much like another is more often a slip than a second one."""


def check_rows(rows: Rows, files: Files) -> None:
    """Raises RulesError for the first thing that cannot be."""
    for name, table in RULE_TABLES.items():
        file = files[table.file]
        _check_versions(table, rows[name], file)
        if table.band:
            _check_bands(table, rows[name], file)
        if table.must_cover:
            _check_covered(table, rows[name], file)
    for fault in _faults(rows, files):
        raise RulesError.of(fault)


def _versions(table: RuleTable[Any], rows: Sequence[BaseModel]) -> dict[tuple[Any, ...], list[BaseModel]]:
    """Key → its versions."""
    found: dict[tuple[Any, ...], list[BaseModel]] = {}
    names = [*table.key, "effective_from"] if table.nested_in else table.key
    for one in rows:
        found.setdefault(tuple(getattr(one, name) for name in names), []).append(one)
    return found


def _dated(rows: Sequence[BaseModel]) -> list[Dated]:
    return sorted((rule for rule in rows if isinstance(rule, Dated)), key=lambda rule: rule.effective_from)


def _check_versions(table: RuleTable[Any], rows: Sequence[BaseModel], file: RuleFile) -> None:
    """No two versions of one rule are in force on the same day."""
    for key, same in _versions(table, rows).items():
        name = partial(file.at, *map(str, key))
        dated = _dated(same)
        if not dated and len(same) > 1:
            raise RulesError(f"{name()} is there twice. Delete one.")
        for rule in dated:
            if rule.effective_to and rule.effective_to < rule.effective_from:
                raise RulesError(f"{name()}, effective_to is before effective_from. {REMEDY}")
        for earlier, later in pairwise(dated):
            if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
                raise RulesError(f"{name()} has two versions in force on {later.effective_from}. End the first before.")


def _check_bands(table: RuleTable[Any], rows: Sequence[BaseModel], file: RuleFile) -> None:
    """The bands of one version follow one another, from the least value there is to the largest."""
    assert table.band
    start, end = table.band
    groups: dict[tuple[Any, ...], list[BaseModel]] = {}
    for found in rows:
        key = (getattr(found, "rule_id", table.section), getattr(found, "effective_from", None))
        groups.setdefault(key, []).append(found)
    for (group, _), bands in groups.items():
        name = partial(file.at, group)
        if len({getattr(band, "effective_to", None) for band in bands}) > 1:
            raise RulesError(f"{name()}: the bands of one version end on different days. {REMEDY}")
        ordered = sorted(bands, key=lambda band: getattr(band, start))
        for band in ordered:
            if getattr(band, end) is not None and getattr(band, end) <= getattr(band, start):
                raise RulesError(f"{name()}: a band ends where it starts or before. {REMEDY}")
        for lower, upper in pairwise(ordered):
            if getattr(lower, end) != getattr(upper, start):
                raise RulesError(
                    f"{name()}: the band from {getattr(lower, start)} does not end where the next begins,"
                    f" {getattr(upper, start)}. {REMEDY}"
                )
        if getattr(ordered[0], start) > table.least:
            raise RulesError(
                f"{name()}: the first band begins at {getattr(ordered[0], start)}, so what is less is in none."
                f" Begin it at {table.least}."
            )
        if getattr(ordered[-1], end) is not None:
            raise RulesError(
                f"{name()}: the last band ends at {getattr(ordered[-1], end)}, so what is more is in none."
                f" Take its {end} out."
            )


def _check_covered(table: RuleTable[Any], rows: Sequence[BaseModel], file: RuleFile) -> None:
    """Every word that the key can be has its row, and from its first day on there is always a version in force."""
    versions = _versions(table, rows)
    for word in get_args(table.row.model_fields[table.key[0]].annotation):
        if (word,) not in versions:
            raise RulesError(f"{file.name} has no {table.section} for {word}, which is needed. Put it back.")
    first = min(rule.effective_from for rule in _dated(rows))
    for key, same in versions.items():
        name, dated = partial(file.at, *map(str, key)), _dated(same)
        if dated[0].effective_from > first:
            raise RulesError(
                f"{name()}: none is in force before {dated[0].effective_from}. Begin it on {first} as others."
            )
        for earlier, later in pairwise(dated):
            if earlier.effective_to and earlier.effective_to + timedelta(days=1) != later.effective_from:
                raise RulesError(f"{name()}: no version is in force from {earlier.effective_to} on. {REMEDY}")
        if dated[-1].effective_to:
            raise RulesError(
                f"{name()}: no version is in force after {dated[-1].effective_to}, and one is needed. {REMEDY}"
            )


def _faults(rows: Rows, files: Files) -> Iterator[str]:
    """Names of rules and sources that are not there, file by file."""
    tiers, indicators = files["tiers.toml"], files["indicators.toml"]
    banded = {(one.rule_id, one.effective_from) for one in TIER_BANDS.of(rows)}
    for rule in TIER_RULES.of(rows):
        if (rule.rule_id, rule.effective_from) not in banded:
            yield f"{tiers.at(rule.rule_id)} has no bands. Add at least one."
        if rule.zero_source and rule.zero_source not in SOURCES:
            yield f"{tiers.at(rule.rule_id)}, zero_source is not a source"
    for indicator in INDICATORS.of(rows):
        if indicator.source not in SOURCES:
            yield f"{indicators.at(indicator.indicator_id)}, source is not a source"
    families = sorted({rule.family for rule in TIER_RULES.of(rows)})
    for one, other in combinations(families, 2):
        if fuzz.ratio(one.lower(), other.lower()) >= TOO_ALIKE:
            yield f"{tiers.at(other)}: this family and {one} are nearly alike, and would count as two"
    words = CQC_WORDS.of(rows)
    for word in words:
        if [other.rating.lower() for other in words].count(word.rating.lower()) > 1:
            yield f"cqc_ratings.csv, {word.rating} is there twice: capitals do not matter"
        if word.is_rating != (word.rating_rank is not None):
            yield f"cqc_ratings.csv, {word.rating}: a rating has a rating_rank, and nothing else has one"
    for rank in sorted(RANKS - {word.rating_rank for word in words}):
        yield f"cqc_ratings.csv has no word for rating_rank {rank}. Put it back."
    ranks = {(one.tier, one.tier_rank) for one in QUALITY_TIERS.of(rows)}
    if len({rank for _, rank in ranks}) < len({tier for tier, _ in ranks}):
        yield f"{tiers.name}: two tiers have one tier_rank"
    for interval in REVIEW_QUALITY_INTERVALS.of(rows):
        if (interval.quality_tier, interval.tier_rank) not in ranks:
            yield (
                f"reviews.toml, quality_interval {interval.quality_tier}: its tier_rank, {interval.tier_rank}, is not"
                " the one in tiers.toml"
            )
