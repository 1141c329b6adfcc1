"""Every page over the sample council: its fixed parts, its choices, and what it says when all is not well."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from pipelines.__main__ import app as loader

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
Open = Callable[..., AppTest]
RISK, EVIDENCE = "providers/provider_risk", "providers/provider_evidence"
REVIEWS, INDICATORS = "contracts/overdue_reviews", "performance/monthly_indicators"
PAGES = {
    "today/overview": "Overview",
    RISK: "Provider risk",
    EVIDENCE: "Provider evidence",
    REVIEWS: "Overdue reviews",
    INDICATORS: "Monthly indicators",
    "data/data_loads": "Data loads",
}


def said(at: AppTest) -> str:
    """All text of the page, without the marks that keep it from being read as Markdown."""
    parts = [*at.title, *at.header, *at.markdown, *at.caption, *at.warning, *at.error, *at.info]
    return "\n".join(part.value for part in parts).replace("\\", "")


def charts(at: AppTest) -> list[Any]:
    return [chart.proto for chart in at.get("plotly_chart")]


def figures(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


@pytest.mark.parametrize(("page", "title"), PAGES.items())
def test_a_page_has_all_its_parts(open_page: Open, page: str, title: str) -> None:
    at = open_page(page)

    assert not at.exception
    assert [heading.value for heading in at.title] == [title]
    assert "Data received to 31 August 2026" in at.caption[0].value
    assert "build 2" in at.caption[0].value
    assert at.markdown[0].value.endswith("?**"), "the question comes first"
    assert charts(at)
    for chart in charts(at):
        assert len(chart.alt) > 20
        assert any(json.loads(chart.spec)["data"])
        assert chart.alt in said(at), "the chart's words are on the page for everybody"
    assert len(at.dataframe) or len(at.table)
    assert at.get("download_button")
    assert "What was left out" in said(at)


@pytest.mark.parametrize("page", PAGES)
def test_a_table_stands_in_for_every_chart(open_page: Open, page: str) -> None:
    at = open_page(page)
    twins = [box.proto.id.rpartition("-")[2] for box in at.expander if box.label == "View the chart as a table"]
    assert len(twins) == len(charts(at))

    before = len(at.table)
    for twin in twins:
        at.session_state[twin] = True
    at.run()
    assert len(at.table) == before + len(charts(at))
    for chart in charts(at):
        drawn = json.loads(chart.spec)["data"][0]
        assert any(len(table.value) >= len(drawn["y"]) for table in at.table)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_before_anything_happened_and_before_anything_was_known(open_page: Open, page: str) -> None:
    for address in ({"as_of": "1999-01-01"}, {"known_on": "2026-06-30"}, {"as_of": "2031-01-01"}):
        assert not open_page(page, **address).exception


def test_the_position_date_moves_the_figures(open_page: Open) -> None:
    now, before = open_page(REVIEWS), open_page(REVIEWS, as_of="2026-06-30", known_on="2026-06-30")

    assert figures(now)["Overdue"] != figures(before)["Overdue"]
    assert "position on 30 June 2026 · known as on 30 June 2026" in said(before)


def test_the_dates_start_at_the_newest_load_and_follow_the_reader_to_other_pages(open_page: Open) -> None:
    at = open_page()
    assert at.date_input(key="as_of").value.isoformat() == "2026-08-31"

    at.date_input(key="as_of").set_value(at.date_input(key="as_of").value.replace(month=7)).run()
    assert at.query_params["as_of"] == "2026-07-31"

    at.switch_page(f"views/{RISK}.py").run()
    assert "position on 31 July 2026" in said(at)
    assert at.query_params["as_of"] == "2026-07-31"


def test_a_market_segment_narrows_every_figure(open_page: Open) -> None:
    everything, part = open_page(RISK), open_page(RISK, segment="Care Homes")

    assert 0 < int(figures(part)["■ BAU"]) < int(figures(everything)["■ BAU"])
    assert "Care Homes" in part.caption[0].value


def test_filters_keep_what_they_say(open_page: Open) -> None:
    at = open_page(RISK, tier=["Tier 3", "Tier 2"])
    rows = at.dataframe[0].value

    assert {tier for [tier] in rows["suggested_tier"]} == {"▲ Tier 3", "◆ Tier 2"}
    assert f"Showing {len(rows)} of" in said(at)
    assert figures(at)["■ BAU"] == "0"


def test_a_signal_keeps_the_locations_that_the_rule_gives_points(open_page: Open) -> None:
    at = open_page(RISK)
    everything = len(at.dataframe[0].value)
    at.selectbox(key="signal").select_index(0).run()

    assert not at.exception
    assert 0 < len(at.dataframe[0].value) < everything


@pytest.mark.parametrize(
    "choice",
    [
        {"regulated": "yes"},
        {"regulated": "no"},
        {"differs": "yes"},
        {"lead": "no lead"},
        {"evidence_days": "30"},
    ],
)
def test_each_filter_of_provider_risk_takes_some_away(open_page: Open, choice: dict[str, str]) -> None:
    at = open_page(RISK, **choice)

    assert not at.exception
    assert not at.warning
    [(shown, everything)] = re.findall(r"Showing (\d+) of (\d+) locations", said(at))
    assert 0 < int(shown) < int(everything)


@pytest.mark.parametrize("choice", [{"contract_tier": "Gold"}, {"late": "91+"}, {"lead": "lead has left"}])
def test_each_filter_of_overdue_reviews_takes_some_away(open_page: Open, choice: dict[str, str]) -> None:
    at = open_page(REVIEWS, **choice)

    assert not at.warning
    assert 0 < int(figures(at)["Overdue"]) < int(figures(open_page(REVIEWS))["Overdue"])


def test_a_figure_opens_into_the_rows_it_counts(open_page: Open) -> None:
    at = open_page(REVIEWS)
    at.button(key="rows_Overdue").click().run()

    opened = at.dataframe[-1].value
    assert len(opened) == int(figures(at)["Overdue"])
    assert opened["source_row"].notna().all()


def test_a_location_leads_to_every_rule_with_file_and_row(open_page: Open) -> None:
    worst = open_page(RISK).dataframe[0].value.iloc[0]
    at = open_page(EVIDENCE, location="L0001")
    rules = at.dataframe[0].value

    assert "Provider quality tier suggested for" in said(at)
    assert str(worst["points"]) in said(open_page(EVIDENCE))
    assert rules["authority"].notna().all()
    assert rules.loc[rules["points"] > 0, "source_rows"].str.contains("row").all()


def test_a_location_says_whether_it_may_step_down(open_page: Open) -> None:
    assert "Step down from Tier 1, recorded on 30 October 2025? May step down." in said(
        open_page(EVIDENCE, location="L00077")
    )
    assert "No: the tier suggested was not lower" in said(open_page(EVIDENCE, location="L00001"))
    assert "none to step down from" in said(open_page(EVIDENCE, location="L00003"))


def test_the_twelve_indicators_show_the_month_before_and_the_change(open_page: Open) -> None:
    shown = open_page(INDICATORS, month="2026-07").table[0].value

    assert list(shown["No."]) == ["1", "2", "3", "4", "5", "6", "7a", "7b", "8", "9", "10", "11", "12"]
    august = open_page(INDICATORS, month="2026-08").table[0].value
    assert list(august["Before"]) == list(shown["This month"])


def test_the_month_shown_is_the_last_that_was_over(open_page: Open) -> None:
    assert "In July 2026" in said(open_page(INDICATORS, as_of="2026-08-30"))
    assert "In August 2026" in said(open_page(INDICATORS, as_of="2026-08-31"))


def test_a_plain_table_stands_in_for_every_grid(open_page: Open) -> None:
    at = open_page(REVIEWS)
    at.session_state["plain_overdue_reviews"] = True
    at.run()

    plain, grid = at.table[-1].value, at.dataframe[0].value
    assert list(plain["Contract"].str.replace("\\", "")) == list(grid["contract_ref"][:20])


@pytest.mark.parametrize(
    ("page", "address", "named"),
    [
        ("", {"segment": "Moon Bases"}, "“Moon Bases” as market segment"),
        ("", {"as_of": "31 Augst"}, "“31 Augst” as position on"),
        ("", {"colour": "red"}, "“colour”, which is not a filter here"),
        (RISK, {"tier": ["Tier 3", "Tier 9"]}, "“Tier 9” as provider quality tier"),
        (RISK, {"evidence_days": "many"}, "“many” as evidence at least this old"),
        (REVIEWS, {"late": "ages"}, "“ages” as how late"),
        (EVIDENCE, {"location": "L-none"}, "“L-none” as location"),
        (INDICATORS, {"month": "2026-13"}, "“2026-13” as month"),
    ],
)
def test_what_a_link_got_wrong_is_named(open_page: Open, page: str, address: dict[str, Any], named: str) -> None:
    at = open_page(page, **address)

    assert not at.exception
    assert [named in warning.value.replace("\\", "") for warning in at.warning] == [True]


def test_a_link_cannot_write_on_the_page(open_page: Open) -> None:
    at = open_page("", segment="![x](http://example.org/x.png)")

    assert r"\!\[x\]\(http\://example\.org/x\.png\)" in at.warning[0].value


def test_no_choice_left_says_how_to_widen_it(open_page: Open) -> None:
    at = open_page(RISK, tier="Tier 3", evidence_days="99999")

    assert not at.exception
    assert "clear the filters" in said(at)
    assert not charts(at), "never a blank chart"


def test_an_empty_warehouse_says_what_to_load(open_page: Open, tmp_path: Path) -> None:
    at = open_page(folder=tmp_path)

    assert not at.exception
    assert [heading.value for heading in at.title] == ["Nothing has been loaded yet"]
    assert at.code[0].value == "python -m pipelines load PATH"


@pytest.mark.parametrize(
    ("pointer", "build"),
    [("lost.duckdb", None), ("x.duckdb", b"not a database"), ("../up.duckdb", None), ("\x00", None)],
)
def test_a_damaged_warehouse_gets_a_sentence_and_a_remedy(
    open_page: Open, tmp_path: Path, pointer: str, build: bytes | None
) -> None:
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    if build:
        (tmp_path / pointer).write_bytes(build)
    at = open_page(folder=tmp_path)

    assert not at.exception
    assert "python -m pipelines load" in at.error[0].value.replace("\\", "")


def test_rules_that_cannot_be_used_are_said(open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARE_RULES", str(tmp_path))

    assert "tiers.toml is missing" in said(open_page())


def load(folder: Path, *files: str) -> None:
    paths = [str(SAMPLE / file) for file in files]
    done = CliRunner().invoke(loader, ["load", *paths, "--warehouse", str(folder)])
    assert done.exit_code == 0, done.output


def test_a_new_build_shows_when_the_page_is_next_used(open_page: Open, tmp_path: Path) -> None:
    load(tmp_path, "2026-06-30/contracts.csv")
    at = open_page(folder=tmp_path)
    assert "Data received to 30 June 2026" in said(at)

    load(tmp_path, "2026-07-31/contracts.csv")
    assert "Data received to 31 July 2026" in said(at.run())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_with_a_single_register(open_page: Open, tmp_path: Path, page: str) -> None:
    load(tmp_path, "2026-06-30/contracts.csv")
    at = open_page(page, folder=tmp_path)

    assert not at.exception
    assert not at.error


def test_a_build_that_cannot_answer_gets_a_sentence_without_the_databases_words(
    open_page: Open, tmp_path: Path
) -> None:
    load(tmp_path, "2026-06-30/contracts.csv")
    [file] = tmp_path.glob("*.duckdb")
    with duckdb.connect(str(file)) as con:
        con.execute("drop table reviews_history").fetchall()
    at = open_page(folder=tmp_path)

    assert not at.exception
    [error] = at.error
    assert "cannot answer" in error.value
    assert "reviews_history" not in error.value.replace("\\", "")


def test_an_indicator_whose_source_never_came_is_not_known_and_not_0(open_page: Open, tmp_path: Path) -> None:
    load(tmp_path, "2026-06-30/contracts.csv")
    at = open_page(INDICATORS, folder=tmp_path)
    shown = at.table[0].value.set_index("No.")
    assert shown.loc["12", "This month"] == "Not known"

    at.selectbox(key="indicator").select_index(len(shown) - 1).run()
    assert "not known in any month" in said(at)
    assert not figures(at)
    assert not charts(at), "never a blank chart"
