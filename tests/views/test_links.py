"""The address of a page: dates and choices follow the reader, and what a link got wrong is named."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import menu, words
from dashboard.menu import Page
from tests.helpers.pages import Open, figures, said

RISK, REVIEWS, INDICATORS = menu.PROVIDER_RISK, menu.OVERDUE_REVIEWS, menu.MONTHLY_INDICATORS


def about_links(at: AppTest) -> list[str]:
    """What the page says a link got wrong: beside what it says its figures stand on."""
    return [warning.value.replace("\\", "") for warning in at.warning if "The link asked for" in warning.value]


def test_the_dates_start_at_the_newest_load_and_follow_the_reader_to_other_pages(open_page: Open) -> None:
    at = open_page()
    assert at.date_input(key="as_of").value.isoformat() == "2026-08-31"

    at.date_input(key="as_of").set_value(at.date_input(key="as_of").value.replace(month=7)).run()
    assert at.query_params["as_of"] == "2026-07-31"

    at.switch_page(RISK.file).run()
    assert "position on 31 July 2026" in said(at)
    assert at.query_params["as_of"] == "2026-07-31"


@pytest.mark.parametrize(
    ("page", "address", "named"),
    [
        (menu.OVERVIEW, {"segment": "Moon Bases"}, "“Moon Bases” as market segment"),
        (menu.OVERVIEW, {"as_of": "31 Augst"}, "“31 Augst” as position on"),
        (menu.OVERVIEW, {"colour": "red"}, "“colour”, which is not a filter here"),
        (RISK, {"tier": ["Tier 3", "Tier 9"]}, "“Tier 9” as provider quality tier"),
        (RISK, {"evidence_days": "many"}, "“many” as evidence at least this old"),
        (REVIEWS, {"late": "ages"}, "“ages” as how late"),
        (INDICATORS, {"month": "2026-13"}, "“2026-13” as month"),
    ],
)
def test_what_a_link_got_wrong_is_named(open_page: Open, page: Page, address: dict[str, Any], named: str) -> None:
    at = open_page(page, **address)

    assert not at.exception
    assert [named in warning for warning in about_links(at)] == [True]


def test_a_link_cannot_write_on_the_page(open_page: Open) -> None:
    at = open_page(menu.OVERVIEW, segment="![x](http://example.org/x.png)")

    [warning] = [warning.value for warning in at.warning if "The link" in warning.value]
    assert warning.count(r"\!\[x\]\(http\:") == 1


def test_the_figures_of_the_overview_lead_to_the_rows_they_count(open_page: Open) -> None:
    at = open_page()
    counted = figures(at)
    links = dict(zip(counted, (link.proto for link in at.get("page_link")), strict=False))
    seen = set()

    for label, link in list(links.items())[:3]:
        asked = parse_qs(link.query_string)["tier"]
        [tier] = {words.least(tier) for tier in asked}
        assert label.startswith(words.marked(tier)), "the figure and its filter are of the same tier"
        there = open_page(RISK, tier=asked)
        assert len(there.dataframe[0].value) == int(counted[label])
        seen.add(tier)
    assert seen == {"Tier 3", "Tier 2", "Insufficient data"}


@pytest.mark.parametrize("choice", ["as_of", "known_on"])
def test_the_first_and_the_last_day_can_be_asked_for_and_none_beyond(open_page: Open, choice: str) -> None:
    at = open_page(menu.ACCESSIBILITY)
    box = at.date_input(key=choice)
    for end, beyond in ((box.min, box.min - timedelta(1)), (box.max, box.max + timedelta(1))):
        for asked in (end, beyond):
            at.query_params[choice] = asked.isoformat()
            at.run()
            assert at.query_params[choice] == end.isoformat()
    assert len(about_links(at)) == 1
