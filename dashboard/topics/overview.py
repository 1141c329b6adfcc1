"""What needs attention: the worst of every topic, each figure leading to its page."""

import pandas as pd

from dashboard import menu, words
from dashboard.shapes import Figure, Link
from dashboard.topics import reviews, tiers

SOURCES = tuple(dict.fromkeys((*tiers.SOURCES, *reviews.SOURCES)))


def figures(
    locations: pd.DataFrame, overdue: pd.DataFrame, due: pd.DataFrame, late: Figure, never: frozenset[str]
) -> list[Figure]:
    """The figures that lead to the other pages. `late` is that of the sources, from `loads`."""
    active = None if reviews.CONTRACTS in never else due
    indicators = Link(menu.MONTHLY_INDICATORS, "Monthly indicators")
    return [
        tiers.concern(locations, "Tier 3", "Provider quality Tier 3", never),
        tiers.concern(locations, "Tier 2", "Provider quality Tier 2", never),
        tiers.concern(locations, "Insufficient data", "Too little evidence", never),
        reviews.linked(overdue, never),
        Figure("Contracts active", active, reviews.DUE, indicators),
        late,
    ]


def said(locations: pd.DataFrame, overdue: pd.DataFrame, due: pd.DataFrame, late: Figure, never: frozenset[str]) -> str:
    """The answer of the page: four facts, each said also where it is 0, 1 or not known."""
    return " ".join((_tiers_said(locations, never), _reviews_said(overdue, due, never), _late_said(late)))


def _tiers_said(locations: pd.DataFrame, never: frozenset[str]) -> str:
    if never.issuperset(tiers.PLACES):
        return "Which locations give concern is not known: no register of locations was ever received."
    worst, more = tiers.sizes_said(locations, "Tier 3")
    unsure = int((locations["suggested_tier"] == "Insufficient data").sum())
    return (
        f"Provider quality Tier 3, the highest concern, is suggested for {_of(worst, 'location')}{more};"
        f" {_of(unsure, 'location')} {words.verb(max(unsure, 1), 'has', 'have')} too little evidence for a tier."
    )


def _reviews_said(overdue: pd.DataFrame, due: pd.DataFrame, never: frozenset[str]) -> str:
    if missing := reviews.what_is_missing(never):
        return f"Which contract reviews are overdue is not known: {missing}."
    if due.empty:
        return "No contract is active here."
    has = words.verb(max(len(overdue), 1), "has", "have")
    of = words.few(len(overdue)).capitalize()
    return f"{of} of {words.count(len(due), 'active contract')} {has} an overdue review."


def _late_said(late: Figure) -> str:
    on = late.label.removeprefix("Sources late ")
    return f"{_of(late.size, 'source').capitalize()} of data {words.verb(max(late.size, 1), 'is', 'are')} late {on}."


def _of(size: int, one: str) -> str:
    return words.count(size, one) if size else f"no {one}"
