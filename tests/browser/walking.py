"""How the tests walk the pages: wait until one is all there, go to another, and what axe-core finds on it."""

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ABOVE_AA = "color-contrast-enhanced"
"""The one rule of axe-core left out: contrast of 7 to 1 is level AAA, the product promises AA."""

BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 27)"}
"""What .streamlit/config.toml says, as a browser says it."""

HEADING_HEIGHT = ROW_HEIGHT = 35
"""Pixels, as the framework draws a grid."""

NARROW = 640
"""Pixels below which the menu is behind a button."""


class Found(NamedTuple):
    """What axe-core found on a page in a state: rules broken by how bad they are, and how many are kept."""

    page: str
    state: str
    width: int
    scheme: str
    broken: list[str]
    kept: int


def settled(page: Page) -> None:
    """Wait until the page's script has run and everything that loads late is there."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=60_000)
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=60_000)


def still(page: Page) -> None:
    """End whatever still moves or changes its colour, as it would end by itself.

    Not waited for: of an element that is not on the screen an animation may never end.
    """
    page.evaluate(
        """() => document.getAnimations()
            .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
            .forEach((one) => one.finish())"""
    )


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)


def themed(page: Page, scheme: str) -> None:
    """Have the reader's system ask for a light or a dark page, and wait until the page is."""
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUNDS[scheme], timeout=60_000)
    settled(page)


def choose_row(page: Page, place: int = 0) -> None:
    """Click into a row of the first grid of the page, on its first words: the grid is a picture of one height a row."""
    grid = main(page).get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 60, "y": HEADING_HEIGHT + ROW_HEIGHT * place + ROW_HEIGHT // 2})
    settled(page)


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def menu(page: Page) -> dict[str, str]:
    """The pages in the menu, also when it is hidden: name → path."""
    links = page.get_by_test_id("stSidebarNavLink")
    expect(links.first).to_be_attached()
    return dict(links.evaluate_all("links => links.map(link => [link.lastChild.textContent, link.pathname])"))


def linked(page: Page) -> dict[str, Locator]:
    """Pages of ours that this one links to: path → link."""
    links = main(page).locator("a[href]").all()
    here = urlsplit(page.url).netloc
    targets = [(urlsplit(link.evaluate("link => link.href")), link) for link in links]
    return {target.path: link for target, link in targets if target.netloc == here}


def go(page: Page, name: str) -> None:
    """Choose a page from the menu, which a narrow window hides behind a button."""
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=name)
    is_narrow = page.viewport_size["width"] < NARROW
    if is_narrow:
        show_menu(page)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    if is_narrow:
        hide_menu(page)
    settled(page)


def show_menu(page: Page) -> None:
    page.get_by_test_id("stExpandSidebarButton").click()
    # The menu slides in: a click before it has come is lost.
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link").first).to_be_in_viewport()


def hide_menu(page: Page) -> None:
    button = page.get_by_test_id("stExpandSidebarButton")
    close = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    expect(button.or_(close).first).to_be_visible()
    if close.is_visible():
        close.click()
    expect(button).to_be_visible()


def open_list(page: Page, field: Locator) -> None:
    # Of a field half out of sight the browser shows the whole when it is clicked, and lists close when they are moved.
    field.evaluate("field => field.scrollIntoView({ block: 'center' })")
    field.click()
    expect(page.get_by_role("listbox")).to_be_visible()


def choose(page: Page, field: Locator, option: str | None = None) -> None:
    """Choose from a list, the first option unless one is named."""
    open_list(page, field)
    page.get_by_role("option", **({"name": option} if option else {})).first.click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    settled(page)


def is_wider_than_the_window(page: Page) -> bool:
    return bool(main(page).evaluate("main => main.scrollWidth > main.clientWidth"))


def axe(page: Page) -> tuple[list[str], int]:
    """What axe-core finds: how bad, rule and where; and the number of rules that are kept."""
    still(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        """(left) => axe.run(document, {
            resultTypes: ["violations"],
            rules: Object.fromEntries(
                axe.getRules()
                    .filter((rule) => !rule.tags.includes("deprecated"))
                    .map((rule) => [rule.ruleId, { enabled: rule.ruleId !== left }])
            ),
        }).then((found) => ({
            broken: found.violations.map((rule) =>
                `${rule.impact} ${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.target).join(", ")}`),
            kept: found.passes.length,
        }))""",
        ABOVE_AA,
    )
    return found["broken"], found["kept"]
