"""A folder that is loaded again and again: only what is new is read, and what is undone or gone is said."""

import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from pipelines.__main__ import app
from pipelines.loading.publish import current
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import execute

OFFICERS = "officer_id,display_name,role,team,body\n"
ELM = "O1,Elm,Contract officer,Contracts,Council\n"
OAK = "O1,Oak,Contract officer,Contracts,Council\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one register, loaded, to be copied."""
    folder = tmp_path_factory.mktemp("loaded")
    write(folder, "2026-08-31/officers.csv", OFFICERS + ELM)
    assert start(folder).exit_code == 0
    return folder


@pytest.fixture
def council(loaded: Path, tmp_path: Path) -> Path:
    """That folder, to be changed."""
    return Path(shutil.copytree(loaded, tmp_path / "council"))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def start(folder: Path, *options: str, command: str = "load") -> Result:
    """What a start does with the folder."""
    options = options or ("--new-only",)
    return CliRunner().invoke(app, [command, str(folder), *options, "--warehouse", str(folder / ".warehouse")])


def undo(folder: Path, load_id: str) -> None:
    done = CliRunner().invoke(app, ["undo", load_id, "--warehouse", str(folder / ".warehouse")])
    assert done.exit_code == 0, done.output


def asked(folder: Path, sql: str) -> list[tuple[object, ...]]:
    build = current(folder / ".warehouse")
    assert build is not None
    return execute(Warehouse.open(build).cursor(), sql)


def loads(folder: Path) -> list[str]:
    """The ids of the loads that count, oldest first."""
    return [str(one) for (one,) in asked(folder, "select load_id from loads where undone_at is null order by load_no")]


def names(folder: Path) -> list[str]:
    rows = asked(folder, "select display_name from officers_history where superseded_on is null order by all")
    return [str(name) for (name,) in rows]


def test_what_is_as_it_was_is_not_loaded_and_nothing_is_published(council: Path) -> None:
    build = current(council / ".warehouse")
    done = start(council)
    assert (done.exit_code, done.output) == (0, "")
    assert current(council / ".warehouse") == build


def test_an_edit_that_keeps_size_and_time_is_seen(council: Path) -> None:
    file = council / "2026-08-31" / "officers.csv"
    before = file.stat()
    write(council, "2026-08-31/officers.csv", OFFICERS + OAK)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert start(council).exit_code == 0
    assert len(loads(council)) == 2


def test_only_the_new_file_is_loaded(council: Path) -> None:
    write(council, "2026-07-31/officers.csv", OFFICERS + OAK)
    reports = [line for line in start(council).output.splitlines() if "Read" in line]
    assert [line.split(":")[0] for line in reports] == ["2026-07-31/officers.csv"]
    assert len(loads(council)) == 2


def test_a_file_that_was_refused_is_tried_again_until_it_can_be_read(council: Path) -> None:
    write(council, "2026-08-31/odd.csv", "Kennung,Name,Rolle,Team,Stelle\nO2,Ash,Contract officer,Contracts,Council\n")
    for _ in range(2):
        done = start(council)
        assert done.exit_code == 2
        assert "2026-08-31/odd.csv: not loaded" in done.output
    write(council, "2026-08-31/odd.csv", OFFICERS + ELM.replace("O1,Elm", "O2,Ash"))
    assert start(council).exit_code == 0
    assert start(council).output == ""
    assert names(council) == ["Ash", "Elm"]


def test_an_undone_file_stays_out_until_it_changes(council: Path) -> None:
    [load_id] = loads(council)
    write(council, "2026-08-31/other.csv", OFFICERS + ELM.replace("O1,Elm", "O2,Ash"))
    assert start(council).exit_code == 0
    undo(council, load_id)
    for name in ("2026-08-31/new.csv", "2026-08-31/newer.csv"):
        done = start(council)
        assert f"2026-08-31/officers.csv: left out until it changes, because it was undone ({load_id})" in done.output
        assert names(council) == ["Ash"]
        write(council, name, OFFICERS + ELM.replace("O1,Elm", "O2,Ash"))
    write(council, "2026-08-31/officers.csv", OFFICERS + OAK)
    assert "left out" not in start(council).output
    assert names(council) == ["Ash", "Oak"]


def test_an_undone_file_is_loaded_again_by_who_says_so(council: Path) -> None:
    [load_id] = loads(council)
    undo(council, load_id)
    assert start(council, "--strict").exit_code == 0
    assert loads(council) == [load_id]
    assert start(council).output == ""


def test_one_file_of_two_with_the_same_bytes_is_undone(council: Path) -> None:
    """July's is as August's was: that it is known does not bring August's back, and the other way round."""
    write(council, "2026-07-31/officers.csv", OFFICERS + ELM)
    assert start(council).exit_code == 0
    august, july = loads(council)
    undo(council, august)
    done = start(council)
    assert done.output.startswith("2026-08-31/officers.csv: left out")
    assert len(done.output.splitlines()) == 1
    assert loads(council) == [july]


def put_back(council: Path) -> None:
    write(council, "2026-08-31/officers.csv", OFFICERS + ELM)


def take_out(council: Path) -> None:
    undo(council, loads(council)[0])


@pytest.mark.parametrize("remedy", [put_back, take_out])
@pytest.mark.parametrize("others", [True, False])
def test_a_file_that_is_gone_is_said_at_every_start_until_it_is_settled(
    council: Path, remedy: Callable[[Path], None], others: bool
) -> None:
    if others:
        write(council, "2026-08-31/officers_too.csv", OFFICERS + ELM.replace("O1,Elm", "O2,Ash"))
        assert start(council).exit_code == 0
    (council / "2026-08-31" / "officers.csv").unlink()
    for _ in range(2):
        done = start(council)
        assert done.exit_code == 0
        [line] = done.output.splitlines()
        assert line.startswith("2026-08-31/officers.csv: no longer there, and still in the figures.")
        assert line.endswith(f"python -m pipelines undo {loads(council)[0]} --warehouse {council / '.warehouse'}")
    remedy(council)
    assert "officers.csv: no longer there" not in start(council).output


def test_every_load_of_a_file_that_is_gone_is_said(council: Path) -> None:
    """With the newest one undone the one before counts again, though its file is gone as well."""
    write(council, "2026-08-31/officers.csv", OFFICERS + OAK)
    assert start(council).exit_code == 0
    first, second = loads(council)
    undo(council, second)
    (council / "2026-08-31" / "officers.csv").unlink()
    assert [line.split("undo ")[1].split()[0] for line in start(council).output.splitlines()] == [first]


def test_a_file_with_another_name_is_not_gone(council: Path) -> None:
    file = council / "2026-08-31" / "officers.csv"
    file.rename(file.with_name("our officers.csv"))
    assert "no longer there" not in start(council).output
    assert names(council) == ["Elm"]


def test_a_file_as_it_was_before_its_newest_load_is_new(council: Path) -> None:
    (council / "2026-08-31").rename(council / "undated")
    for row, name in ((ELM, "Elm"), (OAK, "Oak"), (ELM, "Elm")):
        write(council, "undated/officers.csv", OFFICERS + row)
        assert "undated/officers.csv: officers, received" in start(council).output
        assert names(council)[-1] == name
        assert "officers, received" not in start(council).output, "it is the newest version now"
    assert len(set(loads(council))) == 4, "each has an id that it can be undone by"
    undo(council, loads(council)[-1])
    assert names(council)[-1] == "Oak"
    assert "left out until it changes" in start(council).output


def test_a_check_says_that_a_file_stands_in_the_place_of_what_replaced_it(council: Path) -> None:
    write(council, "2026-08-31/officers.csv", OFFICERS + OAK)
    assert start(council).exit_code == 0
    build, [_, second] = current(council / ".warehouse"), loads(council)
    write(council, "2026-08-31/officers.csv", OFFICERS + ELM)
    done = start(council, "--strict", command="check")
    assert f"it replaces {second}, of the same name" in done.output
    assert "nothing has changed" not in done.output
    assert (current(council / ".warehouse"), names(council)) == (build, ["Oak"])


@pytest.mark.parametrize("name", ["officers.csv", "book.xlsx"])
def test_a_file_that_is_as_it_was_before_a_refused_one_is_settled_at_once(council: Path, name: str) -> None:
    workbook(council / "2026-08-31" / "book.xlsx", {"a": "O3,Ivy", "b": "O4,Fir"})
    assert start(council).exit_code == 0
    file = council / "2026-08-31" / name
    before, known = file.read_bytes(), names(council)
    file.write_bytes(b"no table\n")
    assert start(council).exit_code == 2
    file.write_bytes(before)
    assert "nothing has changed" in start(council).output
    assert start(council).output == ""
    assert names(council) == known
    assert asked(council, "select count(*) from loads where refused_because is not null and replaced_by is null") == [
        (0,)
    ]


def workbook(book: Path, sheets: dict[str, str]) -> Path:
    """A workbook with one officer on each sheet."""
    with xlsxwriter.Workbook(book) as made:
        for sheet, officer in sheets.items():
            page = made.add_worksheet(sheet)
            for number, line in enumerate((OFFICERS, ELM.replace("O1,Elm", officer))):
                page.write_row(number, 0, line.strip().split(","))
    return book


def test_a_workbook_is_known_by_all_its_sheets(council: Path) -> None:
    book = workbook(council / "2026-08-31" / "book.xlsx", {"a": "O3,Ivy", "b#c": "O4,Fir"})
    assert start(council).exit_code == 0
    assert names(council) == ["Elm", "Fir", "Ivy"]
    assert start(council).output == ""
    of_sheet = [one for one in loads(council) if one != loads(council)[0]]
    undo(council, of_sheet[0])
    assert f"2026-08-31/book.xlsx: left out until it changes, because it was undone ({of_sheet[0]})" in (
        start(council).output
    )
    book.unlink()
    (council / "2026-08-31" / "book.xls").write_bytes(b"not a workbook")
    said = start(council).output.splitlines()
    assert [line.split(":")[0] for line in said if "no longer there" in line] == ["2026-08-31/book.xlsx#b#c"]


def test_a_workbook_as_it_was_before_it_lost_a_sheet_is_new(council: Path) -> None:
    book = workbook(council / "2026-08-31" / "book.xlsx", {"a": "O3,Ivy", "b": "O4,Fir"})
    before = book.read_bytes()
    assert start(council).exit_code == 0
    workbook(book, {"a": "O3,Yew", "c": "O5,Bay"})
    assert start(council).exit_code == 0
    assert start(council).output == ""
    book.write_bytes(before)
    assert "2026-08-31/book.xlsx#a: officers, received" in start(council).output


def test_a_file_without_a_day_is_known_on_every_day(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It came on one day and is in the folder on the next, beside another file of its name that has a day."""
    write(council, "our #1 officers.csv", OFFICERS + ELM.replace("O1,Elm", "O2,Ash"))
    write(council, "officers.csv", OFFICERS + ELM.replace("O1,Elm", "O3,Ivy"))
    assert start(council).exit_code == 0
    write(council, "2026-08-31/officers.csv", OFFICERS + OAK)
    assert start(council).output.startswith("Loaded")
    known = loads(council)
    undo(council, known[-1])
    undo(council, known[1])
    tomorrow = date.today() + timedelta(days=1)
    monkeypatch.setattr("pipelines.loading.load.today", lambda: tomorrow)
    said = start(council).output.splitlines()
    assert [line.split(":")[0] for line in said] == ["2026-08-31/officers.csv", f"{tomorrow}/officers.csv"]
    assert all("left out until it changes" in line for line in said)


def test_a_refused_file_that_is_gone_is_in_no_figure(council: Path) -> None:
    odd = write(council, "2026-08-31/odd.csv", "Colour,Shape\nred,round\n")
    assert start(council).exit_code == 2
    odd.unlink()
    assert start(council).output == ""


def test_an_empty_folder_of_which_nothing_is_known_is_refused(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.exit_code != 0
    assert "There is no file to load" in str(done.exception)
