"""Downloads as a reader meets them: the bytes, the public's share, a refusal in words, and the record of each."""

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from pipelines import audit
from tests.browser.walking import axe, settled, themed

pytestmark = pytest.mark.browser

COUNTS = "/risk?as_of=2026-08-31&tier=Tier+1"
"""Its second list is the counts by segment and tier, which may be published."""

OVERDUE = "/overdue-reviews?as_of=2026-08-31&contract_tier=Gold"


def taken(page: Page, button: Locator, folder: Path) -> Path:
    """The file that a press of a button brings."""
    with page.expect_download() as started:
        button.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def others(page: Page, which: int = 0) -> Locator:
    """What opens beside a download."""
    page.get_by_test_id("stMain").get_by_role("button", name="Other files").nth(which).click()
    settled(page)
    found = page.get_by_test_id("stPopoverBody")
    expect(found.get_by_role("radio", name="Officers")).to_be_visible()
    return found


@pytest.fixture
def closed_log(warehouse: Path) -> Iterator[None]:
    """A log that cannot be written, whoever runs the tests: a file stands where its folder should be."""
    log, aside = warehouse / "audit", warehouse / "audit-aside"
    log.rename(aside)
    log.write_text("")
    yield
    log.unlink()
    aside.rename(log)


def test_one_press_brings_the_rows_and_puts_it_on_record(page: Page, warehouse: Path, tmp_path: Path) -> None:
    page.goto(OVERDUE)
    settled(page)

    file = taken(page, page.get_by_test_id("stMain").get_by_role("button", name="(CSV)").first, tmp_path)

    newest = next(audit.entries(warehouse))
    assert (newest.event, newest.who, newest.question) == ("download", "local", "overdue_reviews")
    assert newest.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert newest.row_count == file.read_bytes().count(b"\r\n") - 1
    assert "Contract tier: Gold" in str(newest.filters)
    assert "unbroken" in audit.verify(warehouse)


def test_other_files_and_the_publics_share(page: Page, warehouse: Path, tmp_path: Path) -> None:
    page.goto(OVERDUE)
    settled(page)
    choices = others(page)

    book = CalamineWorkbook.from_path(taken(page, choices.get_by_role("button", name="(XLSX)"), tmp_path))
    rows, about = (book.get_sheet_by_name(name).to_python() for name in ("Rows", "About"))
    assert {"lead", "annual_value"} <= set(rows[0])
    assert dict(about)["Choices"] == "Contract tier: Gold"

    page.goto(COUNTS)
    settled(page)
    choices = others(page, 1)
    choices.get_by_text("The public").click()
    settled(page)
    expect(choices.get_by_text("without names of staff")).to_be_visible()
    public = taken(page, choices.get_by_role("button", name="ZIP"), tmp_path)
    with zipfile.ZipFile(public) as archive:
        [table, note] = (archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    assert public.name.endswith("_public.zip")
    assert table.startswith("market_segment,tier_3,")
    assert "*" in table, "small counts are hidden"
    assert "Provider quality tier: " not in note, "the filters of the page do not narrow the counts"
    assert "counts of people hidden or rounded" in note
    assert [next(audit.entries(warehouse)).audience, next(audit.entries(warehouse)).file_type] == ["public", "ZIP"]


def test_the_choice_of_files_is_accessible_and_fits_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(OVERDUE)
    settled(page)
    choices = others(page)
    expect(choices.get_by_role("button", name="ZIP")).to_be_visible()

    themed(page, "light")
    light, _ = axe(page)
    themed(page, "dark")
    dark, _ = axe(page)
    assert [fault for fault in light + dark if fault.startswith(("serious", "critical"))] == []
    box = choices.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


@pytest.mark.parametrize("where", ["/data", "/risk", OVERDUE])
def test_a_list_of_the_councils_own_or_of_providers_is_not_offered_to_the_public(page: Page, where: str) -> None:
    page.goto(where)
    settled(page)
    choices = others(page)

    choices.get_by_text("The public").click()
    settled(page)

    expect(choices.get_by_text("Not for the public.")).to_be_visible()
    expect(choices.get_by_role("button", name="Download")).to_have_count(0)


def test_a_file_that_cannot_be_put_on_record_does_not_leave_and_says_so(page: Page, closed_log: None) -> None:
    page.goto(OVERDUE)
    settled(page)
    came: list[object] = []
    page.on("download", lambda file: came.append(file))

    page.get_by_test_id("stMain").get_by_role("button", name="(CSV)").first.click()

    why = "The audit log cannot be written, so nothing can be downloaded."
    expect(page.get_by_test_id("stDownloadButtonError")).to_contain_text(why)
    expect(page.get_by_role("status").filter(has_text=why)).to_be_attached()
    assert came == []


def test_the_log_shows_what_was_taken(page: Page, warehouse: Path) -> None:
    assert audit.record(warehouse, "download", who="local", role="administrator", question="overdue_reviews")
    page.goto("/audit")
    settled(page)

    count = sum(1 for _ in audit.entries(warehouse))
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit log")
    expect(page.locator(".st-key-finding").get_by_text(f"{count} entries in 1 file, unbroken.")).to_be_visible()
    expect(page.get_by_test_id("stMetric").first).to_contain_text("Downloads")
