"""Files of one name and day are versions of one file: the one that was loaded last counts, whatever came between."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from pipelines.answers.loads import Load
from pipelines.loading.history import undo
from pipelines.warehouse.driver import Connection, execute
from tests.helpers.loading import empty_warehouse, known, load_bytes

JULY, AUGUST = date(2026, 7, 31), date(2026, 8, 31)
OFFICERS = "officer_id,display_name,role,team,body\n"
VERSIONS = {
    "A": f"{OFFICERS}O1,Elm,Contract officer,Contracts,Council\nO2,Oak,Contract officer,Contracts,Council\n",
    "B": f"{OFFICERS}O1,Elm,Contract officer,Contracts,Elsewhere\nO3,Ash,Contract officer,Contracts,Council\n",
    "C": f"{OFFICERS}O1,Fir,Contract officer,Contracts,Council\n",
}
SPEND = "BeneficiaryName,PaymentDate,Amount,Purpose,ProclassLabel\n"
PAID = {
    "A": f"{SPEND}Elm,02/06/2026,5,care,Nursing\nElm,02/06/2026,5,care,Nursing\n",
    "B": f"{SPEND}Elm,02/06/2026,5,care,Nursing\nOak,02/06/2026,7,care,Nursing\n",
    "C": f"{SPEND}Oak,03/06/2026,9,care,Nursing\n",
}
COLUMNS = {"officers": "officer_id, display_name, body, source_file", "spend": "supplier_name, amount, source_file"}
SAME = "this file was loaded for this day already, and nothing has changed"


def load(con: Connection, folder: Path, version: str, source: str = "officers", name: str = "file.csv") -> Load:
    text = VERSIONS[version] if source == "officers" else PAID[version]
    return load_bytes(con, folder, text, name=name, day=AUGUST)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[tuple[object, ...]]]:
    """What is known when no other version was ever loaded, by source and version."""
    con, folder = empty_warehouse(), tmp_path_factory.mktemp("alone")
    found = {}
    for source, version in product(COLUMNS, VERSIONS):
        load_id = load(con, folder, version, source).load_id
        found[source, version] = known(con, source, COLUMNS[source], AUGUST)
        undo(con, load_id)
    return found


def standing(con: Connection) -> list[str]:
    """The loads that count."""
    found = execute(con, "select load_id from loads where undone_at is null and replaced_by is null order by load_no")
    return [load_id for (load_id,) in found]


@pytest.mark.parametrize(("source", "order"), [("officers", "ABAB"), ("officers", "AABCCBA"), ("spend", "ABACA")])
def test_the_version_loaded_last_counts_and_each_undo_is_one_step_back(
    tmp_path: Path, alone: dict[tuple[str, str], list[tuple[object, ...]]], source: str, order: str
):
    con = empty_warehouse()
    steps: list[tuple[str, str]] = []
    for version in order:
        loaded = load(con, tmp_path, version, source)
        if steps and steps[-1][0] == version:
            assert loaded.warnings is not None
            assert SAME in loaded.warnings
        else:
            steps.append((version, loaded.load_id))
        assert known(con, source, COLUMNS[source], AUGUST) == alone[source, version]
        assert standing(con) == [loaded.load_id]
    assert len({load_id for _, load_id in steps}) == len(steps), "each can be undone by its id"
    assert execute(con, "select count(*) from loads") == [(len(steps),)], "every load stays on record"
    while steps:
        undo(con, steps.pop()[1])
        assert known(con, source, COLUMNS[source], AUGUST) == (alone[source, steps[-1][0]] if steps else [])
        assert standing(con) == [load_id for _, load_id in steps[-1:]]


@pytest.mark.parametrize("undone", range(4))
def test_a_version_that_is_undone_below_the_newest_changes_nothing(tmp_path: Path, undone: int):
    con = empty_warehouse()
    loads = [load(con, tmp_path, version).load_id for version in "ABAC"]
    undo(con, loads.pop(undone))
    while loads:
        assert standing(con) == [loads[-1]]
        undo(con, loads.pop())
    assert standing(con) == []


@pytest.mark.parametrize("moves", ["ABuA", "ABAuAuB", "ABuuAB", "ABABuuuB"])
def test_versions_are_loaded_and_undone_in_any_order(
    tmp_path: Path, alone: dict[tuple[str, str], list[tuple[object, ...]]], moves: str
):
    con = empty_warehouse()
    stack: list[tuple[str, str]] = []
    for move in moves:
        if move == "u":
            undo(con, stack.pop()[1])
        elif not stack or stack[-1][0] != move:
            stack.append((move, load(con, tmp_path, move).load_id))
        else:
            assert load(con, tmp_path, move).load_id == stack[-1][1]
        assert standing(con) == [load_id for _, load_id in stack[-1:]]
    assert known(con, "officers", COLUMNS["officers"], AUGUST) == alone["officers", stack[-1][0]]


def test_what_came_after_stays_and_what_was_known_before_is_as_it_was(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, VERSIONS["C"], name="july.csv", day=JULY)
    before = known(con, "officers", "officer_id, display_name", JULY)
    loads = [load(con, tmp_path, version) for version in "ABA"]
    assert known(con, "officers", "officer_id, display_name", JULY) == before
    assert known(con, "officers", "officer_id, display_name", AUGUST) == [("O1", "Elm"), ("O2", "Oak")]
    assert f"it replaces {loads[1].load_id}, of the same name" in str(loads[2].warnings)
    assert (loads[2].new_count, loads[2].changed_count, loads[2].gone_count) == (1, 1, 0)
    assert execute(con, "select count(*) from refused_cells") == [(0,)], "a version contradicts nothing"


def test_a_copy_under_another_name_says_nothing_new_but_where_it_is_a_new_version_there(tmp_path: Path):
    con = empty_warehouse()
    load(con, tmp_path, "A", name="one.csv")
    assert SAME in str(load(con, tmp_path, "A", name="two.csv").warnings)
    other = load(con, tmp_path, "C", name="three.csv")
    assert f"it replaces {other.load_id}, of the same name" in str(load(con, tmp_path, "A", name="three.csv").warnings)
    assert known(con, "officers", "officer_id, display_name", AUGUST) == [("O1", "Elm"), ("O2", "Oak")]


def test_a_refused_version_is_replaced_by_the_file_as_it_was(tmp_path: Path):
    con = empty_warehouse()
    first = load(con, tmp_path, "A")
    refused = load_bytes(con, tmp_path, "Colour,Shape\nred,round\n", day=AUGUST)
    again = load(con, tmp_path, "A")
    assert again.load_id == first.load_id
    assert f"{SAME}; it replaces {refused.load_id}, of the same name" in str(again.warnings)
    assert standing(con) == [first.load_id]
    undo(con, first.load_id)
    assert standing(con) == [refused.load_id]


def test_a_file_that_was_refused_for_how_it_was_read_is_replaced_by_itself(tmp_path: Path):
    con = empty_warehouse()
    rows = VERSIONS["A"].removeprefix(OFFICERS)
    refused = load_bytes(con, tmp_path, rows, day=AUGUST)
    assert refused.refused_because
    told = load_bytes(con, tmp_path, rows, day=AUGUST, source="officers", header=tuple(OFFICERS.strip().split(",")))
    assert standing(con) == [told.load_id]
