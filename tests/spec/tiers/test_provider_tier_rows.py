"""The records behind the quality tiers, in examples a quality lead can check."""

from datetime import date

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

ROWS = QUESTIONS["provider_tier_rows"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
LOCATIONS = """
    location_id | provider_id | location_name | service_type     | is_regulated | cqc_location_id | locality
    L1          | P1          | Beacon House  | Residential home | Y            | 1-1             | North Vale
    L2          | P1          | Beacon Centre | Day care         | N            |                 | West Heath
"""
COMPLAINTS = """
    complaint_ref | provider_id | location_id | received_on | outcome    | category | stage
    C1            | P1          |             | 2026-08-01  | Upheld     | Delay    | Concern
    C2            | P1          | L1          | 2026-08-02  | Upheld     | Delay    | Concern
    C3            | P1          | L1          | 2026-08-02  | Not upheld | Delay    | Concern
"""
RATINGS = """
    cqc_location_id | service_group | domain  | rating | published_on
    1-1             | Overall       | Overall | Good   | 2026-01-01
"""


def test_a_record_without_a_location_is_listed_at_each_of_the_providers(given: Given) -> None:
    rows = ask(ROWS, given(locations=LOCATIONS, complaints=COMPLAINTS), **DATES)
    complaints = rows[rows["rule_id"] == "complaints-upheld"]
    columns = ("location_id", "record_ref", "happened_on", "detail", "source_file", "source_row")
    assert plain(complaints, *columns) == [
        ["L1", "C2", "2026-08-02", "Upheld: Delay", "complaints.csv", 3],
        ["L1", "C1", "2026-08-01", "Upheld: Delay", "complaints.csv", 2],
        ["L2", "C1", "2026-08-01", "Upheld: Delay", "complaints.csv", 2],
    ]


def test_a_rating_is_listed_once_for_each_rule_it_serves(given: Given) -> None:
    rows = ask(ROWS, given(locations=LOCATIONS, cqc_ratings=RATINGS), **DATES, location_id="L1")
    assert plain(rows, "rule_id", "detail", "source_file", "source_row") == [
        ["cqc-never-rated", "Has been rated", "locations.csv", 2],
        ["cqc-no-rating", "A rating is published", "cqc_ratings.csv", 2],
        ["cqc-overall", "Good", "cqc_ratings.csv", 2],
        ["cqc-rating-age", "242 days since publication", "cqc_ratings.csv", 2],
    ]


def test_only_the_location_segment_and_area_asked_for(given: Given) -> None:
    warehouse = given(locations=LOCATIONS, complaints=COMPLAINTS)
    for asked, location in (
        ({"location_id": "L1"}, "L1"),
        ({"market_segment": "Enabling"}, "L2"),
        ({"locality": "West Heath"}, "L2"),
    ):
        assert set(ask(ROWS, warehouse, **DATES, **asked)["location_id"]) == {location}


def test_no_record_no_row(given: Given) -> None:
    assert ask(ROWS, given(), **DATES).empty
