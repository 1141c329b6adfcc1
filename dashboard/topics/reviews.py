"""Contract reviews: which are overdue, by how long, and who leads them."""

import pandas as pd

from dashboard import charts, menu, words
from dashboard.charts import ChartResult
from dashboard.session.settings import rules
from dashboard.shapes import Figure, Link, Listing, One

RULE_TABLES = ("review_settings", "review_intervals", "review_quality_intervals", "overdue_bands")
OVERDUE = Listing.of(
    "overdue_reviews",
    (
        "contract_ref", "title", "provider_name", "contract_tier", "days_overdue", "due_on", "last_completed_on",
        "lead", "lead_state", "is_lead_left", "annual_value", "not_read", "source_file", "source_row",
    ),
    blanks={"days_overdue": "Not overdue, or since a day that is not known", "last_completed_on": "None held"},
    rule_tables=RULE_TABLES,
)  # fmt: skip
DUE = Listing.of(
    "reviews_due",
    (
        "contract_ref", "title", "provider_name", "contract_tier", "state", "due_on", "exempt_reason", "lead",
        "lead_state", "is_lead_left", "annual_value", "not_read", "source_file", "source_row",
    ),
    blanks={"exempt_reason": "Not exempt"},
    rule_tables=RULE_TABLES,
)  # fmt: skip
CONTRACTS, REVIEWS, OFFICERS = "contracts", "reviews", "officers"
SOURCES = (CONTRACTS, REVIEWS, "contract_tierings", "tier_decisions", "providers", OFFICERS)

LEADS = {
    "none": "No lead",
    "has left": "Lead has left",
    "not in officers": "Lead is not in officers",
    "not known": "Lead is not known",
}
"""Where a lead stands who is not simply named, in the words of `lead_state` → in those of a page."""

STATES = {"no lead" if state == "none" else f"lead {state}": state for state in LEADS}
"""What a link asks for → where the lead stands."""


def band(name: str) -> str:
    """How late, in words: 1-30 days, or Not known."""
    return name if name == words.NOT_KNOWN else f"{name} days"


def _bands(due: pd.DataFrame) -> dict[str, str]:
    """All that there are in the rules: one that nothing here is late by is a choice too, and keeps nothing."""
    known = sorted((rule.model_dump() for rule in rules().rows["overdue_bands"]), key=lambda rule: rule["from_days"])
    names = [*(rule["overdue_band"] for rule in known), *due["overdue_band"].dropna().unique()]
    return {name: band(name) for name in names}


def _leads(due: pd.DataFrame) -> dict[str, str]:
    states = {*due["lead_state"], "none", "has left"}
    others = {asked: LEADS[state] for asked, state in STATES.items() if state in states}
    return others | {name: name for name in sorted(due["lead"].dropna().unique())}


def _of_lead(rows: pd.DataFrame, chosen: str) -> pd.DataFrame:
    return rows[rows["lead_state"] == STATES[chosen] if chosen in STATES else rows["lead"] == chosen]


FILTERS = (
    One(
        "contract_tier", "Contract tier", {tier: tier for tier in words.CONTRACT_TIERS},
        column="contract_tier", is_public=True,
    ),
    One("late", "How late", _bands, column="overdue_band", is_public=True),
    One("lead", "Lead", _leads, column="lead", keep=_of_lead),
)  # fmt: skip


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
            OVERDUE,
        )
        for state, text in LEADS.items()
        if state == "has left" or (state == "none" and "lead" in overdue) or (states == state).any()
    ]
    return [
        Figure("Overdue", overdue if is_known else None, OVERDUE),
        Figure("Due soon", soon if is_known else None, DUE),
        Figure("Exempt", None if CONTRACTS in never else exempt, DUE),
        *leads,
    ]


def linked(overdue: pd.DataFrame, never: frozenset[str]) -> Figure:
    """The figure that leads to the page."""
    link = Link(menu.OVERDUE_REVIEWS, "Reviews overdue")
    return Figure("Overdue reviews", None if what_is_missing(never) else overdue, OVERDUE, link)


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


def by_lateness(overdue: pd.DataFrame) -> ChartResult:
    """Overdue contract reviews by how late they are."""
    # Since when is not known may be the longest, so it is last.
    order = overdue.groupby("overdue_band")["days_overdue"].min().sort_values(na_position="last").index
    counts = overdue["overdue_band"].value_counts().reindex(order)
    bars = {band(str(name)): int(size) for name, size in counts.items()}
    late = {words.NOT_KNOWN: "since a day that is not known"}
    said = [f"{words.number(size)} late {late.get(name, f'by {name}')}" for name, size in bars.items()]
    return ChartResult(
        *charts.bars("How late", bars, "Contracts"),
        f"Overdue contract reviews: {words.listed(said)}.",
        "Days from the day a review was due to the position date.",
    )


def by_contract_tier(overdue: pd.DataFrame) -> ChartResult:
    """Overdue contract reviews by contract tier."""
    sizes = overdue["contract_tier"].value_counts()
    counts = {tier: int(sizes.get(tier, 0)) for tier in words.CONTRACT_TIERS}
    said = [f"{words.number(size)} {tier}" for tier, size in counts.items()]
    return ChartResult(
        *charts.bars(
            "Contract tier",
            {words.marked(tier): size for tier, size in counts.items()},
            "Contracts",
            [mark.colour for mark in words.CONTRACT_TIERS.values()],
        ),
        f"Overdue contract reviews by contract tier: {words.listed(said)}.",
        "The contract tier says how much a contract matters. It is not the provider quality tier.",
    )
