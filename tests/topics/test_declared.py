"""What topics declare: found in their folder, checked when it is imported."""

import pytest

from dashboard import declared
from dashboard.declared import FILTERS, LISTINGS
from dashboard.shapes import Filter, Listing, Many, One
from dashboard.topics import evidence, loads, reviews, tiers
from pipelines.declared import by_name


def test_what_a_topic_declares_is_found_alone_or_in_a_tuple() -> None:
    assert FILTERS["location"] is evidence.LOCATION
    assert {choice.key for choice in (*tiers.FILTERS, *reviews.FILTERS)} <= {*FILTERS}
    assert LISTINGS["loads"] is loads.LOADS
    assert LISTINGS["tier_counts"] is tiers.TIER_COUNTS


@pytest.mark.parametrize(
    "other",
    [One("lead", "Officer"), One("lead", "Lead", is_public=True), Many("lead", "Lead"), Filter("lead", "Lead")],
    ids=["a name of its own", "for the public", "several at once", "no rows"],
)
def test_two_choices_with_one_key_are_refused_unless_they_are_the_same(other: Filter) -> None:
    same = One("lead", "Lead", {"a": "A"}, column="lead")
    assert len(by_name([One("lead", "Lead"), same], lambda choice: choice.key)) == 1
    with pytest.raises(ValueError, match="Two are called lead"):
        by_name([same, other], lambda choice: choice.key)


def test_two_listings_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="Two are called loads"):
        by_name([loads.LOADS, Listing.of("loads")], lambda listing: listing.name)


@pytest.mark.parametrize("slip", [{"shown": ["sorce"]}, {"blanks": {"sorce": "None"}}, {"labels": {"sorce": "From"}}])
def test_a_column_that_a_listing_does_not_have_is_refused(slip: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="loads: Load has no sorce"):
        Listing.of("loads", **slip)


def test_every_filter_is_by_a_column_that_there_is() -> None:
    assert {choice.column for choice in tiers.FILTERS} - {""} <= declared.COLUMNS
