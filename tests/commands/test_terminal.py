"""What commands print: for programs byte by byte, for people as it is, whatever letters the terminal has."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.__main__ import app
from pipelines.loading.publish import current
from tests.commands.test_commands import ROOT, run

ODD = "ratio 1:100:5 :key: [red]x[/red] [/] \\[b] :smile:"
"""What a terminal's formatter reads as pictures and colours."""

HEADINGS = "contract_ref,title,supplier_name,accountable_body,status,start_on,current_end_on,annual_value"
LETTERS = "Ł →  é"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("warehouse")
    name = "contracts :key: [red] :100:.csv"
    rows = [
        f"C{number},{title},Ash,Council,Active,2020-01-01,2030-01-01,1" for number, title in ((1, ODD), (2, LETTERS))
    ]
    (files / name).write_text("\n".join([HEADINGS, *rows, ""]), encoding="utf-8")
    done = run("load", files / name, "--json", "--received-on", "2026-08-31", warehouse=folder)
    assert json.loads(done.stdout)["file"].endswith(f"/{name}")
    assert (done.returncode, json.loads(done.stdout)["kept"]) == (0, 2), done.stdout
    return folder


def test_json_has_the_values_as_they_are(loaded: Path) -> None:
    done = run("ask", "reviews_due", "--format", "json", warehouse=loaded)
    assert {row["title"] for row in json.loads(done.stdout)} == {ODD, LETTERS}


def test_csv_has_the_values_as_they_are(loaded: Path) -> None:
    done = run("ask", "reviews_due", warehouse=loaded)
    assert {row["title"] for row in csv.DictReader(io.StringIO(done.stdout))} == {ODD, LETTERS}


def test_a_report_names_a_file_as_it_is(tmp_path: Path) -> None:
    names = ("a :key: [red] :100:.csv", "b [/x].csv", "c :smile: \\[b].csv")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("officer_id,display_name,role,team,body\nO1,a,b,c,Elsewhere\n")
    for command in ("load", "check"):
        done = run(command, tmp_path, "--received-on", "2026-08-31", warehouse=tmp_path / "w")
        for name in names:
            assert f"{name}: officers, received" in done.stdout
    assert f"{names[0]} row 2: body is not" in done.stdout


def test_an_explanation_has_the_values_as_they_are(loaded: Path) -> None:
    done = run("explain", "overdue_reviews", "C1", warehouse=loaded)
    assert ODD in done.stdout
    assert "contracts :key: [red] :100:.csv row 2" in done.stdout


def test_a_status_for_programs_is_json(loaded: Path) -> None:
    assert json.loads(run("status", "--json", warehouse=loaded).stdout)["sources"]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp850", "utf-8"])
def test_a_terminal_without_the_letters_is_no_reason_to_fail(tmp_path: Path, encoding: str) -> None:
    files, folder = tmp_path / "files", tmp_path / "warehouse"
    files.mkdir()
    for name in ("officers_→_💣.csv", os.fsdecode(b"officers_\xe9.csv")):
        (files / name).write_text("officer_id,display_name,role,team,body\nO1,a,b,c,Council\n")

    def printed(*words: object) -> str:
        told = {**os.environ, "CARE_WAREHOUSE": str(folder), "PYTHONIOENCODING": encoding}
        command = [sys.executable, "-m", "pipelines", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 2), done.stderr
        return done.stdout.decode(encoding)

    assert "kept 1" in printed("load", files / "officers_→_💣.csv")
    assert current(folder)
    assert "officers" in printed("status").replace("\n", "")
    printed("check", files)
    assert "→_💣" in json.loads(printed("check", files / "officers_→_💣.csv", "--json"))["file"]


def test_csv_loses_no_letter_to_the_encoding_of_a_log(loaded: Path) -> None:
    told = {**os.environ, "CARE_WAREHOUSE": str(loaded), "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "pipelines", "ask", "reviews_due"]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, check=True)
    assert LETTERS in done.stdout.decode("utf-8")


def test_a_progress_line_takes_a_file_name_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`[/x]` closes nothing that was opened: read as markup it would end the load."""
    monkeypatch.setattr("pipelines.commands.console.err._force_terminal", True)
    (tmp_path / "files" / "a [").mkdir(parents=True)
    (tmp_path / "files" / "a [" / "x].csv").write_text("officer_id,display_name,role,team,body\nO1,a,b,c,Council\n")
    done = CliRunner().invoke(app, ["load", str(tmp_path / "files"), "--warehouse", str(tmp_path / "w")])
    assert done.exit_code == 0, done.exception
