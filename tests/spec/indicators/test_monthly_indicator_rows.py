"""The records behind the monthly indicators, in examples a commissioner can check."""

from datetime import date

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

ROWS = QUESTIONS["monthly_indicator_rows"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
JULY = {"month": date(2026, 7, 1)}
TABLES = {
    "contracts": """
        contract_ref | provider_id | signed_on  | start_on   | ended_on   | market_segment | locality
        old          | P1          |            | 2020-01-01 |            | Care Homes     | North Vale
        new          | P2          | 2026-07-01 | 2026-07-01 |            | VCS            |
        gone         | P3          | 2020-01-01 | 2020-01-01 | 2026-07-15 | VCS            |
    """,
    "procurements": "procurement_ref | title | route | stage | stage_on\nPR1 | Care | Open | Planning | 2026-07-01",
    "contract_changes": """
        change_ref | contract_ref | change_type | requested_on | stage       | implemented_on
        CH1        | old          | Variation   | 2026-06-01   | Implemented | 2026-07-01
        CH2        | old          | Variation   | 2026-07-01   | Submitted   |
    """,
    "uplifts": "uplift_ref | provider_id | received_on | decided_on | decision\n"
    "U1 | P1 | 2026-07-01 | 2026-07-02 | Declined",
    "quality_cases": "case_ref | provider_id | event_on | event\nQ1 | P2 | 2026-07-01 | Informal stage",
    "notices": """
        notice_ref | notice_type              | provider_id | issued_on  | reason_code
        N1         | Rectification            | P1          | 2026-07-01 | SAFE
        N2         | Suspension of placements | P1          | 2026-07-01 | SAFE
        N3         | Default                  | P1          | 2026-07-01 | SAFE
    """,
    "risks": """
        risk_ref | likelihood | impact | raised_on  | reviewed_on | title | category | owner_role
        R1       | 5          | 5      | 2026-07-01 | 2026-07-01  | Risk  | Quality  | Head
    """,
}


def test_every_indicator_shows_its_records_with_file_and_row(given: Given) -> None:
    rows = ask(ROWS, given(**TABLES), **DATES, **JULY)
    assert plain(rows, "indicator_id", "record_ref", "source_file", "source_row") == [
        ["active_contracts", "new", "contracts.csv", 3],
        ["active_contracts", "old", "contracts.csv", 2],
        ["change_requests", "CH2", "contract_changes.csv", 3],
        ["changes_made", "CH1", "contract_changes.csv", 2],
        ["contract_risks", "R1", "risks.csv", 2],
        ["default_notices", "N3", "notices.csv", 4],
        ["ended_contracts", "gone", "contracts.csv", 4],
        ["informal_stage", "new", "quality_cases.csv", 2],
        ["new_contracts", "new", "contracts.csv", 3],
        ["procurements_in_progress", "PR1", "procurements.csv", 2],
        ["rectification_notices", "N1", "notices.csv", 2],
        ["suspension_notices", "N2", "notices.csv", 3],
        ["uplift_applications", "U1", "uplifts.csv", 2],
        ["uplift_decisions", "U1", "uplifts.csv", 2],
    ]


def test_only_the_indicator_segment_and_area_that_were_asked_for(given: Given) -> None:
    warehouse = given(**TABLES)
    asked = {"indicator_id": "active_contracts", **JULY}
    assert plain(ask(ROWS, warehouse, **DATES, **asked), "record_ref") == [["new"], ["old"]]
    assert plain(ask(ROWS, warehouse, **DATES, **asked, market_segment="VCS"), "record_ref") == [["new"]]
    assert plain(ask(ROWS, warehouse, **DATES, **asked, locality="North Vale"), "record_ref") == [["old"]]


def test_no_record_no_row(given: Given) -> None:
    assert ask(ROWS, given(), **DATES).empty
