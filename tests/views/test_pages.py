"""What a reader does on a page: choose a day, a place or a filter, open a figure, and read how it is counted."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard import menu
from dashboard.components import known
from dashboard.filters import controls
from dashboard.menu import Page
from pipelines.__main__ import app as loader
from tests.helpers.pages import Open, charts, figures, said

RISK, REVIEWS, INDICATORS = menu.PROVIDER_RISK, menu.OVERDUE_REVIEWS, menu.MONTHLY_INDICATORS


def test_the_position_date_moves_the_figures(open_page: Open) -> None:
    now, before = open_page(REVIEWS), open_page(REVIEWS, as_of="2026-06-30", known_on="2026-06-30")

    assert figures(now)["Overdue"] != figures(before)["Overdue"]
    assert "position on 30 June 2026 · known as on 30 June 2026" in said(before)


def test_a_market_segment_narrows_every_figure(open_page: Open) -> None:
    everything, part = open_page(RISK), open_page(RISK, segment="Care Homes")

    assert 0 < int(figures(part)["■ BAU"]) < int(figures(everything)["■ BAU"])
    assert "Care Homes" in part.caption[0].value


def test_filters_keep_what_they_say(open_page: Open) -> None:
    at = open_page(RISK, tier=["Tier 3", "Tier 2"])
    rows = at.dataframe[0].value

    assert {tier for [tier] in rows["suggested_tier"]} == {"1: ▲ Tier 3", "3: ◆ Tier 2"}
    assert f"Showing {len(rows)} of" in said(at)
    assert figures(at)["■ BAU"] == "0"


def test_no_choice_left_says_how_to_widen_it(open_page: Open) -> None:
    at = open_page(RISK, tier="Tier 3", evidence_days="99999")

    assert not at.exception
    assert "clear the filters" in said(at)
    assert not charts(at), "never a blank chart"


@pytest.mark.parametrize(
    ("page", "chosen", "told"),
    [
        (RISK, {"area": "North Vale"}, "14 locations are of no known area"),
        (menu.OVERVIEW, {"area": "North Vale"}, "14 locations are of no known area"),
        (RISK, {"area": "North Vale", "segment": "Care Homes"}, "of no known market segment or area"),
    ],
)
def test_what_nobody_can_place_is_said_beside_a_choice_of_places(
    open_page: Open, page: Page, chosen: dict[str, Any], told: str
) -> None:
    at = open_page(page, **chosen)

    assert f"{told} and not in the figures below; they may belong here." in said(at)
    assert "of no known" not in said(open_page(page))
    assert "so they may belong elsewhere:" in said(at), "of what was left out"


def test_a_contract_whose_segment_cannot_be_read_is_lost_from_no_segment_in_silence(
    open_page: Open, tmp_path: Path
) -> None:
    council = Path(__file__).parents[1] / "faults" / "council"
    done = CliRunner().invoke(loader, ["load", str(council), "--warehouse", str(tmp_path)])
    assert done.exit_code == 2, "its list of faults is no register"

    assert "1 contract is of no known market segment" in said(open_page(REVIEWS, folder=tmp_path, segment="VCS"))
    at = open_page(INDICATORS, folder=tmp_path, segment="VCS")
    assert "1 record counted in this month is of no known market segment and not in the figures below" in said(at)


def test_a_figure_opens_into_the_rows_it_counts(open_page: Open) -> None:
    at = open_page(REVIEWS)
    at.button(key="rows_Overdue").click().run()

    opened = at.dataframe[-1].value
    assert len(opened) == int(figures(at)["Overdue"])
    assert opened["source_row"].notna().all()


def test_a_plain_table_stands_in_for_every_grid(open_page: Open) -> None:
    at = open_page(REVIEWS)
    at.session_state["plain_overdue_reviews"] = True
    at.run()

    plain, grid = at.table[-1].value, at.dataframe[0].value
    assert list(plain["Contract"].str.replace("\\", "")) == list(grid["contract_ref"][:20])


def test_sources_are_late_as_on_the_day_that_is_said(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "today", lambda: date(2026, 11, 25))
    monkeypatch.setattr(known, "today", lambda: date(2026, 11, 25))
    for page in (menu.OVERVIEW, menu.DATA_LOADS):
        assert int(figures(open_page(page))["Sources late today"]) > 10, "monthly files, 86 days after the last"
        earlier = figures(open_page(page, known_on="2026-07-31"))
        assert earlier["Sources late on 31 July 2026"] == "0"


def test_the_definition_says_the_numbers_in_force_and_since_when(open_page: Open) -> None:
    assert "Due soon: 60 days, since 1 April 2023" in said(open_page(REVIEWS))
    assert "\n- Tier 3: from 60 points, since 1 April 2023" in said(open_page(RISK))
