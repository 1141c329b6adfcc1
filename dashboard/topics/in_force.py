"""The numbers of the rules that a listing is counted by on a day, in words, with the day each began."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dashboard import words
from dashboard.shapes import Listing
from pipelines.rules import RuleSet

UNITS = ("days", "months", "points")
LEFT_OUT = {"effective_from", "effective_to", "authority", "at_least"}


def said(rules: RuleSet, listings: Iterable[Listing], on: date) -> list[str]:
    """One line for each rule in force on the day, in the order of the rules files."""
    tables = dict.fromkeys(table for listing in listings for table in listing.rule_tables)
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
