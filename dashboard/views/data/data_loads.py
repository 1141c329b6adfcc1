"""Data loads: what was received, what became of every row, and how old each source is."""

from dashboard import charts, controls, findings, parts
from dashboard.session import ask
from pipelines.questions import QUESTIONS

scope = controls.scope()
loads, rejects, fresh = ask("loads", **scope), ask("rejects", **scope), ask("data_freshness", **scope)
figures = findings.sources(fresh, loads, rejects)

parts.heading("Data loads", QUESTIONS["data_freshness"].header["question"])
parts.finding(findings.loads_said(loads))
parts.numbers(
    figures,
    dict.fromkeys(figures, "loads")
    | dict.fromkeys(("Sources late", "Sources never received"), "data_freshness")
    | {"Faults in rows": "rejects"},
)
parts.section("How old is each source?")
parts.chart(charts.age_of_sources(fresh), "data_freshness")
parts.table(fresh, "data_freshness")
parts.section("Files received")
parts.table(loads, "loads")
parts.download(loads, "loads")
parts.section("Rows rejected")
if rejects.empty:
    parts.empty("No row was rejected.")
else:
    parts.chart(charts.rejects_by_reason(rejects), "rejects")
    parts.table(rejects, "rejects")
parts.download(rejects, "rejects")
parts.left_out()
parts.definition("loads")
