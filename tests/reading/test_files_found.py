"""Which files are read: those that are meant, each as itself, and none passed over without a word."""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.loading.load import Asked, files_in, load_all, today
from pipelines.reading.decoding import RefusedError
from pipelines.reading.finding import files_below, passed_over
from pipelines.reading.headings import Spellings
from pipelines.reading.opening import Table, tables_in
from pipelines.reading.table import read
from pipelines.warehouse.driver import execute
from tests.helpers.loading import DAY, RULES, empty_warehouse, known
from tests.reading.books import xlsx

HEAD = "officer_id,display_name,role,team,body\n"


def officer(path: Path, name: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}{name},Officer,Lead,Contracts,Council\n")
    return path


@pytest.mark.parametrize(
    "name",
    [
        "o[1].csv",
        "o[12].csv",
        "o[!x].csv",
        "o?.csv",
        "o*.csv",
        "**.csv",
        "{o1,o2}.csv",
        "o\\1.csv",
        "%s.csv",
        "o'1.csv",
    ],
)
@pytest.mark.parametrize("folder", ["plain", "c0=ZERO", "odd [2026]*"])
def test_a_file_is_itself_whatever_its_name_could_mean(tmp_path: Path, name: str, folder: str):
    officer(tmp_path / folder / "o1.csv", "O1")
    officer(tmp_path / folder / "o2.csv", "O2")
    path = officer(tmp_path / folder / name, "THIS")
    con = empty_warehouse()
    [load] = load_all(con, files_in([path], DAY), Asked(Spellings.load(RULES)))
    assert (load.read_count, load.kept_count) == (1, 1)
    assert known(con, "officers", "officer_id") == [("THIS",)]


def test_a_copy_is_itself_whatever_the_name_of_the_folder_it_is_made_in(tmp_path: Path):
    for folder in ("w1", "w[1]"):
        (tmp_path / folder).mkdir()
    # Blank rows, so that a copy is made; beside it one of the same name that a pattern would mean.
    officer(tmp_path / "w1" / "tidied.csv", "OTHER")
    path = officer(tmp_path / "officers.csv", "THIS")
    path.write_text(path.read_text() + "\n\n")
    reading = read(Table(path), Spellings.load(RULES), tmp_path / "w[1]")
    rows = execute(empty_warehouse(), f"select officer_id from ({reading.incoming.sql})", reading.incoming.params)
    assert rows[0] == ("THIS",)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_read_all_the_same(tmp_path: Path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9.csv"
    with open(raw, "w") as file:
        file.write(f"{HEAD}O1,Officer,Lead,Contracts,Council\n")
    con = empty_warehouse()
    [load] = load_all(con, files_in([tmp_path], DAY), Asked(Spellings.load(RULES)))
    assert (load.kept_count, load.file) == (1, f"{DAY}/caf\ufffd.csv")


def test_what_is_passed_over_is_named_and_what_an_office_keeps_for_itself_is_not(tmp_path: Path):
    officer(tmp_path / "officers.csv", "O1")
    for name in ("a.numbers", "b.xml", "c.csv.gz", "~$officers.xlsx", ".hidden.csv", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "nowhere.csv").symlink_to(tmp_path / "gone.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert [one.path.name for one in files_in([tmp_path], DAY)] == ["officers.csv"]
    said = passed_over([tmp_path])
    assert said is not None
    assert said.endswith(": a.numbers, b.xml, c.csv.gz, nowhere.csv, pipe.csv.")
    (tmp_path / "empty").mkdir()
    assert passed_over([tmp_path / "empty"]) is None


@pytest.mark.parametrize(("many", "ends"), [(20, ", 18.xml, 19.xml."), (21, ", 18.xml, 19.xml and 1 more.")])
def test_twenty_files_that_are_passed_over_are_named_and_the_others_counted(tmp_path: Path, many: int, ends: str):
    for number in range(many):
        (tmp_path / f"{number:02}.xml").write_bytes(b"x")
    assert str(passed_over([tmp_path])).endswith(ends)


def test_a_folder_that_a_link_leads_to_is_read_once_and_has_the_day_of_its_link(tmp_path: Path):
    share = tmp_path / "2026-06-30" / "share"  # a day of its own, which is not the one the link shows
    officer(share / "officers.csv", "O1")
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "2026-07-31").symlink_to(share)
    (tmp_path / "in" / "deep" / "round").symlink_to(tmp_path / "in")
    [found] = files_in([tmp_path / "in"], None)
    assert (found.name, found.received_on) == ("2026-07-31/officers.csv", date(2026, 7, 31))


def test_a_folder_that_may_not_be_opened_is_refused_and_not_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    officer(tmp_path / "officers.csv", "O1")
    closed = tmp_path / "closed"
    closed.mkdir()
    listed = Path.iterdir

    def iterdir(folder: Path):
        # As an account that may not read it is told; whoever runs the tests may.
        if folder == closed:
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert files_below(tmp_path).files == [closed, tmp_path / "officers.csv"]
    loads = load_all(empty_warehouse(), files_in([tmp_path], DAY), Asked(Spellings.load(RULES)))
    assert [(load.kept_count, load.refused_because is not None) for load in loads] == [(0, True), (1, False)]
    assert "The folder may not be opened" in str(loads[0].refused_because)


@pytest.mark.parametrize("day", [date(1979, 12, 31), today() + timedelta(days=1), date(2926, 8, 31)])
def test_a_day_on_which_nothing_can_have_come_is_refused(tmp_path: Path, day: date):
    path = officer(tmp_path / str(day) / "officers.csv", "O1")
    for given in (None, day):
        with pytest.raises(RefusedError, match=f"counts as received on {day}"):
            files_in([path], given)


@pytest.mark.parametrize("folder", ["31-08-2026", "31.08.2026", "2026_08_31", "20260831"])
def test_a_folder_named_by_a_day_in_another_form_does_not_count_as_today(tmp_path: Path, folder: str):
    officer(tmp_path / folder / "officers.csv", "O1")
    with pytest.raises(RefusedError, match=f"The folder {folder} is named like a day, but not as 2026-08-31"):
        files_in([tmp_path], None)
    assert [file.received_on for file in files_in([tmp_path], DAY)] == [DAY]


def test_a_folder_named_like_a_day_that_is_none_is_refused(tmp_path: Path):
    officer(tmp_path / "2026-02-30" / "officers.csv", "O1")
    with pytest.raises(RefusedError, match="2026-02-30"):
        files_in([tmp_path], None)


PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"
IS = {
    "a page": (PAGE, "is a web page"),
    "a page on one line": (b"\xef\xbb\xbf  <html lang='en'><body>Sign in</body></html>", "is a web page"),
    "a page in UTF-16": (PAGE.decode().encode("utf-16"), "is a web page"),
    "a table of a page": (b"<table border=1><tr><td>Supplier</td></tr></table>", "is a web page"),
    "XML": (b'<?xml version="1.0"?><rows/>', "is XML"),
    "gzip": (b"\x1f\x8b\x08\x00rest", "packed with gzip"),
    "a PDF": (b"%PDF-1.7\n", "is a PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "an older workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is a workbook: give it the ending .xls"),
    "7z": (b"7z\xbc\xaf\x27\x1crest", "is a 7z archive"),
}


@pytest.mark.parametrize("case", IS)
@pytest.mark.parametrize("ending", [".csv", ".txt", ".xlsx"])
def test_a_file_that_is_not_what_its_name_says_is_called_what_it_is(tmp_path: Path, case: str, ending: str):
    content, said = IS[case]
    (tmp_path / f"file{ending}").write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        tables_in(tmp_path / f"file{ending}", tmp_path)
    if not (ending == ".xlsx" and "workbook" in case):
        assert said in str(refused.value)


def test_a_workbook_named_as_text_is_refused_and_one_named_as_an_older_one_is_read(tmp_path: Path):
    xlsx(tmp_path / "book.xlsx", [["heading"], ["a"]])
    content = (tmp_path / "book.xlsx").read_bytes()
    (tmp_path / "book.csv").write_bytes(content)
    with pytest.raises(RefusedError, match=r"The file is a workbook: give it the ending \.xlsx\."):
        tables_in(tmp_path / "book.csv", tmp_path)
    (tmp_path / "book.xls").write_bytes(content)
    assert tables_in(tmp_path / "book.xls", tmp_path)[0].kind == "XLS sheet"


def test_a_file_of_another_kind_given_by_name_is_refused_with_the_kinds_that_are_read(tmp_path: Path):
    (tmp_path / "notices.xyz").write_text("x")
    with pytest.raises(RefusedError, match=r"ending in \.xyz are not read. Send CSV, XLSX"):
        tables_in(tmp_path / "notices.xyz", tmp_path)
