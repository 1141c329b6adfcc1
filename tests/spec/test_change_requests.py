"""Change requests not settled at a month's end, in examples a contract manager can check."""

from tests.spec.conftest import Given
from tests.spec.months import counted

LOG = """
    change_ref      | contract_ref | change_type | requested_on | stage       | decided_on | implemented_on
    on-the-day      | C1           | Variation   | 2026-07-31   | Submitted   |            |
    a-day-late      | C1           | Variation   | 2026-08-01   | Submitted   |            |
    on-hold         | C1           | Extension   | 2026-07-01   | On hold     |            |
    approved        | C1           | Extension   | 2026-07-01   | Approved    | 2026-07-10 |
    made-that-day   | C1           | Variation   | 2026-06-01   | Implemented | 2026-06-10 | 2026-07-31
    made-next-day   | C1           | Variation   | 2026-06-01   | Implemented | 2026-06-10 | 2026-08-01
    rejected        | C1           | Variation   | 2026-06-01   | Rejected    | 2026-07-31 |
    withdrawn-later | C1           | Variation   | 2026-06-01   | Withdrawn   | 2026-08-02 |
    made-undated    | C1           | Variation   | 2026-06-01   | Implemented | 2026-06-10 |
"""


def test_a_request_is_in_progress_until_it_takes_effect_or_is_turned_down(given: Given) -> None:
    columns = ("record_ref", "detail", "source_row")
    assert counted("change_requests", given(contract_changes=LOG), "2026-07-01", *columns) == [
        ["approved", "Extension, approved, asked for 30 days before", 5],
        ["made-next-day", "Variation, asked for 60 days before", 7],
        ["on-hold", "Extension, on hold, asked for 30 days before", 4],
        ["on-the-day", "Variation, submitted, asked for 0 days before", 2],
        ["withdrawn-later", "Variation, asked for 60 days before", 9],
    ]
