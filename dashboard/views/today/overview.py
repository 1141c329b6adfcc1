"""Overview: what needs attention, each figure leading to its page."""

from dashboard import charts, controls, findings, parts
from dashboard.session import ask

scope = controls.scope()
locations = ask("provider_tiers", **scope)
overdue, due = ask("overdue_reviews", **scope), ask("reviews_due", **scope)
fresh = ask("data_freshness", **scope)
figures = findings.overview(locations, overdue, due, fresh)
RISK, REVIEWS = "views/providers/provider_risk.py", "views/contracts/overdue_reviews.py"

parts.heading("Overview", "What needs attention?")
parts.finding(findings.overview_said(figures))
parts.linked_numbers(
    figures,
    {
        "▲ Tier 3": (RISK, "Provider quality Tier 3", {"tier": "Tier 3"}),
        "◆ Tier 2": (RISK, "Provider quality Tier 2", {"tier": "Tier 2"}),
        "○ Insufficient data": (RISK, "Too little evidence", {"tier": "Insufficient data"}),
        "Overdue reviews": (REVIEWS, "Reviews overdue", {}),
        "Contracts active": ("views/performance/monthly_indicators.py", "Monthly indicators", {}),
        "Sources late": ("views/data/data_loads.py", "Data received", {}),
    },
)
if locations.empty:
    parts.empty("No location was open on this date in this part of the market.")
else:
    parts.section("Provider quality")
    parts.chart(charts.locations_by_tier(locations), "locations")
    parts.section("Locations of most concern")
    parts.table(findings.of_concern(locations), "provider_tiers")
    parts.download(locations, "provider_tiers")
parts.left_out()
