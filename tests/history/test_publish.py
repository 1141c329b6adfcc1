"""Builds on disk: a reader sees the whole of one build or of another, and damage is said in a sentence."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines.loading import publish as publishing
from pipelines.loading.load import Asked, Incoming, load_all
from pipelines.loading.publish import BUILDS_KEPT, DAYS_KEPT, current, new_build
from pipelines.querying.warehouse import Warehouse
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules
from pipelines.warehouse.driver import WarehouseError, execute
from tests.helpers.loading import RULES

ROWS = "officer_id,display_name,role,team,body\nO{n},Officer,Contract officer,Contracts,Council\n"


def publish(folder: Path, files: Path, n: int) -> Path:
    file = files / f"officers{n}.csv"
    file.write_text(ROWS.format(n=n))
    with new_build(folder, load_rules(RULES)) as con:
        load_all(con, [Incoming(file, file.name, date(2026, 8, n + 1))], Asked(Spellings.load(RULES)))
    build = current(folder)
    assert build is not None
    return build


def officers(warehouse: Warehouse) -> list[tuple[str]]:
    return execute(warehouse.cursor(), "select officer_id from officers_history where superseded_on is null")


def test_nothing_is_loaded_yet(tmp_path: Path):
    assert current(tmp_path / "warehouse") is None


def test_a_new_build_leaves_an_open_one_as_it_was(tmp_path: Path):
    folder = tmp_path / "warehouse"
    before = Warehouse.open(publish(folder, tmp_path, 1))
    after = Warehouse.open(publish(folder, tmp_path, 2))
    assert officers(before) == [("O1",)]
    assert officers(after) == [("O2",)]


def test_a_load_that_fails_publishes_nothing_and_leaves_nothing(tmp_path: Path):
    folder = tmp_path / "warehouse"
    build = publish(folder, tmp_path, 1)
    with pytest.raises(RuntimeError, match="stopped"), new_build(folder, load_rules(RULES)):
        raise RuntimeError("stopped")
    assert current(folder) == build
    assert {file.name for file in folder.iterdir()} == {build.name, "current", ".lock"}


def test_old_builds_are_removed(tmp_path: Path):
    folder = tmp_path / "warehouse"
    builds = [publish(folder, tmp_path, n) for n in range(1, BUILDS_KEPT + 3)]
    assert sorted(folder.glob("*.duckdb")) == sorted(builds)[-BUILDS_KEPT:]


def test_builds_that_are_too_old_are_removed_and_the_current_one_never(tmp_path: Path):
    folder = tmp_path / "warehouse"
    first = publish(folder, tmp_path, 1)
    old, young = (
        f"{datetime.now(UTC) - timedelta(days=days):%Y%m%dT%H%M%S}" for days in (DAYS_KEPT + 1, DAYS_KEPT - 1)
    )
    outdated = first.rename(folder / f"{old}000-aaaaaa-{first.stem[-8:]}.duckdb")
    (folder / "current").write_text(outdated.name)
    (folder / f"{young}000-bbbbbb-{first.stem[-8:]}.duckdb").write_bytes(outdated.read_bytes())
    assert current(folder) == outdated, "old as it is, it can be read and added to"

    second = publish(folder, tmp_path, 2)
    assert [build.name[:15] for build in sorted(folder.glob("*.duckdb"))] == [young, second.name[:15]]


def test_a_second_load_waits_and_then_says_that_another_is_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "warehouse"
    build = publish(folder, tmp_path, 1)
    monkeypatch.setattr(publishing, "LOCK_SECONDS", 0.1)
    with FileLock(folder / ".lock"), pytest.raises(WarehouseError, match=r"Another load is writing.*Try again"):
        publish(folder, tmp_path, 2)
    assert current(folder) == build
    assert publish(folder, tmp_path, 2) != build


@pytest.mark.parametrize("damage", ["../elsewhere.duckdb", "nothing", "missing.duckdb"])
def test_a_damaged_pointer_is_one_sentence_with_the_remedy(tmp_path: Path, damage: str):
    (tmp_path / "current").write_text(damage)
    with pytest.raises(WarehouseError, match="python -m pipelines load PATH"):
        current(tmp_path)


def test_a_damaged_build_is_one_sentence_with_the_remedy(tmp_path: Path):
    build = publish(tmp_path / "warehouse", tmp_path, 1)
    build.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match="cannot be read"):
        Warehouse.open(build)


def test_a_reader_can_neither_write_nor_reach_files(tmp_path: Path):
    warehouse = Warehouse.open(publish(tmp_path / "warehouse", tmp_path, 1))
    for sql in (
        "delete from officers_history",
        "select * from read_csv('/etc/passwd')",
        "attach 'x.duckdb'",
        "set threads = 1",
        "copy officers_history to '/tmp/x.csv'",
    ):
        with pytest.raises(Exception, match=r"(?i)read-only|disabled|locked|not allowed|permission"):
            execute(warehouse.cursor(), sql)
