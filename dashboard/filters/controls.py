"""The choices a reader makes. Each is in the address bar, so a link shows somebody else the same page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import printing, words
from dashboard.declared import AREA, AS_OF, FILTERS, KNOWN_ON, SEGMENT, SHARED
from dashboard.filters import links
from dashboard.session.session import FIRST_DAY, LAST_DAY, chosen, held, recall, remember, today
from dashboard.shapes import Many, One, Pick, RowFilter, WholeNumber


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
            "as_of": links.day(AS_OF, known.newest, FIRST_DAY, LAST_DAY, "Show the position at the end of this day."),
            "known_on": links.day(KNOWN_ON, known.newest, known.first, last, "Use only what was received by then."),
            "market_segment": links.one(SEGMENT, {name: name for name in known.places["market_segment"]}),
            "locality": links.one(AREA, {name: name for name in known.places["locality"]}),
        }
    remember("scope", settled)
    links.say_ignored(SHARED)


def scope() -> dict[str, Any]:
    """What every question is asked with: as_of, known_on, market_segment, locality."""
    return dict(recall("scope"))


def scope_everywhere() -> dict[str, Any]:
    """The same for all market segments and areas."""
    return scope() | {"market_segment": None, "locality": None}


def narrowed(filters: Sequence[RowFilter], *frames: pd.DataFrame) -> list[pd.DataFrame]:
    """Draws the filters of a page, with what the first frame has to choose from, and keeps what meets them of each."""
    with _box(filters):
        found = [_chosen(one, frames[0]) for one in filters]
    kept = list(frames)
    for one, value in zip(filters, found, strict=True):
        kept = [one.kept(rows, value) for rows in kept]
    return kept


def pick(choice: Pick, rows: pd.DataFrame) -> str | None:
    """Draws a choice of one of what the rows give."""
    options = choice.options(rows)
    default = choice.default(rows, scope()["as_of"]) if choice.default else next(iter(options), None)
    found = links.one(choice, options, default)
    links.say_ignored([choice])
    return found


def _chosen(choice: RowFilter, rows: pd.DataFrame) -> Any:
    if choice.column and choice.column not in rows:
        return links.none(choice)
    match choice:
        case One():
            return links.one(choice, choice.options(rows) if callable(choice.options) else choice.options)
        case Many():
            return links.many(choice, choice.options)
        case WholeNumber():
            return links.whole(choice, choice.explained)


@contextmanager
def _box(filters: Sequence[RowFilter]) -> Iterator[None]:
    """A box for the filters of a page, which says how many are in use and opens when any is."""
    used = sum(bool(chosen(one.key) or st.query_params.get(one.key)) for one in filters)
    label = f"Filters ({used} in use)" if used else "Filters"
    with st.expander(label, expanded=bool(used), key="filters"), st.grid(3, min_column_width=200):
        yield
    if in_use := links.choices_of(filters):
        printing.text(f"Filters in use: {in_use}.")
    links.say_ignored(filters)
