"""Overdue reviews: which contract reviews are late, by how long, and who leads them."""

from dashboard import menu
from dashboard.components import known, lists, parts
from dashboard.filters import controls
from dashboard.session.session import ask
from dashboard.topics import gaps, reviews

scope = controls.scope()
everything, missing = ask(reviews.DUE, **scope), known.missing()

parts.heading(menu.OVERDUE_REVIEWS, of=reviews.OVERDUE)
due, overdue = controls.narrowed(reviews.FILTERS, everything, ask(reviews.OVERDUE, **scope))
parts.gaps(
    gaps.said(missing, reviews.SOURCES, {"contracts": ("contract", len(everything))}),
    gaps.marked_said(due, "contract"),
    gaps.unplaced_said(len(known.unplaced(reviews.DUE)), "contract", scope),
)
parts.finding(reviews.said(overdue, due, missing.never))
lists.numbers(reviews.figures(overdue, due, missing.never))
if reviews.what_is_missing(missing.never):
    parts.note("Load that register, and this page says which reviews are overdue.")
elif overdue.empty:
    parts.empty("No contract review is overdue here.")
else:
    parts.chart(reviews.by_lateness(overdue), "lateness")
    parts.chart(reviews.by_contract_tier(overdue), "contract_tier")
    parts.section("Contracts with an overdue review")
    lists.table(overdue, reviews.OVERDUE)
    lists.download(overdue, reviews.OVERDUE)
lists.left_out(reviews.OVERDUE, reviews.DUE)
parts.definition(reviews.DUE)
