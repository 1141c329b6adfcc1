"""What one question may take and what nobody may do: time, memory, and a read side that is locked."""

import time
from pathlib import Path

import duckdb
import pytest

from pipelines.querying.warehouse import TooMuchAskedError, Warehouse
from pipelines.warehouse.driver import DatabaseError, execute
from tests.serving.conftest import Open, load

SLOW = "select count(*) as n from range(100000000) as a, range(100000) as b where hash(a.range, b.range) = 1"
LARGE = "select count(distinct range) as n from range(100000000)"


@pytest.fixture
def build(folder: Path) -> Path:
    return folder / (folder / "current").read_text(encoding="utf-8").strip()


def make_slow(build: Path) -> None:
    """The register of reviews becomes one that no machine reads to its end."""
    with duckdb.connect(str(build)) as con:
        con.execute("alter table reviews_history rename to kept").fetchall()
        con.execute(
            "create view reviews_history as select kept.* from kept, range(100000000) as a, range(100000) as b"
            " where hash(a.range, b.range) = 1"
        ).fetchall()


def test_a_runaway_question_is_stopped_in_time_and_the_next_one_is_answered(build: Path) -> None:
    Warehouse.open(build).frame("select 1 as n", {})  # the first answer of all waits for pandas to be read
    warehouse = Warehouse.open(build, seconds=0.5)
    begun = time.monotonic()
    with pytest.raises(TooMuchAskedError, match="took longer than CARE_QUERY_SECONDS allows"):
        warehouse.frame(SLOW, {})
    assert time.monotonic() - begun < 3
    assert warehouse.frame("select count(*) as n from loads", {})["n"].tolist() == [2]


def test_a_page_that_asks_too_much_says_so_in_a_sentence(
    folder: Path, build: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_slow(build)
    monkeypatch.setenv("CARE_QUERY_SECONDS", "0.5")
    at = open_page(folder)

    assert not at.exception
    [error] = at.error
    assert "was stopped" in error.value
    assert "smaller part of the market" in error.value


def test_a_question_cannot_take_all_the_memory(build: Path) -> None:
    warehouse = Warehouse.open(build, memory="100MB")
    with pytest.raises(TooMuchAskedError, match="more memory than CARE_QUERY_MEMORY allows"):
        warehouse.frame(LARGE, {})
    assert warehouse.frame("select count(*) as n from loads", {})["n"].tolist() == [2]


def test_memory_and_threads_are_set_where_pages_read(build: Path) -> None:
    set_to = "select current_setting('memory_limit') as memory, current_setting('threads') as threads"
    found = Warehouse.open(build, memory="512MB").frame(set_to, {}).iloc[0]
    assert found["memory"].startswith("488"), "512 MB are 488 MiB"
    assert found["threads"] == 2


@pytest.mark.parametrize("name", ["CARE_QUERY_SECONDS", "CARE_QUERY_MEMORY"])
@pytest.mark.parametrize("value", ["soon", "-1", "0x10"])
def test_a_limit_that_makes_no_sense_is_said(
    folder: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    at = open_page(folder)
    assert name in at.error[0].value.replace("\\", "")


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from glob('/etc/*')",
        "copy loads to '{folder}/out.csv'",
        "copy (select 1) to '{folder}/out.parquet'",
        "export database '{folder}/out'",
        "attach '{folder}/other.duckdb'",
        "attach '{folder}/other.duckdb' (read_only)",
        "install httpfs",
        "load httpfs",
        "set memory_limit = '100GB'",
        "set enable_external_access = true",
        "reset lock_configuration",
        "pragma threads = 8",
        "create table other (n integer)",
        "insert into loads select * from loads",
        "update loads set file = ''",
        "delete from loads",
        "drop table loads",
    ],
)
def test_the_read_side_is_locked(build: Path, tmp_path: Path, sql: str) -> None:
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    warehouse = Warehouse.open(build)
    with pytest.raises(DatabaseError, match=r"(?i)read-only|disabled|locked|not allowed|permission|cannot"):
        execute(warehouse.cursor(), sql.format(folder=tmp_path))
    assert not (tmp_path / "out.csv").exists()


def test_a_frame_of_the_process_cannot_be_read_by_name(build: Path) -> None:
    secret = [1]  # what the driver would otherwise find by looking at the caller's own names
    with pytest.raises(DatabaseError, match="secret"):
        execute(Warehouse.open(build).cursor(), "select * from secret")
    assert secret


def test_a_load_beside_it_is_not_limited_by_what_readers_may(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARE_QUERY_SECONDS", "0.000001")
    assert load(folder, "2026-07-31/contracts.csv").is_file()
