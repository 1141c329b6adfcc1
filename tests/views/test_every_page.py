"""Every page of the menu over the sample council: all its parts, and what it says when all is not well.

A page that has no use for a part is named here with the reason. A new page has them all.
"""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import menu
from dashboard.menu import Page
from tests.helpers.pages import Open, charts, finding, said
from tests.helpers.project import ROOT, modules
from tests.views.conftest import load

LEAVES_NOTHING_OUT = {menu.AUDIT_LOG}
"""Its rows are all that the log holds."""

DEFINED_ELSEWHERE = {menu.OVERVIEW, menu.DATA_LOADS}
"""Each figure leads to the page that says how it is counted, or is a count of files and rows."""

every_page = pytest.mark.parametrize(
    "page", [page for page in menu.PAGES if not page.is_for_all], ids=lambda page: page.name
)
every_dated_page = pytest.mark.parametrize(
    "page", [page for page in menu.PAGES if page.is_dated], ids=lambda page: page.name
)


def opened(at: AppTest) -> AppTest:
    """With a subject chosen, where the page asks for one first."""
    asked = [box for box in at.main.selectbox if box.placeholder.startswith("Choose")]
    return asked[0].select_index(0).run() if asked else at


def test_every_page_is_a_line_of_the_menu_and_every_line_a_page() -> None:
    found = {path.relative_to(ROOT / "dashboard").as_posix() for path in modules("dashboard/views")}
    assert {page.file for page in menu.PAGES} == found
    for said_once in ("name", "title", "address"):
        assert len({getattr(page, said_once) for page in menu.PAGES}) == len(menu.PAGES), said_once
    assert not {page.name for page in menu.PAGES} & {*menu.SECTIONS}, "access.toml could not tell one from the other"


@every_page
def test_a_page_has_all_its_parts(open_page: Open, page: Page) -> None:
    at = opened(open_page(page))

    assert not [*at.exception, *at.error]
    assert [heading.value for heading in at.title] == [page.title]
    assert "Data received to 31 August 2026" in at.caption[0].value
    assert "position on 31 August 2026 · known as on 31 August 2026" in at.caption[0].value
    assert "build 2" in at.caption[0].value
    assert at.markdown[0].value.endswith("?**"), "the question comes first"
    assert finding(at).endswith(".")
    assert charts(at)
    for chart in charts(at):
        assert len(chart.alt) > 20
        assert any(json.loads(chart.spec)["data"])
        assert chart.alt in said(at), "the chart's words are on the page for everybody"
    assert len(at.dataframe) or len(at.table)
    assert at.get("download_button")
    assert ("What was left out" in said(at)) == (page not in LEAVES_NOTHING_OUT)
    is_defined = "How this is counted" in {box.label for box in at.expander}
    assert is_defined == (page not in DEFINED_ELSEWHERE)


@every_page
def test_a_table_stands_in_for_every_chart(open_page: Open, page: Page) -> None:
    at = opened(open_page(page))
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


@every_page
def test_a_page_works_before_much_was_known(open_page: Open, page: Page) -> None:
    at = open_page(page, known_on="2026-06-30", as_of="2023-04-01")

    assert not [*at.exception, *at.error]


@every_dated_page
@pytest.mark.parametrize(
    ("as_of", "why"),
    [
        ("1990-01-01", "no rule was in force yet"),
        ("2023-03-31", "no rule was in force yet"),
        ("2062-01-01", "not come"),
    ],
)
def test_a_day_of_which_nothing_is_known_gets_a_sentence_and_never_zeros(
    open_page: Open, page: Page, as_of: str, why: str
) -> None:
    at = open_page(page, as_of=as_of)

    assert [title.value for title in at.title] == [page.title]
    assert why in said(at)
    assert "Choose a day from 1 April 2023 to" in said(at)
    assert not [*at.metric, *at.dataframe, *charts(at)]


@pytest.mark.parametrize("as_of", ["1990-01-01", "2062-01-01"])
@pytest.mark.parametrize(
    "page", [page for page in menu.PAGES if not page.is_dated and not page.is_for_all], ids=lambda page: page.name
)
def test_a_page_of_no_position_date_is_there_on_any_day(open_page: Open, page: Page, as_of: str) -> None:
    at = open_page(page, as_of=as_of)

    assert not [*at.exception, *at.error]
    assert "Choose a day from" not in said(at)
    assert finding(at)
    assert at.metric


@pytest.fixture(scope="module")
def one_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(tmp_path_factory.mktemp("one_register"), "2026-06-30/contracts.csv")


@every_page
def test_a_page_works_with_a_single_register(open_page: Open, one_register: Path, page: Page) -> None:
    at = open_page(page, folder=one_register)

    assert not [*at.exception, *at.error]


@every_page
def test_a_page_over_nothing_says_what_to_load(open_page: Open, tmp_path: Path, page: Page) -> None:
    at = open_page(page, folder=tmp_path)

    assert not at.exception
    assert [heading.value for heading in at.title] == ["Nothing has been loaded yet"]
    assert at.code[0].value == "python -m pipelines load PATH"
