"""Contracts ended in a month, in examples a contract manager can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

REGISTER = """
    contract_ref | provider_id | start_on   | current_end_on | ended_on   | status              | end_reason
    june         | P1          | 2020-01-01 | 2026-06-30     |            |                     |
    first-day    | P1          | 2020-01-01 | 2026-07-01     |            | Ended - expired     | Expired
    last-day     | P1          | 2020-01-01 | 2028-01-01     | 2026-07-31 | Ended - handed back | Handed back
    no-reason    | P1          | 2020-01-01 | 2026-07-15     |            |                     |
    august       | P1          | 2020-01-01 | 2026-07-15     | 2026-08-01 | Ended - terminated  | Mutual
    holding-over | P1          | 2020-01-01 | 2026-07-15     |            | Active              |
    never        | P1          | 2020-01-01 |                |            | Active              |
    void         | P1          | 2020-01-01 | 2026-07-15     |            | Void                |
"""


def test_a_contract_ends_on_the_day_it_ended_or_else_at_its_end_date(given: Given) -> None:
    columns = ("record_ref", "happened_on", "detail", "source_row")
    assert counted("ended_contracts", given(contracts=REGISTER), "2026-07-01", *columns) == [
        ["first-day", "2026-07-01", "Expired", 3],
        ["last-day", "2026-07-31", "Handed back", 4],
        ["no-reason", "2026-07-15", "Reason not recorded", 5],
    ]
