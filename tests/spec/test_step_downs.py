"""Step-down checks: lower at two month ends, the plan closed, and a review meeting held; nothing less."""

from datetime import date

import pytest

from pipelines.contracts.tiers import StepDownScope
from pipelines.questions import QUESTIONS
from tests.spec.conftest import Given
from tests.spec.months import plain
from tests.spec.test_provider_tiers import CONCERN, DECISION, KNOWN, table

STEP_DOWNS = QUESTIONS["step_downs"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
CASES = "case_ref | provider_id | location_id | event_on | event"
RECORDED = table(DECISION, "P1 | L1 | 2026-05-01 | Tier 2 | | Head | Why")
OPENED, MET, CLOSED = (
    "Q1 | P1 | L1 | 2026-05-02 | SIP opened",
    "Q1 | P1 | L1 | 2026-08-10 | Review meeting",
    "Q1 | P1 | L1 | 2026-08-20 | SIP closed",
)
MAY = "May step down"
NOT_LOWER = "No: the tier suggested was not lower at both month ends"
NOT_CLOSED = "No: the service improvement plan is not closed"
NOT_MET = "No: no review meeting since the tier was recorded"
# Assessed and returned in time for both month ends, so that enough is known at each.
SOUND = KNOWN | {
    "assessments": KNOWN["assessments"].replace("2026-08-30", "2026-06-01"),
    "kpis": KNOWN["kpis"].replace("2026-07-30", "2026-07-10").replace("2026-07-20", "2026-07-05"),
}


def state(given: Given, cases: list[str], **tables: str) -> str:
    known = {**SOUND, "tier_decisions": RECORDED, "quality_cases": table(CASES, *cases), **tables}
    [[found, file, row]] = plain(STEP_DOWNS.ask(given(**known), **DATES), "state", "source_file", "source_row")
    assert (file, row) == ("locations.csv", 2)
    return found


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ([OPENED, MET, CLOSED], MAY),
        ([MET, CLOSED], MAY),
        ([OPENED, MET], NOT_CLOSED),
        ([MET], NOT_CLOSED),
        ([OPENED, MET, CLOSED, "Q1 | P1 | L1 | 2026-08-21 | SIP opened"], NOT_CLOSED),
        ([OPENED, MET, CLOSED, "Q1 | P1 | L1 | 2026-09-01 | SIP opened"], MAY),
        ([OPENED, MET, "Q1 | P1 | L1 | 2026-09-01 | SIP closed"], NOT_CLOSED),
        ([OPENED, CLOSED], NOT_MET),
        ([OPENED, CLOSED, MET.replace("2026-08-10", "2026-04-30")], NOT_MET),
        ([OPENED, CLOSED, MET.replace("2026-08-10", "2026-05-01")], MAY),
        ([line.replace("| L1 |", "| |") for line in (OPENED, MET, CLOSED)], MAY),
        ([line.replace("| L1 |", "| L2 |") for line in (OPENED, MET, CLOSED)], NOT_CLOSED),
    ],
)
def test_the_plan_is_closed_and_a_review_meeting_was_held(given: Given, cases: list[str], expected: str) -> None:
    assert state(given, cases) == expected


@pytest.mark.parametrize(
    ("open_from", "until", "expected"),
    [
        # A whole-service enquiry sets Tier 3 on every day it is open: at neither, one, the other month end.
        ("2026-06-01", "2026-07-30", MAY),
        ("2026-06-01", "2026-08-01", NOT_LOWER),
        ("2026-08-31", "2026-09-30", NOT_LOWER),
        ("2026-08-01", "2026-08-30", MAY),
    ],
)
def test_the_tier_was_lower_at_both_month_ends(given: Given, open_from: str, until: str, expected: str) -> None:
    concerns = table(CONCERN, f"S1 | P1 | L1 | Whole-service enquiry | {open_from} | {until} | N")
    assert state(given, [OPENED, MET, CLOSED], concerns=concerns) == expected


def test_too_little_evidence_is_not_a_lower_tier(given: Given) -> None:
    assert state(given, [OPENED, MET, CLOSED], assessments="") == "Not known: too little evidence at a month end"


@pytest.mark.parametrize("tier", ["BAU", None])
def test_only_locations_with_a_recorded_tier_of_concern(given: Given, tier: str | None) -> None:
    decision = table(DECISION, *([f"P1 | L1 | 2026-05-01 | {tier} | | Head | Why"] if tier else []))
    warehouse = given(**SOUND, tier_decisions=decision)
    assert STEP_DOWNS.ask(warehouse, **DATES).empty


@pytest.mark.parametrize(
    ("as_of", "last", "earlier"),
    [
        (date(2026, 8, 31), date(2026, 8, 31), date(2026, 7, 31)),
        (date(2026, 8, 30), date(2026, 7, 31), date(2026, 6, 30)),
        (date(2026, 3, 1), date(2026, 2, 28), date(2026, 1, 31)),
        (date(2026, 1, 15), date(2025, 12, 31), date(2025, 11, 30)),
    ],
)
def test_the_two_month_ends_follow_from_the_position_date(as_of: date, last: date, earlier: date) -> None:
    scope = StepDownScope(as_of=as_of, known_on=as_of)
    assert (scope.last_month_end, scope.earlier_month_end) == (last, earlier)
