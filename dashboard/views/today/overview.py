"""Overview: what needs attention, each figure leading to its page."""

from dashboard import menu
from dashboard.components import known, lists, parts
from dashboard.filters import controls
from dashboard.session.session import ask
from dashboard.topics import gaps, loads, overview, reviews, tiers

scope = controls.scope()
locations = ask(tiers.PROVIDER_TIERS, **scope)
overdue, due = ask(reviews.OVERDUE, **scope), ask(reviews.DUE, **scope)
missing, late = known.missing(), loads.late(*known.freshness(), is_linked=True)
concern = tiers.of_concern(locations)
subjects = {"locations": ("location", len(locations)), "contracts": ("contract", len(due))}

parts.heading(menu.OVERVIEW, "What needs attention?")
parts.gaps(
    gaps.said(missing, overview.SOURCES, subjects),
    gaps.marked_said(locations, "location"),
    gaps.marked_said(due, "contract"),
    gaps.unplaced_said(len(known.unplaced(tiers.PROVIDER_TIERS)), "location", scope),
    gaps.unplaced_said(len(known.unplaced(reviews.DUE)), "contract", scope),
)
parts.finding(overview.said(locations, overdue, due, late, missing.never))
lists.numbers(overview.figures(locations, overdue, due, late, missing.never))
if locations.empty:
    parts.empty("No location was open on this date in this part of the market.")
else:
    parts.section("Provider quality")
    parts.chart(tiers.by_tier(locations), "locations")
    parts.section("Locations of most concern")
    if concern.empty:
        parts.say("No location is suggested for Tier 3 or Tier 2, nor for at least these.")
    else:
        lists.table(concern, tiers.PROVIDER_TIERS)
        lists.download(concern, tiers.PROVIDER_TIERS)
lists.left_out()
