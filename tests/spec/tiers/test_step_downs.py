"""Step-down checks: lower at two month ends, the plan closed, and a review meeting held; nothing less."""

from datetime import date

import pytest

from pipelines.answers.tiers import StepDownScope
from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given
from tests.spec.tiers.test_provider_tiers import CONCERN, DECISION, KNOWN, table

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
    [[found, file, row]] = plain(ask(STEP_DOWNS, given(**known), **DATES), "state", "source_file", "source_row")
    assert (file, row) == ("locations.csv", 2)
    return found


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ([OPENED, MET, CLOSED], MAY),
        ([MET, CLOSED], MAY),
        ([OPENED, MET, CLOSED.replace("2026-08-20", "2026-05-02")], MAY),  # closed on the day it was opened
        ([OPENED, MET], NOT_CLOSED),
        ([MET], NOT_CLOSED),
        ([OPENED, MET, CLOSED, "Q1 | P1 | L1 | 2026-08-21 | SIP opened"], NOT_CLOSED),
        ([OPENED, MET, CLOSED, "Q1 | P1 | L1 | 2026-09-01 | SIP opened"], MAY),
        ([OPENED, MET, "Q1 | P1 | L1 | 2026-09-01 | SIP closed"], NOT_CLOSED),
        ([OPENED, CLOSED], NOT_MET),
        ([OPENED, CLOSED, MET.replace("2026-08-10", "2026-04-30")], NOT_MET),
        ([OPENED, CLOSED, MET.replace("2026-08-10", "2026-05-01")], MAY),
        ([line.replace("| L1 |", "| |") for line in (OPENED, MET, CLOSED)], MAY),
        # Another plan is open, of the location or of the whole provider, and was opened before the one that closed.
        (["Q0 | P1 | L1 | 2026-01-05 | SIP opened", OPENED, MET, CLOSED], NOT_CLOSED),
        (["Q0 | P1 | | 2026-01-05 | SIP opened", OPENED, MET, CLOSED], NOT_CLOSED),
        (["Q0 | P1 | L2 | 2026-01-05 | SIP opened", OPENED, MET, CLOSED], MAY),
        (["Q0 | P2 | | 2026-01-05 | SIP opened", OPENED, MET, CLOSED], MAY),
        (
            ["Q0 | P1 | L1 | 2026-01-05 | SIP opened", "Q0 | P1 | L1 | 2026-02-05 | SIP closed", OPENED, MET, CLOSED],
            MAY,
        ),
        # A plan and a meeting are the case's, whatever provider an event names, also if one event names the location.
        ([line.replace("| P1 |", "| P9 |") for line in (OPENED, MET, CLOSED)], MAY),
        ([OPENED, MET.replace("| P1 |", "| P9 |"), CLOSED.replace("| P1 |", "| P9 |")], MAY),
        ([OPENED, MET.replace("| L1 |", "| |"), CLOSED.replace("| L1 |", "| |")], MAY),
        (
            [line.replace("| L1 |", f"| {where} |") for line, where in ((OPENED, ""), (MET, "L2"), (CLOSED, "L2"))],
            NOT_CLOSED,
        ),
        (
            ["Q0 | P1 | | 2026-06-01 | SIP opened", "Q0 | P1 | L2 | 2026-06-02 | Review meeting", OPENED, MET, CLOSED],
            NOT_CLOSED,
        ),
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


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        ("quality_cases | Q9 | P1 | L1", NOT_CLOSED),
        ("quality_cases | Q9 | P1 |", NOT_CLOSED),
        ("quality_cases | Q9 | P1 | L2", MAY),
        ("quality_cases | Q9 | P2 |", MAY),
    ],
)
def test_a_refused_row_of_a_case_may_have_opened_a_plan(given: Given, refused: str, expected: str) -> None:
    heading = "source | record | provider_id | location_id"
    assert state(given, [OPENED, MET, CLOSED], refused_rows=table(heading, refused)) == expected


def test_too_little_evidence_is_not_a_lower_tier(given: Given) -> None:
    assert state(given, [OPENED, MET, CLOSED], assessments="") == "Not known: too little evidence at a month end"


def test_at_least_a_tier_is_not_a_lower_one(given: Given) -> None:
    """At least Tier 1 may be Tier 3: whether that is lower than Tier 2 is not known. At least Tier 2 is not lower."""
    few = {"assessments": "", "kpis": ""}
    rated = (
        "cqc_location_id | service_group | domain | rating | published_on\n1-1 | Overall | Overall | {} | 2026-01-01"
    )
    cases = [OPENED, MET, CLOSED]
    not_known = "Not known: too little evidence at a month end"
    assert state(given, cases, **few, cqc_ratings=rated.format("Requires improvement")) == not_known
    assert state(given, cases, **few, cqc_ratings=rated.format("Inadequate")) == NOT_LOWER


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("P1 | L1", MAY), ("P1 | ", MAY), ("P2 | ", MAY), ("P9 | ", None)],
)
def test_a_location_that_passes_to_another_provider_keeps_its_tier_plan_and_meetings(
    given: Given, decision: str, expected: str | None
) -> None:
    heading = "location_id | provider_id | location_name | service_type | is_regulated | recorded_on | superseded_on"
    locations = table(
        heading,
        "L1 | P1 | House | Day care | N | 2026-05-01 | 2026-08-25",
        "L1 | P2 | House | Day care | N | 2026-08-25 | ",
    )
    tables = {
        **SOUND,
        "locations": locations,
        "providers": SOUND["providers"].replace("P1", "P2"),
        "tier_decisions": table(DECISION, f"{decision} | 2026-05-01 | Tier 2 | | Head | Why"),
    }
    for cases in ([OPENED, MET, CLOSED], [line.replace("| L1 |", "| |") for line in (OPENED, MET, CLOSED)]):
        rows = ask(STEP_DOWNS, given(**tables, quality_cases=table(CASES, *cases)), **DATES)
        assert plain(rows, "state") == ([[expected]] if expected else [])


@pytest.mark.parametrize("tier", ["BAU", None])
def test_only_locations_with_a_recorded_tier_of_concern(given: Given, tier: str | None) -> None:
    decision = table(DECISION, *([f"P1 | L1 | 2026-05-01 | {tier} | | Head | Why"] if tier else []))
    warehouse = given(**SOUND, tier_decisions=decision)
    assert ask(STEP_DOWNS, warehouse, **DATES).empty


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
