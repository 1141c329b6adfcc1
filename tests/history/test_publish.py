"""Builds on disk: a reader sees the whole of one build or of another, and damage is said in a sentence."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from pipelines.loading import Incoming, load_all
from pipelines.publish import BUILDS_KEPT, current, new_build
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules
from pipelines.warehouse import Warehouse, WarehouseError, execute
from tests.loading import RULES

ROWS = "officer_id,display_name,role,team,body\nO{n},Officer,Contract officer,Contracts,Council\n"


def publish(folder: Path, files: Path, n: int) -> Path:
    file = files / f"officers{n}.csv"
    file.write_text(ROWS.format(n=n))
    with new_build(folder, load_rules(RULES)) as con:
        load_all(con, [Incoming(file, file.name, date(2026, 8, n + 1))], Spellings.load(RULES))
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


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")
def test_a_loader_killed_at_any_moment_leaves_the_last_build(tmp_path: Path):
    folder = tmp_path / "warehouse"
    files = tmp_path / "files"
    files.mkdir()
    build = publish(folder, tmp_path, 1)
    head, line = ROWS.splitlines()
    (files / "officers.csv").write_text("\n".join([head, *(line.format(n=n) for n in range(20_000))]))
    command = [sys.executable, "-m", "pipelines", "load", str(files), "--warehouse", str(folder)]
    killed = 0
    for wait in (0.6, 1.2, 1.6, 2.0, 2.4):
        loader = subprocess.Popen(command, cwd=RULES.parents[1], stdout=subprocess.DEVNULL)
        time.sleep(wait)
        loader.send_signal(signal.SIGKILL)
        killed += loader.wait() != 0
        found = current(folder)
        assert found is not None
        assert len(officers(Warehouse.open(found))) in (1, 20_000)
    assert killed
    assert current(folder) == build or len(officers(Warehouse.open(current(folder)))) == 20_000  # type: ignore[arg-type]
    subprocess.run(command, cwd=RULES.parents[1], check=True, stdout=subprocess.DEVNULL)
    last = current(folder)
    assert last is not None
    assert len(officers(Warehouse.open(last))) == 20_000
