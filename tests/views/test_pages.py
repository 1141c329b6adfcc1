"""Every page over the sample council: its fixed parts, its choices, and what it says when all is not well."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import duckdb
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard import words
from dashboard.components import known
from dashboard.filters import controls
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


def about_links(at: AppTest) -> list[str]:
    """What the page says a link got wrong: beside what it says its figures stand on."""
    return [warning.value.replace("\\", "") for warning in at.warning if "The link asked for" in warning.value]


def charts(at: AppTest) -> list[Any]:
    return [chart.proto for chart in at.get("plotly_chart")]


def figures(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


ADDRESS = {EVIDENCE: {"location": "L00001"}}
"""What a page needs to be told in a link."""


@pytest.mark.parametrize(("page", "title"), PAGES.items())
def test_a_page_has_all_its_parts(open_page: Open, page: str, title: str) -> None:
    at = open_page(page, **ADDRESS.get(page, {}))

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
    at = open_page(page, **ADDRESS.get(page, {}))
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
def test_a_page_works_before_much_was_known(open_page: Open, page: str) -> None:
    at = open_page(page, known_on="2026-06-30", as_of="2023-04-01")

    assert not [*at.exception, *at.error]


@pytest.mark.parametrize("page", [page for page in PAGES if page != "data/data_loads"])
@pytest.mark.parametrize(
    ("as_of", "why"),
    [
        ("1990-01-01", "no rule was in force yet"),
        ("2023-03-31", "no rule was in force yet"),
        ("2062-01-01", "not come"),
    ],
)
def test_a_day_of_which_nothing_is_known_gets_a_sentence_and_never_zeros(
    open_page: Open, page: str, as_of: str, why: str
) -> None:
    at = open_page(page, as_of=as_of)

    assert [title.value for title in at.title] == [PAGES[page]]
    assert why in said(at)
    assert "Choose a day from 1 April 2023 to" in said(at)
    assert not [*at.metric, *at.dataframe, *charts(at)]


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

    assert {tier for [tier] in rows["suggested_tier"]} == {"1: ▲ Tier 3", "3: ◆ Tier 2"}
    assert f"Showing {len(rows)} of" in said(at)
    assert figures(at)["■ BAU"] == "0"


def test_a_figure_opens_into_the_rows_it_counts(open_page: Open) -> None:
    at = open_page(REVIEWS)
    at.button(key="rows_Overdue").click().run()

    opened = at.dataframe[-1].value
    assert len(opened) == int(figures(at)["Overdue"])
    assert opened["source_row"].notna().all()


def test_a_location_leads_to_every_rule_with_file_and_row(open_page: Open) -> None:
    at = open_page(EVIDENCE, location="L00002")
    rules = at.dataframe[0].value

    assert "Provider quality tier suggested for Autumn Cliff Care House:" in said(at), "the sample has it under L00002"
    total = int(rules["points"].sum())
    assert f", with {total} point" in said(at)
    assert rules["authority"].notna().all()
    assert rules["points"].gt(0).any()
    assert rules.loc[rules["points"] > 0, "source_rows"].str.contains("row").all()


def test_records_used_are_by_the_title_of_their_rule(open_page: Open) -> None:
    at = open_page(EVIDENCE, location="L00001")
    rules, records = at.dataframe[0].value, at.dataframe[1].value

    assert len(records)
    assert set(records["rule_id"]) <= set(rules["rule_title"])


def test_the_rows_behind_a_figure_of_locations_lead_on_as_well(open_page: Open) -> None:
    at = open_page(RISK)
    before = said(at).count("Click anywhere in a row")
    at.button(key="rows_▲ Tier 3").click().run()

    assert not [*at.exception, *at.error]
    assert said(at).count("Click anywhere in a row") == before + 1


def test_no_location_is_chosen_for_a_reader(open_page: Open) -> None:
    at = open_page(EVIDENCE)

    assert "Choose a location above" in said(at)
    assert not [*at.metric, *at.dataframe]


@pytest.mark.parametrize("location", ["L99999", "![x](y)", "L1' or '1'='1"])
def test_a_location_that_there_is_not_is_said_and_no_other_shown(open_page: Open, location: str) -> None:
    at = open_page(EVIDENCE, location=location)

    assert f"We have no location {location} that was open on 31 August 2026." in said(at)
    assert not [*at.metric, *at.dataframe, *charts(at)]
    assert at.query_params["location"] == location, "the address still says what was asked for"


def test_a_location_outside_the_chosen_places_stays_and_says_so(open_page: Open) -> None:
    at = open_page(EVIDENCE, location="L00002")
    [before] = [part.value for part in at.markdown if "suggested for" in part.value]

    at.selectbox(key="segment").set_value("VCS").run()
    assert before in [part.value for part in at.markdown], "the same home with the same tier"
    assert "is outside the chosen market segment, VCS: it is of Care Homes." in said(at)
    assert at.query_params["location"] == "L00002"

    at.selectbox(key="segment").set_value(None).run()
    assert "is outside the chosen" not in said(at)


def test_nothing_is_linked_to_before_a_row_is_chosen(open_page: Open) -> None:
    for page in ("", RISK):
        at = open_page(page)
        assert "Click anywhere in a row" in said(at)
        assert not [link for link in at.get("page_link") if "Evidence for" in link.proto.label]


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
        (INDICATORS, {"month": "2026-13"}, "“2026-13” as month"),
    ],
)
def test_what_a_link_got_wrong_is_named(open_page: Open, page: str, address: dict[str, Any], named: str) -> None:
    at = open_page(page, **address)

    assert not at.exception
    assert [named in warning for warning in about_links(at)] == [True]


def test_a_link_cannot_write_on_the_page(open_page: Open) -> None:
    at = open_page("", segment="![x](http://example.org/x.png)")

    [warning] = [warning.value for warning in at.warning if "The link" in warning.value]
    assert warning.count(r"\!\[x\]\(http\:") == 1


def test_no_choice_left_says_how_to_widen_it(open_page: Open) -> None:
    at = open_page(RISK, tier="Tier 3", evidence_days="99999")

    assert not at.exception
    assert "clear the filters" in said(at)
    assert not charts(at), "never a blank chart"


def test_the_figures_of_the_overview_lead_to_the_rows_they_count(open_page: Open) -> None:
    at = open_page()
    counted = figures(at)
    links = dict(zip(counted, (link.proto for link in at.get("page_link")), strict=False))
    seen = set()

    for label, link in list(links.items())[:3]:
        asked = parse_qs(link.query_string)["tier"]
        [tier] = {words.least(tier) for tier in asked}
        assert label.startswith(words.marked(tier)), "the figure and its filter are of the same tier"
        there = open_page(RISK, tier=asked)
        assert len(there.dataframe[0].value) == int(counted[label])
        seen.add(tier)
    assert seen == {"Tier 3", "Tier 2", "Insufficient data"}


def test_sources_are_late_as_on_the_day_that_is_said(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "today", lambda: date(2026, 11, 25))
    monkeypatch.setattr(known, "today", lambda: date(2026, 11, 25))
    for page in ("", "data/data_loads"):
        assert int(figures(open_page(page))["Sources late today"]) > 10, "monthly files, 86 days after the last"
        earlier = figures(open_page(page, known_on="2026-07-31"))
        assert earlier["Sources late on 31 July 2026"] == "0"


def test_the_definition_says_the_numbers_in_force_and_since_when(open_page: Open) -> None:
    assert "Due soon: 60 days, since 1 April 2023" in said(open_page(REVIEWS))
    assert "\n- Tier 3: from 60 points, since 1 April 2023" in said(open_page(RISK))


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


def test_where_a_register_never_came_a_figure_is_not_known_and_never_0(open_page: Open, tmp_path: Path) -> None:
    load(tmp_path, "2026-06-30/contracts.csv")

    at = open_page(folder=tmp_path)
    known = figures(at)
    assert {label for label, value in known.items() if value == "Not known"} == {
        "▲ Tier 3", "◆ Tier 2", "? Insufficient data", "Overdue reviews",
    }  # fmt: skip
    assert int(known["Contracts active"]) > 0
    assert "Which contract reviews are overdue is not known: no register of reviews was ever received." in said(at)
    [warning] = at.warning
    assert "Never received, and so not known: Locations, " in warning.value.replace("\\", "")
    assert "Reviews, " in warning.value

    at = open_page(REVIEWS, folder=tmp_path)
    assert figures(at)["Overdue"] == figures(at)["Due soon"] == "Not known"
    assert figures(at)["Overdue, lead has left"] == "Not known"
    assert not [*at.dataframe, *charts(at)]

    at = open_page(RISK, folder=tmp_path)
    assert set(figures(at).values()) == {"Not known"}


def test_where_no_decisions_came_nobody_knows_what_people_recorded(open_page: Open, tmp_path: Path) -> None:
    load(tmp_path, "2026-08-31/locations.csv")
    at = open_page(RISK, folder=tmp_path)

    assert figures(at)["Recorded tier differs"] == "Not known"
    assert "Which tiers people recorded is not known." in said(at)
    assert figures(at)["▲ Tier 3"] == "0"


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
    assert set(figures(at).values()) == {"Not known"}
    assert not charts(at), "never a blank chart"


@pytest.mark.parametrize(
    ("page", "chosen", "told"),
    [
        (RISK, {"area": "North Vale"}, "14 locations are of no known area"),
        ("today/overview", {"area": "North Vale"}, "14 locations are of no known area"),
        (RISK, {"area": "North Vale", "segment": "Care Homes"}, "of no known market segment or area"),
    ],
)
def test_what_nobody_can_place_is_said_beside_a_choice_of_places(
    open_page: Open, page: str, chosen: dict[str, Any], told: str
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
