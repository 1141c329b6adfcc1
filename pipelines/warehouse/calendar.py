"""The calendar of a build: days, months, and which days are worked."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version

from pipelines.values import YEARS
from pipelines.warehouse.driver import CALENDAR, Connection, execute

_MOST_YEARS_LATER = 10
WORKING_YEARS = (1995, 2060)
"""Years of which working days are counted. Bank holidays of far years are a guess, and of past ones nobody asks."""

_FIRST, _LAST = (f"date '{day}'" for day in (CALENDAR[0], CALENDAR[1].replace(year=YEARS[1] + _MOST_YEARS_LATER)))
_NUMBER = "cast(year({0}) * 12 + month({0}) as bigint) as month_number"
_TABLES = {
    "calendar_months": f"""
        select cast(m as date) as month, last_day(m) as month_end, {_NUMBER.format("m")}
        from generate_series({_FIRST}, {_LAST}, interval 1 month) as series(m)""",
    "month_days": """
        select month_number, n as day_of_month, cast(least(month + cast(n - 1 as integer), month_end) as date) as day
        from calendar_months, generate_series(1, 31) as days(n)""",
    "calendar_days": f"""
        select cast(d as date) as day, {_NUMBER.format("d")}, cast(day(d) as bigint) as day_of_month
        from generate_series({_FIRST}, {_LAST}, interval 1 day) as series(d)""",
    "statutory_days": f"""
        with days as (
            select cast(d as date) as day, isodow(d) < 6 and h.day is null as is_worked
            from generate_series(
                date '{WORKING_YEARS[0]}-01-01', date '{WORKING_YEARS[1]}-12-31', interval 1 day
            ) as series(d)
            left join bank_holidays as h on h.day = cast(d as date)
        )
        select day, is_worked,
            cast(sum(case when is_worked then 1 else 0 end) over (order by day rows unbounded preceding) as bigint)
            as statutory_day_number
        from days order by day""",
}


def create_calendar(con: Connection) -> None:
    """`calendar_months` (month, month_end, month_number), `calendar_days`, `month_days` and `statutory_days`.

    `calendar_days` has day, month_number and day_of_month. `month_days` has month_number, day_of_month and day: which
    day of a month it is, the 31st of a shorter one being its last. Months are numbered from the year 0, so that some
    months later or earlier is a sum: engines disagree on the end of February when they add months themselves.

    `statutory_days` has day, is_worked and statutory_day_number, for WORKING_YEARS. A day is worked that is neither
    Saturday, Sunday nor a bank holiday in England; the number counts those up to the day and with it, so that of two
    days the difference is the working days after the first up to the second.

    A build that has this calendar already keeps it: to know the bank holidays takes a tenth of a load.
    """
    mark = sha256(f"{_TABLES} {version('holidays')}".encode()).hexdigest()
    if execute(
        con, "select 1 from duckdb_tables() where table_name = 'month_days' and comment = $mark", {"mark": mark}
    ):
        return
    days = ", ".join(f"'{day}'" for day in _bank_holidays())
    execute(con, f"create or replace temp table bank_holidays as select unnest([{days}]::date[]) as day")
    for name, sql in _TABLES.items():
        execute(con, f"create or replace table {name} as {sql}")
    execute(con, "drop table bank_holidays")
    execute(con, f"comment on table month_days is '{mark}'")


@cache
def _bank_holidays() -> tuple[str, ...]:
    """Bank holidays in England, as ISO dates."""
    # As long to import as a small load takes: only what makes a calendar pays for it.
    from holidays import country_holidays

    years = range(WORKING_YEARS[0], WORKING_YEARS[1] + 1)
    return tuple(day.isoformat() for day in sorted(country_holidays("GB", subdiv="ENG", years=years)))
