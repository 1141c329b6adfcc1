"""Monthly indicators: the twelve counts of a month, their rows, and whether the register adds up."""

from dashboard import charts, controls, findings, parts
from dashboard.session import ask
from pipelines.questions import QUESTIONS

NAME, RECORDS, SUMS = "monthly_indicators", "monthly_indicator_rows", "contract_reconciliation"
scope = controls.scope()
everything = ask(NAME, **scope)

parts.heading("Monthly indicators", QUESTIONS[NAME].header["question"])
if everything.empty:
    parts.empty("No month has been counted.")
else:
    month = controls.pick_month(everything)
    rows = findings.month_beside_the_last(everything, month)
    parts.finding(findings.month_said(rows, month))
    parts.indicator_table(rows)
    parts.download(rows, NAME)
    parts.section("One indicator")
    indicator = controls.pick_indicator(rows)
    records = ask(RECORDS, indicator_id=indicator, month=month.date(), **scope)
    parts.numbers(findings.records(rows, indicator, records), RECORDS)
    parts.chart(charts.indicator_trend(findings.of_indicator(everything, indicator)), NAME)
    parts.download(records, RECORDS)
    parts.section("Does the register add up?")
    sums = findings.newest_first(ask(SUMS, **scope))
    parts.say(findings.reconciliation_said(sums))
    parts.table(sums, SUMS)
    parts.download(sums, SUMS)
parts.left_out(*findings.indicator_names(everything))
parts.definition(NAME)
