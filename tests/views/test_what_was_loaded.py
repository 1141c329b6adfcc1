"""Pages over a warehouse in which something is missing: nothing at all, a register, or a build that can be read."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner

from dashboard import menu
from pipelines.__main__ import app as loader
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from tests.helpers.pages import Open, charts, figures, said
from tests.views.conftest import load

RISK, REVIEWS = menu.PROVIDER_RISK, menu.OVERDUE_REVIEWS


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

    assert "areas.csv is missing" in said(open_page())


def test_a_new_build_shows_when_the_page_is_next_used(open_page: Open, tmp_path: Path) -> None:
    load(tmp_path, "2026-06-30/contracts.csv")
    at = open_page(folder=tmp_path)
    assert "Data received to 30 June 2026" in said(at)

    load(tmp_path, "2026-07-31/contracts.csv")
    assert "Data received to 31 July 2026" in said(at.run())


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


def test_an_undo_shows_when_the_page_is_next_used(open_page: Open, tmp_path: Path) -> None:
    for day in ("2026-06-30", "2026-07-31"):
        load(tmp_path, f"{day}/contracts.csv")
    at = open_page(menu.DATA_LOADS, folder=tmp_path)
    assert "Data received to 31 July 2026" in at.caption[0].value
    assert not at.code, "no command for a load that nobody chose"

    build = tmp_path / (tmp_path / "current").read_text().strip()
    warehouse = Warehouse.open(build)
    rows = ask(QUESTIONS["loads"], warehouse, as_of=pd.Timestamp("2079-01-01"), known_on=pd.Timestamp("2079-01-01"))
    warehouse.con.close()
    done = CliRunner().invoke(loader, ["undo", str(rows["load_id"].iloc[0]), "--warehouse", str(tmp_path)])
    assert done.exit_code == 0, done.output
    at = at.run()
    assert not at.exception
    assert "Data received to 30 June 2026" in at.caption[0].value
