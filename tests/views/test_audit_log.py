"""The page Audit log: what it counts, that it says when the log is broken, and that it works with an empty one."""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import menu
from dashboard.topics import audit_log
from pipelines import audit
from tests.helpers.pages import Open


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warehouse: Path) -> Path:
    """The loads of the sample, three downloads and a refusal, in a log of their own."""
    shutil.copytree(warehouse / "audit", tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path))
    for number in range(3):
        assert audit.record(tmp_path, "download", who="p1", role="viewer", question="overdue_reviews", row_count=number)
    assert audit.record(tmp_path, "refusal", who="p2", role="", detail="No role")
    return tmp_path


def words_of(at: AppTest) -> str:
    return "\n".join(part.value.replace("\\", "") for part in [*at.markdown, *at.error, *at.info])


def test_the_entries_are_counted_and_listed_newest_first(log: Path, open_page: Open) -> None:
    loads = [entry.event for entry in audit.entries(log)].count("load")
    at = open_page(menu.AUDIT_LOG)

    assert not at.exception
    assert [title.value for title in at.title] == ["Audit log"]
    assert (
        f"{4 + loads} entries in 1 file, unbroken. Among them: 3 downloads, 1 refusal, 0 sign-ins, {loads} loads,"
        " 0 loads undone and 0 pages printed." in words_of(at)
    )
    assert {metric.label: metric.value for metric in at.metric} == {
        "Downloads": "3", "Refusals": "1", "Sign-ins": "0", "Loads": str(loads), "Loads undone": "0",
        "Pages printed": "0",
    }  # fmt: skip
    assert list(at.dataframe[0].value["seq"]) == list(range(4 + loads, 0, -1))
    assert list(at.dataframe[0].value["question"].dropna()) == ["Overdue contract reviews"] * 3
    assert at.dataframe[0].value["role"].isna().sum() == loads + 1, "who loads or is refused has no role: its sign"
    assert at.get("download_button")


def test_a_broken_log_says_where(log: Path, open_page: Open) -> None:
    [file] = log.glob("audit-*.jsonl")
    size = len(list(audit.entries(log)))
    file.write_bytes(file.read_bytes().replace(b'"viewer"', b'"editor"', 1))

    at = open_page(menu.AUDIT_LOG)

    assert f"line {size - 3}: the line is not as it was written" in at.error[0].value.replace("\\", "")
    assert words_of(at).count("the line is not as it was written") == 1
    assert f"{size - 1} entries can still be read. Among them: " in words_of(at)
    assert list(at.dataframe[0].value["seq"])[:4] == [size, size - 1, size - 2, size - 4]


def test_a_log_that_does_not_tell_of_the_loads_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    """As after all of its files were taken away, or after it was set to lie elsewhere."""
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path / "nothing"))

    at = open_page(menu.AUDIT_LOG)

    assert "The log does not tell of" in at.error[0].value.replace("\\", "")


def test_an_empty_log_is_a_page_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path / "nothing"))

    at = open_page(menu.AUDIT_LOG)

    assert not at.exception
    assert f"Nothing was written in the last {audit_log.DAYS} days." in words_of(at)


def test_the_chart_has_every_day_and_says_the_highest(log: Path, open_page: Open) -> None:
    at = open_page(menu.AUDIT_LOG)

    [chart] = at.get("plotly_chart")
    drawn = json.loads(chart.proto.spec)["data"][0]
    assert len(drawn["x"]) == audit_log.DAYS
    size = len(list(audit.entries(log)))
    assert f"{size} entries in the last 28 days, the most on" in chart.proto.alt
