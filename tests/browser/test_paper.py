"""What comes out of a printer: the words, both dates and every table in full as text, and nothing to click."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.walking import go, main, menu, opened, settled

pytestmark = pytest.mark.browser

SHEET = 1032
"""Pixels across what is printed of A4 on its side, at 96 to the inch."""


BROKEN = """heads => heads.flatMap((head) => [...head.textContent.matchAll(/\\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(head.firstChild, word.index);
    range.setEnd(head.firstChild, word.index + word[0].length);
    return range.getClientRects().length > 1;
}).map((word) => word[0]))"""
"""The words of headings that stand in more than one line."""


def squeezed(text: str) -> str:
    """Without white space: a cell of paper breaks its lines where it must."""
    return re.sub(r"\s", "", text)


def on_paper(page: Page) -> str:
    """The text of the page's PDF."""
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return squeezed("".join(sheet.extract_text() for sheet in sheets))


def printed(page: Page) -> None:
    """Press Ctrl+P and wait until the page has asked the browser to print."""
    before = page.evaluate("window.printed ?? 0")
    page.keyboard.press("Control+p")
    expect(page.locator(".paper").first).to_be_attached()
    settled(page)
    for _ in range(100):
        if page.evaluate("window.printed ?? 0") > before:
            return
        page.wait_for_timeout(50)
    pytest.fail("the page did not ask the browser to print")


def test_every_page_prints_its_words_both_dates_and_its_tables(page: Page) -> None:
    opened(page, "/?as_of=2026-07-31")
    for name in menu(page):
        go(page, name)
        page.emulate_media(color_scheme="dark")
        printed(page)
        tables = page.locator(".paper table")
        assert tables.count(), name
        text = on_paper(page)
        for said in (
            name,
            "position on 31 July 2026 · known as on 31 August 2026",
            main(page).locator(".st-key-finding").inner_text(),
            *tables.locator("caption").all_text_contents(),
        ):
            assert squeezed(said) in text, (name, said)
        rows = tables.locator("tbody tr").evaluate_all("rows => rows.map(row => row.textContent)")
        cells = tables.locator("tbody td").evaluate_all("cells => cells.map(cell => cell.textContent)")
        assert [cell for cell in set(cells) if squeezed(cell) not in text] == [], name
        assert len(rows) > 5, name
        for clicked in ("Print this page", "(CSV)", "View as a plain table", "Other files", "Click anywhere"):
            assert squeezed(clicked) not in text, (name, clicked)
        page.set_viewport_size({"width": SHEET, "height": 900})
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.get_by_test_id("stSidebar")).not_to_be_visible()
        wide = tables.evaluate_all("tables => tables.map(table => table.getBoundingClientRect().right)")
        assert max(wide) <= SHEET, name
        assert tables.locator("th").evaluate_all(BROKEN) == [], name
        colours = main(page).locator("p").evaluate_all("all => all.map(one => getComputedStyle(one).color)")
        assert set(colours) == {"rgb(0, 0, 0)"}, "black also for a reader of the dark page"
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(media="null", color_scheme="light")


def test_all_rows_are_printed_and_none_after_the_next_choice(page: Page) -> None:
    opened(page, "/risk?tier=Tier+1")
    showing = re.search(r"Showing (\d+) of", main(page).locator(".st-key-finding").inner_text())
    page.get_by_role("button", name="Print this page").click()
    table = page.locator(".paper table", has=page.locator("caption", has_text=re.compile("^Provider quality tiers$")))
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(int(showing[1]))
    expect(rows.first).not_to_be_visible()
    page.get_by_text("View as a plain table").first.click()
    expect(page.locator(".paper")).to_have_count(0)


def test_a_chart_of_a_wide_window_fits_the_sheet_and_then_the_window_again(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1000})
    opened(page, "/risk")
    # What is drawn keeps its size when the sheet is narrower than the window was.
    chart = page.locator(".js-plotly-plot .main-svg").first
    # In one go: the chart may be drawn again between two looks.
    before, on_paper, after = chart.evaluate(
        """chart => {
            const width = () => chart.getBoundingClientRect().width;
            const after = (name) => { dispatchEvent(new Event(name)); return width(); };
            return [width(), after("beforeprint"), after("afterprint")];
        }"""
    )
    assert on_paper <= SHEET < before == after


def test_a_table_that_the_browser_prints_by_itself_says_where_its_rows_are(page: Page) -> None:
    opened(page, "/overdue-reviews")
    assert squeezed("The rows of this table are not on this sheet: print with the button") in on_paper(page)
