"""Active contracts at a month's end, in examples a contract manager can check."""

import pytest

from tests.helpers.months import counted
from tests.spec.conftest import Given

JULY = "2026-07-01"


def register(line: str) -> str:
    """One contract; what the line leaves out is blank."""
    return f"""
        contract_ref | provider_id | start_on | current_end_on | ended_on | status
        C1           | P1          | {line}
    """


@pytest.mark.parametrize(
    ("line", "is_active"),
    [
        ("2026-07-31 | | | ", True),
        ("2026-08-01 | | | ", False),
        ("2020-01-01 | 2026-07-31 | | ", True),
        ("2020-01-01 | 2026-07-30 | | ", False),
        ("2020-01-01 | 2026-07-30 | | Active - expired holding over", True),
        ("2020-01-01 | 2026-07-30 | | Active", True),
        ("2020-01-01 | 2026-07-30 | | Suspended", True),
        ("2020-01-01 | 2026-07-30 | | Notice given", False),
        ("2020-01-01 | 2027-07-30 | | Notice given", True),
        ("2020-01-01 | 2027-07-30 | 2026-07-31 | Ended - terminated", True),
        ("2020-01-01 | 2027-07-30 | 2026-07-30 | Ended - terminated", False),
        ("2020-01-01 | 2027-07-30 | | Ended - terminated", False),
        ("2020-01-01 | 2026-08-31 | | Ended - expired", True),
        ("2020-01-01 | 2027-07-30 | 2026-07-30 | Active - expired holding over", False),
        ("2020-01-01 | 2027-07-30 | | Void", False),
        ("2026-08-05 | 2027-07-30 | | Pre-contract", False),
    ],
)
def test_a_contract_counts_from_its_start_to_its_last_day(given: Given, line: str, is_active: bool) -> None:
    warehouse = given(contracts=register(line))
    assert counted("active_contracts", warehouse, JULY) == ([["C1", 2]] if is_active else [])


def test_each_provider_on_a_framework_is_a_row_and_past_the_end_is_said(given: Given) -> None:
    warehouse = given(
        contracts="""
            contract_ref | provider_id | start_on   | current_end_on | contract_type | status | market_segment
            FW           | P1          | 2020-01-01 | 2026-07-30     | Framework     | Active | Care Homes
            FW           | P2          | 2020-01-01 | 2026-07-31     |               | Active |
        """
    )
    assert counted("active_contracts", warehouse, JULY, "provider_id", "detail", "market_segment", "locality") == [
        ["P1", "Framework, past its end date", "Care Homes", "Whole council"],
        ["P2", "Type not recorded", "Not recorded", "Whole council"],
    ]


def test_a_contract_known_later_did_not_count_before(given: Given) -> None:
    warehouse = given(
        contracts="""
            contract_ref | provider_id | start_on   | recorded_on
            C1           | P1          | 2026-01-01 | 2026-08-15
        """
    )
    assert counted("active_contracts", warehouse, JULY, known_on="2026-08-14") == []
    assert counted("active_contracts", warehouse, JULY, known_on="2026-08-15") == [["C1", 2]]


def test_only_whole_months_that_have_ended_are_shown(given: Given) -> None:
    warehouse = given(contracts=register("2020-01-01 | | | "))
    assert counted("active_contracts", warehouse, "2026-08-01", as_of="2026-08-30") == []
    assert counted("active_contracts", warehouse, "2026-08-01", as_of="2026-08-31") == [["C1", 2]]
    assert counted("active_contracts", warehouse, "2023-09-01", as_of="2026-08-31") == [["C1", 2]]
    assert counted("active_contracts", warehouse, "2023-08-01", as_of="2026-08-31") == []


@pytest.mark.parametrize(
    ("line", "refused", "is_active"),
    [
        # What could not be read ends nothing: the contract stays in force as far as is known.
        ("| 2027-07-30 | | Active", "start_on", True),
        ("| 2026-07-30 | | Notice given", "start_on", False),
        ("| | 2026-07-30 | Ended - expired", "start_on", False),
        ("2020-01-01 | | | Notice given", "current_end_on", True),
        ("2020-01-01 | 2026-07-30 | | ", "status", True),
        ("2020-01-01 | 2026-07-30 | 2026-07-30 | ", "status", False),
        # It is over, and on which day is not known.
        ("2020-01-01 | | | Ended - expired", "current_end_on", False),
        ("2020-01-01 | 2026-08-31 | | Ended - expired", "ended_on", False),
    ],
)
def test_what_could_not_be_read_is_neither_blank_nor_an_end(
    given: Given, line: str, refused: str, is_active: bool
) -> None:
    contracts = (
        "contract_ref | provider_id | start_on | current_end_on | ended_on | status | refused_columns\n"
        f"C1 | P1 | {line} | {refused}"
    )
    assert counted("active_contracts", given(contracts=contracts), JULY) == ([["C1", 2]] if is_active else [])


def test_a_past_position_keeps_a_contract_that_ended_later(given: Given) -> None:
    warehouse = given(contracts=register("2020-01-01 | 2026-03-31 | | Ended - expired"))
    for as_of in ("2025-12-31", "2026-08-31"):
        assert counted("active_contracts", warehouse, "2025-12-01", as_of=as_of) == [["C1", 2]]
        assert counted("active_contracts", warehouse, "2026-04-01", as_of=as_of) == []


@pytest.mark.parametrize(
    ("line", "refused", "is_active"),
    [
        ("2020-01-01 | 2026-07-30 | | ", "", False),
        ("2020-01-01 | 2026-07-30 | | Active", "", True),
        ("2020-01-01 | 2026-07-30 | 2026-07-31 | ", "", True),
        # The end as it now stands is not known, so the one first agreed says nothing; nor does one before the start.
        ("2020-01-01 | 2026-07-30 | | ", "current_end_on", True),
        ("2020-01-01 | 2019-07-30 | | ", "", True),
    ],
)
def test_the_end_first_agreed_stands_where_the_end_as_it_now_stands_is_blank(
    given: Given, line: str, refused: str, is_active: bool
) -> None:
    contracts = (
        "contract_ref | provider_id | start_on | original_end_on | current_end_on | status | refused_columns\n"
        f"C1 | P1 | {line} | {refused}"
    )
    assert counted("active_contracts", given(contracts=contracts), JULY) == ([["C1", 2]] if is_active else [])
