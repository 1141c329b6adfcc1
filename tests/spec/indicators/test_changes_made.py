"""Contract changes that took effect in a month, in examples a contract manager can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

LOG = """
    change_ref | contract_ref | change_type  | requested_on | stage       | implemented_on
    june       | C1           | Variation    | 2026-06-01   | Implemented | 2026-06-30
    first-day  | C1           | Price uplift | 2026-06-01   | Implemented | 2026-07-01
    last-day   | C1           | Extension    | 2026-06-01   | Implemented | 2026-07-31
    august     | C1           | Variation    | 2026-06-01   | Implemented | 2026-08-01
    undated    | C1           | Variation    | 2026-06-01   | Implemented |
    approved   | C1           | Variation    | 2026-06-01   | Approved    | 2026-07-15
"""


def test_a_change_counts_in_the_month_it_took_effect(given: Given) -> None:
    columns = ("record_ref", "happened_on", "detail", "source_row")
    assert counted("changes_made", given(contract_changes=LOG), "2026-07-01", *columns) == [
        # The day decides, whatever the stage says.
        ["approved", "2026-07-15", "Variation", 7],
        ["first-day", "2026-07-01", "Price uplift", 3],
        ["last-day", "2026-07-31", "Extension", 4],
    ]
