"""What a page asks, and what a reader's session holds: the one user of session state and of the warehouse."""

import atexit
import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.session import answers
from dashboard.session.people import Person
from dashboard.session.settings import BUILDS_OPEN, folder, limits, rules
from dashboard.shapes import Listing
from pipelines.loading.publish import current
from pipelines.querying import guarding
from pipelines.querying.questions import QUESTIONS
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of
from pipelines.rules import RuleSet
from pipelines.warehouse.driver import CALENDAR, REMEDY, Build, WarehouseError

FIRST_DAY, LAST_DAY = CALENDAR
LOAD_COMMAND = "python -m pipelines load PATH"
ANSWERS_KEPT = 200
TOLD_KEPT = 10_000


@st.cache_resource(show_spinner=False)
def boot() -> None:
    """Take what the imports made out of every later garbage collection: it more than halves a page's time."""
    gc.collect()
    gc.freeze()
    # A page makes and drops some fifty thousand objects, so that is how often it is worth looking: a tenth of its time.
    gc.set_threshold(50_000, 20, 50)
    # What stays frozen at the end is never freed, which the database driver reports on the terminal as leaks.
    atexit.register(gc.unfreeze)


@dataclass(frozen=True)
class Held:
    """One build, open for reading by one person, and what every page needs to know of it."""

    warehouse: Warehouse
    first: date
    newest: date

    @property
    def places(self) -> dict[str, list[str]]:
        """Column → every market segment, or area, on the day of the newest load, that this person sees rows of."""
        on = {"as_of": self.newest, "known_on": self.newest}
        locations, contracts = (
            answers.made(_places, self.warehouse, name, on) for name in ("provider_tiers", "reviews_due")
        )
        return {name: sorted(locations[name] | contracts[name]) for name in locations}

    @property
    def build(self) -> Build:
        """What the build says of itself, with the rules in use."""
        return Build(build_id=self.warehouse.build.build_id, rules_hash=self.warehouse.rules_hash)


@st.cache_resource(show_spinner=False, max_entries=BUILDS_OPEN)
def _open(build: str, rules_hash: str, _rules: RuleSet) -> Held | None:
    found = Warehouse.open(Path(build), _rules, **limits())
    loads = answers.rows(found, "loads", {"as_of": LAST_DAY, "known_on": LAST_DAY})
    received = loads.loc[loads["undone_at"].isna(), "received_on"]
    if received.empty:
        return None
    return Held(found, received.min().date(), received.max().date())


def start() -> bool:
    """Settle at the head of a run which build and rules the whole page is from. False when there is none.

    The pointer is read on every run, so a page shows a new build when it is next used.
    Raises WarehouseError when the build or the rules cannot be used.
    """
    build = current(folder())
    now = rules() if build else None
    held = _open(str(build), now.hash, now) if now else None
    remember("held", held and replace(held, warehouse=replace(held.warehouse, rights=person().rights)))
    remember("settled", (build, now and now.hash))
    return held is not None


def is_settled() -> bool:
    """Whether build and rules are still those that the page around is from."""
    return bool(recall("settled") == (current(folder()), rules().hash))


def person() -> Person:
    """Whose page this is. Raises WarehouseError when that has not been settled: nothing is for nobody."""
    found: Person | None = recall("person")
    if found is None:
        raise WarehouseError("Nobody is signed in. Reload the page.")
    return found


@st.cache_resource(show_spinner=False, max_entries=TOLD_KEPT)
def _told(what: tuple[Any, ...]) -> list[bool]:
    return []


def first_time(what: tuple[Any, ...]) -> bool:
    """Whether this server has not been told this before, in any session of the last while."""
    told = _told(what)
    told.append(True)
    return len(told) == 1


def held() -> Held:
    """What this page is from. Raises WarehouseError when there is nothing."""
    found: Held | None = recall("held")
    if found is None:
        raise WarehouseError(f"Nothing has been loaded. {REMEDY}")
    return found


def _places(rows: pd.DataFrame) -> dict[str, set[str]]:
    return {name: set(rows[name]) for name in ("market_segment", "locality")}


def ask(listing: Listing, **params: Any) -> pd.DataFrame:
    """The rows of a question that this person may see, remembered while build, rules and rights are the same.

    A parameter that the question does not have is left out: what was received has no market segment. So is a column
    that they may not see: a blank would be read as nothing recorded.
    Raises WarehouseError when there is no warehouse or it cannot answer, and AccessError when they may go on no longer.
    """
    person().recheck()
    return answers.rows(held().warehouse, listing.name, params)


def ask_for(make: Callable[[pd.DataFrame], Any], listing: Listing, **params: Any) -> Any:
    """What a function of a module makes of the rows of a question, remembered as they are. Raises as `ask` does."""
    person().recheck()
    return answers.made(make, held().warehouse, listing.name, params)


def withheld(listing: Listing) -> list[str]:
    """Labels of the columns that this person may not see of a listing; one that is no question withholds nothing."""
    if listing.name not in QUESTIONS:
        return []
    hidden = guarding.hidden(QUESTIONS[listing.name], held().warehouse.rights)
    return [column.label for column in columns_of(listing.row) if column.name in hidden]


OURS = "care"
"""The one place among the widgets' values for what is ours: each widget looks through all of them on every run."""


def recall(key: str, default: Any = None) -> Any:
    """What this reader's session holds under a key."""
    return st.session_state.get(OURS, {}).get(key, default)


def remember(key: str, value: Any) -> None:
    """Hold a value for this reader, until the page is closed."""
    if OURS not in st.session_state:
        st.session_state[OURS] = {}
    st.session_state[OURS][key] = value


def chosen(key: str) -> Any:
    """The value of a widget."""
    return st.session_state.get(key)


def choose(key: str, value: Any) -> None:
    """Set a widget, before it is drawn."""
    st.session_state[key] = value


def source_titles() -> list[str]:
    """What can be loaded, as a reader would name it."""
    return [source.SOURCE.title for source in SOURCES.values()]


def tier_bands(as_of: date) -> pd.DataFrame:
    """From how many points each provider quality tier begins, by the rules in force on a day."""
    bands = [band.model_dump() for band in rules().rows["quality_tiers"]]
    in_force = [b for b in bands if b["effective_from"] <= as_of <= (b["effective_to"] or LAST_DAY)]
    return pd.DataFrame(in_force, columns=["tier", "from_points"])


def today() -> date:
    """The one place that looks at the clock."""
    return date.today()
