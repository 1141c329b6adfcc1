"""Uplift decisions made in a month, in examples a panel member can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

LOG = """
    uplift_ref | provider_id | received_on | decided_on | decision
    june       | P1          | 2026-06-01  | 2026-06-30 | Declined
    first-day  | P1          | 2025-01-01  | 2026-07-01 | Agreed in part
    last-day   | P1          | 2026-07-31  | 2026-07-31 |
    august     | P1          | 2026-07-01  | 2026-08-01 | Deferred
    undecided  | P1          | 2026-07-01  |            |
"""


def test_a_decision_counts_in_the_month_it_was_made_whenever_the_application_came(given: Given) -> None:
    columns = ("record_ref", "happened_on", "detail", "source_row")
    assert counted("uplift_decisions", given(uplifts=LOG), "2026-07-01", *columns) == [
        ["first-day", "2026-07-01", "Agreed in part", 3],
        ["last-day", "2026-07-31", "Decision not recorded", 4],
    ]
