"""Rows not kept, in examples a data officer can check."""

from datetime import date

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

REJECTS = """
    load_id | source  | received_on | field        | reason     | source_file | source_row
    A       | reviews | 2026-07-31  | review_ref   | is blank   | reviews.csv | 9
    B       | reviews | 2026-08-31  | status       | not a word | reviews.csv | 7
    B       | reviews | 2026-08-31  | completed_on | not a date | reviews.csv | 7
    C       | reviews | 2026-09-01  | status       | not a word | reviews.csv | 3
"""


def test_every_fault_of_files_received_by_the_day_newest_first(given: Given) -> None:
    rows = ask(QUESTIONS["rejects"], given(rejects=REJECTS), as_of=date(2026, 8, 31), known_on=date(2026, 8, 31))
    assert plain(rows, "received_on", "source_row", "field", "reason") == [
        ["2026-08-31", 7, "completed_on", "not a date"],
        ["2026-08-31", 7, "status", "not a word"],
        ["2026-07-31", 9, "review_ref", "is blank"],
    ]


def test_nothing_rejected_nothing_shown(given: Given) -> None:
    assert ask(QUESTIONS["rejects"], given(), as_of=date(2026, 8, 31), known_on=date(2026, 8, 31)).empty
