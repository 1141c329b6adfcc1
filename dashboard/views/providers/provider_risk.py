"""Provider risk: which locations give concern, why, and how sure we are."""

from dashboard import charts, controls, findings, parts
from dashboard.session import ask, ask_for
from pipelines.questions import QUESTIONS

NAME = "provider_tiers"
scope = controls.scope()
everything = ask(NAME, **scope)

parts.heading("Provider risk", QUESTIONS[NAME].header["question"])
rows = controls.filter_locations(everything, ask_for(findings.signals, "provider_tier_evidence", **scope))
parts.finding(findings.tiers_said(rows, everything))
parts.numbers(findings.tiers(rows), NAME)
if rows.empty:
    parts.empty("No location meets these choices.")
else:
    parts.chart(charts.locations_by_tier(rows), NAME)
    parts.section("Locations")
    chosen = parts.table(rows, NAME, can_choose=True)
    parts.evidence_link(rows, chosen)
    parts.download(rows, NAME)
parts.left_out(NAME)
parts.definition(NAME)
