"""The one user of Streamlit's caches, of session state and of the warehouse."""

import atexit
import gc
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from pipelines.publish import current
from pipelines.questions import QUESTIONS
from pipelines.rules import RulesError, RuleSet, load_rules
from pipelines.sources import SOURCES
from pipelines.warehouse import CALENDAR, REMEDY, Build, Warehouse, WarehouseError

ROOT = Path(__file__).parents[1]
FIRST_DAY, LAST_DAY = CALENDAR
LOAD_COMMAND = "python -m pipelines load PATH"
BUILDS_OPEN = 3
ANSWERS_KEPT = 200


def folder() -> Path:
    """Where the builds are: CARE_WAREHOUSE, else data/warehouse."""
    return Path(os.environ.get("CARE_WAREHOUSE") or ROOT / "data" / "warehouse")


def rules_folder() -> Path:
    """Where the rules are: CARE_RULES, else data/rules."""
    return Path(os.environ.get("CARE_RULES") or ROOT / "data" / "rules")


@st.cache_resource(show_spinner=False)
def boot() -> None:
    """Take what the imports made out of every later garbage collection: it more than halves a page's time."""
    gc.collect()
    gc.freeze()
    # What stays frozen at the end is never freed, which the database driver reports on the terminal as leaks.
    atexit.register(gc.unfreeze)


@st.cache_resource(show_spinner=False, max_entries=BUILDS_OPEN)
def _rules(where: str, changed: tuple[tuple[str, int], ...]) -> RuleSet:
    return load_rules(Path(where))


def rules() -> RuleSet:
    """The rules as the folder has them now. Raises WarehouseError when they cannot be used."""
    where = rules_folder()
    changed = tuple((file.name, file.stat().st_mtime_ns) for file in sorted(where.glob("*.*")))
    try:
        return _rules(str(where), changed)
    except RulesError as error:
        raise WarehouseError(f"The rules cannot be used. {error}") from error


@dataclass(frozen=True)
class Held:
    """One build, open for reading, and what every page needs to know of it."""

    warehouse: Warehouse
    first: date
    newest: date
    places: dict[str, list[str]]
    """Column → every market segment, or every area, on the day of the newest load."""

    @property
    def build(self) -> Build:
        """What the build says of itself, with the rules in use."""
        return Build(build_id=self.warehouse.build.build_id, rules_hash=self.warehouse.rules_hash)


@st.cache_resource(show_spinner=False, max_entries=BUILDS_OPEN)
def _open(build: str, rules_hash: str, _rules: RuleSet) -> Held | None:
    found = Warehouse.open(Path(build), _rules)
    loads = _ask(found, "loads", {"as_of": LAST_DAY, "known_on": LAST_DAY})
    received = loads.loc[loads["undone_at"].isna(), "received_on"]
    if received.empty:
        return None
    first, newest = received.min().date(), received.max().date()
    on = {"as_of": newest, "known_on": newest}
    locations, contracts = _ask(found, "provider_tiers", on), _ask(found, "reviews_due", on)
    places = {name: sorted({*locations[name], *contracts[name]}) for name in ("market_segment", "locality")}
    return Held(found, first, newest, places)


def start() -> bool:
    """Settle at the head of a run which build and rules the whole page is from. False when there is none.

    The pointer is read on every run, so a page shows a new build when it is next used.
    Raises WarehouseError when the build or the rules cannot be used.
    """
    build = current(folder())
    now = rules() if build else None
    held = _open(str(build), now.hash, now) if now else None
    remember("held", held)
    return held is not None


def held() -> Held:
    """What this page is from. Raises WarehouseError when there is nothing."""
    found: Held | None = recall("held")
    if found is None:
        raise WarehouseError(f"Nothing has been loaded. {REMEDY}")
    return found


@st.cache_resource(show_spinner=False, max_entries=ANSWERS_KEPT)
def _answer(name: str, build_id: str, rules_hash: str, params: tuple[Any, ...], _from: Warehouse) -> pd.DataFrame:
    try:
        return QUESTIONS[name].ask(_from, **dict(params))
    except WarehouseError as error:
        # The database's own words may quote a record.
        raise WarehouseError(f"The build {build_id} cannot answer {name}. {REMEDY}") from error


def _ask(found: Warehouse, name: str, params: dict[str, Any]) -> pd.DataFrame:
    used = tuple(sorted((key, params[key]) for key in params if key in QUESTIONS[name].params.model_fields))
    answer = _answer(name, found.build.build_id, found.rules_hash, used, found)
    # pandas copies on write, so a page that changes its rows cannot change those of others.
    return answer.copy(deep=False)


def ask(name: str, **params: Any) -> pd.DataFrame:
    """The rows of a question, remembered for as long as the build and the rules are the same.

    A parameter that the question does not have is left out: what was received has no market segment.
    Raises WarehouseError when there is no warehouse or it cannot answer.
    """
    return _ask(held().warehouse, name, params)


def recall(key: str, default: Any = None) -> Any:
    """What this reader's session holds under a key."""
    return st.session_state.get(key, default)


def remember(key: str, value: Any) -> None:
    """Hold a value for this reader, until the page is closed."""
    st.session_state[key] = value


def is_dark() -> bool:
    """Whether the reader sees the dark page."""
    return st.context.theme.type == "dark"


def source_titles() -> list[str]:
    """What can be loaded, as a reader would name it."""
    return [source.SOURCE.title for source in SOURCES.values()]


def tier_bands(as_of: date) -> pd.DataFrame:
    """From how many points each provider quality tier begins, by the rules in force on a day."""
    bands = [band.model_dump() for band in rules().rows["quality_tiers"]]
    in_force = [b for b in bands if b["effective_from"] <= as_of <= (b["effective_to"] or LAST_DAY)]
    return pd.DataFrame(in_force, columns=["tier", "from_points"])
