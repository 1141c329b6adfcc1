"""How dates, money, counts and tiers are written on a page."""

import re
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from pydantic import BaseModel

from dashboard.listings import LISTINGS
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import Column, columns_of


class Mark(NamedTuple):
    """What a tier looks like besides its word. The colour is 3 to 1 or more on the light and dark page."""

    shape: str
    colour: str


AT_LEAST = "At least "
QUALITY_TIERS: dict[str, Mark] = {
    "Tier 3": Mark("▲", "#d4351c"),
    "At least Tier 3": Mark("△", "#d4351c"),
    "Tier 2": Mark("◆", "#d9541e"),
    "At least Tier 2": Mark("◇", "#d9541e"),
    "Tier 1": Mark("●", "#3d7dc4"),
    "At least Tier 1": Mark("○", "#3d7dc4"),
    "Insufficient data": Mark("?", "#7a8085"),
    "BAU": Mark("■", "#1f8a70"),
}
"""Provider quality tiers, the most concern first. Their shapes are never those of a contract tier.

A tier that is only certain as a least one has the colour of that tier and its shape hollow: not all of it is known.
"""

OF_CONCERN = ("Tier 3", "Tier 2", "Tier 1")
"""Tiers that also come as a least one."""

CONTRACT_TIERS: dict[str, Mark] = {
    "Gold": Mark("★★★", "#8a63c9"),
    "Silver": Mark("★★", "#8a63c9"),
    "Bronze": Mark("★", "#8a63c9"),
    "Not tiered": Mark("☆", "#7a8085"),
}
"""Contract tiers, the most important first."""

MARKS = QUALITY_TIERS | CONTRACT_TIERS
TIER_COLUMNS = {
    "suggested_tier",
    "recorded_tier",
    "provider_suggested_tier",
    "floor_tier",
    "quality_tier",
    "contract_tier",
}
NAMED_COLUMNS = {"source", "question"}
"""Columns that hold the name of a source or a question, shown as its title."""

LABELS = {"rule_id": "Rule"}
"""What a column is called where it holds titles in place of ids."""

NOTHING = "–"
"""What stands for nothing, everywhere; why there is nothing follows where there is room."""

NOT_KNOWN, NOT_RECORDED = "Not known", "Not recorded"
BLANKS = {
    "floor_tier": "None",
    "floor_rule": "None",
    "points": "Not known",
    "value": "Not known",
    "previous": "Not known",
    "change": "Not known",
    "exempt_reason": "Not exempt",
    "days_overdue": "Not overdue, or since a day that is not known",
    "overdue_band": "Not overdue",
    "not_read": "All of it was read",
    "known_row": "Not known before",
    "known_file": "Not known before",
    "last_known": "Not known before, or not shown",
    "record": "Could not be read",
    "happened_on": "No date",
    "replaced_by": "Not replaced",
    "last_completed_on": "None held",
    "oldest_evidence_days": "No evidence",
    "newest_evidence_days": "No evidence",
    "evidence_on": "No evidence",
    "evidence_age_days": "No evidence",
    "last_received_on": "Never",
    "age_days": "Never received",
    "refused_because": "Not refused",
    "undone_at": "Not undone",
    "score": "No names compared",
    "dropped_columns": "None",
    "warnings": "None",
    "source_rows": "No records",
    "role": "None",
    "filters": "None",
    "row_count": "None",
    "audience": "None",
    "file_type": "No file",
    "sha256": "No file",
}
"""Why a column is blank, where it is not simply that nobody recorded it."""

_ADDRESS = re.compile(r"(?i)(?<=www)(?=\.)|(?<=:)(?=//)|(?<=\S)(?=@\S)")
"""Where an address is known by: a link is made of it after the backslashes have been taken out again."""

JOINER = "\u2060"
"""Takes no room, and is in no address."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:@^&=])")


def day(value: date) -> str:
    """31 August 2026."""
    return f"{value.day} {value:%B %Y}"


def month(value: date) -> str:
    """August 2026."""
    return f"{value:%B %Y}"


def number(value: float) -> str:
    """1,240, and 4.5 where it is not whole."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def figure(value: float) -> str:
    """A count, or Not known: a blank is never 0."""
    return NOT_KNOWN if pd.isna(value) else number(value)


def few(size: int) -> str:
    """A count inside a sentence: none, 1, 1,240."""
    return number(size) if size else "none"


def change(value: float) -> str:
    """+3, −2, 0, or not known."""
    if pd.isna(value):
        return NOT_KNOWN
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value))}"


def money(value: float) -> str:
    """£1,240,000: whole pounds."""
    return f"-£{-value:,.0f}" if value < 0 else f"£{value:,.0f}"


def count(size: int, one: str, many: str | None = None) -> str:
    """1 review, 1,240 reviews."""
    return f"{size:,} {one if size == 1 else many or one + 's'}"


def verb(size: int, one: str, many: str) -> str:
    """`one` or `many`, for what follows a count: is or are."""
    return one if size == 1 else many


def name_of(name: str) -> str:
    """The title of a source, or of what a page can list."""
    if name in SOURCES:
        return SOURCES[name].SOURCE.title
    return LISTINGS[name].title if name in LISTINGS else name


def band(name: str) -> str:
    """How late, in words: 1-30 days, or Not known."""
    return name if name == NOT_KNOWN else f"{name} days"


def ago(days: int) -> str:
    """87 days ago, or today."""
    return f"{count(days, 'day')} ago" if days else "today"


def listed(parts: list[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def marked(tier: str) -> str:
    """▲ Tier 3: the shape and the word together."""
    return f"{MARKS[tier].shape} {tier}" if tier in MARKS else tier


def least(tier: str) -> str:
    """The tier that one stands for: Tier 3 for At least Tier 3."""
    return tier.removeprefix(AT_LEAST)


def label(column: Column) -> str:
    """What a column is called."""
    return LABELS.get(column.name, column.label)


def nothing(column: Column) -> str:
    """What a blank says where there is room: – and why. Not known is a state, and is said as such."""
    why = BLANKS.get(column.name, NOT_RECORDED)
    return why if why == NOT_KNOWN else f"{NOTHING} ({why[0].lower()}{why[1:]})"


def plain(text: str) -> str:
    """Text from a file or link, safe where Markdown is read: it can neither format, link nor fetch."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(JOINER, " ".join(text.split())))


def cell(value: Any, column: Column) -> str:
    """One value as a reader of a table sees it, not yet safe for Markdown."""
    if pd.isna(value):
        return nothing(column)
    match column.type.__name__:
        case "date":
            return month(value) if column.name == "month" else day(value)
        case "datetime":
            return f"{day(value)}, {value:%H:%M}"
        case "bool":
            return "Yes" if value else "No"
        case "Decimal":
            return money(value)
        case "int" | "float" if column.name != "source_row":
            return number(value)
        case _:
            if column.name in NAMED_COLUMNS:
                return name_of(value)
            return marked(value) if column.name in TIER_COLUMNS else str(value)


def as_text(rows: pd.DataFrame, row: type[BaseModel], names: list[str]) -> pd.DataFrame:
    """The rows as a reader sees them, safe where Markdown is read: the first column, and the others labelled.

    Two columns fit a narrow window and a sheet of paper, and read aloud each value comes with its label.
    """
    columns = {column.name: column for column in columns_of(row)}
    first, *others = (columns[name] for name in names)
    told = [
        "; ".join(f"{label(column)}: {cell(value, column)}" for column, value in zip(others, values, strict=True))
        for values in rows[[column.name for column in others]].itertuples(index=False)
    ]
    return pd.DataFrame(
        {
            label(first): [plain(cell(value, first)) for value in rows[first.name]],
            "Details": [plain(t) for t in told],
        },
        dtype="object",
    )
