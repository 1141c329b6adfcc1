"""Files received, in examples a data officer can check."""

from datetime import date

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

LOADS = """
    load_no | source | file | received_on | read_count | kept_count | rejected_count | refused_because
    1 | reviews | reviews.csv | 2026-07-31 | 10 | 8 | 2 |
    2 |  | unknown.csv | 2026-08-31 | 0 | 0 | 0 | No heading is known
    3 | reviews | reviews-2.csv | 2026-09-01 | 5 | 5 | 0 |
"""


def test_files_received_by_the_day_newest_first_refused_ones_too(given: Given) -> None:
    warehouse = given(loads=LOADS)
    columns = ("load_no", "file", "read_count", "kept_count", "refused_because")
    rows = ask(QUESTIONS["loads"], warehouse, as_of=date(2026, 8, 31), known_on=date(2026, 8, 31))
    assert plain(rows, *columns) == [
        [2, "unknown.csv", 0, 0, "No heading is known"],
        [1, "reviews.csv", 10, 8, None],
    ]


def test_a_load_that_was_undone_stays_on_record(given: Given) -> None:
    warehouse = given(
        loads="""
        load_no | source | file | received_on | undone_at
        1 | reviews | a.csv | 2026-07-31 | 2026-08-02 10:00:00
        2 | reviews | b.csv | 2026-07-31 |
    """
    )
    rows = ask(QUESTIONS["loads"], warehouse, as_of=date(2026, 8, 31), known_on=date(2026, 8, 31))
    assert list(rows["file"]) == ["b.csv", "a.csv"]
    assert list(rows["undone_at"].notna()) == [False, True]


def test_nothing_received_nothing_shown(given: Given) -> None:
    assert ask(QUESTIONS["loads"], given(), as_of=date(2026, 8, 31), known_on=date(2026, 8, 31)).empty
