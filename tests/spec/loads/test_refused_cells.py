"""Cells that could not be read and are not put right yet, in examples a data officer can check."""

from datetime import date

from pipelines.access.policy import ALL
from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
REFUSED = """
    source    | record | field        | reason   | last_known | is_number | recorded_on | superseded_on | source_row
    contracts | C1     | annual_value | is wrong | 1200       | Y         | 2026-08-31  |               | 2
    contracts | C2     | review_on    | is wrong |            | N         | 2026-08-31  |               | 3
    contracts | C3     | review_on    | is wrong |            | N         | 2026-07-31  | 2026-08-31    | 4
    contracts | C4     | review_on    | is wrong |            | N         | 2026-09-30  |               | 5
"""


def test_what_is_open_on_the_day_newest_first(given: Given) -> None:
    rows = ask(QUESTIONS["refused_cells"], given(refused_cells=REFUSED), as_of=DAY, known_on=DAY)

    assert plain(rows, "record", "field", "last_known") == [
        ["C1", "annual_value", "1200"],
        ["C2", "review_on", None],
    ]


def test_an_amount_is_for_who_sees_amounts_and_counts(given: Given) -> None:
    warehouse = given(refused_cells=REFUSED)
    found = {}
    for kind in ("exempt values", "counts of people"):
        rights = ALL.model_copy(update={"sees": ALL.sees - {kind}})
        object.__setattr__(warehouse, "rights", rights)
        found[kind] = list(ask(QUESTIONS["refused_cells"], warehouse, as_of=DAY, known_on=DAY)["record"])
    object.__setattr__(warehouse, "rights", ALL)

    assert found == {"exempt values": ["C2"], "counts of people": ["C2"]}


def test_nothing_refused_nothing_shown(given: Given) -> None:
    assert ask(QUESTIONS["refused_cells"], given(), as_of=DAY, known_on=DAY).empty
