"""What is said of the twelve indicators."""

import pandas as pd

from dashboard.topics import indicators


def test_the_twelve_are_counted_as_twelve() -> None:
    numbers = ["1", "2", "3", "4", "5", "6", "7a", "7b", "8", "9", "10", "11", "12"]
    rows = pd.DataFrame({"indicator_number": numbers, "indicator_title": numbers, "state": "counted", "change": 0})
    august = pd.Timestamp("2026-08-01")

    assert indicators.month_said(rows, august) == (
        "In August 2026, all 12 indicators could be counted; none of their 13 figures moved since the month before."
    )
    some = rows.assign(state=["not known", *["counted"] * 12])
    assert indicators.month_said(some, august).startswith("In August 2026, 11 of 12 indicators could be counted;")
    assert indicators.month_said(some, august).endswith("Not known: 1.")
