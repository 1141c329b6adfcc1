"""When a record was first received, and since when it is as it is: columns of every register as known."""

from datetime import date

import pytest

from tests.helpers.months import plain
from tests.spec.conftest import Given

COMPLAINTS = """
    complaint_ref | provider_id | received_on | outcome | recorded_on | superseded_on
    K1            | P1          | 2026-05-01  |         | 2026-05-31  | 2026-06-30
    K1            | P1          | 2026-05-01  | Upheld  | 2026-06-30  |
    K2            | P1          | 2026-06-01  |         | 2026-06-30  | 2026-07-31
    K3            | P1          | 2026-07-01  |         | 2026-07-31  |
"""


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        ("2026-05-30", []),
        ("2026-05-31", [["K1", "2026-05-31", "2026-05-31"]]),
        ("2026-06-30", [["K1", "2026-06-30", "2026-05-31"], ["K2", "2026-06-30", "2026-06-30"]]),
        ("2026-08-31", [["K1", "2026-06-30", "2026-05-31"], ["K3", "2026-07-31", "2026-07-31"]]),
    ],
)
def test_since_when_a_record_is_known(given: Given, known_on: str, expected: list[list[str]]) -> None:
    day = date.fromisoformat(known_on)
    sql = "select complaint_ref, known_since, first_known_on from complaints order by complaint_ref"
    rows = given(complaints=COMPLAINTS).frame(sql, {"as_of": day, "known_on": day})
    assert plain(rows, "complaint_ref", "known_since", "first_known_on") == expected


def test_a_key_with_a_blank_part_is_one_key(given: Given) -> None:
    """A return about a whole contract has no location: the blank is a part of its key like any other."""
    kpis = """
        contract_ref | provider_id | location_id | kpi_code | period_end | due_on | value | recorded_on | superseded_on
        C1           | P1          |             | K1       | 2026-03-31 | 2026-04-30 | 90    | 2026-04-30  | 2026-05-31
        C1           | P1          |             | K1       | 2026-03-31 | 2026-04-30 | 95    | 2026-05-31  |
        C1           | P1          | L1          | K1       | 2026-03-31 | 2026-04-30 | 80    | 2026-05-31  |
    """
    day = date(2026, 8, 31)
    sql = "select value, first_known_on from kpis order by value desc"
    rows = given(kpis=kpis).frame(sql, {"as_of": day, "known_on": day})
    assert plain(rows, "value", "first_known_on") == [[95, "2026-04-30"], [80, "2026-05-31"]]
