"""What only a browser can tell: accessibility, width, links, downloads, and that nobody else is asked."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def settled(page: Page) -> None:
    """Wait until the page's script has run and everything that loads late is there."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=60_000)
    expect(page.locator("h1")).to_be_visible(timeout=60_000)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=60_000)


def faults(page: Page) -> list[str]:
    """What axe-core finds: rule, how bad, and where."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{rule['impact']} {rule['id']}: {[node['target'] for node in rule['nodes']][:3]}"
        for rule in found["violations"]
    ]


def go(page: Page, name: str) -> None:
    """Choose a page from the menu, which a narrow window hides behind a button."""
    is_narrow = page.viewport_size["width"] < 640
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=name)
    button = page.get_by_test_id("stExpandSidebarButton")
    if is_narrow:
        button.click()
        # The menu slides in: a click before it has come is lost.
        expect(link).to_be_in_viewport()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    if is_narrow:
        close = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
        expect(button.or_(close).first).to_be_visible()
        if close.is_visible():
            close.click()
        expect(button).to_be_visible()
    settled(page)


def is_wider_than_the_window(page: Page) -> bool:
    main = page.get_by_test_id("stMain")
    return bool(main.evaluate("main => main.scrollWidth > main.clientWidth"))


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_in_the_menu_is_accessible_in_light_and_dark(page: Page, width: int) -> None:
    page.goto("/")
    settled(page)
    menu = re.findall(r'link "(.+)"', page.get_by_test_id("stSidebarNav").aria_snapshot())
    assert len(menu) >= 5
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    settled(page)

    found = {}
    for name in menu:
        go(page, name)
        assert not is_wider_than_the_window(page), name
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            settled(page)
            found[name, scheme] = faults(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_a_location_leads_from_its_row_to_its_evidence(page: Page) -> None:
    page.goto("/risk?tier=Tier+3&as_of=2026-08-31")
    settled(page)
    link = page.get_by_role("link", name="Evidence for")
    name = link.inner_text().split("Evidence for ")[1].partition(" (")[0]
    link.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Provider evidence")
    settled(page)
    expect(page.get_by_test_id("stMain").get_by_text(f"Provider quality tier suggested for {name}")).to_be_visible()
    assert "location=" in page.url
    assert faults(page) == []


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
    assert [fault for fault in faults(page) if not fault.startswith("moderate region")] == []
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


def test_a_download_has_the_rows_and_says_where_they_are_from(page: Page, tmp_path: Path) -> None:
    page.goto("/overdue-reviews?as_of=2026-07-31")
    settled(page)
    button = page.get_by_test_id("stMain").get_by_role("button", name="Download").first
    count = int(button.inner_text().split("Download ")[1].split(" row")[0])
    with page.expect_download() as started:
        button.click()
    name, saved = started.value.suggested_filename, tmp_path / "saved.csv"
    started.value.save_as(saved)

    data = saved.read_bytes()
    assert name.startswith("overdue-reviews_2026-07-31_build-")
    assert data.startswith(b"\xef\xbb\xbfcontract_ref,")
    assert data.count(b"\r\n") == count + 1
    assert data.count(b",2026-07-31,2026-08-31,") == count, "every row has both dates"


def test_what_has_the_focus_can_be_seen(page: Page) -> None:
    page.goto("/")
    settled(page)
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name="Data loads")
    page.keyboard.press("Tab")
    for _ in range(20):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")

    assert link.evaluate("link => getComputedStyle(link).outlineWidth") == "3px"


def test_the_text_of_a_chart_can_be_read(page: Page) -> None:
    page.goto("/risk")
    settled(page)
    label = page.locator(".js-plotly-plot .ytick text").first
    expect(label).to_be_visible()

    assert label.evaluate("it => getComputedStyle(it).fill") == "rgb(11, 12, 12)"
    page.emulate_media(color_scheme="dark")
    expect(label).to_have_css("fill", "rgb(243, 242, 241)")
