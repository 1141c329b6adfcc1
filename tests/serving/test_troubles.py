"""What goes wrong under a running dashboard: one sentence, and the page again once it is mended."""

import logging
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from dashboard.sign_in import troubles
from dashboard.topics import overview
from tests.serving.conftest import Open, load

VALUE = "Mrs Example of Example Street"


def fail(*_: object) -> None:
    """Fails as a library does, with a value of a row in its words."""
    pd.to_datetime(pd.Series([VALUE]), format="%Y-%m-%d")


def test_what_was_not_foreseen_is_a_sentence_with_a_reference_that_is_in_the_log(
    folder: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(overview, "said", fail)
    at = open_page(folder)

    assert not at.exception
    [error] = at.error
    [reference] = re.findall(r"\*\*([0-9a-f]{8})\*\*", error.value)
    [record] = [record for record in caplog.records if reference in record.getMessage()]
    assert "ValueError" in record.getMessage()
    assert "test_troubles.py" in record.getMessage(), "the lines of code it came through"
    assert VALUE not in caplog.text
    assert VALUE not in error.value


def test_two_errors_have_two_references(folder: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "said", fail)
    at = open_page(folder)
    first = at.error[0].value
    assert at.run().error[0].value != first


def test_the_frameworks_own_log_says_where_and_never_what(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("tests.framework")
    troubles.keep_values_out_of(log)
    try:
        try:
            fail()
        finally:
            raise KeyError(VALUE)
    except KeyError as error:
        log.error("Uncaught app execution", exc_info=error)
    assert "KeyError" in caplog.text
    assert "ValueError" in caplog.text, "the error behind it is told too"
    assert VALUE not in caplog.text


def test_people_on_a_page_go_on_when_a_new_build_replaces_theirs(folder: Path, open_page: Open) -> None:
    here, there = open_page(folder), open_page(folder)
    old = [heading.value for heading in here.caption]
    for month in ("2026-07-31", "2026-08-31"):
        load(folder, f"{month}/contracts.csv")
        here.run()
        assert not here.exception
        assert not here.error
    assert [heading.value for heading in here.caption] != old
    assert here.run().caption[0].value == there.run().caption[0].value, "both are on the newest"


def test_a_warehouse_that_is_deleted_is_said_and_when_it_is_back_so_is_the_page(
    folder: Path, tmp_path: Path, open_page: Open
) -> None:
    at = open_page(folder)
    before = at.caption[0].value
    shutil.copytree(folder, tmp_path / "backup")
    shutil.rmtree(folder)
    at.run()
    assert not at.exception
    assert [heading.value for heading in at.title] == ["Nothing has been loaded yet"]

    shutil.copytree(tmp_path / "backup", folder)
    at.run()
    assert not at.error
    assert at.caption[0].value == before


def test_a_pointer_to_a_build_that_is_not_there_is_said_and_can_be_put_right(folder: Path, open_page: Open) -> None:
    at = open_page(folder)
    before, pointer = at.caption[0].value, (folder / "current").read_text(encoding="utf-8")
    (folder / "current").write_text("20260101T000000000-000000-00000000.duckdb\n", encoding="utf-8")
    at.run()
    assert not at.exception
    assert "is missing" in at.error[0].value

    (folder / "current").write_text(pointer, encoding="utf-8")
    assert at.run().caption[0].value == before
