"""Working days and months, by days that anybody can count on a calendar of England."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipelines.querying.warehouse import Warehouse
from pipelines.rules import RuleSet
from pipelines.rules.tables.closed_days import ClosedDay
from pipelines.warehouse.calendar import create_calendar
from pipelines.warehouse.driver import execute
from tests.helpers.loading import empty_warehouse
from tests.spec.conftest import Given

DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
AFTER = """
    select min(later.day) as found
    from working_days as d
    join working_days as later on later.working_day_number = d.working_day_number + $days
    where d.day = $day
"""
BEFORE = """
    select max(earlier.day) as found
    from working_days as d
    join working_days as earlier on earlier.working_day_number = d.working_day_number - $days
    where d.day = $day
      and earlier.is_working_day
"""
LIMIT = "select min(l.day) as found from statutory_days as d join statutory_days as l"
LIMIT += " on l.statutory_day_number = d.statutory_day_number + $days where d.day = $day"
MONTHS = "select m.day as found from calendar_days as d join month_days as m"
MONTHS += " on m.month_number = d.month_number + $months and m.day_of_month = d.day_of_month where d.day = $day"


def found(warehouse: Warehouse, sql: str, **params: Any) -> str:
    [value] = warehouse.frame(sql, {**DATES, **params})["found"]
    return str(value)[:10]


@pytest.mark.parametrize(
    ("sql", "day", "days", "expected"),
    [
        (AFTER, "2026-07-31", 10, "2026-08-14"),
        (AFTER, "2026-08-31", 10, "2026-09-14"),  # a bank holiday
        (AFTER, "2026-03-31", 10, "2026-04-16"),  # Good Friday and Easter Monday between
        (AFTER, "2026-12-24", 1, "2026-12-29"),  # Christmas, a weekend, and the Monday in place of Boxing Day
        (AFTER, "2022-09-16", 1, "2022-09-20"),  # the bank holiday of one year alone
        (AFTER, "2026-08-28", 0, "2026-08-28"),
        (BEFORE, "2026-09-01", 1, "2026-08-28"),
        (BEFORE, "2026-08-30", 1, "2026-08-27"),  # a Sunday is rolled back to the Friday first
        (BEFORE, "2026-04-07", 1, "2026-04-02"),
    ],
)
def test_working_days_are_counted(given: Given, sql: str, day: str, days: int, expected: str) -> None:
    assert found(given(), sql, day=date.fromisoformat(day), days=days) == expected


def test_a_day_on_which_the_council_is_closed_is_none_and_shortens_no_limit_of_the_law(
    given: Given, live_rules: RuleSet
) -> None:
    closed = ClosedDay(closed_on=date(2026, 12, 29), authority="A test of closed days")
    rules = replace(live_rules, rows={**live_rules.rows, "closed_days": [closed]})
    day = {"day": date(2026, 12, 24), "days": 1}
    assert found(given(rules), AFTER, **day) == "2026-12-30"
    assert found(given(rules), LIMIT, **day) == "2026-12-29"


@pytest.mark.parametrize("day", ["1994-12-30", "2061-01-04"])
def test_before_and_after_the_years_of_the_calendar_nothing_is_known(given: Given, day: str) -> None:
    assert found(given(), AFTER, day=date.fromisoformat(day), days=1) in ("nan", "NaT", "None")
    assert found(given(), LIMIT, day=date.fromisoformat(day), days=1) in ("nan", "NaT", "None")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-05-31", -3, "2026-02-28"),
        ("2024-05-31", -3, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-08-31", 0, "2026-08-31"),
    ],
)
def test_months_earlier_and_later_end_with_a_shorter_month(given: Given, day: str, months: int, expected: str) -> None:
    assert found(given(), MONTHS, day=date.fromisoformat(day), months=months) == expected


def test_a_build_keeps_its_calendar_until_another_one_is_made() -> None:
    con = empty_warehouse()
    execute(con, "delete from statutory_days")
    create_calendar(con)
    assert execute(con, "select count(*) from statutory_days") == [(0,)]

    execute(con, "comment on table month_days is 'of an older version'")
    create_calendar(con)
    assert execute(con, "select min(day), max(day) from statutory_days") == [(date(1995, 1, 1), date(2060, 12, 31))]
