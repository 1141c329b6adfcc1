"""What the quality tiers and the step-down checks could not use, in examples a data officer can check."""

from datetime import date
from typing import Any

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
REGISTERS = {
    "providers": "provider_id | provider_name\nP1 | One Ltd\nP2 | Two Ltd",
    "locations": """
        location_id | provider_id | location_name | service_type     | is_regulated | cqc_location_id | locality   | refused_columns
        L1          | P1          | Beacon House  | Residential home | Y            | 1-1             | North Vale |
    """,  # noqa: E501
}
UNKNOWN_LOCATION = "It names a location that is not in locations"
UNKNOWN_PROVIDER = "It names no location, and its provider is not in providers"
NO_LOCATION = "It names no location, and its provider has none that is open: it counts at none"
ROW_REFUSED = "Its row was refused, and nothing was known of the location before"
CQC = "cqc_location_id | service_group | domain | rating | published_on | refused_columns"
KPI = "contract_ref | provider_id | location_id | kpi_code | due_on | received_on | value | target | better"


def left_out(given: Given, day: date = DAY, **tables: str) -> list[list[Any]]:
    rows = ask(QUESTIONS["left_out"], given(**{**REGISTERS, **tables}), as_of=day, known_on=DAY)
    return plain(rows, "question", "record_ref", "reason", "source_file", "source_row")


def test_a_location_with_everything_is_not_left_out(given: Given) -> None:
    assert left_out(given) == []


@pytest.mark.parametrize(
    ("source", "table", "record", "reason"),
    [
        # What names a location or a provider that is not known.
        ("kpis", f"{KPI}\nC1 | P1 | L9 | K1 | 2026-07-30 | | | | higher", "C1 K1", UNKNOWN_LOCATION),
        ("kpis", f"{KPI}\nC1 | P9 | | K1 | 2026-07-30 | | | | higher", "C1 K1", UNKNOWN_PROVIDER),
        (
            "assessments",
            "assessment_ref | location_id | assessed_on | overall_rating\nA1 | L9 | 2026-01-01 | Poor",
            "A1",
            UNKNOWN_LOCATION,
        ),
        (
            "tier_decisions",
            "provider_id | location_id | decided_on | recorded_tier\nP1 | L9 | 2026-01-01 | Tier 3",
            "L9",
            UNKNOWN_LOCATION,
        ),
        (
            "tier_decisions",
            "provider_id | decided_on | recorded_tier\nP9 | 2026-01-01 | Tier 3",
            "P9",
            UNKNOWN_PROVIDER,
        ),
        (
            "notices",
            "notice_ref | provider_id | location_id | issued_on\nN1 | P1 | L9 | 2026-08-31",
            "N1",
            UNKNOWN_LOCATION,
        ),
        ("notices", "notice_ref | provider_id | issued_on\nN1 | P2 | 2026-08-31", "N1", NO_LOCATION),
        # What could not be read.
        (
            "complaints",
            "complaint_ref | location_id | received_on | refused_columns\nK1 | L1 | 2026-01-01 | outcome",
            "K1",
            "Complaint: its outcome or its day could not be read",
        ),
        (
            "concerns",
            "concern_ref | provider_id | location_id | raised_on | concern_type | refused_columns"
            "\nS1 | P1 | | 2026-01-01 | Incident | severity",
            "S1",
            "Concern: its kind, severity, risk or day could not be read",
        ),
        (
            "notices",
            "notice_ref | provider_id | issued_on | refused_columns\nN1 | P1 | 2026-01-01 | notice_type",
            "N1",
            "Notice: its kind or day could not be read",
        ),
        (
            "kpis",
            f"{KPI} | refused_columns\nC1 | P1 | L1 | K1 | 2026-07-30 | 2026-07-30 | | 5 | higher | value",
            "C1 K1",
            "KPI return: its value, target or day could not be read",
        ),
        (
            "assessments",
            "assessment_ref | location_id | assessed_on | refused_columns\nA1 | L1 | 2026-01-01 | overall_rating",
            "A1",
            "Assessment: its rating or day could not be read",
        ),
        (
            "cqc_ratings",
            f"{CQC}\n1-1 | Overall | Overall | | 2026-01-01 | rating",
            "1-1",
            "CQC rating: the word or the day could not be read",
        ),
        (
            "providers",
            "provider_id | provider_name | refused_columns\nP1 | One Ltd | credit_band",
            "P1",
            "Provider: a detail of its finances could not be read",
        ),
        (
            "locations",
            REGISTERS["locations"].replace("North Vale |", "North Vale | manager_vacant_since"),
            "L1",
            "Location: a detail that the rule needs could not be read",
        ),
        (
            "tier_decisions",
            "provider_id | location_id | decided_on | refused_columns\nP1 | L1 | 2026-01-01 | recorded_tier",
            "L1",
            "The tier that was recorded, or the day, could not be read: the decision before it stands",
        ),
        (
            "refused_rows",
            "source | record | provider_id | location_id\nconcerns | S1 | P1 |",
            "S1",
            "A row of concerns was refused",
        ),
        (
            "refused_rows",
            "source | record | provider_id | location_id\ntier_decisions | L1 · 2026-01-01 | P1 | L1",
            "L1",
            "A decision about its tier was refused: what was recorded before stands",
        ),
        (
            "refused_rows",
            "source | record | provider_id | location_id\nconcerns | S1 | P2 |",
            "S1",
            "A row of concerns was refused, and no open location is known that it is about",
        ),
        # What contradicts itself.
        (
            "cqc_ratings",
            f"{CQC}\n1-1 | Overall | Overall | Inadequate | |",
            "1-1",
            "CQC rating: it has no day, so nobody can say whether it stands",
        ),
    ],
)
def test_evidence_that_counts_nowhere_is_listed(
    given: Given, source: str, table: str, record: str, reason: str
) -> None:
    file = "newer.csv" if source == "refused_rows" else f"{source}.csv"
    found = [row for row in left_out(given, **{source: table}) if row[0] == "provider_tiers"]
    assert found == [["provider_tiers", record, reason, file, 2]]


def test_evidence_of_a_later_day_is_not_missed_yet(given: Given) -> None:
    for source, table in (
        ("notices", "notice_ref | provider_id | location_id | issued_on\nN1 | P1 | L9 | 2026-09-01"),
        ("kpis", f"{KPI}\nC1 | P1 | L9 | K1 | 2026-09-01 | | | | higher"),
        ("tier_decisions", "provider_id | location_id | decided_on | recorded_tier\nP1 | L9 | 2026-09-01 | Tier 3"),
    ):
        assert [row for row in left_out(given, **{source: table}) if row[0] == "provider_tiers"] == []


def test_a_rating_of_what_is_said_not_to_be_regulated_is_a_contradiction(given: Given) -> None:
    said = REGISTERS["locations"].replace("| Y  ", "| N  ")
    rated = f"{CQC}\n1-1 | Overall | Overall | Good | 2026-01-01 |"
    assert left_out(given, locations=said, cqc_ratings=rated) == [
        [
            "provider_tiers",
            "L1",
            "The register says that it is not regulated, and CQC has rated it: the rating counts",
            "locations.csv",
            2,
        ]
    ]
    assert left_out(given, locations=said) == []


def test_a_location_that_was_only_ever_refused_is_left_out_of_every_question_about_locations(given: Given) -> None:
    refused = "source | record | known_file | known_row\nlocations | L2 | | \nlocations | L1 | locations.csv | 2"
    found = left_out(given, refused_rows=refused)
    assert found == [
        ["provider_tier_evidence", "L2", ROW_REFUSED, "newer.csv", 2],
        ["provider_tiers", "L2", ROW_REFUSED, "newer.csv", 2],
        ["step_downs", "L2", ROW_REFUSED, "newer.csv", 2],
    ]


CASE = "case_ref | provider_id | location_id | event_on | event | refused_columns"


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("Q1 | P1 | L9 | 2026-01-01 | SIP opened |", UNKNOWN_LOCATION),
        ("Q1 | P9 | | 2026-01-01 | SIP opened |", UNKNOWN_PROVIDER),
        ("Q1 | P1 | L9 | 2026-09-01 | SIP opened |", None),
        (
            "Q1 | P1 | L1 | 2026-01-01 | | event",
            "What happened could not be read: the plan of its case counts as open",
        ),
    ],
)
def test_what_step_downs_could_not_use(given: Given, event: str, reason: str | None) -> None:
    found = left_out(given, quality_cases=f"{CASE}\n{event}")
    assert found == ([["step_downs", "Q1", reason, "quality_cases.csv", 2]] if reason else [])


@pytest.mark.parametrize(
    ("provider", "reason"),
    [
        ("P1", "A row of its case was refused: a plan counts as open at each location it is about"),
        ("P9", "A row of a case was refused, and no open location is known that it is about"),
    ],
)
def test_a_refused_row_of_a_case_is_listed(given: Given, provider: str, reason: str) -> None:
    heading = "source | record | provider_id | location_id"
    found = left_out(given, refused_rows=f"{heading}\nquality_cases | Q1 | {provider} |")
    assert ["step_downs", "Q1", reason, "newer.csv", 2] in found


def test_before_the_first_rule_every_location_is_left_out(given: Given) -> None:
    recorded = "provider_id | location_id | decided_on | recorded_tier\nP1 | L1 | 2023-01-01 | Tier 3"
    found = left_out(given, date(2023, 3, 31), tier_decisions=recorded)
    assert found == [
        ["provider_tier_evidence", "L1", "No tier rule was in force on the day", "locations.csv", 2],
        ["step_downs", "L1", "A tier is recorded, and no tier was in force on the day", "locations.csv", 2],
    ]
