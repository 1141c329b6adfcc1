"""How dates, money, counts and tiers are written on a page."""

import re
from datetime import date
from typing import NamedTuple

import pandas as pd

from pipelines.querying.questions import QUESTIONS
from pipelines.registers.all import SOURCES


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
NOTHING = "–"
"""What stands for nothing, everywhere; why there is nothing follows where there is room."""

NOT_KNOWN, NOT_RECORDED = "Not known", "Not recorded"
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
    """The title of a source, or of a question."""
    if name in SOURCES:
        return SOURCES[name].SOURCE.title
    return QUESTIONS[name].title if name in QUESTIONS else name


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


def plain(text: str) -> str:
    """Text from a file or link, safe where Markdown is read: it can neither format, link nor fetch."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(JOINER, " ".join(text.split())))
