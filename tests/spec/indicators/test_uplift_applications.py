"""Uplift applications received in a month, in examples a panel member can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

LOG = """
    uplift_ref | provider_id | contract_ref | received_on | decided_on
    june       | P1          |              | 2026-06-30  | 2026-07-15
    first-day  | P1          |              | 2026-07-01  | 2026-09-01
    last-day   | P1          | C1           | 2026-07-31  | 2026-08-31
    august     | P1          |              | 2026-08-01  |
"""
REGISTER = """
    contract_ref | provider_id | start_on   | market_segment | locality
    C1           | P1          | 2020-01-01 | Care Homes     | North Vale
"""


def test_an_application_counts_in_the_month_it_came(given: Given) -> None:
    columns = ("record_ref", "happened_on", "detail", "market_segment", "source_row")
    warehouse = given(uplifts=LOG, contracts=REGISTER)
    assert counted("uplift_applications", warehouse, "2026-07-01", *columns) == [
        ["first-day", "2026-07-01", "Waiting", "Not recorded", 3],
        ["last-day", "2026-07-31", "Decided", "Care Homes", 4],
    ]
