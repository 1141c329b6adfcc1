"""Provider evidence: why one location has its suggested tier, down to file and row."""

from dashboard import charts, menu
from dashboard.components import lists, parts
from dashboard.filters import controls
from dashboard.session.session import ask, tier_bands
from dashboard.topics import evidence, gaps, tiers

scope, wide = controls.scope(), controls.scope_everywhere()
everywhere = ask(tiers.NAME, **wide)

parts.heading(menu.PROVIDER_EVIDENCE, of=evidence.NAME)
parts.link(menu.PROVIDER_RISK, "All locations")
location = controls.pick_location(everywhere, ask(tiers.NAME, **scope))
it = tiers.one(everywhere, location)
if it.empty:
    parts.note(evidence.nothing_said(location, scope["as_of"]))
else:
    rules = evidence.heaviest_first(ask(evidence.NAME, location_id=location, **wide))
    records = ask(evidence.RECORDS, location_id=location, **wide)
    titled = evidence.titled(records, rules)
    parts.gaps(evidence.outside_said(it, scope), gaps.marked_said(it, "location"), gaps.marked_said(records, "record"))
    parts.finding(evidence.said(it, tier_bands(scope["as_of"])))
    lists.numbers(evidence.figures(rules, titled))
    parts.chart(charts.points_by_rule(rules), evidence.NAME)
    parts.section("May it step down?")
    parts.say(evidence.step_down_said(tiers.one(ask("step_downs", **wide), location)))
    parts.section("Every rule")
    lists.table(rules, evidence.NAME)
    lists.download(rules, evidence.NAME)
    parts.section("Records used")
    lists.table(titled, evidence.RECORDS)
    lists.download(records, evidence.RECORDS)
    lists.left_out("provider_tiers", of=" of this location or another")
    parts.definition(evidence.NAME, "step_downs")
