"""What is said of why one location has its tier."""

from datetime import date

import pandas as pd

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
