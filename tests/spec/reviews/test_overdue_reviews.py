"""Overdue contract reviews, in examples a contract manager can check."""

from datetime import date

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

OVERDUE = QUESTIONS["overdue_reviews"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
REGISTER = """
    contract_ref | provider_id | start_on   | is_out_of_county | market_segment | locality
    a-day-late   | P1          | 2025-08-30 | N                | VCS            | North Vale
    due-that-day | P1          | 2025-08-31 | N                | VCS            | North Vale
    exempt       | P1          | 2020-01-01 | Y                | VCS            | North Vale
    very-late    | P1          | 2025-06-01 | N                | Care Homes     |
"""


def test_due_before_the_day_and_not_exempt_longest_first(given: Given) -> None:
    rows = ask(OVERDUE, given(contracts=REGISTER), **DATES)
    columns = ("contract_ref", "due_on", "days_overdue", "overdue_band", "interval_months", "source_row")
    assert plain(rows, *columns) == [
        ["very-late", "2026-06-01", 91, "91+", 12, 5],
        ["a-day-late", "2026-08-30", 1, "1-30", 12, 2],
    ]


@pytest.mark.parametrize(
    ("start_on", "days", "band"),
    [
        ("2025-08-01", 30, "1-30"),
        ("2025-07-31", 31, "31-90"),
        ("2025-06-02", 90, "31-90"),
        ("2025-06-01", 91, "91+"),
    ],
)
def test_how_late_is_said_in_bands(given: Given, start_on: str, days: int, band: str) -> None:
    rows = ask(OVERDUE, given(contracts=f"contract_ref | provider_id | start_on\nC1 | P1 | {start_on}"), **DATES)
    assert plain(rows, "days_overdue", "overdue_band") == [[days, band]]


def test_a_review_completed_after_the_day_still_counts_as_overdue(given: Given) -> None:
    reviews = """
        review_ref | review_type     | contract_ref | provider_id | completed_on | status
        R1         | Contract review | a-day-late   | P1          | 2026-09-01   | Completed
        R2         | Contract review | very-late    | P1          | 2026-08-31   | Completed
    """
    rows = ask(OVERDUE, given(contracts=REGISTER, reviews=reviews), **DATES)
    assert plain(rows, "contract_ref") == [["a-day-late"]]


def test_what_was_known_on_an_earlier_day_can_be_asked(given: Given) -> None:
    reviews = """
        review_ref | review_type     | contract_ref | provider_id | completed_on | status    | recorded_on
        R1         | Contract review | a-day-late   | P1          | 2026-08-01   | Completed | 2026-08-20
    """
    warehouse = given(contracts=REGISTER, reviews=reviews)
    earlier = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 19)}
    assert plain(ask(OVERDUE, warehouse, **earlier), "contract_ref") == [["very-late"], ["a-day-late"]]
    assert plain(ask(OVERDUE, warehouse, **DATES), "contract_ref") == [["very-late"]]


def test_a_contract_with_a_supplier_and_nothing_else_is_listed(given: Given) -> None:
    warehouse = given(contracts="contract_ref | supplier_name | start_on\nLGA1 | Somebody Ltd | 2022-04-07")
    columns = ("contract_ref", "provider_id", "provider_name", "market_segment", "locality", "contract_tier")
    assert plain(ask(OVERDUE, warehouse, **DATES), *columns) == [
        ["LGA1", None, "Somebody Ltd", "Not recorded", "Whole council", "Not tiered"]
    ]


def test_a_scope_chooses_and_nothing_is_overdue_in_an_empty_register(given: Given) -> None:
    warehouse = given(contracts=REGISTER)
    assert plain(ask(OVERDUE, warehouse, **DATES, market_segment="VCS"), "contract_ref") == [["a-day-late"]]
    assert plain(ask(OVERDUE, warehouse, **DATES, locality="Whole council"), "contract_ref") == [["very-late"]]
    assert ask(OVERDUE, given(contracts=""), **DATES).empty
