"""The calendar of a build: days, months, and which days are worked."""

from functools import cache

from pipelines.values import YEARS
from pipelines.warehouse.driver import CALENDAR, Connection, execute

_MOST_YEARS_LATER = 10
WORKING_YEARS = (1995, 2060)
"""Years of which working days are counted. Bank holidays of far years are a guess, and of past ones nobody asks."""


def create_calendar(con: Connection) -> None:
    """`calendar_months` (month, month_end, month_number), `calendar_days` and `month_days`.

    `calendar_days` has day, month_number, day_of_month, is_worked and statutory_day_number. A day is worked that is
    neither Saturday, Sunday nor a bank holiday in England; the number counts those up to the day and with it, so that
    of two days the difference is the working days after the first up to the second. Blank outside WORKING_YEARS.

    `month_days` has month_number, day_of_month and day: which day of a month it is, the 31st of a shorter one being its
    last. Months are numbered from the year 0, so that some months later or earlier is a sum: engines disagree
    on the end of February when they add months themselves.
    """
    first, last = (f"date '{day}'" for day in (CALENDAR[0], CALENDAR[1].replace(year=YEARS[1] + _MOST_YEARS_LATER)))
    number = "cast(year({0}) * 12 + month({0}) as bigint) as month_number"
    execute(
        con,
        f"""create or replace table calendar_months as
        select cast(m as date) as month, last_day(m) as month_end, {number.format("m")}
        from generate_series({first}, {last}, interval 1 month) as series(m)""",
    )
    execute(
        con,
        """create or replace table month_days as
        select month_number, n as day_of_month, cast(least(month + cast(n - 1 as integer), month_end) as date) as day
        from calendar_months, generate_series(1, 31) as days(n)""",
    )
    holidays = ", ".join(f"'{day}'" for day in _bank_holidays())
    execute(
        con,
        f"""create or replace table calendar_days as
        with days as (
            select cast(d as date) as day, {number.format("d")}, cast(day(d) as bigint) as day_of_month,
                case when year(d) between {WORKING_YEARS[0]} and {WORKING_YEARS[1]}
                then isodow(d) < 6 and h.day is null end as is_worked
            from generate_series({first}, {last}, interval 1 day) as series(d)
            left join (select unnest([{holidays}]::date[]) as day) as h on h.day = cast(d as date)
        )
        select day, month_number, day_of_month, is_worked,
            case when is_worked is not null
            then cast(sum(case when is_worked then 1 else 0 end) over (order by day rows unbounded preceding) as bigint)
            end as statutory_day_number
        from days order by day""",
    )


@cache
def _bank_holidays() -> tuple[str, ...]:
    """Bank holidays in England, as ISO dates."""
    # As long to import as all the rest of a load: only what makes a calendar pays for it, once.
    from holidays import country_holidays

    years = range(WORKING_YEARS[0], WORKING_YEARS[1] + 1)
    return tuple(day.isoformat() for day in sorted(country_holidays("GB", subdiv="ENG", years=years)))
