"""Each month of the register adds up, in examples a contract manager can check."""

from datetime import date

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

RECONCILED = QUESTIONS["contract_reconciliation"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
REGISTER = """
    contract_ref | provider_id | start_on | current_end_on | status | market_segment | locality
    always | P1 | 2020-01-01 |  | Active | Care Homes | North Vale
    starts-first-day | P1 | 2026-07-01 |  | Active | Care Homes |
    starts-last-day | P1 | 2026-07-31 |  | Active | Care Homes |
    ends-mid-month | P1 | 2020-01-01 | 2026-07-15 | Notice given | Care Homes |
    ends-last-day | P1 | 2020-01-01 | 2026-07-31 | Notice given | Care Homes |
    ends-last-day-before | P1 | 2020-01-01 | 2026-06-30 | Notice given | Care Homes |
    all-within | P1 | 2026-07-02 | 2026-07-20 | Notice given | Care Homes |
    one-day | P1 | 2026-07-31 | 2026-07-31 | Notice given | VCS |
    void | P1 | 2020-01-01 |  | Void | Care Homes |
"""
COLUMNS = (
    "active_before",
    "started",
    "ended",
    "ended_last_day",
    "ended_last_day_before",
    "expected",
    "active_at_end",
    "difference",
)


def test_what_was_there_plus_started_less_ended_is_what_is_there(given: Given) -> None:
    rows = ask(RECONCILED, given(contracts=REGISTER), **DATES)
    july = rows[rows["month"] == "2026-07-01"]
    assert plain(july, "month_end", *COLUMNS) == [["2026-07-31", 4, 4, 4, 2, 1, 5, 5, 0]]
    august = rows[rows["month"] == "2026-08-01"]
    assert plain(august, *COLUMNS) == [[5, 0, 0, 0, 2, 3, 3, 0]]


def test_every_month_of_three_years_is_there_also_without_contracts(given: Given) -> None:
    rows = ask(RECONCILED, given(contracts=""), **DATES)
    assert plain(rows, "month")[0] == ["2023-09-01"]
    assert plain(rows, "month")[-1] == ["2026-08-01"]
    assert len(rows) == 36
    assert plain(rows, *COLUMNS) == [[0, 0, 0, 0, 0, 0, 0, 0]] * 36


def test_it_holds_for_a_part_of_the_market(given: Given) -> None:
    warehouse = given(contracts=REGISTER)
    vcs = ask(RECONCILED, warehouse, **DATES, market_segment="VCS")
    assert plain(vcs, *COLUMNS)[-2:] == [[0, 1, 1, 1, 0, 1, 1, 0], [1, 0, 0, 0, 1, 0, 0, 0]]
    north = ask(RECONCILED, warehouse, **DATES, locality="North Vale")
    assert plain(north, *COLUMNS)[-1] == [1, 0, 0, 0, 0, 1, 1, 0]
