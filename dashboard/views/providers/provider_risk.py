"""Provider risk: which locations give concern, why, and how sure we are."""

from dashboard import charts, menu
from dashboard.components import known, lists, parts
from dashboard.filters import controls
from dashboard.session.session import ask, ask_for
from dashboard.topics import gaps, tiers

scope = controls.scope()
everything, missing = ask(tiers.NAME, **scope), known.missing()

parts.heading(menu.PROVIDER_RISK, of=tiers.NAME)
rows = controls.filter_locations(everything, ask_for(tiers.signals, "provider_tier_evidence", **scope))
parts.gaps(
    gaps.said(missing, (*tiers.SOURCES, tiers.DECISIONS), {"locations": ("location", len(everything))}),
    gaps.marked_said(rows, "location"),
    gaps.unplaced_said(len(known.unplaced(tiers.NAME)), "location", scope),
)
parts.finding(tiers.said(rows, everything, missing.never))
lists.numbers(tiers.figures(rows, missing.never))
if rows.empty:
    parts.empty("No location meets these choices.")
else:
    parts.chart(charts.locations_by_tier(rows), tiers.NAME)
    parts.section("Locations")
    lists.evidence_link(rows, lists.table(rows, tiers.NAME, can_choose=True))
    lists.download(rows, tiers.NAME)
if not everything.empty:
    parts.section("Counts by market segment")
    counts = tiers.by_segment(everything)
    lists.table(counts, tiers.COUNTS)
    lists.download(counts, tiers.COUNTS, is_of_all=True)
lists.left_out(tiers.NAME)
parts.definition(tiers.NAME)
