"""What a reader does in a browser: follows links, goes back, opens rows, and all of it by keyboard alone."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.walking import axe, choose_row, go, main, opened, settled

pytestmark = pytest.mark.browser


def test_a_location_leads_from_its_row_to_its_evidence(page: Page) -> None:
    page.goto("/risk?tier=Tier+3&as_of=2026-08-31")
    settled(page)
    link = page.get_by_role("link", name="Evidence for")
    expect(link).to_have_count(0)
    rows = main(page).locator("table[role=grid]").first.locator("tbody tr")
    for place in (1, 0):
        name = rows.nth(place).locator("td").first.inner_text()
        choose_row(page, place)
        expect(link).to_contain_text(f"Evidence for {name} (")
    link.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Provider evidence")
    settled(page)
    expect(page.get_by_test_id("stMain").get_by_text(f"Provider quality tier suggested for {name}")).to_be_visible()
    assert "location=" in page.url
    assert axe(page)[0] == []


def test_a_figure_opens_into_rows_that_can_be_read_and_closed_by_keyboard(page: Page) -> None:
    page.goto("/overdue-reviews")
    settled(page)
    opener = page.get_by_role("button", name="See ").first
    opener.press("Enter")

    rows = page.get_by_role("dialog")
    expect(rows.get_by_role("button", name="Download")).to_be_visible()
    rows.get_by_text("View as a plain table").click()
    expect(rows.get_by_role("table").first).to_be_visible()
    # The framework hangs a dialog outside the page's landmarks, which is advice and no fault.
    assert [fault for fault in axe(page)[0] if not fault.startswith("moderate region")] == []
    page.keyboard.press("Escape")
    expect(rows).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_link_shows_the_same_page_and_its_dates_follow_the_reader(page: Page) -> None:
    page.goto("/risk?as_of=2026-07-31&segment=Care+Homes&tier=Tier+1")
    settled(page)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("position on 31 July 2026")).to_be_visible()
    expect(main.get_by_text("Filters (1 in use)")).to_be_visible()
    showing = main.get_by_text("Showing ").first.inner_text()

    go(page, "Overdue reviews")
    expect(main.get_by_text("position on 31 July 2026")).to_be_visible()
    expect(page).to_have_url(re.compile("as_of=2026-07-31.*segment=Care\\+Homes"))

    go(page, "Provider risk")
    expect(page).to_have_url(re.compile("tier=Tier\\+1"))
    page.reload()
    settled(page)
    expect(main.get_by_text(showing)).to_be_visible()


def test_going_back_keeps_the_dates_and_the_market_segment(page: Page) -> None:
    opened(page, "/?as_of=2026-07-31&segment=Care+Homes")
    go(page, "Overdue reviews")
    go(page, "Monthly indicators")
    for name in ("Overdue reviews", "Overview"):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        settled(page)
        expect(main(page).get_by_text("position on 31 July 2026")).to_be_visible()
        expect(main(page).get_by_text("· Care Homes ·")).to_be_visible()
        expect(page).to_have_url(re.compile("as_of=2026-07-31.*segment=Care\\+Homes"))


def test_a_tier_column_sorts_by_concern(page: Page) -> None:
    opened(page, "/risk")
    grid = main(page).get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    rows = main(page).locator("table[role=grid]").first
    for heading, tier in (("↑ Suggested quality tier", "1: ▲ Tier 3"), ("↓ Suggested quality tier", "8: ■ BAU")):
        # The grid is a picture: its second column begins where the first, as wide as its names, ends.
        grid.click(position={"x": 400, "y": 15})
        expect(rows.locator("thead")).to_contain_text(heading)
        expect(rows.locator("tbody tr").first).to_contain_text(tier)


def test_a_date_that_is_typed_counts_when_enter_is_pressed(page: Page) -> None:
    opened(page, "/risk")
    page.get_by_role("spinbutton", name="day, Position on").focus()
    page.keyboard.type("30062026")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("as_of=2026-06-30"))
    expect(main(page).get_by_text("position on 30 June 2026")).to_be_visible()


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("target => target === document.activeElement"):
            return
    pytest.fail(f"not reached by {most} presses of Tab")


def test_from_the_menu_to_a_filter_a_table_and_a_download_without_a_mouse(page: Page, tmp_path: Path) -> None:
    opened(page, "/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(main(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert not main(page).evaluate("main => main.contains(document.activeElement)"), "the menu is before the page"

    page.evaluate("document.activeElement.blur()")
    tab_to(page, page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overdue reviews"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Overdue reviews")).to_be_focused()
    settled(page)

    tab_to(page, main(page).locator("summary", has_text="Filters"))
    page.keyboard.press("Enter")
    tier = page.get_by_role("combobox", name="Contract tier", exact=True)
    expect(tier).to_be_visible()
    tab_to(page, tier)
    page.keyboard.type("Silv")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(tier).to_have_attribute("aria-activedescendant", re.compile("option"))
    page.keyboard.press("Enter")
    expect(main(page).get_by_text("Filters (1 in use)")).to_be_visible()
    settled(page)

    tab_to(page, main(page).locator("summary", has_text="View as a plain table").first)
    page.keyboard.press("Enter")
    rows = main(page).locator("details[open]").get_by_role("table")
    expect(rows).to_contain_text("Contract tier: ★★ Silver")
    settled(page)
    tab_to(page, main(page).get_by_role("button", name="Download").first)
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    started.value.save_as(tmp_path / "saved.csv")
    with (tmp_path / "saved.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["contract_tier"] for row in csv.DictReader(file)} == {"Silver"}


def test_a_letter_alone_acts_only_where_it_is_typed(page: Page) -> None:
    opened(page, "/overdue-reviews")
    page.get_by_role("combobox", name="Area").focus()
    page.keyboard.type("r")
    expect(page.get_by_role("combobox", name="Area")).to_have_value("r")
