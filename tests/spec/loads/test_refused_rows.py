"""Rows that could not be kept and are not put right yet, in examples a data officer can check."""

from datetime import date

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
REFUSED = """
    source    | record | reason   | known_file | known_row | recorded_on | superseded_on | source_file | source_row
    contracts | C1     | is blank | july.csv   | 4         | 2026-08-31  |               | august.csv  | 2
    contracts | C2     | is blank |            |           | 2026-08-31  |               | august.csv  | 3
    contracts | C3     | is blank |            |           | 2026-07-31  | 2026-08-31    | july.csv    | 9
    contracts | C4     | is blank |            |           | 2026-07-31  | 2026-09-30    | july.csv    | 8
    contracts | C5     | is blank |            |           | 2026-09-30  |               | later.csv   | 7
"""


def test_what_is_open_on_the_day_and_first_what_is_in_no_figure(given: Given) -> None:
    """C3 was settled that day, C4 only later, and C5 had not come."""
    rows = ask(QUESTIONS["refused_rows"], given(refused_rows=REFUSED), as_of=DAY, known_on=DAY)

    assert plain(rows, "record", "known_row", "source_file", "source_row") == [
        ["C2", None, "august.csv", 3],
        ["C4", None, "july.csv", 8],
        ["C1", 4, "august.csv", 2],
    ]


def test_nothing_refused_nothing_shown(given: Given) -> None:
    assert ask(QUESTIONS["refused_rows"], given(), as_of=DAY, known_on=DAY).empty
