"""How fresh each source is, in examples a data officer can check."""

from datetime import date

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from pipelines.registers.all import SOURCES
from tests.helpers.months import plain
from tests.spec.conftest import Given

COLUMNS = ("source_title", "last_received_on", "age_days", "rhythm_days", "state", "rows_known")
REVIEWS = """
    review_ref | review_type     | provider_id | status    | recorded_on | superseded_on
    R1         | Contract review | P1          | Scheduled | 2026-07-01  | 2026-08-01
    R1         | Contract review | P1          | Completed | 2026-08-01  |
    R2         | Contract review | P1          | Scheduled | 2026-08-02  |
"""


def of_reviews(given: Given, loads: str, known_on: date) -> list[list[object]]:
    heading = "source | received_on | refused_because | undone_at"
    loads = "\n".join(line + " |" * (3 - line.count("|")) for line in loads.splitlines())
    rows = ask(
        QUESTIONS["data_freshness"],
        given(loads=f"{heading}\n{loads}", reviews=REVIEWS),
        as_of=date(2020, 1, 1),
        known_on=known_on,
    )
    assert plain(rows, "source") == [[source] for source in sorted(SOURCES)]
    return plain(rows[rows["source"] == "reviews"], *COLUMNS)


@pytest.mark.parametrize(
    ("known_on", "age", "state", "rows"),
    [
        (date(2026, 8, 1), 0, "Up to date", 1),
        (date(2026, 9, 5), 35, "Up to date", 2),
        (date(2026, 9, 6), 36, "Late", 2),
    ],
)
def test_late_is_older_than_its_rhythm_on_the_day_it_is_asked(
    given: Given, known_on: date, age: int, state: str, rows: int
) -> None:
    found = of_reviews(given, "reviews | 2026-08-01 |\nreviews | 2026-07-01 |", known_on)
    assert found == [["Reviews", "2026-08-01", age, 35, state, rows]]


def test_a_file_that_was_undone_was_never_received(given: Given) -> None:
    loads = "reviews | 2026-08-01 | | 2026-08-02 10:00:00\nreviews | 2026-07-01 |"
    assert of_reviews(given, loads, date(2026, 8, 1)) == [["Reviews", "2026-07-01", 31, 35, "Up to date", 1]]


def test_a_file_that_comes_later_or_was_refused_was_not_received(given: Given) -> None:
    found = of_reviews(given, "reviews | 2026-08-02 |\nreviews | 2026-07-01 | No heading", date(2026, 8, 1))
    assert found == [["Reviews", None, None, 35, "Never received", 1]]
