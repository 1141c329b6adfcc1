"""Open risks at a month's end, in examples a risk owner can check."""

import pytest

from tests.helpers.months import counted
from tests.spec.conftest import Given

JULY = "2026-07-01"


def risks(*lines: str) -> str:
    heading = "risk_ref | likelihood | impact | raised_on | reviewed_on | closed_on | title | category | owner_role"
    return heading + "\n" + "\n".join(f"{line} | Risk | Quality | Head" for line in lines)


@pytest.mark.parametrize(
    ("likelihood", "impact", "band"),
    [
        (1, 1, "Low"),
        (2, 2, "Low"),
        (1, 5, "Medium"),
        (3, 3, "Medium"),
        (2, 5, "High"),
        (3, 5, "High"),
        (4, 4, "Critical"),
        (5, 5, "Critical"),
    ],
)
def test_a_risk_is_rated_by_likelihood_times_impact(given: Given, likelihood: int, impact: int, band: str) -> None:
    warehouse = given(risks=risks(f"R1 | {likelihood} | {impact} | 2026-07-01 | 2026-07-01 | "))
    assert counted("contract_risks", warehouse, JULY, "record_ref", "detail", "source_row") == [["R1", band, 2]]


def test_the_newest_review_by_the_months_end_counts_and_the_worse_of_one_day(given: Given) -> None:
    warehouse = given(
        risks=risks(
            "R1 | 5 | 5 | 2026-01-01 | 2026-01-01 | ",
            "R1 | 1 | 1 | 2026-01-01 | 2026-07-31 | ",
            "R1 | 3 | 3 | 2026-01-01 | 2026-08-01 | ",
            "R2 | 1 | 1 | 2026-01-01 | 2026-07-01 | ",
            "R2 | 4 | 5 | 2026-01-01 | 2026-07-01 | ",
        )
    )
    assert counted("contract_risks", warehouse, JULY, "record_ref", "detail", "source_row") == [
        ["R1", "Low", 3],
        ["R2", "Critical", 6],
    ]


@pytest.mark.parametrize(
    ("raised_on", "closed_on", "is_open"),
    [("2026-07-31", "", True), ("2026-07-01", "2026-08-01", True), ("2026-07-01", "2026-07-31", False)],
)
def test_a_risk_is_open_until_the_day_it_is_closed(given: Given, raised_on: str, closed_on: str, is_open: bool) -> None:
    warehouse = given(risks=risks(f"R1 | 1 | 1 | {raised_on} | 2026-07-31 | {closed_on}"))
    assert bool(counted("contract_risks", warehouse, JULY)) == is_open
