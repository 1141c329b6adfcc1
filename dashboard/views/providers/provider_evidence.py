"""Provider evidence: why one location has its suggested tier, down to file and row."""

from dashboard import charts, controls, findings, parts
from dashboard.session import ask, tier_bands
from pipelines.questions import QUESTIONS

NAME, RECORDS = "provider_tier_evidence", "provider_tier_rows"
scope = controls.scope()
everything = ask("provider_tiers", **scope)

parts.heading("Provider evidence", QUESTIONS[NAME].header["question"])
parts.link("views/providers/provider_risk.py", "All locations")
location = controls.pick_location(everything)
if location is None:
    parts.empty("No location was open on this date in this part of the market.")
else:
    rules = findings.heaviest_first(ask(NAME, location_id=location, **scope))
    records = ask(RECORDS, location_id=location, **scope)
    figures = findings.evidence(rules, records)
    parts.finding(findings.evidence_said(findings.one(everything, location), tier_bands(scope["as_of"])))
    parts.numbers(figures, dict.fromkeys(figures, NAME) | {"Records used": RECORDS})
    parts.chart(charts.points_by_rule(rules), NAME)
    parts.section("May it step down?")
    parts.say(findings.step_down_said(findings.one(ask("step_downs", **scope), location)))
    parts.section("Every rule")
    parts.table(rules, NAME)
    parts.download(rules, NAME)
    parts.section("Records used")
    parts.table(records, RECORDS)
    parts.download(records, RECORDS)
parts.left_out("provider_tiers")
parts.definition(NAME, "step_downs")
