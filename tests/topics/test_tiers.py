"""What is said of provider quality tiers: a least tier beside a whole one, none, and not known."""

import pytest

from dashboard import menu, words
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
    drawn = tiers.by_tier(locations("At least Tier 2", "BAU")).figure.data[0].marker.pattern.shape
    assert list(drawn) == ["", "", "/", "", "/", ""], "of a least tier, and where too little is known"


def test_no_register_of_locations_is_not_no_location() -> None:
    never = frozenset(tiers.PLACES)
    rows = locations()
    assert set(sizes(tiers.figures(rows, never)).values()) == {None}
    assert tiers.said(rows, rows, never).startswith("Which locations there are is not known")
    assert None not in sizes(tiers.figures(rows, frozenset(["cqc_locations"]))).values(), "one of them is enough"


def test_the_sentence_is_of_what_is_shown_and_only_its_of_how_many_of_all() -> None:
    everything = locations(
        "Tier 3", "BAU", "Insufficient data", "Insufficient data", "Tier 2", "Tier 3", "At least Tier 2", "Tier 2",
        is_recorded_another=[True, None, True, True, False, True, True, True],
    )  # fmt: skip

    assert tiers.said(everything.iloc[:3], everything, NONE) == (
        "Showing 3 of 8 locations: provider quality Tier 3 is suggested for 1; Tier 2 for none;"
        " 1 has too little evidence. For 2 the tier that people recorded is another."
    )
    assert tiers.said(everything.iloc[3:], everything, NONE) == (
        "Showing 5 of 8 locations: provider quality Tier 3 is suggested for 1; Tier 2 for 2, and at least Tier 2 for 1"
        " more; 1 has too little evidence. For 4 the tier that people recorded is another."
    )
    assert tiers.said(everything.iloc[2:4], everything, frozenset([tiers.DECISIONS])) == (
        "Showing 2 of 8 locations: provider quality Tier 3 is suggested for none; Tier 2 for none;"
        " 2 have too little evidence. Which tiers people recorded is not known."
    )


@pytest.mark.parametrize("tier", ["Tier 3", "Tier 2", "Insufficient data"])
@pytest.mark.parametrize("whole", [0, 2])
@pytest.mark.parametrize("least", [0, 1])
def test_a_figure_of_concern_says_and_leads_to_what_it_counts(tier: str, whole: int, least: int) -> None:
    others = [one for one in words.QUALITY_TIERS if words.least(one) != tier]
    is_whole = tier == "Insufficient data"
    rows = locations(*[tier] * whole, *[] if is_whole else [f"At least {tier}"] * least, *others)

    figure = tiers.concern(rows, tier, "x", NONE)
    or_least = ", or at least" if least and not is_whole else ""
    assert figure.label == f"{words.marked(tier)}{or_least}"
    assert set(figure.rows()["suggested_tier"].map(words.least)) <= {tier}
    assert figure.size == whole + (0 if is_whole else least)
    assert figure.link
    [by_tier] = [one for one in tiers.FILTERS if one.key == "tier"]
    assert list(by_tier.kept(rows, figure.link.filters["tier"]).index) == list(figure.rows().index)
    assert figure.link.filters.keys() == {"tier"}


def test_each_figure_opens_the_rows_of_its_label() -> None:
    rows = locations(*words.QUALITY_TIERS, *words.QUALITY_TIERS).assign(
        is_recorded_another=[True, None, False, True] * 4
    )

    for figure in tiers.figures(rows, NONE)[:-1]:
        assert {words.marked(tier) for tier in figure.rows()["suggested_tier"]} == {figure.label}
        assert figure.size == len(figure.rows()) == 2
    differing = tiers.figures(rows, NONE)[-1]
    assert list(differing.rows().index) == [0, 3, 4, 7, 8, 11, 12, 15]


def test_those_of_most_concern_come_first_and_each_leads_to_its_own_evidence() -> None:
    rows = locations("Tier 2", "Tier 3", "BAU", "Tier 3", "Tier 3").assign(
        tier_rank=[2, 3, 0, 3, 3], points=[40, 60, 0, 75, 60], location_name=["Ash", "Oak", "Elm", "Yew", "Fir"]
    )
    assert list(tiers.of_concern(rows)["location_name"]) == ["Yew", "Fir", "Oak", "Ash"]
    assert list(tiers.of_concern(rows.drop(columns="points"))["location_name"]) == ["Fir", "Oak", "Yew", "Ash"]
    assert next(iter(tiers.named(rows).items())) == ("L3", "Yew (L3)")
    assert list(tiers.one(rows, "L2")["location_name"]) == ["Elm"]

    assert tiers.PROVIDER_TIERS.row_link
    link = tiers.PROVIDER_TIERS.row_link.link(tiers.worst_first(rows), 1)
    assert (link.page, link.text, link.filters) == (
        menu.PROVIDER_EVIDENCE, "Evidence for Fir (▲ Tier 3)", {"location": "L4"}
    )  # fmt: skip
