"""New contracts issued in a month, in examples a contract manager can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

REGISTER = """
    contract_ref | provider_id | signed_on  | start_on   | status | contract_type
    before       | P1          | 2026-06-30 | 2026-07-15 | Active | Block
    first-day    | P1          | 2026-07-01 | 2026-09-01 | Active | Block
    last-day     | P1          | 2026-07-31 | 2026-07-01 | Active | Spot
    after        | P1          | 2026-08-01 | 2026-07-15 | Active | Block
    unsigned     | P1          |            | 2026-07-10 | Active | Block
    void         | P1          | 2026-07-10 | 2026-07-10 | Void   | Block
"""


def test_a_contract_is_new_in_the_month_it_was_signed_or_else_starts(given: Given) -> None:
    columns = ("record_ref", "happened_on", "detail", "source_row")
    assert counted("new_contracts", given(contracts=REGISTER), "2026-07-01", *columns) == [
        ["first-day", "2026-07-01", "Block", 3],
        ["last-day", "2026-07-31", "Spot", 4],
        ["unsigned", "2026-07-10", "Block, by start date: no day of signing", 6],
    ]


def test_no_contract_was_issued(given: Given) -> None:
    assert counted("new_contracts", given(contracts=REGISTER), "2026-05-01") == []


def test_one_that_ended_on_a_day_not_known_was_new_when_it_was_signed(given: Given) -> None:
    contracts = """
        contract_ref | provider_id | signed_on  | start_on   | status             | refused_columns
        terminated   | P1          | 2026-05-10 | 2026-06-01 | Ended - terminated |
        not-read     | P1          |            | 2026-05-01 | Active             | signed_on
        no-start     | P1          | 2026-05-11 |            | Active             | start_on
        no-day       | P1          |            |            | Active             | start_on
    """
    assert counted("new_contracts", given(contracts=contracts), "2026-05-01") == [["no-start", 4], ["terminated", 2]]
