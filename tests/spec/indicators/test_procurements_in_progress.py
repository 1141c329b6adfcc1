"""Procurements under way at a month's end, in examples a procurement officer can check."""

from tests.helpers.months import counted
from tests.spec.conftest import Given

LOG = """
    procurement_ref | title | stage | stage_on | options_appraisal_on | waiver_requested_on | completed_on
    on-the-day | Care | Planning | 2026-07-31 |  |  |
    a-day-late | Care | Planning | 2026-08-01 |  |  |
    appraised | Care | Tender live | 2026-08-20 | 2026-07-01 |  |
    waived | Care | Tender live | 2026-08-20 | 2026-08-02 | 2026-07-02 |
    done-that-day | Care | Completed | 2026-07-31 | 2026-01-01 |  | 2026-07-31
    done-next-day | Care | Completed | 2026-08-01 | 2026-01-01 |  | 2026-08-01
    no-day-of-end | Care | Abandoned | 2026-07-20 | 2026-01-01 |  |
"""


def test_under_way_from_the_earliest_day_known_until_completed(given: Given) -> None:
    columns = ("record_ref", "detail", "source_row")
    assert counted("procurements_in_progress", given(procurements=LOG), "2026-07-01", *columns) == [
        ["appraised", "Tender live: Care", 4],
        ["done-next-day", "Since completed: Care", 7],
        ["on-the-day", "Planning: Care", 2],
        ["waived", "Tender live: Care", 5],
    ]


def test_a_procurement_belongs_to_the_segment_of_the_contract_it_replaces(given: Given) -> None:
    warehouse = given(
        procurements="""
            procurement_ref | title | stage    | stage_on   | replaces_contract_ref
            known           | Care  | Planning | 2026-07-01 | C1
            unknown         | Care  | Planning | 2026-07-01 | C9
        """,
        contracts="""
            contract_ref | provider_id | start_on   | market_segment | locality
            C1           | P1          | 2020-01-01 | Care Homes     | North Vale
            C1           | P2          | 2020-01-01 | Care Homes     | North Vale
        """,
    )
    columns = ("record_ref", "market_segment", "locality")
    assert counted("procurements_in_progress", warehouse, "2026-07-01", *columns) == [
        ["known", "Care Homes", "North Vale"],
        ["unknown", "Not recorded", "Not recorded"],
    ]


def test_the_day_beats_the_word_and_what_is_not_known_ends_nothing(given: Given) -> None:
    log = """
        procurement_ref | title | stage     | stage_on   | waiver_requested_on | completed_on | refused_columns
        done            | Care  | Planning  | 2026-01-01 |                     | 2026-07-31   |
        no-stage        |       |           | 2026-01-01 |                     |              | stage title
        no-day          | Care  | Planning  |            |                     |              | stage_on
        waived          | Care  | Planning  |            | 2026-08-01          |              | stage_on
        over            | Care  | Abandoned |            | 2026-01-01          |              | stage_on
        not-done        | Care  | Planning  | 2026-01-01 |                     |              | completed_on
    """
    assert counted("procurements_in_progress", given(procurements=log), "2026-07-01", "record_ref", "detail") == [
        ["no-day", "Planning: Care"],
        ["no-stage", "Stage not known: title not known"],
        ["not-done", "Planning: Care"],
    ]
