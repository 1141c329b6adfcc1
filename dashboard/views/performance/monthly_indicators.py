"""Monthly indicators: the twelve counts of a month, their rows, and whether the register adds up."""

from dashboard import menu
from dashboard.components import known, lists, parts
from dashboard.filters import controls
from dashboard.session.session import ask
from dashboard.topics import gaps, indicators

scope = controls.scope()
everything = ask(indicators.INDICATORS, **scope)

parts.heading(menu.MONTHLY_INDICATORS, of=indicators.INDICATORS)
if everything.empty:
    parts.empty("No month has been counted.")
else:
    month = indicators.first_day(controls.pick(indicators.MONTH, everything))
    rows = indicators.month_beside_the_last(everything, month)
    unplaced = indicators.counted(known.unplaced(indicators.INDICATORS), month)
    parts.gaps(
        gaps.said(known.missing(), indicators.SOURCES, {}),
        indicators.not_read_said(rows),
        gaps.unplaced_said(unplaced, "record counted in this month", scope, "records counted in this month"),
    )
    parts.finding(indicators.month_said(rows, month))
    parts.small_table(indicators.as_table(rows))
    lists.download(rows, indicators.INDICATORS)
    parts.section("One indicator")
    indicator = controls.pick(indicators.INDICATOR, rows)
    records = ask(indicators.RECORDS, indicator_id=indicator, month=month.date(), **scope)
    lists.numbers(indicators.records(rows, indicator, records))
    parts.chart(indicators.trend(indicators.of_indicator(everything, indicator)), "monthly_indicators")
    lists.download(records, indicators.RECORDS)
    parts.section("Does the register add up?")
    sums = indicators.newest_first(ask(indicators.SUMS, **scope))
    parts.say(indicators.adds_up_said(sums))
    lists.table(sums, indicators.SUMS)
    lists.download(sums, indicators.SUMS)
lists.left_out(indicators.INDICATORS, also=everything["indicator_id"].unique())
parts.definition(indicators.INDICATORS)
