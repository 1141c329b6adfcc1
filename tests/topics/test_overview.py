"""What the Overview says."""

import pandas as pd

from dashboard.shapes import Figure
from dashboard.topics import loads, overview
from tests.topics.rows import NONE, contracts, locations


def test_the_overview_says_four_facts_also_when_each_is_none() -> None:
    late, due = Figure("Sources late today", pd.DataFrame(), loads.FRESH), contracts("not yet due")

    assert overview.said(locations("BAU"), due.iloc[:0], due, late, NONE) == (
        "Provider quality Tier 3, the highest concern, is suggested for no location; no location has too little"
        " evidence for a tier. None of 1 active contract has an overdue review. No source of data is late today."
    )


def test_the_overview_counts_each_of_its_own_rows() -> None:
    late = Figure("Sources late on 31 July 2026", pd.DataFrame({"source": ["a", "b"]}), loads.FRESH)
    due = contracts("overdue", "overdue", "due soon", "exempt")
    rows = locations("Tier 3", "At least Tier 3", "Tier 2", "Insufficient data", "Insufficient data")

    assert overview.said(rows, due.iloc[:2], due, late, NONE) == (
        "Provider quality Tier 3, the highest concern, is suggested for 1 location, and at least Tier 3 for 1 more;"
        " 2 locations have too little evidence for a tier. 2 of 4 active contracts have an overdue review."
        " 2 sources of data are late on 31 July 2026."
    )
    counted = overview.figures(rows, due.iloc[:2], due, late, NONE)
    assert [figure.size for figure in counted] == [2, 1, 2, 2, 4, 2]
    assert [figure.is_known for figure in overview.figures(rows, due, due, late, frozenset(["reviews"]))] == [
        True, True, True, False, True, True
    ]  # fmt: skip
