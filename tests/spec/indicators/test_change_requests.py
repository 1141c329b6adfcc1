"""Change requests not settled at a month's end, in examples a contract manager can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

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


def test_the_day_beats_the_word_and_what_is_not_known_settles_nothing(given: Given) -> None:
    log = """
        change_ref | contract_ref | change_type | requested_on | stage | decided_on | implemented_on | refused_columns
        made | C1 | Variation | 2026-06-01 | Submitted |  | 2026-07-31 |
        made-later | C1 | Variation | 2026-06-01 | Rejected | 2026-07-01 | 2026-08-01 |
        no-stage | C1 |  | 2026-06-01 |  |  |  | stage change_type
        no-day | C1 | Variation |  | Submitted |  |  | requested_on
        no-end | C1 | Variation | 2026-06-01 | Rejected |  |  | decided_on
    """
    columns = ("record_ref", "detail", "source_row")
    assert counted("change_requests", given(contract_changes=log), "2026-07-01", *columns) == [
        ["made-later", "Variation, asked for 60 days before", 3],
        ["no-day", "Variation, submitted, asked for on a day not known", 5],
        ["no-stage", "Type not known, stage not known, asked for 60 days before", 4],
    ]
