"""Contract reviews: which are overdue, by how long, and who leads them."""

import pandas as pd

from dashboard import menu, words
from dashboard.shapes import Figure, Link

NAME, DUE = "overdue_reviews", "reviews_due"
CONTRACTS, REVIEWS, OFFICERS = "contracts", "reviews", "officers"
SOURCES = (CONTRACTS, REVIEWS, "contract_tierings", "tier_decisions", "providers", OFFICERS)

LEADS = {
    "none": "No lead",
    "has left": "Lead has left",
    "not in officers": "Lead is not in officers",
    "not known": "Lead is not known",
}
"""Where a lead stands who is not simply named, in the words of `lead_state` → in those of a page."""


def what_is_missing(never: frozenset[str]) -> str:
    """Why nobody knows which reviews are overdue; blank where it is known."""
    if CONTRACTS in never:
        return "no register of contracts was ever received"
    return "no register of reviews was ever received" if REVIEWS in never else ""


def figures(overdue: pd.DataFrame, due: pd.DataFrame, never: frozenset[str]) -> list[Figure]:
    """Contracts by where they stand with their review, and with their lead.

    Leads are counted as not known where no officers came; who is simply not named still is.
    """
    is_known = not what_is_missing(never)
    soon, exempt = due[due["state"] == "due soon"], due[due["state"] == "exempt"]
    states = overdue["lead_state"]
    leads = [
        Figure(
            f"Overdue, {text[0].lower()}{text[1:]}",
            overdue[states == state] if is_known and (state != "has left" or OFFICERS not in never) else None,
            NAME,
        )
        for state, text in LEADS.items()
        if state == "has left" or (state == "none" and "lead" in overdue) or (states == state).any()
    ]
    return [
        Figure("Overdue", overdue if is_known else None, NAME),
        Figure("Due soon", soon if is_known else None, DUE),
        Figure("Exempt", None if CONTRACTS in never else exempt, DUE),
        *leads,
    ]


def linked(overdue: pd.DataFrame, never: frozenset[str]) -> Figure:
    """The figure that leads to the page."""
    link = Link(menu.OVERDUE_REVIEWS, "Reviews overdue")
    return Figure("Overdue reviews", None if what_is_missing(never) else overdue, NAME, link)


def said(overdue: pd.DataFrame, due: pd.DataFrame, never: frozenset[str]) -> str:
    """The answer of the page, in whole sentences."""
    if missing := what_is_missing(never):
        return f"Which contract reviews are overdue is not known: {missing}."
    bound, exempt = due[due["state"] != "exempt"], due[due["state"] == "exempt"]
    return " ".join(
        (
            f"{_overdue_said(len(overdue), len(bound))}{_longest_said(overdue)}{_leads_said(overdue, never)}.",
            f"{words.few(len(exempt)).capitalize()} {words.verb(max(len(exempt), 1), 'is', 'are')} exempt.",
        )
    )


def _overdue_said(overdue: int, bound: int) -> str:
    if not bound:
        return "No contract here must be reviewed"
    is_are = words.verb(max(overdue, 1), "is", "are")
    return (
        f"{words.few(overdue).capitalize()} of {words.count(bound, 'contract')} that must be reviewed {is_are} overdue"
    )


def _longest_said(overdue: pd.DataFrame) -> str:
    days = overdue["days_overdue"].dropna()
    unknown = len(overdue) - len(days)
    longest = f", the longest by {words.count(int(days.max()), 'day')}" if len(days) else ""
    return f"{longest}, {words.number(unknown)} since a day that is not known" if unknown else longest


def _leads_said(overdue: pd.DataFrame, never: frozenset[str]) -> str:
    """Who of the leads is not in post: each reason with its own number, for each has its own remedy."""
    if "lead" not in overdue or overdue.empty:
        return ""
    sizes = overdue["lead_state"].value_counts()
    said = {
        "none": "{} {has} no lead",
        "has left": "of {} the lead has left",
        "not in officers": "of {} the lead is not in officers",
        "not known": "of {} the lead could not be read",
    }
    parts = [
        text.format(words.number(sizes[state]), has=words.verb(int(sizes[state]), "has", "have"))
        for state, text in said.items()
        if state in sizes
    ]
    if OFFICERS in never:
        parts.append("whether leads are still in post is not known, since no register of officers was ever received")
    return f"; {words.listed(parts)}" if parts else "; each has a lead in post"
