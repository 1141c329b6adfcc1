"""Whatever is chosen on a page, its figures, list and downloads hold the rows that the choices keep, and no other.

What the filters mean is written here a second time, in plain Python, from what their labels say.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard import menu, words
from dashboard.downloads import buttons, workbooks
from dashboard.downloads.buttons import Download
from pipelines.loading.publish import current
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.rules import load_rules
from tests.helpers.loading import RULES
from tests.helpers.pages import Open

# Of a failing example the page is told as well, which is long.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

Row = dict[str, Any]
RISK, REVIEWS = menu.PROVIDER_RISK, menu.OVERDUE_REVIEWS
DAY = date(2026, 8, 31)
SEGMENTS, AREAS = ["Care Homes", "VCS"], ["North Vale", "East Marsh"]
PLACES = {"segment": st.sampled_from(SEGMENTS), "area": st.sampled_from(AREAS)}
LEADS = ["no lead", "Contract Officer 1", "Contract Officer 5"]
OF_RISK = {
    "tier": st.lists(st.sampled_from(["Tier 3", "Tier 2", "Tier 1", "BAU"]), min_size=1, max_size=3, unique=True),
    "signal": st.sampled_from(["complaints-upheld", "cqc-overall"]),
    "regulated": st.sampled_from(["yes", "no", "not known"]),
    "evidence_days": st.sampled_from(["1", "30", "120"]),
    "lead": st.sampled_from(LEADS),
    "differs": st.just("yes"),
}
OF_REVIEWS = {
    "contract_tier": st.sampled_from([*words.CONTRACT_TIERS]),
    "late": st.sampled_from(["1-30", "31-90", "91+"]),
    "lead": st.sampled_from([*LEADS, "lead has left"]),
}


def some(choices: dict[str, Any]) -> "st.SearchStrategy[Row]":
    """Any of the choices, also none of them."""
    return st.fixed_dictionaries({}, optional={**PLACES, **choices})


@pytest.fixture(scope="module")
def council(warehouse: Path) -> Iterator[Warehouse]:
    build = current(warehouse)
    assert build is not None
    opened = Warehouse.open(build, load_rules(RULES))
    yield opened
    opened.con.close()


def answer(council: Warehouse, name: str, asked: Row) -> list[Row]:
    """The rows of a question for the places that were chosen, each as a plain dict with None for a blank."""
    scope = {"as_of": DAY, "known_on": DAY, "market_segment": asked.get("segment"), "locality": asked.get("area")}
    used = {key: value for key, value in scope.items() if key in QUESTIONS[name].params.model_fields}
    rows = ask(QUESTIONS[name], council, **used)
    return list(rows.astype("object").where(rows.notna(), None).to_dict("records"))


@contextmanager
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Download]]:
    """The downloads that a page offers, by the key of their button."""
    found: dict[str, Download] = {}

    def keep(self: Download, label: str, key: str) -> None:
        found[key] = self

    with monkeypatch.context() as patch:
        patch.setattr(buttons.Download, "button", keep)
        yield found


def ids(rows: "list[Row] | pd.DataFrame", name: str) -> list[str]:
    return sorted(row[name] for row in (rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows))


def of_lead(row: Row, lead: str | None) -> bool:
    if lead == "no lead":
        return row.get("lead_state", "none" if row["lead"] is None else "named") == "none"
    if lead in ("lead has left", "lead not in officers"):
        return bool(row["lead_state"] == lead.removeprefix("lead "))
    return lead is None or row["lead"] == lead


def without_those_left_out(asked: Row, at: AppTest) -> Row:
    """The choices that count: a lead who leads nothing in the chosen places is not known there, as the page says."""
    said = " ".join(warning.value for warning in at.warning)
    return {key: value for key, value in asked.items() if key != "lead" or "as lead, which is not known" not in said}


def decided_otherwise(row: Row) -> bool:
    """People recorded another tier than the rules suggest, and the decision holds."""
    recorded, suggested = row["recorded_tier"], row["suggested_tier"]
    if recorded is None or row["is_recorded_expired"] or suggested == "Insufficient data":
        return False
    order = ["BAU", "Tier 1", "Tier 2", "Tier 3"]
    if suggested.startswith("At least "):
        return order.index(recorded) < order.index(suggested.removeprefix("At least "))
    return bool(recorded != suggested)


def is_kept(row: Row, asked: Row, signalled: set[str]) -> bool:
    age, regulated = row["newest_evidence_days"], {True: "yes", False: "no", None: "not known"}
    return (
        ("tier" not in asked or row["suggested_tier"] in asked["tier"])
        and ("signal" not in asked or row["location_id"] in signalled)
        and ("regulated" not in asked or asked["regulated"] == regulated[row["is_regulated"]])
        and ("evidence_days" not in asked or age is None or age >= int(asked["evidence_days"]))
        and of_lead(row, asked.get("lead"))
        and ("differs" not in asked or decided_otherwise(row))
    )


# Each opens a page, so a failing one is not made smaller: it has six choices at most.
EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@EXAMPLES
@given(asked=some(OF_RISK))
def test_provider_risk(open_page: Open, council: Warehouse, monkeypatch: pytest.MonkeyPatch, asked: Row) -> None:
    rules = answer(council, "provider_tier_evidence", {})
    signalled = {
        row["location_id"]
        for row in rules
        if row["rule_id"] == asked.get("signal") and row["points"] is not None and row["points"] > 0
    }
    everything = answer(council, "provider_tiers", asked)
    at = open_page(RISK, **asked)
    with offered(monkeypatch) as files:
        at.run()

    assert not [*at.exception, *at.error]
    kept = [row for row in everything if is_kept(row, without_those_left_out(asked, at), signalled)]
    counted = {metric.label: metric.value for metric in at.metric}
    for tier in words.QUALITY_TIERS:
        size = sum(row["suggested_tier"] == tier for row in kept)
        assert counted.get(words.marked(tier), "0") == str(size), tier
    assert counted["Recorded tier differs"] == str(sum(map(decided_otherwise, kept)))
    said = " ".join(part.value for part in at.markdown).replace("\\", "")
    assert f"Showing {len(kept)} of {len(everything)} location" in said
    if kept:
        assert ids(files["download_provider_tiers"].answer.rows, "location_id") == ids(kept, "location_id")
        assert sorted(at.dataframe[0].value["location_name"]) == ids(kept, "location_name")
    else:
        assert "download_provider_tiers" not in files
    if everything:
        counts = files["download_tier_counts"].answer
        assert counts.rows["locations"].sum() == len(everything), "the page's own filters do not narrow the counts"
        assert {choice.key for choice in counts.choices} <= {"segment", "area"}


def test_evidence_as_old_as_is_asked_for_is_kept(open_page: Open, council: Warehouse) -> None:
    ages = sorted({row["newest_evidence_days"] for row in answer(council, "provider_tiers", {})} - {None})
    asked = {"evidence_days": str(int(ages[len(ages) // 2]))}
    kept = [row for row in answer(council, "provider_tiers", {}) if is_kept(row, asked, set())]

    shown = open_page(RISK, **asked).dataframe[0].value
    assert sorted(shown["location_name"]) == ids(kept, "location_name")
    assert int(shown["newest_evidence_days"].min()) == int(asked["evidence_days"]), "the boundary is among them"


@EXAMPLES
@given(asked=some(OF_REVIEWS))
def test_overdue_reviews(open_page: Open, council: Warehouse, monkeypatch: pytest.MonkeyPatch, asked: Row) -> None:
    at = open_page(REVIEWS, **asked)
    with offered(monkeypatch) as files:
        at.run()

    assert not [*at.exception, *at.error]
    chosen = without_those_left_out(asked, at)

    def kept(name: str) -> list[Row]:
        return [
            row
            for row in answer(council, name, asked)
            if ("contract_tier" not in asked or row["contract_tier"] == asked["contract_tier"])
            and ("late" not in asked or row["overdue_band"] == asked["late"])
            and of_lead(row, chosen.get("lead"))
        ]

    overdue, due = kept("overdue_reviews"), kept("reviews_due")
    states = [row["state"] for row in due]
    counted = {metric.label: metric.value for metric in at.metric}
    assert counted["Overdue"] == str(len(overdue)) == str(states.count("overdue"))
    assert counted["Due soon"] == str(states.count("due soon"))
    assert counted["Exempt"] == str(states.count("exempt"))
    for state, label in {"none": "no lead", "has left": "lead has left"}.items():
        assert counted[f"Overdue, {label}"] == str(sum(row["lead_state"] == state for row in overdue))
    if overdue:
        assert ids(files["download_overdue_reviews"].answer.rows, "contract_ref") == ids(overdue, "contract_ref")
        assert sorted(at.dataframe[0].value["contract_ref"]) == ids(overdue, "contract_ref")
        said = " ".join(part.value for part in at.markdown).replace("\\", "")
        assert f"{len(overdue)} of {len(due) - states.count('exempt')} contract" in said
    else:
        assert "download_overdue_reviews" not in files


@settings(EXAMPLES, max_examples=6)
@given(asked=some({}), month=st.sampled_from(["2026-08", "2026-05", "2025-02"]), number=st.integers(0, 12))
def test_monthly_indicators(
    open_page: Open, council: Warehouse, monkeypatch: pytest.MonkeyPatch, asked: Row, month: str, number: int
) -> None:
    days = pd.Timestamp(f"{month}-01")
    known = [row for row in answer(council, "monthly_indicators", asked) if row["month"] == days]
    chosen = known[number]["indicator_id"]
    counted = [
        row
        for row in answer(council, "monthly_indicator_rows", asked)
        if row["month"] == days and row["indicator_id"] == chosen
    ]
    at = open_page(menu.MONTHLY_INDICATORS, month=month, indicator=chosen, **asked)
    with offered(monkeypatch) as files:
        at.run()

    assert not [*at.exception, *at.error]
    assert list(at.table[0].value["This month"]) == [words.figure(row["value"]) for row in known]
    [figure] = at.metric
    assert figure.value == words.number(len(counted)) == words.figure(known[number]["value"])
    assert ids(files["download_monthly_indicator_rows"].answer.rows, "record_ref") == ids(counted, "record_ref")
    assert len(files["download_monthly_indicators"].answer.rows) == len(known) == 13


@settings(EXAMPLES, max_examples=6)
@given(asked=some({}))
def test_the_overview(open_page: Open, council: Warehouse, monkeypatch: pytest.MonkeyPatch, asked: Row) -> None:
    locations = answer(council, "provider_tiers", asked)
    worst = [row for row in locations if words.least(row["suggested_tier"]) in ("Tier 3", "Tier 2")]
    at = open_page(menu.OVERVIEW, **asked)
    with offered(monkeypatch) as files:
        at.run()

    assert not [*at.exception, *at.error]
    counted = list(at.metric)
    assert counted[0].value == str(sum(words.least(row["suggested_tier"]) == "Tier 3" for row in worst))
    assert counted[1].value == str(sum(words.least(row["suggested_tier"]) == "Tier 2" for row in worst))
    assert counted[3].value == str(len(answer(council, "overdue_reviews", asked)))
    assert counted[4].value == str(len(answer(council, "reviews_due", asked)))
    if worst:
        assert ids(files["download_provider_tiers"].answer.rows, "location_id") == ids(worst, "location_id")


def test_the_rows_behind_a_figure_say_which_figure_in_their_file(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page(REVIEWS, contract_tier="Gold")
    with offered(monkeypatch) as files:
        at.button(key="rows_Due soon").click().run()

    opened = files["download_opened"].answer
    assert {choice.key: said for choice, said in opened.choices.items()} == {
        "figure": "Due soon", "contract_tier": "Gold"
    }  # fmt: skip
    assert set(opened.rows["state"]) == {"due soon"}
    assert set(opened.rows["contract_tier"]) == {"Gold"}
    assert len(opened.rows) == len(at.dataframe[-1].value)


@pytest.mark.parametrize("room", [0, -1])
def test_a_workbook_is_offered_up_to_as_many_rows_as_it_takes(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    at = open_page(REVIEWS)
    size = len(at.dataframe[0].value)
    monkeypatch.setattr(workbooks, "MOST_ROWS", size + room)
    at.session_state["files_overdue_reviews"] = True
    with offered(monkeypatch) as files:
        at.run()

    assert len(files["zip_overdue_reviews"].answer.rows) == size
    assert ("xlsx_overdue_reviews" in files) == (room == 0)
    told = [caption.value for caption in at.caption if "A workbook (XLSX) is made of" in caption.value]
    assert len(told) == -room
