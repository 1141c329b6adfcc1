"""The numbers of the rules that a question is counted by on a day, in words, with the day each began."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dashboard import words
from pipelines.rules import RuleSet

_TIERS = ("quality_tiers", "tier_settings")
_REVIEWS = ("review_settings", "review_intervals", "review_quality_intervals", "overdue_bands")
TABLES = {
    "provider_tiers": _TIERS,
    "provider_tier_evidence": _TIERS,
    "reviews_due": _REVIEWS,
    "overdue_reviews": _REVIEWS,
    "monthly_indicators": ("indicator_settings",),
}
"""Question → the rule tables whose numbers its definition speaks of. Bands of single rules stand in the evidence."""

UNITS = ("days", "months", "points")
LEFT_OUT = {"effective_from", "effective_to", "authority", "at_least"}


def said(rules: RuleSet, names: Iterable[str], on: date) -> list[str]:
    """One line for each rule in force on the day, in the order of the rules files."""
    tables = dict.fromkeys(table for name in names for table in TABLES.get(name, ()))
    found = [rule.model_dump() for table in tables for rule in rules.rows[table]]
    return [_line(rule) for rule in found if rule["effective_from"] <= on <= (rule["effective_to"] or date.max)]


def _line(rule: dict[str, Any]) -> str:
    since = f"since {words.day(rule['effective_from'])}"
    if "name" in rule:
        name, unit = _unit(rule["name"])
        return f"{name.replace('_', ' ').capitalize()}: {_with(rule['value'], unit)}, {since}"
    (first, what), *others = ((key, value) for key, value in rule.items() if key not in LEFT_OUT)
    told = []
    for key, value in others:
        if value is not None and not key.endswith("_rank"):
            name, unit = _unit(key)
            told.append(" ".join(filter(None, (name.replace("_", " "), _with(value, unit)))))
    of = str(what) if first == "tier" else f"{first.replace('_', ' ').capitalize()} {what}"
    return f"{of}: {', '.join(told)}, {since}"


def _unit(name: str) -> tuple[str, str]:
    """The name without its unit, and the unit: from_days is `from` so many days."""
    head, _, last = name.rpartition("_")
    return (head, last) if last in UNITS else (name, "")


def _with(value: Any, unit: str) -> str:
    number = words.number(value) if isinstance(value, int | float) else str(value)
    return f"{number} {unit.removesuffix('s') if value == 1 else unit}".strip()
