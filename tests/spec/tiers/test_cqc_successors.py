"""A service that CQC registered anew keeps the ratings of the location it took over from, until it has its own."""

from datetime import date

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
TABLES = {
    "providers": "provider_id | provider_name\nP1 | One Ltd",
    "locations": """
        location_id | provider_id | location_name | cqc_location_id | service_type | is_regulated
        L1          | P1          | Ash House     | 1-2             | Care home    | Y
    """,
    "cqc_locations": """
        cqc_location_id | location_name | cqc_provider_id | successor_of
        1-2             | Ash House     | 1-20            | {successor_of}
    """,
    "cqc_ratings": """
        cqc_location_id | service_group | domain  | rating               | published_on
        1-1             | Overall       | Overall | Inadequate           | 2025-03-01
        {own}
    """,
}
OWN = "1-2 | Overall | Overall | Good | {day}"


def rating(given: Given, successor_of: str, own: str = "", as_of: date = DAY) -> list[str]:
    tables = {name: table.format(successor_of=successor_of, own=own) for name, table in TABLES.items()}
    rows = ask(QUESTIONS["provider_tier_rows"], given(**tables), as_of=as_of, known_on=as_of, location_id="L1")
    return list(rows.loc[rows["rule_id"] == "cqc-overall", "detail"])


@pytest.mark.parametrize(
    ("successor_of", "own", "as_of", "expected"),
    [
        ("1-1", "", DAY, ["Inadequate (as 1-1, which it took over from)"]),
        ("1-1", OWN.format(day="2026-05-01"), DAY, ["Good"]),
        ("1-1", OWN.format(day="2026-05-01"), date(2026, 4, 30), ["Inadequate (as 1-1, which it took over from)"]),
        ("1-1", OWN.format(day="2025-01-01"), DAY, ["Good"]),
        ("", "", DAY, []),
        ("1-1; 1-3", "", DAY, []),
    ],
    ids=[
        "none of its own",
        "its own",
        "before its own",
        "its own is older",
        "took over from none",
        "took over from two",
    ],
)
def test_a_successor_keeps_the_ratings_until_it_has_its_own(
    given: Given, successor_of: str, own: str, as_of: date, expected: list[str]
) -> None:
    assert rating(given, successor_of, own, as_of) == expected
