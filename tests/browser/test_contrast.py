"""Contrast as the browser draws it: text of charts, their bars and lines, and the mark of the focus."""

import re

import pytest
from playwright.sync_api import Page

from dashboard import words
from tests.browser.walking import go, main, menu, opened, still, themed

pytestmark = pytest.mark.browser

TEXT, GRAPHICS = 4.5, 3.0
"""The least contrast: WCAG 1.4.3 for text, 1.4.11 for what else must be seen."""

PAPER = """(element) => {
    for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
}"""
"""The colour that stands behind an element."""


INK = """(element, property) => {
    const colour = getComputedStyle(element)[property];
    const pattern = colour.match(/^url\\("?#([^")]+)/);
    if (!pattern) return colour;
    const ground = document.getElementById(pattern[1]).querySelector("rect, path");
    return getComputedStyle(ground).fill === "none" ? getComputedStyle(ground).stroke : getComputedStyle(ground).fill;
}"""
"""The colour an element is drawn in; of hatching, the one it lies on."""


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of `rgb(…)`, by the formula of WCAG 2."""
    parts = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def hexed(colour: str) -> str:
    """rgb(…) of #rrggbb."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def drawn(page: Page, what: str, property_: str) -> list[tuple[str, str, str]]:
    """(text, colour, colour behind) of every element of the charts that a selector finds."""
    found: list[tuple[str, str, str]] = page.locator(f".js-plotly-plot :is({what})").evaluate_all(
        f"""elements => elements.map((element) => [
            element.textContent || "{what}", ({INK})(element, "{property_}"), ({PAPER})(element)
        ])"""
    )
    return found


def test_black_on_white_is_21_to_1_and_the_order_does_not_matter() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(255, 255, 255)", "rgb(118, 118, 118)") == pytest.approx(4.54, abs=0.01)


def faint(page: Page) -> list[tuple[str, float]]:
    """What of the charts has too little contrast, and how much it has."""
    return [
        (said, round(contrast(colour, behind), 2))
        for what, drawn_by, least in (
            ("text", "fill", TEXT),
            (".bars .point path", "fill", GRAPHICS),
            (".lines path", "stroke", GRAPHICS),
        )
        for said, colour, behind in drawn(page, what, drawn_by)
        if contrast(colour, behind) < least
    ]


def test_charts_can_be_read_and_seen_in_light_and_dark(page: Page) -> None:
    opened(page, "/")
    looked_at = 0
    for name in menu(page):
        go(page, name)
        for scheme in ("light", "dark"):
            themed(page, scheme)
            # A chart is drawn again a moment after its page has changed colour.
            for _ in range(50):
                if not faint(page):
                    break
                page.wait_for_timeout(100)
            assert faint(page) == [], (name, scheme)
            looked_at += main(page).locator(".js-plotly-plot text").count()
    assert looked_at > 50


def focused(page: Page) -> tuple[str, float, str, str, str] | None:
    """What has the focus, the width of its ring, the ring's two colours and what is behind it; None for nothing.

    A ring that is cut off on all sides by what the focus is in has no width.
    """
    still(page)
    found = page.evaluate(
        f"""() => {{
            const paper = {PAPER};
            if (document.activeElement === document.body) return null;
            // Within a grid its frame shows where the focus is, and would cut off a ring around anything in it.
            const stop = document.activeElement.closest("[data-testid=stDataFrame]") ?? document.activeElement;
            const style = getComputedStyle(stop);
            const edge = style.boxShadow.match(/rgb[^)]*\\)/)?.[0] ?? "";
            const box = stop.getBoundingClientRect();
            let isCut = false;
            for (let around = stop.parentElement; around; around = around.parentElement) {{
                if (getComputedStyle(around).overflow === "visible") continue;
                const frame = around.getBoundingClientRect();
                isCut ||= frame.left >= box.left && frame.top >= box.top
                    && frame.right <= box.right && frame.bottom <= box.bottom;
            }}
            const width = isCut ? 0 : parseFloat(style.outlineWidth);
            return [stop.outerHTML.slice(0, 200), width, style.outlineColor, edge, paper(stop)];
        }}"""
    )
    return tuple(found) if found else None


def test_what_has_the_focus_can_be_seen_at_every_stop(page: Page) -> None:
    """The ring has two colours, so one of them differs from whatever is behind it."""
    opened(page, "/overdue-reviews")
    for scheme in ("light", "dark"):
        themed(page, scheme)
        page.evaluate("document.activeElement.blur()")
        stops = []
        page.keyboard.press("Tab")
        while found := focused(page):
            stop, width, ring, edge, behind = found
            stops.append(stop)
            assert width >= 2, stop
            assert edge, stop
            assert contrast(ring, edge) >= GRAPHICS, stop
            assert max(contrast(ring, behind), contrast(edge, behind)) >= GRAPHICS, stop
            page.keyboard.press("Tab")
        assert len(stops) > 30, stops[-1]


@pytest.mark.parametrize("paper", ["#ffffff", "#12161b"])
def test_a_tier_is_a_word_and_a_shape_of_its_own_and_a_colour_that_shows(paper: str) -> None:
    marks = words.MARKS
    assert len({mark.shape for mark in marks.values()}) == len(marks)
    assert {tier: mark.shape for tier, mark in marks.items() if words.marked(tier) != f"{mark.shape} {tier}"} == {}
    faint = [tier for tier, mark in marks.items() if contrast(hexed(mark.colour), hexed(paper)) < GRAPHICS]
    assert faint == []
