"""What the pages say of a few rows, checked by hand: none, one, not known, and a least tier beside a whole one."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard import charts, words
from dashboard.components import tables
from dashboard.declared import LISTINGS
from dashboard.shapes import Figure, Listing
from dashboard.topics import evidence, gaps, indicators, left_out, loads, overview, reviews, tiers
from pipelines.registers.columns import columns_of

NONE: frozenset[str] = frozenset()
TIERS = list(words.QUALITY_TIERS)


def locations(*suggested: str, **more: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"suggested_tier": list(suggested), "market_segment": "VCS", "is_recorded_another": False})
    rows["location_id"] = [f"L{number}" for number in range(len(rows))]
    return rows.assign(**more)


def contracts(*states: str, lead_state: str = "named", days: float | None = 10) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "state": list(states),
            "lead": None if lead_state == "none" else "Contract Officer 1",
            "lead_state": lead_state,
            "days_overdue": pd.array([days] * len(states), "Int64"),
            "overdue_band": "Not known" if days is None else "1-30",
            "contract_tier": "Gold",
        }
    )


def sizes(figures: list[Figure]) -> dict[str, int | None]:
    return {figure.label: figure.size if figure.is_known else None for figure in figures}


def test_every_tier_has_its_own_shape_and_its_place_the_most_concern_first() -> None:
    assert TIERS == [
        "Tier 3", "At least Tier 3", "Tier 2", "At least Tier 2", "Tier 1", "At least Tier 1",
        "Insufficient data", "BAU",
    ]  # fmt: skip
    assert len({mark.shape for mark in words.MARKS.values()}) == len(words.MARKS)


def test_a_least_tier_never_looks_better_than_the_tier() -> None:
    for tier in words.OF_CONCERN:
        least = words.AT_LEAST + tier
        assert words.QUALITY_TIERS[least].colour == words.QUALITY_TIERS[tier].colour
        assert tables.PILLS[words.least(least)] == tables.PILLS[tier]
    assert words.QUALITY_TIERS["Insufficient data"].colour != words.QUALITY_TIERS["BAU"].colour
    assert tables.PILLS["Insufficient data"] != tables.PILLS["BAU"]


COLUMNS = [(column, one) for one in LISTINGS.values() for column in columns_of(one.row)]


@pytest.mark.parametrize(
    ("column", "listing"),
    [(column, one) for column, one in COLUMNS if column.name in words.TIER_COLUMNS],
    ids=lambda one: one.name,
)
def test_each_column_of_pills_sorts_by_what_it_means(column: Any, listing: Listing) -> None:
    """The grid sorts its cells as text, and shows them without the place that the text begins with."""
    order = list(words.CONTRACT_TIERS if column.name == "contract_tier" else words.QUALITY_TIERS)
    rows = pd.DataFrame({column.name: [None, *reversed(order)]})
    held = [cell for [cell] in tables._for_grid(rows[column.name], column, listing).to_pylist()]
    shown = tables.column_config(listing, (column.name,))[column.name]["type_config"]["options"]

    assert [([None, *reversed(order)])[at] for at in sorted(range(len(held)), key=held.__getitem__)] == [*order, None]
    label = {option["value"]: option["label"] for option in shown}
    assert [label[cell] for cell in sorted(held)[:-1]] == [words.marked(tier) for tier in order]


def test_locations_are_counted_by_whole_and_by_least_tiers() -> None:
    rows = locations("Tier 3", "At least Tier 3", "At least Tier 3", "Tier 2", "BAU", "Insufficient data")

    assert sizes(tiers.figures(rows, NONE)) == {
        "▲ Tier 3": 1, "△ At least Tier 3": 2, "◆ Tier 2": 1, "● Tier 1": 0, "? Insufficient data": 1, "■ BAU": 1,
        "Recorded tier differs": 0,
    }  # fmt: skip
    assert tiers.said(rows, rows, NONE) == (
        "Showing 6 of 6 locations: provider quality Tier 3 is suggested for 1, and at least Tier 3 for 2 more;"
        " Tier 2 for 1; 1 has too little evidence. For none the tier that people recorded is another."
    )
    worst = tiers.concern(rows, "Tier 3", "Provider quality Tier 3", NONE)
    assert (worst.label, worst.size) == ("▲ Tier 3, or at least", 3)
    assert worst.link
    assert worst.link.filters == {"tier": ["Tier 3", "At least Tier 3"]}
    assert list(tiers.of_concern(rows.assign(location_name="x"))["suggested_tier"]).count("At least Tier 3") == 2


def test_the_chart_has_least_tiers_where_there_are_any_in_their_place() -> None:
    rows = locations("At least Tier 2", "BAU")
    assert "0 Tier 2, 1 At least Tier 2, 0 Tier 1" in charts.locations_by_tier(rows).sentence
    assert "At least" not in charts.locations_by_tier(locations("BAU")).sentence


def test_no_register_of_locations_is_not_no_location() -> None:
    never = frozenset(tiers.PLACES)
    rows = locations()
    assert set(sizes(tiers.figures(rows, never)).values()) == {None}
    assert tiers.said(rows, rows, never).startswith("Which locations there are is not known")
    assert None not in sizes(tiers.figures(rows, frozenset(["cqc_locations"]))).values(), "one of them is enough"


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
    chart = charts.reviews_by_lateness(due)
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


def test_the_overview_says_four_facts_also_when_each_is_none() -> None:
    late, due = Figure("Sources late today", pd.DataFrame(), loads.FRESH), contracts("not yet due")

    assert overview.said(locations("BAU"), due.iloc[:0], due, late, NONE) == (
        "Provider quality Tier 3, the highest concern, is suggested for no location; no location has too little"
        " evidence for a tier. None of 1 active contract has an overdue review. No source of data is late today."
    )


REFUSED = pd.DataFrame(
    [
        ("a", "contracts", "C5", None, None, "c.csv", 6),
        ("a", "contracts", "C6", "b.csv", 3, "c.csv", 7),
        ("a", "reviews", "R1", None, None, "r.csv", 2),
    ],
    columns=["load_id", "source", "record", "known_file", "known_row", "source_file", "source_row"],
).astype({"known_row": "Int64"})
LOADS = pd.DataFrame(
    {
        "refused_because": ["x", "x", "x", None],
        "replaced_by": [None, "later", None, None],
        "undone_at": [None, None, pd.Timestamp("2026-09-01"), None],
    }
)
FRESH = pd.DataFrame({"source": ["contracts", "officers"], "last_received_on": [pd.Timestamp("2026-08-31"), None]})


def test_what_was_refused_is_said_with_how_much_the_figures_are_of() -> None:
    missing = gaps.found(FRESH, LOADS, REFUSED, is_whole=True)

    assert gaps.said(missing, reviews.SOURCES, {"contracts": ("contract", 4)}) == [
        "1 file was refused, 1 contract was rejected and 1 other row was rejected:"
        " the figures below are of 4 of up to 5 contracts.",
        "Never received, and so not known: Officers.",
    ]


def test_of_a_part_of_the_council_nobody_knows_how_many_are_missing() -> None:
    missing = gaps.found(FRESH, LOADS.iloc[1:], REFUSED, is_whole=False)
    [said, _] = gaps.said(missing, reviews.SOURCES, {"contracts": ("contract", 4)})
    assert said.endswith("the figures below are without them.")
    assert gaps.said(gaps.found(FRESH, LOADS.iloc[1:], REFUSED.iloc[:0], is_whole=True), ["contracts"], {}) == []


def test_rows_that_rest_on_older_ones_or_lack_cells_are_counted() -> None:
    rows = pd.DataFrame({"not_read": ["newer row refused (a.csv row 2)", "annual value", None], "records_refused": 0})
    assert gaps.marked_said(rows, "contract") == [
        "1 of these 3 contracts rests on an older row: its newer row was refused.",
        "1 of these 3 contracts has cells that could not be read.",
    ]
    assert gaps.marked_said(rows.iloc[2:], "contract") == []
    [said] = gaps.marked_said(rows.iloc[2:].assign(records_refused=2), "location")
    assert said == "This location has records that could not be read in full."


def test_what_a_later_file_put_right_is_no_open_fault() -> None:
    rejects = REFUSED[["load_id", "source_file", "source_row"]]
    assert len(gaps.refused_files(LOADS)) == 1
    assert list(loads.settled(rejects, REFUSED.iloc[:2])["source_file"]) == ["r.csv"]
    assert list(loads.replaced(LOADS).index) == [1, 2]
    told = loads.to_do(Figure("Rows refused", REFUSED.assign(reason="start_on is blank"), loads.ROWS))
    assert list(told["Until then"]) == ["in no figure", "as in b.csv row 3", "in no figure"]
    assert told["Where"][0] == "c.csv row 6"


def test_nothing_left_to_put_right_is_said() -> None:
    empty = Figure("x", REFUSED.iloc[:0], loads.ROWS)
    assert loads.to_do_said(empty, empty, empty) == "Nothing that was refused is left to put right."


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


EXPLAINED = {
    "location_name": "Ash House", "suggested_tier": "At least Tier 2", "points": 41, "floor_tier": None,
    "rules_not_known": 1, "recorded_tier": "Tier 3", "recorded_on": pd.Timestamp("2025-05-03"),
    "is_recorded_expired": True, "records_refused": 1,
}  # fmt: skip
BANDS = pd.DataFrame({"tier": ["BAU", "Tier 1", "Tier 2", "Tier 3"], "from_points": [0, 15, 35, 60]})


def test_a_least_tier_says_what_is_not_known_and_an_expired_decision_that_it_is() -> None:
    said = evidence.said(pd.DataFrame([EXPLAINED]), BANDS)

    assert "suggested for Ash House: At least Tier 2, with 41 points." in said
    assert "By points, Tier 3 at 60, Tier 2 at 35 and Tier 1 at 15." in said
    assert "it is at least Tier 2." in said
    assert "With 7 points less it would be a tier lower." in said
    assert "1 record about it could not be read in full: the tier may be too low." in said
    assert "People recorded Tier 3, on 3 May 2025, and that decision has expired." in said


def test_before_any_rule_was_in_force_no_half_sentence_stands() -> None:
    said = evidence.said(pd.DataFrame([EXPLAINED]), BANDS.iloc[:0])
    assert "By points, ." not in said
    assert "No points of a tier were in force on that day." in said


def test_an_unknown_location_is_said_by_its_id() -> None:
    assert evidence.nothing_said("L9", date(2026, 8, 31)).startswith(
        "We have no location L9 that was open on 31 August"
    )


def test_nothing_has_one_form_and_its_reason() -> None:
    for column, listing in COLUMNS:
        blank = tables.cell(None, column, listing)
        assert blank == "Not known" or (blank.startswith("– (") and blank.endswith(")")), column.name


SCOPE = {"market_segment": "VCS", "locality": None}


def test_what_nobody_can_place_is_said_beside_a_choice_of_places() -> None:
    assert gaps.unplaced_said(0, "location", SCOPE) == []
    assert gaps.unplaced_said(1, "location", SCOPE) == [
        "1 location is of no known market segment and not in the figures below; it may belong here."
    ]
    [said] = gaps.unplaced_said(2, "contract", SCOPE | {"locality": "North Vale"})
    assert said.startswith("2 contracts are of no known market segment or area and not")
    assert gaps.narrowed({"market_segment": "Not recorded", "locality": None}) == [], "asked for by name"


def test_records_left_out_that_nobody_can_place_are_counted_apart() -> None:
    rows = pd.DataFrame({"market_segment": ["VCS", "Not known", "Not recorded"], "locality": "Not recorded"})
    rows = rows.assign(record_ref=["C2", "C3", "C4"], reason="No lead", source_file="a.csv", source_row=[2, 3, 4])
    assert left_out.said(rows, SCOPE) == (
        "3 records could not be used for some figure,"
        " 2 of them of no known market segment, so they may belong elsewhere:"
    )
    whole = SCOPE | {"market_segment": None}
    assert left_out.said(rows, whole, " of this home") == "3 records could not be used for some figure of this home:"


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "1 day ago"), (1240, "1,240 days ago")])
def test_days_ago(days: int, said: str) -> None:
    assert words.ago(days) == said


def test_bars_that_are_all_0_are_no_chart() -> None:
    fresh = pd.DataFrame({"source_title": ["A", "B"], "age_days": [0, 0]})
    assert charts.age_of_sources(fresh).is_blank
    assert charts.age_of_sources(fresh).sentence == "The oldest source is A, received today."
    assert not charts.age_of_sources(fresh.assign(age_days=[0, 1])).is_blank
