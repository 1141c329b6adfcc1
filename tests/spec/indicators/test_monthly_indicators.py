"""The twelve monthly indicators, in examples a commissioner can check."""

from datetime import date

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

INDICATORS = QUESTIONS["monthly_indicators"]
ROWS = QUESTIONS["monthly_indicator_rows"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
NOTICES = """
    notice_ref | notice_type   | provider_id | location_id | issued_on  | reason_code
    N1         | Rectification | P1          | L1          | 2026-07-01 | SAFE
    N2         | Rectification | P1          |             | 2026-07-02 | SAFE
"""
LOCATIONS = """
    location_id | provider_id | location_name | service_type     | is_regulated | locality
    L1          | P1          | Beacon House  | Residential home | Y            | North Vale
"""
COLUMNS = ("indicator_id", "month", "month_end", "kind", "state", "value")
NINTH = {"indicator_id": "rectification_notices", "month": date(2026, 7, 1)}


def test_the_twelve_come_first_and_the_seventh_has_two_parts(given: Given) -> None:
    rows = ask(INDICATORS, given(), **DATES, month=date(2026, 7, 1))
    assert plain(rows, "indicator_number", "kind")[:13] == [
        ["1", "stock"],
        ["2", "flow"],
        ["3", "flow"],
        ["4", "stock"],
        ["5", "flow"],
        ["6", "stock"],
        ["7a", "flow"],
        ["7b", "flow"],
        ["8", "stock"],
        ["9", "flow"],
        ["10", "flow"],
        ["11", "flow"],
        ["12", "stock"],
    ]


def test_without_its_source_a_figure_is_not_known_rather_than_nought(given: Given) -> None:
    assert plain(ask(INDICATORS, given(), **DATES, **NINTH), *COLUMNS) == [
        ["rectification_notices", "2026-07-01", "2026-07-31", "flow", "not known", None]
    ]


def test_with_its_source_and_no_record_it_is_nought(given: Given) -> None:
    assert plain(ask(INDICATORS, given(notices=""), **DATES, **NINTH), "state", "value") == [["counted", 0]]


def test_a_source_counts_as_received_only_from_that_day_and_not_when_refused(given: Given) -> None:
    warehouse = given(loads="source | received_on\nnotices | 2026-08-31", notices="")
    before = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 30)}
    assert plain(ask(INDICATORS, warehouse, **before, **NINTH), "state") == [["not known"]]
    assert plain(ask(INDICATORS, warehouse, **DATES, **NINTH), "state") == [["counted"]]
    refused = given(loads="source | received_on | refused_because\nnotices | 2026-08-31 | No heading", notices="")
    assert plain(ask(INDICATORS, refused, **DATES, **NINTH), "state") == [["not known"]]


def test_the_figure_is_the_number_of_its_rows(given: Given) -> None:
    warehouse = given(notices=NOTICES, locations=LOCATIONS)
    assert plain(ask(INDICATORS, warehouse, **DATES, **NINTH), "value") == [[2]]
    assert plain(ask(ROWS, warehouse, **DATES, **NINTH), "record_ref", "source_row") == [["N1", 2], ["N2", 3]]


def test_it_can_be_asked_for_one_segment_or_area(given: Given) -> None:
    warehouse = given(notices=NOTICES, locations=LOCATIONS)
    for part in ({"market_segment": "Care Homes"}, {"locality": "North Vale"}):
        assert plain(ask(INDICATORS, warehouse, **DATES, **NINTH, **part), "value") == [[1]]
    assert plain(ask(INDICATORS, warehouse, **DATES, **NINTH, market_segment="VCS"), "value") == [[0]]


def test_a_month_that_has_not_ended_is_not_shown(given: Given) -> None:
    rows = ask(INDICATORS, given(), as_of=date(2026, 8, 30), known_on=date(2026, 8, 30))
    months = rows["month"].drop_duplicates().sort_values()
    assert [str(day.date()) for day in months.iloc[[0, -1]]] == ["2023-08-01", "2026-07-01"]
    assert len(rows) == rows["indicator_id"].nunique() * 36


def test_a_figure_says_what_of_it_was_not_read_and_what_it_could_not_count(given: Given) -> None:
    warehouse = given(
        notices="""
            notice_ref | notice_type   | provider_id | issued_on  | reason_code | refused_columns
            N1         | Rectification | P1          | 2026-07-01 | SAFE        |
            N2         | Rectification | P1          | 2026-07-02 |             | reason_code
            N3         | Rectification | P1          |            | SAFE        | issued_on
            N4         |               | P1          | 2026-07-02 | SAFE        | notice_type
            N5         | Default       | P1          |            | SAFE        | issued_on
        """,
        refused_rows="""
            source  | record | provider_id | reason        | known_file  | known_row
            notices | N1     | P1          | is not a date | notices.csv | 2
            notices | N9     | P1          | is not a date |             |
            reviews | R9     | P1          | is not a date |             |
        """,
        refused_cells="""
            source  | record | field       | reason      | source_file | source_row
            notices | N2     | reason_code | is too long | notices.csv | 3
        """,
    )
    columns = ("indicator_id", "value", "not_read_count", "not_counted_count")
    rows = ask(INDICATORS, warehouse, **DATES, month=date(2026, 7, 1))
    assert [row for row in plain(rows, *columns) if row[1] is not None][:3] == [
        ["rectification_notices", 2, 2, 3],
        ["suspension_notices", 0, 0, 2],
        ["default_notices", 0, 0, 3],
    ]
    marked = ask(ROWS, warehouse, **DATES, **NINTH)
    assert plain(marked, "record_ref", "detail", "not_read") == [
        ["N1", "SAFE, open", "newer row refused (newer.csv row 2)"],
        ["N2", "Reason not known, open", "reason code"],
    ]
