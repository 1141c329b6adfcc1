"""Undo: a history without one of its loads is the history of the others, whatever the order they came in."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.__main__ import app, main
from pipelines.loading.history import undo
from pipelines.loading.publish import current
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import Connection, WarehouseError, execute
from tests.helpers.loading import empty_warehouse, known, load_bytes, rejects

JUNE, JULY, AUGUST = date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)
OFFICERS = "officer_id,display_name,role,team,body\n"
DROPS = {
    JUNE: OFFICERS + "".join(f"O{n},Officer {n},Contract officer,Contracts,Council\n" for n in (1, 2, 3)),
    JULY: OFFICERS + "".join(f"O{n},Officer {n} again,Contract officer,Contracts,Council\n" for n in (1, 3)),
    AUGUST: OFFICERS + "".join(f"O{n},Officer {n},Contract officer,Contracts,Council\n" for n in (3, 1, 2))
    + "O9,Nine,Contract officer,Contracts,Elsewhere\n",
}  # fmt: skip
SPEND = {
    JUNE: "A,02/06/2026,5,care,Nursing\n" * 2,
    JULY: "A,02/06/2026,5,care,Nursing\n" * 3 + "B,02/07/2026,7,care,Nursing\n",
    AUGUST: "B,02/07/2026,7,care,Nursing\n" * 2,
}
SPEND_HEADINGS = "BeneficiaryName,PaymentDate,Amount,Purpose,ProclassLabel\n"


def drop(con: Connection, folder: Path, source: str, day: date) -> str:
    text = DROPS[day] if source == "officers" else SPEND_HEADINGS + SPEND[day]
    return load_bytes(con, folder, text, name=f"{day}.csv", day=day).load_id


def history(con: Connection, source: str) -> list[tuple[object, ...]]:
    """All that was ever known, without the numbers that rows are given as they come."""
    columns = "officer_id, display_name" if source == "officers" else "supplier_name, amount"
    return execute(
        con,
        f"select {columns}, source_file, source_row, load_id, recorded_on, superseded_on"
        f" from {source}_history order by all",
    )


@pytest.mark.parametrize("source", ["officers", "spend"])
def test_what_is_left_is_the_history_of_the_others(tmp_path: Path, source: str):
    expected = {}
    for undone in DROPS:
        without = empty_warehouse()
        for day in DROPS:
            if day != undone:
                drop(without, tmp_path, source, day)
        expected[undone] = history(without, source), rejects(without)
    for order in permutations(DROPS):
        con = empty_warehouse()
        loads = {day: drop(con, tmp_path, source, day) for day in order}
        whole = history(con, source)
        for undone in DROPS:
            undo(con, loads[undone])
            assert (history(con, source), rejects(con)) == expected[undone]
            assert drop(con, tmp_path, source, undone) == loads[undone]
            assert history(con, source) == whole


def test_undoing_them_all_leaves_nothing_known_and_every_load_on_record(tmp_path: Path):
    con = empty_warehouse()
    for load_id in [drop(con, tmp_path, "officers", day) for day in DROPS]:
        undo(con, load_id)
    assert known(con, "officers", "officer_id", AUGUST) == []
    assert execute(con, "select count(*), count(undone_at) from loads") == [(3, 3)]
    assert execute(con, "select count(*) from officers_seen") == [(0,)]


def test_a_register_that_lost_its_rows_is_worked_out_again_too(tmp_path: Path):
    """July keeps one row and refuses a cell of it, so July ends what June said: undoing August may not forget that."""
    con = empty_warehouse()
    drop(con, tmp_path, "officers", JUNE)
    load_bytes(con, tmp_path, OFFICERS + "O1,One,Contract officer,Contracts,Elsewhere\n", name="bad.csv", day=JULY)
    undo(con, drop(con, tmp_path, "officers", AUGUST))
    assert len(known(con, "officers", "officer_id", JUNE)) == 3
    assert known(con, "officers", "officer_id, body", JULY) == [("O1", None)]


def test_what_cannot_be_undone_is_said_in_a_sentence(tmp_path: Path):
    con = empty_warehouse()
    refused = load_bytes(con, tmp_path, "Colour,Shape\nred,round\n", name="odd.csv")
    load_id = drop(con, tmp_path, "officers", JUNE)
    undo(con, load_id)
    for wanted, sentence in (
        ("2026-06-30-nothing-12345678", "There is no load"),
        (refused.load_id, "was refused, so no row of it was kept"),
        (load_id, "was undone already"),
    ):
        with pytest.raises(WarehouseError, match=sentence):
            undo(con, wanted)


def test_the_command_publishes_the_undo_and_leaves_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    folder, run = tmp_path / "warehouse", CliRunner()
    for day in (JUNE, JULY):
        file = tmp_path / f"{day}.csv"
        file.write_text(DROPS[day])
        options = ["--received-on", str(day), "--warehouse", str(folder)]
        assert run.invoke(app, ["load", str(file), *options]).exit_code == 0
    build = current(folder)
    assert build is not None
    [(load_id,)] = execute(Warehouse.open(build).cursor(), "select load_id from loads where load_no = 2")

    done = run.invoke(app, ["undo", load_id, "--warehouse", str(folder)])
    assert done.output.startswith("Undone: 2026-07-31/2026-07-31.csv counts as never received")
    build = current(folder)
    assert build is not None
    con = Warehouse.open(build).cursor()
    assert execute(con, "select load_no, undone_at is not null from loads order by load_no") == [(1, False), (2, True)]
    assert len(known(con, "officers", "officer_id", JULY)) == 3

    monkeypatch.setattr("sys.argv", ["pipelines", "undo", load_id, "--warehouse", str(folder)])
    with pytest.raises(SystemExit, match="1"):
        main()
    assert "was undone already" in capsys.readouterr().err
    assert current(folder) == build, "nothing is published"
