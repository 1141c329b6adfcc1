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
