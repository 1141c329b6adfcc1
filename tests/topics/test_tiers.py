"""What is said of provider quality tiers: a least tier beside a whole one, none, and not known."""

from dashboard import words
from dashboard.components import tables
from dashboard.topics import tiers
from tests.topics.rows import NONE, locations, sizes


def test_every_tier_has_its_own_shape_and_its_place_the_most_concern_first() -> None:
    assert list(words.QUALITY_TIERS) == [
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
    assert "0 Tier 2, 1 At least Tier 2, 0 Tier 1" in tiers.by_tier(rows).sentence
    assert "At least" not in tiers.by_tier(locations("BAU")).sentence


def test_no_register_of_locations_is_not_no_location() -> None:
    never = frozenset(tiers.PLACES)
    rows = locations()
    assert set(sizes(tiers.figures(rows, never)).values()) == {None}
    assert tiers.said(rows, rows, never).startswith("Which locations there are is not known")
    assert None not in sizes(tiers.figures(rows, frozenset(["cqc_locations"]))).values(), "one of them is enough"
