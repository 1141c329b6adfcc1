"""Default notices issued in a month, in examples a contract manager can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

LOG = """
    notice_ref | notice_type | location_id | contract_ref | issued_on  | closed_on  | outcome   | reason_code
    june       | Default     |             |              | 2026-06-30 |            |           | SAFE
    first-day  | Default     | L1          |              | 2026-07-01 | 2026-08-31 | Withdrawn | SAFE
    last-day   | Default     | L1          | C1           | 2026-07-31 | 2026-09-01 |           | STAFF
    blank      | Default     |             |              | 2026-07-15 | 2026-07-16 |           | SAFE
    august     | Default     |             |              | 2026-08-01 |            |           | SAFE
    other      | Termination |             |              | 2026-07-15 |            |           | SAFE
"""
REGISTER = """
    contract_ref | provider_id | start_on   | market_segment   | locality
    C1           | P1          | 2020-01-01 | Domiciliary Care | West Heath
"""
LOCATIONS = """
    location_id | provider_id | location_name | service_type     | is_regulated | locality
    L1          | P1          | Beacon House  | Residential home | Y            | North Vale
"""


def test_a_notice_counts_in_the_month_it_was_issued_and_says_how_it_stands(given: Given) -> None:
    columns = ("record_ref", "happened_on", "detail", "source_row")
    assert counted("default_notices", given(notices=LOG), "2026-07-01", *columns) == [
        ["blank", "2026-07-15", "SAFE, closed", 5],
        ["first-day", "2026-07-01", "SAFE, withdrawn", 3],
        ["last-day", "2026-07-31", "STAFF, open", 4],
    ]


def test_it_belongs_where_its_contract_or_else_its_service_does(given: Given) -> None:
    warehouse = given(notices=LOG, contracts=REGISTER, locations=LOCATIONS)
    assert counted("default_notices", warehouse, "2026-07-01", "record_ref", "market_segment", "locality") == [
        ["blank", "Not recorded", "Not recorded"],
        ["first-day", "Care Homes", "North Vale"],
        ["last-day", "Domiciliary Care", "West Heath"],
    ]
