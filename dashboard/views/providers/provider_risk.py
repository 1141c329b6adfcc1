"""Provider risk: which locations give concern, why, and how sure we are."""

from dashboard import menu
from dashboard.components import known, lists, parts
from dashboard.filters import controls
from dashboard.session.session import ask, ask_for
from dashboard.topics import evidence, gaps, tiers

scope = controls.scope()
everything, missing = ask(tiers.PROVIDER_TIERS, **scope), known.missing()

parts.heading(menu.PROVIDER_RISK, of=tiers.PROVIDER_TIERS)
signals = ask_for(tiers.signals, evidence.RULES, **scope)
[rows] = controls.narrowed(tiers.filters(signals), everything)
parts.gaps(
    gaps.said(missing, (*tiers.SOURCES, tiers.DECISIONS), {"locations": ("location", len(everything))}),
    gaps.marked_said(rows, "location"),
    gaps.unplaced_said(len(known.unplaced(tiers.PROVIDER_TIERS)), "location", scope),
)
parts.finding(tiers.said(rows, everything, missing.never))
lists.numbers(tiers.figures(rows, missing.never))
if rows.empty:
    parts.empty("No location meets these choices.")
else:
    parts.chart(tiers.by_tier(rows), "provider_tiers")
    parts.section("Locations")
    lists.table(rows, tiers.PROVIDER_TIERS)
    lists.download(rows, tiers.PROVIDER_TIERS)
if not everything.empty:
    parts.section("Counts by market segment")
    counts = tiers.by_segment(everything)
    lists.table(counts, tiers.TIER_COUNTS)
    lists.download(counts, tiers.TIER_COUNTS, is_of_all=True)
lists.left_out(tiers.PROVIDER_TIERS)
parts.definition(tiers.PROVIDER_TIERS)
