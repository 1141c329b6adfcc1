"""Records that a figure could not use, in examples a data officer can check."""

from datetime import date
from typing import Any

import pytest

from pipelines.questions import QUESTIONS
from tests.spec.conftest import Given
from tests.spec.months import plain

LEFT_OUT = QUESTIONS["left_out"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
WHOLE = {
    "contract_ref": "C1",
    "provider_id": "P1",
    "start_on": "2020-01-01",
    "current_end_on": "2028-01-01",
    "annual_value": "100",
    "lead_officer_id": "O1",
    "market_segment": "VCS",
    "status": "Active",
}
PROVIDERS = "provider_id | provider_name\nP1 | One Ltd"
OFFICERS = "officer_id | display_name | role | team | body\nO1 | Contract Officer 1 | R | T | Council"
HOME = {
    "location_id": "L1",
    "provider_id": "P1",
    "location_name": "Beacon House",
    "service_type": "Residential home",
    "is_regulated": "Y",
    "cqc_location_id": "1-1",
    "locality": "North Vale",
}


def line(cells: dict[str, str]) -> str:
    return " | ".join(cells) + "\n" + " | ".join(cells.values())


def left_out(given: Given, **tables: str) -> list[list[Any]]:
    rows = LEFT_OUT.ask(given(**{"providers": PROVIDERS, "officers": OFFICERS, **tables}), **DATES)
    return plain(rows, "question", "record_ref", "reason", "source_file", "source_row")


def test_a_contract_with_everything_is_not_left_out(given: Given) -> None:
    assert left_out(given, contracts=line(WHOLE)) == []


@pytest.mark.parametrize(
    ("change", "question", "reason"),
    [
        ({"current_end_on": ""}, "monthly_indicators", "No end date: it is never counted as ended"),
        ({"annual_value": ""}, "reviews_due", "No annual value: it is not in any sum of pounds"),
        ({"lead_officer_id": ""}, "reviews_due", "No lead: nobody is named to hold its review"),
        ({"market_segment": ""}, "monthly_indicators", "No market segment: it is in no segment's figures"),
        ({"provider_id": "P9"}, "provider_tiers", "Its provider is not in providers"),
        (
            {"provider_id": "", "supplier_name": "One"},
            "provider_tiers",
            "No provider id: the contract cannot be joined to a provider's tier",
        ),
        (
            {"status": "Ended - terminated"},
            "monthly_indicators",
            "Ended, but the day it ended is not recorded",
        ),
    ],
)
def test_what_is_missing_of_a_contract(given: Given, change: dict[str, str], question: str, reason: str) -> None:
    assert left_out(given, contracts=line({**WHOLE, **change})) == [[question, "C1", reason, "contracts.csv", 2]]


def test_a_contract_not_in_force_lacks_nothing(given: Given) -> None:
    assert (
        left_out(
            given, contracts=line({**WHOLE, "ended_on": "2026-08-30", "annual_value": "", "status": "Ended - expired"})
        )
        == []
    )


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        (
            {
                "reviews": "review_ref | review_type | contract_ref | provider_id | status\n"
                "R1 | Contract review | C1 | P1 | Completed"
            },
            [
                "overdue_reviews",
                "R1",
                "Completed, but the day is not recorded: it resets no clock",
                "reviews.csv",
                2,
            ],
        ),
        (
            {
                "reviews": "review_ref | review_type | contract_ref | provider_id | status\n"
                "R1 | Contract review | C9 | P1 | Scheduled"
            },
            ["overdue_reviews", "R1", "Its contract is not in the register", "reviews.csv", 2],
        ),
        (
            {
                "contract_changes": "change_ref | contract_ref | change_type | requested_on | stage\n"
                "H1 | C1 | Variation | 2026-01-01 | Implemented"
            },
            [
                "monthly_indicators",
                "H1",
                "Implemented, but the day is not recorded",
                "contract_changes.csv",
                2,
            ],
        ),
        (
            {
                "contract_changes": "change_ref | contract_ref | change_type | requested_on | stage\n"
                "H1 | C1 | Variation | 2026-01-01 | Rejected"
            },
            ["monthly_indicators", "H1", "Rejected, but the day is not recorded", "contract_changes.csv", 2],
        ),
        (
            {"uplifts": "uplift_ref | provider_id | received_on | decision\nU1 | P1 | 2026-01-01 | Declined"},
            ["monthly_indicators", "U1", "Decided, but the day is not recorded", "uplifts.csv", 2],
        ),
        (
            {
                "risks": "risk_ref | likelihood | impact | raised_on | reviewed_on | contract_ref\n"
                "R1 | 1 | 1 | 2026-01-01 | 2026-01-01 | C9"
            },
            ["monthly_indicators", "R1", "Its contract is not in the register", "risks.csv", 2],
        ),
        (
            {"complaints": "complaint_ref | provider_id | location_id | received_on\nK1 | P1 | L9 | 2026-01-01"},
            ["provider_tiers", "K1", "It names a location that is not in locations", "complaints.csv", 2],
        ),
        (
            {"notices": "notice_ref | notice_type | provider_id | issued_on\nN1 | Default | P9 | 2026-01-01"},
            [
                "provider_tiers",
                "N1",
                "It names no location, and its provider is not in providers",
                "notices.csv",
                2,
            ],
        ),
        (
            {
                "locations": line(HOME),
                "concerns": "concern_ref | provider_id | concern_type | raised_on\nS1 | P1 | Incident | 2026-01-01",
            },
            ["provider_tiers", "S1", "The severity of the incident is not recorded", "concerns.csv", 2],
        ),
        (
            {
                "locations": line(HOME),
                "concerns": "concern_ref | provider_id | concern_type | raised_on | is_risk_identified\n"
                "S1 | P1 | Safeguarding enquiry | 2026-01-01 | Y"
            },
            [
                "provider_tiers",
                "S1",
                "A risk was identified, but the day it was concluded is not recorded",
                "concerns.csv",
                2,
            ],
        ),
        (
            {
                "locations": line(HOME),
                "kpis": "contract_ref | provider_id | kpi_code | due_on | received_on | value | better\n"
                "C1 | P1 | K1 | 2026-07-30 | 2026-07-30 | 5 | higher"
            },
            ["provider_tiers", "C1 K1", "A KPI return came without a value or a target", "kpis.csv", 2],
        ),
        (
            {
                "cqc_ratings": "cqc_location_id | service_group | domain | rating | published_on\n"
                "1-1 | Overall | Overall | New word | 2026-01-01"
            },
            [
                "provider_tiers",
                "1-1",
                "CQC's word for the rating is not in cqc_ratings.csv",
                "cqc_ratings.csv",
                2,
            ],
        ),
        (
            {"locations": line({**HOME, "service_type": "Hotel"})},
            [
                "provider_tiers",
                "L1",
                "Its service type is not in service_types.csv: it is in no market segment",
                "locations.csv",
                2,
            ],
        ),
        (
            {"locations": line({**HOME, "cqc_location_id": ""})},
            [
                "provider_tiers",
                "L1",
                "Regulated, but it has no CQC location id: its rating is not known",
                "locations.csv",
                2,
            ],
        ),
        (
            {"locations": line({**HOME, "provider_id": "P9"})},
            [
                "provider_tiers",
                "L1",
                "Its provider is not in providers: nothing is known of its finances",
                "locations.csv",
                2,
            ],
        ),
    ],
)
def test_what_is_missing_of_another_record(given: Given, tables: dict[str, str], found: list[Any]) -> None:
    assert left_out(given, **{"contracts": line(WHOLE), **tables}) == [found]


def test_what_came_after_the_day_is_not_missed_yet(given: Given) -> None:
    complaints = "complaint_ref | provider_id | location_id | received_on\nK1 | P1 | L9 | 2026-09-01"
    concerns = "concern_ref | provider_id | concern_type | raised_on\nS1 | P1 | Incident | 2026-09-01"
    assert left_out(given, contracts=line(WHOLE), complaints=complaints, concerns=concerns) == []


def test_a_scope_chooses(given: Given) -> None:
    warehouse = given(
        contracts=line({**WHOLE, "annual_value": "", "locality": "North Vale"}), providers=PROVIDERS, officers=OFFICERS
    )
    for asked, count in (
        ({"market_segment": "VCS"}, 1),
        ({"market_segment": "Care Homes"}, 0),
        ({"locality": "North Vale"}, 1),
    ):
        assert len(LEFT_OUT.ask(warehouse, **DATES, **asked)) == count
