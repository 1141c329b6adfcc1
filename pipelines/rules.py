"""data/rules, read and checked: every number of a rule, with its authority and the days it is in force."""

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pipelines.access import FILE, REMEDY, read_policy
from pipelines.access import RulesError as RulesError
from pipelines.contracts import rules as row
from pipelines.contracts.access import Policy
from pipelines.contracts.disclosure import PeopleCount, Publication
from pipelines.contracts.identity import ProviderMatch
from pipelines.sources import SOURCES

Table = tuple[type[BaseModel], Sequence[BaseModel]]


@dataclass(frozen=True)
class _Shape:
    """A table: where its rows come from, what makes two rows versions of one rule, and its band columns."""

    file: str
    section: str
    row: type[BaseModel]
    key: tuple[str, ...]
    band: tuple[str, str] | None = None
    nested_in: str | None = None
    may_be_empty: bool = False


SHAPES: dict[str, _Shape] = {
    "tier_rules": _Shape("tiers.toml", "rule", row.TierRule, ("rule_id",)),
    "tier_bands": _Shape(
        "tiers.toml",
        "bands",
        row.TierBand,
        ("rule_id", "from_value"),
        ("from_value", "below_value"),
        nested_in="rule",
    ),
    "tier_words": _Shape("tiers.toml", "words", row.TierWord, ("rule_id", "word"), nested_in="rule"),
    "quality_tiers": _Shape("tiers.toml", "tier", row.QualityTierBand, ("tier",), ("from_points", "below_points")),
    "kpi_ratings": _Shape("tiers.toml", "kpi_rating", row.KpiRating, ("rating",), ("from_pct", "below_pct")),
    "tier_settings": _Shape("tiers.toml", "setting", row.Setting, ("name",)),
    "indicators": _Shape("indicators.toml", "indicator", row.Indicator, ("indicator_id",)),
    "contract_statuses": _Shape("indicators.toml", "status", row.StatusRule, ("status",)),
    "risk_bands": _Shape("indicators.toml", "risk_band", row.RiskBand, ("risk_band",), ("from_score", "below_score")),
    "indicator_settings": _Shape("indicators.toml", "setting", row.Setting, ("name",)),
    "contract_tiers": _Shape(
        "contract_tiering.toml",
        "tier",
        row.ContractTierBand,
        ("contract_tier",),
        ("from_score", "below_score"),
    ),
    "contract_value_scores": _Shape(
        "contract_tiering.toml",
        "value_score",
        row.ContractValueScore,
        ("score",),
        ("from_value", "below_value"),
    ),
    "contract_tier_floors": _Shape("contract_tiering.toml", "floor", row.ContractTierFloor, ("floor_id", "lifts_tier")),
    "review_intervals": _Shape("reviews.toml", "interval", row.ReviewInterval, ("contract_tier",)),
    "review_quality_intervals": _Shape("reviews.toml", "quality_interval", row.QualityInterval, ("quality_tier",)),
    "overdue_bands": _Shape(
        "reviews.toml", "overdue_band", row.OverdueBand, ("overdue_band",), ("from_days", "below_days")
    ),
    "review_exemptions": _Shape("reviews.toml", "exemption", row.ReviewExemption, ("exemption",)),
    "review_settings": _Shape("reviews.toml", "setting", row.Setting, ("name",)),
    "lead_times": _Shape("lead_times.toml", "lead_time", row.LeadTime, ("route", "contract_tier")),
    "cqc_words": _Shape("cqc_ratings.csv", "", row.CqcWord, ("rating",)),
    "service_types": _Shape("service_types.csv", "", row.ServiceType, ("word", "kind")),
    "areas": _Shape("areas.csv", "", row.Area, ("locality",), may_be_empty=True),
    "check_limits": _Shape("checks.toml", "limit", row.Setting, ("name",)),
    "disclosure_settings": _Shape("disclosure.toml", "setting", row.Setting, ("name",)),
    "publications": _Shape("disclosure.toml", "publication", Publication, ("question",)),
    "people_counts": _Shape(
        "disclosure.toml", "people_count", PeopleCount, ("question", "column", "where_value"), may_be_empty=True
    ),
    "provider_matches": _Shape("provider_matches.csv", "", ProviderMatch, ("written_as",), may_be_empty=True),
}


@dataclass(frozen=True)
class RuleSet:
    """Every rule table, checked, and a hash of the files they came from; and who may see what."""

    hash: str
    rows: Mapping[str, Sequence[BaseModel]]
    access: Policy

    def tables(self) -> dict[str, Table]:
        """Table name → row class and rows; beside the rules, the sources as their contracts declare them."""
        listed = [
            row.SourceListed(
                source=name,
                source_title=source.SOURCE.title,
                kind=source.SOURCE.kind,
                rhythm_days=source.SOURCE.rhythm_days,
            )
            for name, source in SOURCES.items()
        ]
        found: dict[str, Table] = {name: (shape.row, self.rows[name]) for name, shape in SHAPES.items()}
        return {**found, "source_list": (row.SourceListed, listed)}

    @property
    def months(self) -> Sequence[int]:
        """Every number of months that a rule adds to a day."""
        tables = ("review_intervals", "review_quality_intervals", "lead_times")
        return sorted({rule.model_dump()["months"] for name in tables for rule in self.rows[name]})


def load_rules(folder: Path) -> RuleSet:
    """The rules in a folder. Raises RulesError when a file is missing or says something that cannot be."""
    files = {shape.file: _read(folder / shape.file) for shape in SHAPES.values()}
    for file, sections in files.items():
        known = {s.section for s in SHAPES.values() if s.file == file and not s.nested_in}
        for odd in sorted(set(sections) - known):
            raise RulesError(f"{file}: [[{odd}]] is not known here; expected {', '.join(sorted(known))}. {REMEDY}")
    rows = {name: _rows(shape, files[shape.file]) for name, shape in SHAPES.items()}
    for name, shape in SHAPES.items():
        _check_versions(shape, rows[name])
        if shape.band:
            _check_bands(shape, rows[name])
    _check_names(rows)
    access = read_policy(folder / FILE, {rule.model_dump()["rule_id"] for rule in rows["tier_rules"]})
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.toml"), *folder.glob("*.csv")]):
        if path.name == FILE:
            continue  # it changes no figure, and a build made with other rules answers ten times slower
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return RuleSet(digest.hexdigest()[:12], rows, access)


def _read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Sections of a TOML file, or the rows of a CSV file as the one section without a name."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            lines = csv.DictReader(text.splitlines())
            return {"": [{key: value for key, value in line.items() if value} for line in lines]}
        sections = tomllib.loads(text)
    except FileNotFoundError as error:
        raise RulesError(f"{path.name} is missing from {path.parent.name}. Put the file back.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{path.name} cannot be read: {error}. {REMEDY}") from error
    for name, entries in sections.items():
        if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
            raise RulesError(f"{path.name}: {name} is not written as [[{name}]]. {REMEDY}")
    return sections


def _rows(shape: _Shape, sections: Mapping[str, list[dict[str, Any]]]) -> list[BaseModel]:
    nested = {s.section for s in SHAPES.values() if s.file == shape.file and s.nested_in == shape.section}
    entries: Iterable[dict[str, Any]] = sections.get(shape.nested_in or shape.section, [])
    found = []
    for number, entry in enumerate(entries, start=1):
        if shape.nested_in:
            parent = {name: entry.get(name) for name in ("rule_id", "effective_from")}
            inner = entry.get(shape.section, [])
            if isinstance(inner, dict):
                inner = [{"word": word, "value": value} for word, value in inner.items()]
            parts = [{**parent, **part} for part in inner]
        else:
            parts = [{name: value for name, value in entry.items() if name not in nested}]
        found += [_row(shape, number, part) for part in parts]
    if not found and not shape.nested_in and not shape.may_be_empty:
        raise RulesError(f"{shape.file} has no {shape.section or 'row'}. Add at least one.")
    return found


def _row(shape: _Shape, number: int, part: dict[str, Any]) -> BaseModel:
    where = f"{shape.file}, {shape.nested_in or shape.section or 'row'} {number}"
    try:
        return shape.row.model_validate(part)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise RulesError(f"{where}, {key}: {first['msg']}. {REMEDY}") from error


def _check_versions(shape: _Shape, rows: Sequence[BaseModel]) -> None:
    """No two versions of one rule are in force on the same day."""
    versions: dict[tuple[Any, ...], list[BaseModel]] = {}
    for found in rows:
        names = [*shape.key, "effective_from"] if shape.nested_in else shape.key
        versions.setdefault(tuple(getattr(found, name) for name in names), []).append(found)
    for key, same in versions.items():
        name = f"{shape.file}, {' / '.join(str(part) for part in key)}"
        if not isinstance(same[0], row.Dated):
            if len(same) > 1:
                raise RulesError(f"{name} is there twice. Delete one.")
            continue
        dated = sorted((rule for rule in same if isinstance(rule, row.Dated)), key=lambda r: r.effective_from)
        for rule in dated:
            if rule.effective_to and rule.effective_to < rule.effective_from:
                raise RulesError(f"{name}, effective_to is before effective_from. {REMEDY}")
        for earlier, later in pairwise(dated):
            if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
                raise RulesError(f"{name} has two versions in force on {later.effective_from}. End the first before.")


def _check_bands(shape: _Shape, rows: Sequence[BaseModel]) -> None:
    """The bands of one version follow one another: each begins where the one before ends."""
    assert shape.band
    start, end = shape.band
    groups: dict[tuple[Any, ...], list[BaseModel]] = {}
    for found in rows:
        key: tuple[Any, ...] = (
            getattr(found, "rule_id", shape.section),
            getattr(found, "effective_from", None),
        )
        groups.setdefault(key, []).append(found)
    for (name, _), bands in groups.items():
        ordered = sorted(bands, key=lambda band: getattr(band, start))
        for band in ordered:
            if getattr(band, end) is not None and getattr(band, end) <= getattr(band, start):
                raise RulesError(f"{shape.file}, {name}: a band ends where it starts or before. {REMEDY}")
        for lower, upper in pairwise(ordered):
            if getattr(lower, end) != getattr(upper, start):
                raise RulesError(
                    f"{shape.file}, {name}: the band from {getattr(lower, start)} does not end where the next"
                    f" begins, {getattr(upper, start)}. {REMEDY}"
                )


def _check_names(rows: Mapping[str, Sequence[BaseModel]]) -> None:
    """Every rule has bands, and the sources that rules name exist."""
    banded = {(band.rule_id, band.effective_from) for band in rows["tier_bands"] if isinstance(band, row.TierBand)}
    for rule in rows["tier_rules"]:
        if isinstance(rule, row.TierRule):
            if (rule.rule_id, rule.effective_from) not in banded:
                raise RulesError(f"tiers.toml, {rule.rule_id} has no bands. Add at least one.")
            if rule.zero_source and rule.zero_source not in SOURCES:
                raise RulesError(f"tiers.toml, {rule.rule_id}, zero_source is not a source. {REMEDY}")
    for indicator in rows["indicators"]:
        if isinstance(indicator, row.Indicator) and indicator.source not in SOURCES:
            raise RulesError(f"indicators.toml, {indicator.indicator_id}, source is not a source. {REMEDY}")
