"""What is said of the twelve indicators."""

from datetime import date

import pandas as pd
import pytest

from dashboard import words
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


NUMBERS = ["1", "2", "3", "4", "5", "6", "7a", "7b", "8", "9", "10", "11", "12"]
AUGUST = pd.Timestamp("2026-08-01")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["7a"], "11 of 12 indicators"),
        (["7a", "7b"], "11 of 12 indicators"),
        (["6", "7b"], "10 of 12 indicators"),
        (NUMBERS, "none of 12 indicators"),
    ],
)
def test_an_indicator_of_two_figures_is_one_that_is_not_known(missing: list[str], said: str) -> None:
    rows = pd.DataFrame({"indicator_number": NUMBERS, "indicator_title": NUMBERS, "change": [1, -1, 0, None] + [0] * 9})
    rows["state"] = ["not known" if number in missing else "counted" for number in NUMBERS]
    left = [row for row in rows.itertuples() if row.state == "counted"]
    moved = sum(row.change in (1, -1) for row in left)

    assert indicators.month_said(rows, AUGUST) == (
        f"In August 2026, {said} could be counted; {moved or 'none'} of their {len(left)} figures moved since the"
        f" month before. Not known: {words.listed(missing)}."
    )


def test_a_figure_that_is_not_known_is_no_0_and_opens_nothing() -> None:
    rows = pd.DataFrame(
        {"indicator_id": ["a", "b"], "indicator_title": ["A", "B"], "month": AUGUST, "state": ["counted", "not known"]}
    )
    records = pd.DataFrame({"record_ref": ["C1", "C2"]})

    [known], [unknown] = (indicators.records(rows, name, records) for name in ("a", "b"))
    assert (known.label, known.size) == ("A, August 2026", 2)
    assert (unknown.label, unknown.is_known) == ("B, August 2026", False)


def test_the_month_is_the_last_that_was_over_on_the_day() -> None:
    rows = pd.DataFrame({"month": pd.to_datetime(["2026-07-01", "2026-08-01"])})
    rows["month_end"] = pd.to_datetime(["2026-07-31", "2026-08-31"])
    default = indicators.MONTH.default
    assert default

    assert default(rows, date(2026, 8, 30)) == "2026-07"
    assert default(rows, date(2026, 8, 31)) == "2026-08"
    assert default(rows, date(2026, 7, 30)) == "2026-08", "none was over: the last there is"


def test_one_indicator_over_its_months_in_words() -> None:
    rows = pd.DataFrame({"month": pd.to_datetime(["2026-08-01", "2026-06-01", "2026-07-01"]), "value": [1200, 3, None]})
    rows = rows.astype({"value": "Int64"}).assign(indicator_title="Active", kind="stock")

    chart = indicators.trend(rows)
    assert chart.sentence == "Active: 1,200 in August 2026. Over 2 months it was between 3 and 1,200."
    assert chart.definition == "How things stood at the end of each month."
    assert indicators.trend(rows.assign(kind="flow")).definition == "Events dated in each month."
    assert chart.table.to_numpy().tolist() == [["August 2026", "1,200"], ["July 2026", "Not known"], ["June 2026", "3"]]
    assert indicators.trend(rows.assign(value=pd.NA)).sentence == "Active: not known in any month."


def test_whether_the_register_adds_up_in_words() -> None:
    rows = pd.DataFrame({"month": pd.to_datetime(["2026-08-01", "2026-07-01", "2026-06-01"]), "difference": [0, -1, 2]})

    assert indicators.adds_up_said(rows) == "The register does not add up in 2 months: July 2026 and June 2026."
    assert indicators.adds_up_said(rows.iloc[:1]) == "The register adds up in the one month there is."
    assert indicators.adds_up_said(rows.assign(difference=0)) == "The register adds up in all 3 months."
    assert indicators.adds_up_said(rows.iloc[:0]) == "There is no month to add up."


def test_records_counted_that_were_not_fully_read_are_said() -> None:
    rows = pd.DataFrame({"not_read_count": pd.array([1, None, 0], "Int64")})

    assert indicators.not_read_said(rows) == [
        "1 record counted in this month was not fully read: a newer row, or a cell, was refused."
    ]
    assert indicators.not_read_said(rows.iloc[1:]) == []
    assert indicators.not_read_said(rows.assign(not_read_count=1))[0].startswith("3 records counted in this month were")


def test_a_month_stands_beside_the_one_before_it_and_no_other() -> None:
    months = pd.to_datetime(["2026-06-01", "2026-07-01", "2026-08-01"])
    rows = pd.DataFrame({"month": months, "value": pd.array([1, 7, 4], "Int64"), "indicator_id": "a"})
    rows = rows.assign(indicator_number="1", indicator_title="A")

    [shown] = indicators.as_table(indicators.month_beside_the_last(rows, AUGUST)).to_dict("records")
    assert shown == {"No.": "1", "Indicator": "A", "This month": "4", "Before": "7", "Change": "−3"}
    [first] = indicators.as_table(indicators.month_beside_the_last(rows, months[0])).to_dict("records")
    assert (first["Before"], first["Change"]) == ("Not known", "Not known")
    assert indicators.counted(rows, AUGUST) == 4
