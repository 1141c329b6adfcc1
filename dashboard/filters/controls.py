"""The choices a reader makes. Each is in the address bar, so a link shows somebody else the same page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import printing, words
from dashboard.filters import links
from dashboard.labels import FILTERS, SHARED
from dashboard.session.session import FIRST_DAY, LAST_DAY, chosen, held, recall, remember, rules, today
from dashboard.topics import reviews, tiers

YES = "yes"
LEADS = {
    "no lead": "none",
    "lead has left": "has left",
    "lead not in officers": "not in officers",
    "lead not known": "not known",
}
"""What a link asks for → where the lead stands."""


def shared() -> None:
    """The two dates, the market segment and the area, beside every page.

    Drawn by the entry script above the page, or a reader who goes to another page would lose them.
    """
    known = held()
    links.start_over()
    for name in st.query_params:
        if name not in FILTERS:
            st.warning(f"The link asked for “{words.plain(name)}”, which is not a filter here. It was left out.")
    last = max(known.newest, today())
    with st.sidebar:
        settled = {
            "as_of": links.day("as_of", known.newest, FIRST_DAY, LAST_DAY, "Show the position at the end of this day."),
            "known_on": links.day("known_on", known.newest, known.first, last, "Use only what was received by then."),
            "market_segment": links.one("segment", {name: name for name in known.places["market_segment"]}),
            "locality": links.one("area", {name: name for name in known.places["locality"]}),
        }
    remember("scope", settled)
    links.say_ignored(SHARED)


def scope() -> dict[str, Any]:
    """What every question is asked with: as_of, known_on, market_segment, locality."""
    return dict(recall("scope"))


def scope_everywhere() -> dict[str, Any]:
    """The same for all market segments and areas."""
    return scope() | {"market_segment": None, "locality": None}


def filter_locations(rows: pd.DataFrame, signals: tiers.Signals) -> pd.DataFrame:
    """Locations that meet the filters of the page, from `provider_tiers`."""
    with _filters("tier", "signal", "regulated", "evidence_days", "lead", "differs"):
        chosen_tiers = links.many("tier", list(words.QUALITY_TIERS))
        signal = links.one("signal", signals.titles)
        regulated = links.one("regulated", {YES: "Regulated", "no": "Not regulated", "not known": "Not known"})
        days = _days(rows)
        lead = _lead(rows, with_states=False)
        differs = links.one("differs", {YES: "Only where they differ"})
    kept = rows
    if chosen_tiers:
        kept = kept[kept["suggested_tier"].isin(chosen_tiers)]
    if signal:
        kept = kept[kept["location_id"].isin(signals.locations.get(signal, []))]
    if regulated:
        kept = kept[kept["is_regulated"].map({True: YES, False: "no"}).fillna("not known") == regulated]
    if days:
        kept = kept[kept["newest_evidence_days"].fillna(days) >= days]
    if differs:
        kept = tiers.differing(kept)
    return _of_lead(kept, lead)


def filter_reviews(overdue: pd.DataFrame, due: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`overdue_reviews` and `reviews_due`, both cut to the contracts that meet the filters of the page."""
    # All that there are in the rules: one that nothing here is late by is a choice too, and keeps nothing.
    bands = sorted(rules().rows["overdue_bands"], key=lambda rule: rule.model_dump()["from_days"])
    late = [*dict.fromkeys([*(rule.model_dump()["overdue_band"] for rule in bands), *overdue["overdue_band"].unique()])]
    with _filters("contract_tier", "late", "lead"):
        tier = links.one("contract_tier", {name: name for name in words.CONTRACT_TIERS})
        band = links.one("late", {name: words.band(name) for name in late})
        lead = _lead(due, with_states=True)

    def kept(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows[rows["contract_tier"] == tier] if tier else rows
        rows = rows[rows["overdue_band"] == band] if band else rows
        return _of_lead(rows, lead)

    return kept(overdue), kept(due)


def pick_location(everywhere: pd.DataFrame, within: pd.DataFrame) -> str | None:
    """The location to explain: nothing until somebody chooses, and never another than the one that was asked for.

    within: those that can be chosen, of the places beside the page. One of elsewhere stays when it is asked for.
    """
    ordered = tiers.worst_first(everywhere)
    named = {row.location_id: f"{row.location_name} ({row.location_id})" for row in ordered.itertuples()}
    return links.subject("location", named, set(within["location_id"]), "Choose a location")


def pick_month(rows: pd.DataFrame) -> pd.Timestamp:
    """First day of the month to show: the last that was over on the position date until somebody chooses."""
    as_of = pd.Timestamp(scope()["as_of"])
    months = sorted(rows["month"].unique(), reverse=True)
    ended = rows.loc[rows["month_end"] <= as_of, "month"]
    named = {f"{month:%Y-%m}": words.month(month) for month in months}
    default = f"{ended.max() if len(ended) else months[0]:%Y-%m}"
    return pd.Timestamp(f"{_picked('month', named, default)}-01")


def pick_indicator(rows: pd.DataFrame) -> str | None:
    """The indicator to look into."""
    named = {row.indicator_id: f"{row.indicator_number}. {row.indicator_title}" for row in rows.itertuples()}
    return _picked("indicator", named, next(iter(named), None))


def _picked(key: str, options: Mapping[str, str], default: str | None) -> str | None:
    found = links.one(key, options, default=default)
    links.say_ignored((key,))
    return found


def _days(rows: pd.DataFrame) -> int | None:
    if "newest_evidence_days" not in rows:
        links.none("evidence_days")
        return None
    return links.whole("evidence_days", "Locations without any evidence are shown too.")


def _lead(rows: pd.DataFrame, *, with_states: bool) -> str | None:
    """One lead, or where leads stand. Without states a row says nothing of its lead but the name."""
    if "lead" not in rows:
        links.none("lead")
        return None
    states = set(rows["lead_state"]) | {"none", "has left"} if with_states else {"none"}
    others = {asked: reviews.LEADS[state] for asked, state in LEADS.items() if state in states}
    known = sorted({name for name in rows["lead"] if isinstance(name, str)})
    return links.one("lead", others | {name: name for name in known})


def _of_lead(rows: pd.DataFrame, lead: str | None) -> pd.DataFrame:
    if lead in LEADS and "lead_state" in rows:
        return rows[rows["lead_state"] == LEADS[lead]]
    if lead in LEADS:
        return rows[rows["lead"].isna()]
    return rows[rows["lead"] == lead] if lead else rows


@contextmanager
def _filters(*keys: str) -> Iterator[None]:
    """A box for the filters of a page, which says how many are in use and opens when any is."""
    used = sum(bool(chosen(key) or st.query_params.get(key)) for key in keys)
    label = f"Filters ({used} in use)" if used else "Filters"
    with st.expander(label, expanded=bool(used), key="filters"), st.grid(3, min_column_width=200):
        yield
    if in_use := links.choices_of(keys):
        printing.text(f"Filters in use: {in_use}.")
    links.say_ignored(keys)
