"""Where files are loaded when nobody says: a council's folder has its own warehouse, and nothing joins the sample."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.__main__ import app
from pipelines.commands import options as use
from pipelines.reading.decoding import RefusedError
from tests.commands.test_commands import SAMPLE


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARE_WAREHOUSE", raising=False)


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A council's folder: a month in a folder of its own, and a file beside it."""
    folder = tmp_path / "my-council"
    (folder / "2026-08-31").mkdir(parents=True)
    (folder / "cqc").mkdir()
    shutil.copy(SAMPLE / "officers.csv", folder / "2026-08-31")
    shutil.copy(SAMPLE / "spend.csv", folder / "spend.csv")
    return folder


def command(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_folder_is_loaded_into_its_own_warehouse_as_run_py_does(council: Path) -> None:
    for name in ("check", "load"):
        done = command(name, council)
        assert done.exit_code == 0, done.output
        assert f"the warehouse {council / '.warehouse'}" in done.output
        assert (council / ".warehouse").exists() == (name == "load"), "to check changes nothing"
    again = command("load", council)
    assert again.output.count("nothing has changed") == 2, "its own builds are no files to load"


def test_what_is_in_such_a_folder_goes_to_its_warehouse(council: Path) -> None:
    (council / ".warehouse").mkdir()
    inside = (council, council / "2026-08-31", council / "2026-08-31" / "officers.csv", council / "cqc")
    for path in inside:
        assert use.warehouse_of([path], None) == council / ".warehouse"
    assert use.warehouse_of([*inside], None) == council / ".warehouse"


def test_a_month_of_a_new_folder_belongs_to_the_folder(council: Path) -> None:
    assert use.warehouse_of([council / "2026-08-31"], None) == council / ".warehouse"


def test_the_projects_own_files_go_where_the_dashboard_looks() -> None:
    for path in (SAMPLE, SAMPLE.parent, SAMPLE / "officers.csv", SAMPLE.parents[1] / "incoming"):
        assert use.warehouse_of([path], None) == use.DEFAULT_WAREHOUSE


def test_a_project_that_is_reached_by_a_link_has_the_same_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "data"
    link.symlink_to(SAMPLE.parents[1])
    monkeypatch.setattr(use, "_DATA", link)
    for path in (link / "sample", SAMPLE):
        assert use.warehouse_of([path], None) == use.DEFAULT_WAREHOUSE


def test_a_file_that_belongs_nowhere_is_refused_and_not_mixed_with_the_sample(council: Path) -> None:
    for name in ("load", "check"):
        done = command(name, council / "spend.csv")
        assert isinstance(done.exception, RefusedError)
        assert "is in no folder that has a warehouse. Give its folder" in str(done.exception)
    assert not (council / ".warehouse").exists()


def test_two_councils_at_once_are_refused(council: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(council, tmp_path / "other"))
    with pytest.raises(RefusedError, match="warehouses of their own"):
        use.warehouse_of([council, other], None)


@pytest.mark.parametrize("way", ["option", "environment"])
def test_what_is_said_always_wins(council: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    wanted = tmp_path / "elsewhere"
    if way == "environment":
        monkeypatch.setenv("CARE_WAREHOUSE", str(wanted))
    options = ["--warehouse", wanted] if way == "option" else []
    for path in (council, council / "spend.csv"):
        done = command("load", path, *options)
        assert done.exit_code == 0, done.output
        assert f"Loaded into the warehouse {wanted}," in done.output
    assert (wanted / "current").exists()
    assert not (council / ".warehouse").exists()


def test_a_report_for_programs_is_json_alone(council: Path) -> None:
    done = command("load", council, "--json")
    assert all(line.startswith("{") for line in done.stdout.splitlines())
    assert f"the warehouse {council / '.warehouse'}" in done.stderr
