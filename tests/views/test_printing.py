"""Printing a page: what leaves on paper is on record first, and does not leave when it cannot be."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import menu, printing
from pipelines import audit
from tests.helpers.pages import Open

REVIEWS = menu.OVERDUE_REVIEWS


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path / "audit"))
    return tmp_path


def papers(at: AppTest) -> int:
    """Tables that only a sheet of paper has."""
    return sum('class="paper"><table>' in part.proto.body for part in at.get("html"))


def press_print(at: AppTest) -> AppTest:
    [button] = [button for button in at.button if button.label == "Print this page"]
    return button.click().run()


def test_a_page_that_is_printed_is_on_record_with_its_choices(log: Path, open_page: Open) -> None:
    at = open_page(REVIEWS, segment="Care Homes")
    assert papers(at) == 0
    assert list(audit.entries(log)) == []

    at = press_print(at)

    assert not at.exception
    assert papers(at) > 1
    [entry] = audit.entries(log)
    assert (entry.event, entry.who, entry.role) == ("print", "local", "administrator")
    assert entry.detail == "page: Overdue reviews"
    assert "Position on: 2026-08-31; As known on: 2026-08-31; Market segment: Care Homes" in str(entry.filters)
    assert papers(at.run()) == 0, "the next look at the page is for the screen"
    assert len(list(audit.entries(log))) == 1


def test_what_cannot_be_recorded_is_not_printed(log: Path, open_page: Open) -> None:
    (log / "audit").write_text("a file where the folder should be")

    at = press_print(open_page(REVIEWS))

    assert not at.exception
    assert printing.UNRECORDED in [error.value for error in at.error]
    assert papers(at) == 0
    assert at.dataframe, "the page itself is shown"


def test_a_page_without_data_is_printed_unrecorded(log: Path, open_page: Open) -> None:
    at = press_print(open_page(menu.ACCESSIBILITY))

    assert not at.exception
    assert any('class="paper"' in part.proto.body for part in at.get("html"))
    assert list(audit.entries(log)) == []


def test_paper_says_which_filters_are_in_use(log: Path, open_page: Open) -> None:
    filtered = press_print(open_page(REVIEWS, contract_tier="Gold", late="91+"))
    bodies = [part.proto.body for part in filtered.get("html")]
    assert any("<p>Filters in use: Contract tier: Gold; How late: 91+ days.</p>" in body for body in bodies)

    bodies = [part.proto.body for part in press_print(open_page(REVIEWS)).get("html")]
    assert not any("Filters in use" in body for body in bodies)


def test_a_cell_of_paper_breaks_at_its_joints_and_never_in_a_word(log: Path, open_page: Open) -> None:
    bodies = "".join(part.proto.body for part in press_print(open_page(menu.DATA_LOADS)).get("html"))
    assert "2026-08-31/<wbr>spend.csv" in bodies
    assert "2026-06-30/<wbr>cqc_<wbr>latest_<wbr>ratings.csv" in bodies
