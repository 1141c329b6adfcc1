"""Overdue reviews: which contract reviews are late, by how long, and who leads them."""

from dashboard import charts, controls, findings, parts
from dashboard.session import ask
from pipelines.questions import QUESTIONS

NAME, DUE = "overdue_reviews", "reviews_due"
scope = controls.scope()

parts.heading("Overdue reviews", QUESTIONS[NAME].header["question"])
overdue, due = controls.filter_reviews(ask(NAME, **scope), ask(DUE, **scope))
figures = findings.reviews(overdue, due)
parts.finding(findings.reviews_said(overdue, due))
parts.numbers(figures, dict.fromkeys(figures, NAME) | {"Due soon": DUE, "Exempt": DUE})
if overdue.empty:
    parts.empty("No contract review is overdue here.")
else:
    parts.chart(charts.reviews_by_lateness(overdue), "lateness")
    parts.chart(charts.reviews_by_contract_tier(overdue), "contract_tier")
    parts.section("Contracts with an overdue review")
    parts.table(overdue, NAME)
parts.download(overdue, NAME)
parts.left_out(NAME, DUE)
parts.definition(DUE)
