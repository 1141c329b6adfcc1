"""What is said of contract reviews: none, one, some, and not known."""

import pandas as pd
import pytest

from dashboard.topics import reviews
from tests.topics.rows import NONE, contracts, sizes


def test_nobody_is_said_to_be_none_one_or_some() -> None:
    due = contracts("overdue", "not yet due", "exempt")
    none, one = due.iloc[:0], due.iloc[:1]

    assert reviews.said(none, due, NONE) == "None of 2 contracts that must be reviewed is overdue. 1 is exempt."
    assert reviews.said(one, one, NONE) == (
        "1 of 1 contract that must be reviewed is overdue, the longest by 10 days; each has a lead in post."
        " None is exempt."
    )
    assert reviews.said(none, none, NONE) == "No contract here must be reviewed. None is exempt."


@pytest.mark.parametrize(
    ("state", "label", "said"),
    [
        ("none", "Overdue, no lead", "2 have no lead"),
        ("has left", "Overdue, lead has left", "of 2 the lead has left"),
        ("not in officers", "Overdue, lead is not in officers", "of 2 the lead is not in officers"),
        ("not known", "Overdue, lead is not known", "of 2 the lead could not be read"),
    ],
)
def test_each_state_of_a_lead_has_its_own_figure_and_words(state: str, label: str, said: str) -> None:
    due = contracts("overdue", "overdue", lead_state=state)

    counted = sizes(reviews.figures(due, due, NONE))
    assert counted[label] == 2
    assert sum(size or 0 for name, size in counted.items() if name.startswith("Overdue, ")) == 2
    assert said in reviews.said(due, due, NONE)


def test_figures_of_reviews_on_six_rows() -> None:
    due = contracts("overdue", "overdue", "due soon", "not yet due", "exempt", "exempt")

    assert sizes(reviews.figures(due.iloc[:2], due, NONE)) == {
        "Overdue": 2, "Due soon": 1, "Exempt": 2, "Overdue, no lead": 0, "Overdue, lead has left": 0,
    }  # fmt: skip


def test_overdue_since_a_day_that_is_not_known() -> None:
    due = pd.concat([contracts("overdue"), contracts("overdue", days=None)], ignore_index=True)

    assert "the longest by 10 days, 1 since a day that is not known" in reviews.said(due, due, NONE)
    chart = reviews.by_lateness(due)
    assert chart.sentence == "Overdue contract reviews: 1 late by 1-30 days and 1 late since a day that is not known."


@pytest.mark.parametrize("never", ["reviews", "contracts"])
def test_without_its_register_nothing_is_overdue_and_nothing_is_not(never: str) -> None:
    due = contracts("overdue", "exempt")

    assert "is not known: no register of" in reviews.said(due.iloc[:1], due, frozenset([never]))
    counted = sizes(reviews.figures(due.iloc[:1], due, frozenset([never])))
    assert counted["Overdue"] is counted["Due soon"] is counted["Overdue, lead has left"] is None


def test_without_officers_nobody_knows_who_has_left() -> None:
    due = contracts("overdue", lead_state="not in officers")
    assert sizes(reviews.figures(due, due, frozenset(["officers"])))["Overdue, lead has left"] is None
    assert "whether leads are still in post is not known" in reviews.said(due, due, frozenset(["officers"]))


def test_the_longest_is_the_longest_and_each_band_and_tier_has_its_number() -> None:
    due = pd.concat([contracts("overdue", days=days) for days in (10, 95, 30)], ignore_index=True)
    due = due.assign(overdue_band=["1-30", "91+", "1-30"], contract_tier=["Gold", "Gold", "Bronze"])

    assert "are overdue, the longest by 95 days; each has" in reviews.said(due, due, NONE)
    assert reviews.by_lateness(due).sentence == (
        "Overdue contract reviews: 2 late by 1-30 days and 1 late by 91+ days."
    )
    assert reviews.by_contract_tier(due).sentence == (
        "Overdue contract reviews by contract tier: 2 Gold, 0 Silver, 1 Bronze and 0 Not tiered."
    )


@pytest.mark.parametrize(
    ("never", "known"),
    [
        ("reviews", {"Exempt"}),
        ("officers", {"Overdue", "Due soon", "Exempt", "Overdue, no lead"}),
        ("contracts", set()),
    ],
)
def test_what_is_known_without_a_register_is_counted(never: str, known: set[str]) -> None:
    due = contracts("overdue", "due soon", "exempt")

    counted = sizes(reviews.figures(due.iloc[:1], due, frozenset([never])))
    assert {label for label, size in counted.items() if size is not None} == known
    assert (counted["Exempt"] == 1) == ("Exempt" in known)
    assert reviews.linked(due, frozenset([never])).is_known == ("Overdue" in known)
