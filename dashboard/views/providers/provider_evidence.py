"""Provider evidence: why one location has its suggested tier, down to file and row."""

from dashboard import menu
from dashboard.components import lists, parts
from dashboard.filters import controls, links
from dashboard.session.session import ask, tier_bands
from dashboard.topics import evidence, gaps, tiers

scope, wide = controls.scope(), controls.scope_everywhere()
everywhere = ask(tiers.PROVIDER_TIERS, **wide)

parts.heading(menu.PROVIDER_EVIDENCE, of=evidence.RULES)
parts.link(evidence.ALL_LOCATIONS)
within = ask(tiers.PROVIDER_TIERS, **scope)
location = links.subject(evidence.LOCATION, tiers.named(everywhere), set(within["location_id"]))
it = tiers.one(everywhere, location)
if it.empty:
    parts.note(evidence.nothing_said(location, scope["as_of"]))
else:
    rules = evidence.heaviest_first(ask(evidence.RULES, location_id=location, **wide))
    records = ask(evidence.RECORDS, location_id=location, **wide)
    titled = evidence.titled(records, rules)
    parts.gaps(evidence.outside_said(it, scope), gaps.marked_said(it, "location"), gaps.marked_said(records, "record"))
    parts.finding(evidence.said(it, tier_bands(scope["as_of"])))
    lists.numbers(evidence.figures(rules, titled))
    parts.chart(evidence.points_by_rule(rules), "provider_tier_evidence")
    parts.section("May it step down?")
    parts.say(evidence.step_down_said(tiers.one(ask(evidence.STEP_DOWNS, **wide), location)))
    parts.section("Every rule")
    lists.table(rules, evidence.RULES)
    lists.download(rules, evidence.RULES)
    parts.section("Records used")
    lists.table(titled, evidence.RECORDS)
    lists.download(records, evidence.RECORDS)
    lists.left_out(tiers.PROVIDER_TIERS, of=" of this location or another")
    parts.definition(evidence.RULES, evidence.STEP_DOWNS)
