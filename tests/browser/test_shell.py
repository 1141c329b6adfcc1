"""What stands around the pages: headers, health, language, and what the small script adds for keyboard and ear."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import go, main, opened, settled


def fetched(url: str, **headers: str) -> tuple[int, Any, str]:
    """Status, headers and text of an answer, also when it is a refusal."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


def test_every_address_answers_with_a_strict_policy_in_british_english(address: str) -> None:
    for path in ("/", "/risk"):
        status, headers, page = fetched(address + path, Accept="text/html")
        policy = headers["content-security-policy"]
        assert status == 200
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "unsafe-inline" not in policy.split("style-src")[0], "no script but by file or hash"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert '<html lang="en-GB">' in page
        assert "<title>Care Contracts</title>" in page
        assert "_stcore/agent" not in page


def test_behind_https_the_browser_is_told_to_stay_there(address: str) -> None:
    assert "strict-transport-security" not in fetched(address + "/")[1]
    assert "max-age" in fetched(address + "/", X_Forwarded_Proto="https")[1]["strict-transport-security"]


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_what_nobody_outside_needs_is_closed(address: str, path: str) -> None:
    assert fetched(address + path)[0] == 404


def test_health_names_the_build_and_the_newest_data(address: str) -> None:
    status, _, text = fetched(address + "/healthz")
    assert (status, json.loads(text)["status"], json.loads(text)["data_to"]) == (200, "ok", "2026-08-31")


def test_a_letter_alone_does_not_run_the_page_again(page: Page) -> None:
    page.goto("/risk")
    settled(page)
    page.evaluate(
        """() => {
            const app = document.querySelector("[data-testid=stApp]");
            window.runs = 0;
            new MutationObserver(() => window.runs++).observe(app, {
                attributes: true, attributeFilter: ["data-test-script-state"]
            });
        }"""
    )
    for key in ("r", "c", "R"):
        page.keyboard.press(key)
    page.wait_for_timeout(600)
    assert page.evaluate("window.runs") == 0
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_change_of_page_moves_the_focus_to_its_heading(page: Page) -> None:
    page.goto("/")
    settled(page)
    go(page, "Overdue reviews")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_what_a_choice_changed_is_read_out(page: Page) -> None:
    page.goto("/overdue-reviews")
    settled(page)
    status = page.locator("body > [role=status]")
    expect(status).to_have_text("")
    page.get_by_role("combobox", name="Market segment").click()
    page.get_by_role("option", name="Care Homes").click()
    expect(status).to_contain_text("contracts that must be reviewed")


@pytest.mark.parametrize(
    ("path", "label", "kept"),
    [
        ("/provider-evidence?location=L00002", "Location", "location=L00002"),
        ("/risk?segment=VCS", "Market segment", "segment=VCS"),
        ("/indicators?month=2026-05", "Month", "month=2026-05"),
    ],
)
def test_escape_closes_a_list_and_keeps_the_choice(page: Page, path: str, label: str, kept: str) -> None:
    opened(page, path)
    field = page.get_by_role("combobox", name=label)
    before = field.input_value()
    finding = main(page).locator(".st-key-finding").inner_text()
    field.click()
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.type("a")

    for _ in range(2):
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_have_count(0)
        page.wait_for_timeout(300)
        settled(page)
        expect(field).to_have_value(before)
        expect(field).to_be_focused()
    assert kept in page.url
    assert main(page).locator(".st-key-finding").inner_text() == finding


def test_a_download_leaves_the_focus_where_it_was(page: Page) -> None:
    opened(page, "/overdue-reviews")
    main(page).get_by_role("button", name="See").first.click()
    window = page.get_by_role("dialog")
    button = window.get_by_test_id("stDownloadButton").get_by_role("button").first
    expect(button).to_be_visible()
    settled(page)
    button.focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(button).to_be_focused()
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)


def test_what_scrolls_sideways_can_be_reached_by_keyboard_and_says_what_it_is(page: Page) -> None:
    page.goto("/indicators")
    settled(page)
    table = page.get_by_test_id("stTable").locator("> div").first
    region = page.get_by_role("region", name="Table, scrolls sideways")
    expect(region).to_have_count(0)
    assert table.get_attribute("tabindex") is None, "nothing to scroll, no stop"
    table.locator("table").evaluate("table => { table.style.minWidth = '3000px' }")
    expect(table).to_have_attribute("tabindex", "0")
    expect(region).to_have_count(1)
    table.locator("table").evaluate("table => { table.style.minWidth = '' }")
    expect(table).not_to_have_attribute("tabindex", "0")
    expect(region).to_have_count(0)


def test_a_box_opens_at_once(page: Page) -> None:
    opened(page, "/overdue-reviews")
    lasting = (
        main(page)
        .locator("details")
        .first.evaluate(
            """box => {
            box.querySelector("summary").click();
            return new Promise((done) => setTimeout(() => done(
                box.getAnimations().map((one) => one.effect.getTiming().duration)), 100));
        }"""
        )
    )
    assert not any(lasting), "a list in it would close, and a quick choice be lost"
    expect(main(page).locator("details").first).to_have_attribute("open", "")


def test_movement_is_left_out_for_who_asked_for_that(page: Page) -> None:
    page.goto("/")
    settled(page)
    lasting = """() => Math.max(...[...document.querySelectorAll("*")].flatMap((element) => {
        const style = getComputedStyle(element);
        return [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
    }))"""
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(lasting) < 0.001
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(lasting) > 0.01
