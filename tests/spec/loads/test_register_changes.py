"""What changed between two days of what was known, in examples a data officer can check."""

from datetime import date
from typing import Any

import pytest

from pipelines.querying.changes import record_changes
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.registers.all import SOURCES
from tests.helpers.months import plain
from tests.spec.conftest import Given

JUNE, JULY, AUGUST = date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)
HOMES = """
    home_name | postcode | home_type   | locality | recorded_on | superseded_on
    Ash House | OL1 1AA  | Residential | Hill     | 2026-06-30  |
    Elm House | OL1 1AB  | Residential | Hill     | 2026-06-30  | 2026-07-31
    Elm House | OL1 1AB  | Nursing     | Dale     | 2026-07-31  |
    Oak House | OL1 1AC  | Nursing     | Hill     | 2026-06-30  | 2026-08-31
    Yew House | OL1 1AD  | Nursing     | Hill     | 2026-08-31  |
"""


def changes(given: Given, since: date, known_on: date, source: str | None = None, **tables: str) -> list[list[Any]]:
    rows = ask(
        QUESTIONS["register_changes"], given(**tables), as_of=AUGUST, known_on=known_on, since=since, source=source
    )
    rows["changed_on"] = rows["changed_on"].dt.date
    return plain(rows, "source", "record", "change", "what_changed", "changed_on", "source_row")


ELM = ["listed_homes", "Elm House · OL1 1AB", "changed", "home_type: Residential → Nursing; locality: Hill → Dale"]
OAK = ["listed_homes", "Oak House · OL1 1AC", "gone", None, AUGUST, 5]
YEW = ["listed_homes", "Yew House · OL1 1AD", "new", None, AUGUST, 6]


@pytest.mark.parametrize(
    ("since", "known_on", "expected"),
    [
        (JUNE, JUNE, []),
        (JUNE, JULY, [[*ELM, JULY, 4]]),
        (JULY, AUGUST, [OAK, YEW]),
        (JUNE, AUGUST, [[*ELM, JULY, 4], OAK, YEW]),
    ],
)
def test_new_gone_and_changed_between_any_two_days(
    given: Given, since: date, known_on: date, expected: list[list[Any]]
) -> None:
    assert changes(given, since, known_on, listed_homes=HOMES) == expected


def test_backwards_is_what_came_to_be_known_undone(given: Given) -> None:
    assert [row[2] for row in changes(given, AUGUST, JULY, listed_homes=HOMES)] == ["gone", "new"]


def test_one_register_can_be_asked_for(given: Given) -> None:
    officers = "officer_id | display_name | recorded_on\nO1 | Contract Officer 1 | 2026-08-31"
    both = changes(given, JULY, AUGUST, listed_homes=HOMES, officers=officers)
    assert [row[0] for row in both] == ["listed_homes", "listed_homes", "officers"]
    assert [row[0] for row in changes(given, JULY, AUGUST, "officers", listed_homes=HOMES, officers=officers)] == [
        "officers"
    ]


def test_a_key_with_a_blank_part_is_the_same_record(given: Given) -> None:
    contracts = """
        contract_ref | supplier_name | provider_id | title | start_on   | recorded_on | superseded_on
        C1           | A Ltd         |             | Care  | 2026-01-01 | 2026-06-30  | 2026-07-31
        C1           | A Ltd         |             |       | 2026-01-01 | 2026-07-31  |
    """
    assert changes(given, JUNE, JULY, contracts=contracts) == [
        ["contracts", "C1 · A Ltd", "changed", "title: Care → nothing", JULY, 3]
    ]


@pytest.mark.parametrize("source", [name for name, row in SOURCES.items() if not row.SOURCE.is_keyed_by_whole_row])
def test_every_source_with_a_key_is_looked_through(source: str) -> None:
    assert f"select '{source}' as source" in record_changes()
