"""Provider evidence: the location that was asked for and no other, its rules down to file and row."""

import pytest

from dashboard import menu
from tests.helpers.pages import Open, charts, figures, said

EVIDENCE, RISK = menu.PROVIDER_EVIDENCE, menu.PROVIDER_RISK


def test_a_location_leads_to_every_rule_with_file_and_row(open_page: Open) -> None:
    at = open_page(EVIDENCE, location="L00002")
    rules = at.dataframe[0].value

    assert "Provider quality tier suggested for Autumn Cliff Care House:" in said(at), "the sample has it under L00002"
    total = int(rules["points"].sum())
    assert f", with {total} point" in said(at)
    assert rules["authority"].notna().all()
    assert rules["points"].gt(0).any()
    assert rules.loc[rules["points"] > 0, "source_rows"].str.contains("row").all()


def test_records_used_are_by_the_title_of_their_rule(open_page: Open) -> None:
    at = open_page(EVIDENCE, location="L00001")
    rules, records = at.dataframe[0].value, at.dataframe[1].value

    assert len(records)
    assert set(records["rule_id"]) <= set(rules["rule_title"])


def test_the_rows_behind_a_figure_of_locations_lead_on_as_well(open_page: Open) -> None:
    at = open_page(RISK)
    before = said(at).count("Click anywhere in a row")
    at.button(key="rows_▲ Tier 3").click().run()

    assert not [*at.exception, *at.error]
    assert said(at).count("Click anywhere in a row") == before + 1


def test_no_location_is_chosen_for_a_reader(open_page: Open) -> None:
    at = open_page(EVIDENCE)

    assert "Choose a location above" in said(at)
    assert not [*at.metric, *at.dataframe]


@pytest.mark.parametrize("location", ["L99999", "![x](y)", "L1' or '1'='1"])
def test_a_location_that_there_is_not_is_said_and_no_other_shown(open_page: Open, location: str) -> None:
    at = open_page(EVIDENCE, location=location)

    assert f"We have no location {location} that was open on 31 August 2026." in said(at)
    assert not [*at.metric, *at.dataframe, *charts(at)]
    assert at.query_params["location"] == location, "the address still says what was asked for"


def test_a_location_outside_the_chosen_places_stays_and_says_so(open_page: Open) -> None:
    at = open_page(EVIDENCE, location="L00002")
    [before] = [part.value for part in at.markdown if "suggested for" in part.value]
    grids, counted = [grid.value for grid in at.dataframe], figures(at)
    assert min(len(grid) for grid in grids) > 0

    at.selectbox(key="segment").set_value("VCS").run()
    assert before in [part.value for part in at.markdown], "the same home with the same tier"
    assert figures(at) == counted
    assert [grid.value.equals(rows) for grid, rows in zip(at.dataframe, grids, strict=True)] == [True] * len(grids)
    assert "is outside the chosen market segment, VCS: it is of Care Homes." in said(at)
    assert at.query_params["location"] == "L00002"

    at.selectbox(key="segment").set_value(None).run()
    assert "is outside the chosen" not in said(at)


def test_nothing_is_linked_to_before_a_row_is_chosen(open_page: Open) -> None:
    for page in (menu.OVERVIEW, RISK):
        at = open_page(page)
        assert "Click anywhere in a row" in said(at)
        assert not [link for link in at.get("page_link") if "Evidence for" in link.proto.label]


def test_a_location_says_whether_it_may_step_down(open_page: Open) -> None:
    assert "Step down from Tier 1, recorded on 30 October 2025? May step down." in said(
        open_page(EVIDENCE, location="L00077")
    )
    assert "No: the tier suggested was not lower" in said(open_page(EVIDENCE, location="L00001"))
    assert "none to step down from" in said(open_page(EVIDENCE, location="L00003"))
