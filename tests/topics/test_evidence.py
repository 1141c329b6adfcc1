"""What is said of why one location has its tier."""

from datetime import date

import pandas as pd
import pytest

from dashboard.topics import evidence

EXPLAINED = {
    "location_name": "Ash House", "suggested_tier": "At least Tier 2", "points": 41, "floor_tier": None,
    "rules_not_known": 1, "recorded_tier": "Tier 3", "recorded_on": pd.Timestamp("2025-05-03"),
    "is_recorded_expired": True, "records_refused": 1,
}  # fmt: skip
BANDS = pd.DataFrame({"tier": ["BAU", "Tier 1", "Tier 2", "Tier 3"], "from_points": [0, 15, 35, 60]})


def test_a_least_tier_says_what_is_not_known_and_an_expired_decision_that_it_is() -> None:
    said = evidence.said(pd.DataFrame([EXPLAINED]), BANDS)

    assert "suggested for Ash House: At least Tier 2, with 41 points." in said
    assert "By points, Tier 3 at 60, Tier 2 at 35 and Tier 1 at 15." in said
    assert "it is at least Tier 2." in said
    assert "With 7 points less it would be a tier lower." in said
    assert "1 record about it could not be read in full: the tier may be too low." in said
    assert "People recorded Tier 3, on 3 May 2025, and that decision has expired." in said


def test_before_any_rule_was_in_force_no_half_sentence_stands() -> None:
    said = evidence.said(pd.DataFrame([EXPLAINED]), BANDS.iloc[:0])
    assert "By points, ." not in said
    assert "No points of a tier were in force on that day." in said


def test_an_unknown_location_is_said_by_its_id() -> None:
    assert evidence.nothing_said("L9", date(2026, 8, 31)).startswith(
        "We have no location L9 that was open on 31 August"
    )


STEP = {
    "recorded_tier": "Tier 2", "recorded_on": pd.Timestamp("2025-10-30"), "state": "May step down",
    "earlier_month_end": pd.Timestamp("2026-07-31"), "tier_at_earlier_month_end": "Tier 1",
    "last_month_end": pd.Timestamp("2026-08-31"), "tier_at_last_month_end": "BAU",
}  # fmt: skip


def test_a_step_down_is_said_with_the_tier_of_each_month_end() -> None:
    assert evidence.step_down_said(pd.DataFrame([STEP])) == (
        "Step down from Tier 2, recorded on 30 October 2025? May step down."
        " Suggested at 31 July 2026: Tier 1; at 31 August 2026: BAU."
    )
    assert evidence.step_down_said(pd.DataFrame([STEP]).iloc[:0]) == (
        "No quality tier of concern is recorded for it, so there is none to step down from."
    )


@pytest.mark.parametrize(("points", "spare"), [(34, None), (35, "1 point"), (36, "2 points")])
def test_how_many_points_less_would_be_a_tier_lower(points: int, spare: str | None) -> None:
    said = evidence.said(pd.DataFrame([EXPLAINED | {"points": points}]), BANDS)
    assert ("less it would be" in said) == (spare is not None)
    assert spare is None or f"With {spare} less it would be a tier lower." in said


def test_figures_of_rules_open_the_rules_they_count() -> None:
    states = ["known", "known", "not known", "not applicable", "known"]
    rules = pd.DataFrame(
        {"rule_title": [*"ABCDE"], "state": states, "points": pd.array([5, 0, None, None, 9], "Int64")}
    )
    records = pd.DataFrame({"record_ref": ["K1", "K2"]})

    found = evidence.figures(rules, records)
    assert {figure.label: list(figure.rows().iloc[:, 0]) for figure in found} == {
        "Rules that give points": ["A", "E"], "Rules not known": ["C"], "Rules that do not apply": ["D"],
        "Records used": ["K1", "K2"],
    }  # fmt: skip
    assert list(evidence.heaviest_first(rules)["rule_title"]) == ["E", "A", "C", "B", "D"]
    assert evidence.points_by_rule(rules).sentence == "Points by rule: E, 9 and A, 5."
    assert evidence.points_by_rule(rules.iloc[1:4]).sentence == "No rule gives this location any points."


def test_a_location_is_said_to_be_outside_only_what_it_is_outside() -> None:
    home = pd.DataFrame([{"location_name": "Ash House", "market_segment": "Care Homes", "locality": "North Vale"}])
    outside = "Ash House is outside the chosen area, East Marsh: it is of North Vale."

    assert evidence.outside_said(home, {"market_segment": None, "locality": None}) == []
    assert evidence.outside_said(home, {"market_segment": "Care Homes", "locality": "East Marsh"}) == [outside]
    assert evidence.outside_said(home, {"market_segment": "VCS", "locality": "East Marsh"}) == [
        "Ash House is outside the chosen market segment, VCS: it is of Care Homes.",
        outside,
    ]


@pytest.mark.parametrize(
    ("column", "size", "said"),
    [
        ("rules_not_known", 1, "1 rule that applies here had no evidence."),
        ("rules_not_known", 2, "2 rules that apply here had no evidence."),
        ("records_refused", 1, "1 record about it could not be read in full"),
        ("records_refused", 2, "2 records about it could not be read in full"),
    ],
)
def test_what_is_missing_about_a_location_is_said_only_where_something_is(column: str, size: int, said: str) -> None:
    assert said in evidence.said(pd.DataFrame([EXPLAINED | {column: size}]), BANDS)
    none = evidence.said(pd.DataFrame([EXPLAINED | {column: 0}]), BANDS)
    assert ("had no evidence" in none) == (column != "rules_not_known")
    assert ("could not be read" in none) == (column != "records_refused")
