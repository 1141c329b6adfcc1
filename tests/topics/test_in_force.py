"""Which numbers of the rules are said to be in force: from their first day to their last, both with them."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.topics import in_force, reviews
from pipelines.rules import load_rules
from tests.helpers.loading import RULES

FIRST, LAST = date(2023, 4, 1), date(2026, 8, 31)
SOON = "Due soon: 60 days, since 1 April 2023"


@pytest.mark.parametrize(
    ("on", "is_said"),
    [(date(2023, 3, 31), False), (FIRST, True), (LAST, True), (date(2026, 9, 1), False)],
)
def test_a_number_is_in_force_on_its_first_and_on_its_last_day(on: date, *, is_said: bool) -> None:
    rules = load_rules(RULES)
    ended = [rule.model_copy(update={"effective_to": LAST}) for rule in rules.rows["review_settings"]]
    said = in_force.said(replace(rules, rows={**rules.rows, "review_settings": ended}), [reviews.DUE], on)

    assert (SOON in said) == is_said
    assert SOON in in_force.said(rules, [reviews.DUE, reviews.OVERDUE], date(2027, 1, 1)), "one that has no last day"
    assert in_force.said(rules, [reviews.DUE, reviews.OVERDUE], FIRST).count(SOON) == 1, "of two listings"
