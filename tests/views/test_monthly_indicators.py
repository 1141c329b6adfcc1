"""Monthly indicators: which month is shown, the one before it, and what is not known."""

from pathlib import Path

from dashboard import menu
from tests.helpers.pages import Open, charts, figures, said
from tests.views.conftest import load

INDICATORS = menu.MONTHLY_INDICATORS


def test_the_twelve_indicators_show_the_month_before_and_the_change(open_page: Open) -> None:
    shown = open_page(INDICATORS, month="2026-07").table[0].value

    assert list(shown["No."]) == ["1", "2", "3", "4", "5", "6", "7a", "7b", "8", "9", "10", "11", "12"]
    august = open_page(INDICATORS, month="2026-08").table[0].value
    assert list(august["Before"]) == list(shown["This month"])


def test_the_month_shown_is_the_last_that_was_over(open_page: Open) -> None:
    assert "In July 2026" in said(open_page(INDICATORS, as_of="2026-08-30"))
    assert "In August 2026" in said(open_page(INDICATORS, as_of="2026-08-31"))


def test_an_indicator_whose_source_never_came_is_not_known_and_not_0(open_page: Open, tmp_path: Path) -> None:
    load(tmp_path, "2026-06-30/contracts.csv")
    at = open_page(INDICATORS, folder=tmp_path)
    shown = at.table[0].value.set_index("No.")
    assert shown.loc["12", "This month"] == "Not known"

    at.selectbox(key="indicator").select_index(len(shown) - 1).run()
    assert "not known in any month" in said(at)
    assert set(figures(at).values()) == {"Not known"}
    assert not charts(at), "never a blank chart"
