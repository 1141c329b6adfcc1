"""One meaning of the recorded tier, of a location and of a provider, in examples a quality lead can check."""

from datetime import date
from typing import Any

import pytest

from tests.helpers.months import plain
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
DECISION = "provider_id | location_id | decided_on | recorded_tier | expires_on"
LOCATION = "location_id | provider_id | location_name | locality | cqc_location_id | opened_on | closed_on"
TWO = f"""{LOCATION} | recorded_on | superseded_on
    L1 | P1 | One | North | | | | |
    L2 | P1 | Two | North | | | | |
"""


def table(heading: str, *lines: str) -> str:
    return "\n".join((heading, *lines))


def recorded(given: Given, kind: str, decisions: list[str], locations: str = TWO, **tables: str) -> list[list[Any]]:
    warehouse = given(locations=locations, tier_decisions=table(DECISION, *decisions), **tables)
    sql = f"select {kind}_id, recorded_tier, decided_on, is_expired from recorded_tier_of_{kind} order by {kind}_id"
    rows = warehouse.frame(sql, {"as_of": DAY, "known_on": DAY})
    return [[name, tier, str(day)[:10], bool(expired)] for name, tier, day, expired in plain(rows, *rows.columns)]


@pytest.mark.parametrize(
    ("decisions", "found"),
    [
        ([], []),
        (["P1 | L1 | 2026-08-31 | Tier 2 | "], [["L1", "Tier 2", "2026-08-31", False]]),
        (["P1 | L1 | 2026-09-01 | Tier 2 | "], []),
        # The newest decision, the location's own or its provider's.
        (
            ["P1 | | 2026-08-01 | Tier 3 | ", "P1 | L1 | 2025-01-01 | BAU | "],
            [["L1", "Tier 3", "2026-08-01", False], ["L2", "Tier 3", "2026-08-01", False]],
        ),
        (
            ["P1 | | 2024-01-01 | Tier 3 | ", "P1 | L1 | 2025-01-01 | BAU | "],
            [["L1", "BAU", "2025-01-01", False], ["L2", "Tier 3", "2024-01-01", False]],
        ),
        # Of one day: the worse.
        (
            ["P1 | | 2026-08-01 | Tier 3 | ", "P1 | L1 | 2026-08-01 | BAU | "],
            [["L1", "Tier 3", "2026-08-01", False], ["L2", "Tier 3", "2026-08-01", False]],
        ),
        # Expired: it stands until another replaces it, and says so.
        (
            ["P1 | L1 | 2026-08-01 | Tier 3 | 2026-08-30", "P1 | L1 | 2026-01-01 | BAU | "],
            [["L1", "Tier 3", "2026-08-01", True]],
        ),
        (["P1 | L1 | 2026-08-01 | Tier 3 | 2026-08-31"], [["L1", "Tier 3", "2026-08-01", False]]),
        # It follows the location, whatever provider it names.
        (["P9 | L1 | 2026-08-01 | Tier 3 | "], [["L1", "Tier 3", "2026-08-01", False]]),
        (["P9 | | 2026-08-01 | Tier 3 | "], []),
    ],
)
def test_the_newest_decision_about_a_location(given: Given, decisions: list[str], found: list[Any]) -> None:
    assert recorded(given, "location", decisions) == found


PASSED = f"""{LOCATION} | recorded_on | superseded_on
    L1 | P1 | One | North | | | | 2026-07-31 | 2026-08-20
    L1 | P2 | One | North | | | | 2026-08-20 |
"""


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        ("P1 | L1 | 2026-07-01 | Tier 3 | ", [["L1", "Tier 3", "2026-07-01", False]]),
        # About all services of the provider it was of on that day, or is of now.
        ("P1 | | 2026-08-19 | Tier 3 | ", [["L1", "Tier 3", "2026-08-19", False]]),
        ("P1 | | 2026-08-20 | Tier 3 | ", []),
        ("P2 | | 2020-01-01 | Tier 3 | ", [["L1", "Tier 3", "2020-01-01", False]]),
    ],
)
def test_a_location_that_passes_to_another_provider_keeps_its_tier(
    given: Given, decision: str, found: list[Any]
) -> None:
    assert recorded(given, "location", [decision], PASSED) == found


ELSEWHERE = {
    "cqc_ratings": """
        cqc_location_id | service_group | domain  | rating | published_on | local_authority
        1-2             | Overall       | Overall | Good   | 2026-01-01   | Neighbouring County
    """
}


@pytest.mark.parametrize(
    ("locations", "decisions", "found"),
    [
        # The worst of its locations.
        (
            ["L1 | P1 | One | North | | |", "L2 | P1 | Two | North | | |"],
            ["P1 | L1 | 2026-01-01 | Tier 1 | ", "P1 | L2 | 2026-01-01 | Tier 2 | "],
            [["P1", "Tier 2", "2026-01-01", False]],
        ),
        # A closed location counts no more.
        (
            ["L1 | P1 | One | North | | | 2024-06-01", "L2 | P1 | Two | North | | |"],
            ["P1 | L1 | 2024-01-01 | Tier 3 | ", "P1 | L2 | 2026-01-01 | BAU | "],
            [["P1", "BAU", "2026-01-01", False]],
        ),
        # A decision about the whole provider, as far as none of a location replaces it.
        (
            ["L1 | P1 | One | North | | |"],
            ["P1 | | 2024-01-01 | Tier 3 | ", "P1 | L1 | 2026-01-01 | BAU | "],
            [["P1", "BAU", "2026-01-01", False]],
        ),
        (
            ["L1 | P1 | One | North | | |", "L2 | P1 | Two | North | | |"],
            ["P1 | | 2024-01-01 | Tier 3 | ", "P1 | L1 | 2026-01-01 | BAU | "],
            [["P1", "Tier 3", "2024-01-01", False]],
        ),
        ([], ["P1 | | 2024-01-01 | Tier 3 | "], [["P1", "Tier 3", "2024-01-01", False]]),
        # A location outside the area does not count, and cannot keep the provider's own decision from counting.
        (
            ["L1 | P1 | One | North | | |", "L2 | P1 | Two | | 1-2 | |"],
            ["P1 | L1 | 2026-01-01 | BAU | ", "P1 | L2 | 2026-01-01 | Tier 3 | "],
            [["P1", "BAU", "2026-01-01", False]],
        ),
        # Where nothing says where it is, it counts.
        (
            ["L1 | P1 | One | | | |"],
            ["P1 | L1 | 2026-01-01 | Tier 3 | "],
            [["P1", "Tier 3", "2026-01-01", False]],
        ),
        # Expired, and as bad as one that has not.
        (
            ["L1 | P1 | One | North | | |", "L2 | P1 | Two | North | | |"],
            ["P1 | L1 | 2026-03-01 | Tier 2 | 2026-08-30", "P1 | L2 | 2026-02-01 | Tier 2 | "],
            [["P1", "Tier 2", "2026-02-01", False]],
        ),
    ],
)
def test_the_tier_recorded_for_a_provider_in_the_area(
    given: Given, locations: list[str], decisions: list[str], found: list[Any]
) -> None:
    assert recorded(given, "provider", decisions, table(LOCATION, *locations), **ELSEWHERE) == found
