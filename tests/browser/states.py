"""Every page in every state as axe-core judges it: the tests of test_states_wide.py and test_states_narrow.py.

They are two files so that two workers can share them. Pages are found from the menu and from the links of those pages,
so a new one is covered without being listed.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.menu import PAGES
from tests.browser.conftest import watched
from tests.browser.walking import (
    NARROW,
    Found,
    axe,
    choose,
    choose_row,
    go,
    hide_menu,
    is_wider_than_the_window,
    linked,
    main,
    menu,
    open_list,
    opened,
    settled,
    show_menu,
    themed,
)

LOAD = "as it opens"
SEGMENT = "Care Homes"


class Walk:
    """Goes through all pages at one width and keeps what axe-core found."""

    def __init__(self, page: Page, width: int) -> None:
        self.page, self.width = page, width
        self.found: list[Found] = []
        opened(page, "/")
        self.menu = menu(page)

    def look(self, state: str, name: str = "") -> None:
        """A page as it opens in light and dark, at both widths; in other states wide and light, or narrow and dark."""
        name = name or self.page.locator("h1").first.inner_text()
        is_wide = self.width > NARROW
        for scheme in ("light", "dark") if state == LOAD else ("light" if is_wide else "dark",):
            themed(self.page, scheme)
            broken, kept = axe(self.page)
            self.found.append(Found(name, state, self.width, scheme, broken, kept))

    def come(self, name: str) -> None:
        """A page of the menu, with a row chosen where a row leads on."""
        go(self.page, name)
        if main(self.page).get_by_text("for the way to its evidence").count():
            way = main(self.page).get_by_role("link", name=re.compile("Evidence for"))
            # A grid that is still being drawn takes no click; a second one too soon would be a double click.
            for _ in range(4):
                choose_row(self.page)
                with suppress(AssertionError):
                    expect(way.first).to_be_visible(timeout=4_000)
                    break

    def pages(self) -> Iterator[None]:
        """Each page in turn: those of the menu, and after each those that it is the first to link to."""
        seen = set(self.menu.values())
        for name in self.menu:
            self.come(name)
            yield
            self.come(name)
            for path in linked(self.page).keys() - seen:
                seen.add(path)
                self.come(name)
                linked(self.page)[path].click()
                expect(self.page).to_have_url(re.compile(re.escape(path)))
                settled(self.page)
                yield

    @contextmanager
    def beside(self) -> Iterator[None]:
        """What stands beside the page, which a narrow window hides."""
        is_hidden = self.width < NARROW
        if is_hidden:
            show_menu(self.page)
        yield
        if is_hidden:
            hide_menu(self.page)
        settled(self.page)


@pytest.fixture(scope="module")
def walk(context: BrowserContext, address: str, request: pytest.FixtureRequest) -> Iterator[Walk]:
    width: int = request.module.WIDTH
    with watched(context, address, width) as page:
        yield Walk(page, width)


@pytest.fixture(autouse=True)
def kept(walk: Walk, request: pytest.FixtureRequest) -> Iterator[None]:
    """Keeps what a test found for the table at the end of the run."""
    walk.found.clear()
    yield
    # Plain tuples: a worker can send no other kind to the one that prints.
    request.node.user_properties += [("axe", tuple(found)) for found in walk.found]


def grave(found: list[Found]) -> dict[tuple[str, ...], list[str]]:
    """What is serious or critical, and on load anything at all."""
    bad = {
        (one.page, one.state, one.scheme): [
            fault for fault in one.broken if one.state == LOAD or fault.startswith(("serious", "critical"))
        ]
        for one in found
    }
    return {where: faults for where, faults in bad.items() if faults}


def test_every_page_as_it_opens_and_with_everything_open(walk: Walk) -> None:
    for _ in walk.pages():
        assert not is_wider_than_the_window(walk.page), walk.page.url
        walk.look(LOAD)
        with a_list(walk):
            walk.look("a list open")
        with a_window(walk.page) as is_there:
            if is_there:
                walk.look("a window open")
        if boxes(walk.page):
            assert not is_wider_than_the_window(walk.page), walk.page.url
            walk.look("every box open")
    assert len(walk.menu) >= 5
    assert {one.page for one in walk.found} == {page.title for page in PAGES}
    assert grave(walk.found) == {}


def test_every_page_with_filters_in_use(walk: Walk) -> None:
    with walk.beside():
        choose(walk.page, walk.page.get_by_role("combobox", name="Market segment"), SEGMENT)
    for _ in walk.pages():
        filters = main(walk.page).get_by_text("Filters", exact=True)
        if filters.count():
            filters.click()
            choose(walk.page, walk.page.get_by_role("combobox", name="Lead", exact=True), "No lead")
            expect(main(walk.page).get_by_text("Filters (1 in use)")).to_be_visible()
        walk.look("filtered")
    assert grave(walk.found) == {}


def test_every_page_with_nothing_to_show(walk: Walk) -> None:
    with walk.beside():
        walk.page.get_by_role("spinbutton", name="day, Position on").focus()
        walk.page.keyboard.type("01011999")
        walk.page.keyboard.press("Escape")
        expect(walk.page).to_have_url(re.compile("as_of=1999-01-01"))
    for _ in walk.pages():
        walk.look("nothing to show")
    opened(walk.page, "/provider-evidence?as_of=1999-01-01")
    walk.look("nothing to show")
    assert grave(walk.found) == {}


def test_every_page_when_the_warehouse_cannot_be_read(walk: Walk, warehouse: Path) -> None:
    pointer = warehouse / "current"
    kept = pointer.read_bytes()
    pointer.write_text("lost\n", encoding="utf-8")
    try:
        for name in walk.menu:
            with walk.beside():
                walk.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
                expect(walk.page).to_have_title(f"{name} - Care Contracts")
            expect(main(walk.page).get_by_role("alert")).to_be_visible()
            walk.look("an error", name)
    finally:
        pointer.write_bytes(kept)
        opened(walk.page, "/")  # what stands beside a page is there again for the next test
    assert grave(walk.found) == {}


@contextmanager
def a_list(walk: Walk) -> Iterator[None]:
    """With the first list of the page open, else that of the market segments beside it."""
    field = main(walk.page).get_by_role("combobox").first
    is_there = field.is_visible()
    with nullcontext() if is_there else walk.beside():
        open_list(walk.page, field if is_there else walk.page.get_by_role("combobox", name="Market segment"))
        yield
        walk.page.keyboard.press("Escape")
        expect(walk.page.get_by_role("listbox")).to_have_count(0)
        # The framework takes Escape in a list for no choice, which draws the page again.
        walk.page.wait_for_timeout(700)
        settled(walk.page)


@contextmanager
def a_window(page: Page) -> Iterator[bool]:
    """With the first figure's rows open over the page, where a figure has any."""
    button = main(page).get_by_role("button", name="See ")
    if not button.count():
        yield False
        return
    button.first.click()
    window = page.get_by_role("dialog")
    expect(window.get_by_text("View as a plain table")).to_be_visible()
    settled(page)
    yield True
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)


def boxes(page: Page) -> int:
    """Open every box that can be opened. Returns how many there are."""
    closed = main(page).locator("details:not([open]) > summary")
    count = closed.count()
    while closed.count():
        closed.first.click()
    settled(page)
    return count
