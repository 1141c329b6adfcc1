"""The command line, as a person or a scheduler runs it."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipelines.commands.reports import dates, newest_received_on
from pipelines.querying.known_days import beyond
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.all import SOURCES

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "2026-08-31"
REAL = Path(os.environ.get("CARE_REAL_DATA", ROOT.parent / "shared" / "real"))


def run(*words: object, warehouse: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "CARE_WAREHOUSE": str(warehouse), "COLUMNS": "200"},
        text=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    assert run("load", ROOT / "data" / "sample", warehouse=folder).returncode == 0
    return folder


def test_a_report_for_machines_accounts_for_every_row(tmp_path: Path):
    done = run("load", SAMPLE, "--json", warehouse=tmp_path)
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(reports) == len(list(SAMPLE.glob("*.csv")))
    for report in reports:
        assert report["read"] == report["kept"] + report["rejected"] + report["blank"]
        assert report["received_on"] == "2026-08-31"
    assert set(reports[0]) >= {"file", "source", "load_id", "new", "changed", "gone", "same", "warnings"}


def test_exit_codes(tmp_path: Path):
    bad = tmp_path / "bad.csv"
    bad.write_text("officer_id,display_name,role,team,body\n,a,b,c,Council\nO2,a,b,c,Council\n")
    unreadable = tmp_path / "unknown.csv"
    unreadable.write_text("Colour,Shape\nred,round\n")
    warehouse = tmp_path / "warehouse"
    assert run("load", bad, warehouse=warehouse).returncode == 0
    assert run("load", bad, "--strict", "--received-on", "2026-01-01", warehouse=warehouse).returncode == 1
    done = run("load", bad, unreadable, "--received-on", "2026-01-02", warehouse=warehouse)
    assert done.returncode == 2
    assert "Found: Colour, Shape" in done.stdout
    assert "rejected 1" in done.stdout, "the other file goes on"


def test_a_check_says_what_is_wrong_and_loads_nothing(tmp_path: Path):
    bad = tmp_path / "bad.csv"
    bad.write_text("officer_id,display_name,role,team,body\nO1,a,b,c,Elsewhere\n,a,b,c,Council\n")
    done = run("check", bad, warehouse=tmp_path / "warehouse")
    assert "bad.csv row 2: body is not one of Council, Trust" in done.stdout, "a cell of a row that is kept"
    assert "bad.csv row 3: officer_id is blank" in done.stdout
    assert "Elsewhere" not in done.stdout
    assert not (tmp_path / "warehouse").exists()


@pytest.mark.parametrize(("faulty", "last"), [(50, "row 51: "), (52, "… and 2 more")])
def test_a_check_shows_fifty_faults_and_counts_the_others(tmp_path: Path, faulty: int, last: str):
    bad = tmp_path / "bad.csv"
    bad.write_text("officer_id,display_name,role,team,body\n" + ",a,b,c,Council\n" * faulty)
    lines = run("check", bad, warehouse=tmp_path / "warehouse").stdout.splitlines()
    shown = [number for number, text in enumerate(lines) if "bad.csv row" in text]
    assert len(shown) == 50
    assert last in lines[shown[-1] + (faulty > 50)]


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["load", "no-such-file.csv"], "There is no file or folder no-such-file.csv", 1),
        (["check", "no-such-file.csv"], "There is no file or folder no-such-file.csv", 2),
        (["undo", "no-such-load"], "There is no load no-such-load", 1),
        (["ask", "the_weather"], "There is no question the_weather", 2),
        (["status"], "Nothing is loaded in", 2),
        (["template", "weather"], "There is no source weather", 2),
        (["load", str(SAMPLE), "--received-on", "yesterday"], "--received-on is not a date", 1),
        (["build", "--rules", "no-such-folder"], "no-such-folder", 1),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, words: list[str], said: str, code: int):
    """1 says that nothing was published: a scheduler takes 2 for a load of which some file could not be read."""
    done = run(*words, warehouse=tmp_path / "empty")
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if words[0] != "undo":
        assert not (tmp_path / "empty").exists(), "asking leaves nothing behind"


def test_a_template_has_the_headings_of_its_source(tmp_path: Path):
    rows = list(csv.reader(io.StringIO(run("template", "contracts", warehouse=tmp_path).stdout)))
    assert rows[0] == list(SOURCES["contracts"].columns())
    assert len(rows) == 3


def test_the_questions_are_listed_and_answered_in_both_formats(loaded: Path):
    listed = run("ask", warehouse=loaded).stdout
    assert "overdue_reviews" in listed
    words = ["ask", "overdue_reviews", "--as-of", "2026-08-31", "--param", "market_segment=Care Homes"]
    rows = list(csv.DictReader(io.StringIO(run(*words, warehouse=loaded).stdout)))
    objects = json.loads(run(*words, "--format", "json", warehouse=loaded).stdout)
    assert [row["contract_ref"] for row in rows] == [one["contract_ref"] for one in objects] != []
    assert {row["market_segment"] for row in rows} == {"Care Homes"}
    refused = run("ask", "overdue_reviews", "--param", "colour=red", warehouse=loaded)
    assert "--param colour is not a parameter" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("overdue_reviews", "--as-of", "1980-01-01"), "Nothing is known of 1 January 1980: no rule was in force yet."),
        (("overdue_reviews", "--as-of", "2150-01-01"), "Nothing is known of 1 January 2150: it has not come yet."),
        (("provider_tiers", "--known-on", "2020-01-01"), "Nothing was known on 1 January 2020: no file had been"),
        (("loads", "--known-on", "2020-01-01"), "Nothing was known on 1 January 2020: no file had been received yet."),
        (("overdue_reviews", "--as-of", "2026-08-31", "--known-on", "2026-08-31"), ""),
        (("loads", "--as-of", "2150-01-01"), ""),
    ],
)
def test_a_day_that_has_no_answer_is_said_beside_it(loaded: Path, words: tuple[str, ...], said: str):
    done = run("ask", *words, warehouse=loaded)
    assert done.returncode == 0
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == bool(said)
    assert done.stdout.splitlines()[0].count(",") > 5, "the answer is as it was"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (date(2023, 3, 31), "no rule was in force yet"),
        (date(2023, 4, 1), ""),
        (date(2026, 8, 31), ""),
        (date(2026, 9, 1), "it has not come yet"),
    ],
)
def test_the_first_and_the_last_day_have_an_answer(asked: date, why: str):
    said = beyond(asked, date(2023, 4, 1), date(2026, 8, 31), "with --as-of")
    assert (why in said) if why else said == ""


def test_an_explained_tier_names_rows_that_are_in_those_files(loaded: Path):
    text = run("explain", "provider_tiers", "L00001", "--as-of", "2026-08-31", warehouse=loaded).stdout
    assert "Suggested quality tier: Tier 3" in text
    assert "Authority:" in text
    places = re.findall(r"Record: (\S+);.*\n\s+From (\S+) row (\d+)", text)
    assert len(places) > 20
    for record, file, row in places:
        with (ROOT / "data" / "sample" / file).open(newline="", encoding="utf-8") as opened:
            cells = list(csv.reader(opened))[int(row) - 1]
        assert record in cells, f"{record} is not in {file} row {row}"


def test_an_explained_series_is_its_last_month_and_the_records_of_that_month(loaded: Path):
    on = ("--as-of", "2026-07-31")
    months, behind = (
        list(csv.DictReader(io.StringIO(run("ask", name, *on, warehouse=loaded).stdout)))
        for name in ("monthly_indicators", "monthly_indicator_rows")
    )
    kept = [row for row in months if row["indicator_id"] == "active_contracts"]
    first, last = kept[0], kept[-1]
    assert first["value"] != last["value"], "else the month would not show"

    text = run("explain", "monthly_indicators", "active_contracts", *on, warehouse=loaded).stdout

    assert text.count("Month: ") - text.count("  - ") == 1
    assert f"\n  Month: {last['month']}\n" in text
    assert f"\n  Value: {last['value']}\n" in text
    mine = [row for row in behind if (row["indicator_id"], row["month"]) == ("active_contracts", last["month"])]
    assert f"({len(mine):,})" in text
    places = re.findall(r"\n    From (\S+) row (\d+)", text)
    assert sorted(places) == sorted((row["source_file"], row["source_row"]) for row in mine)


def test_the_newest_day_is_of_a_load_that_counts(tmp_path: Path):
    """Without dates a question is asked for the day of the newest load; one that was undone is none."""
    for day in ("2026-07-31", "2026-08-31"):
        assert run("load", SAMPLE.parent / day / "officers.csv", warehouse=tmp_path).returncode == 0
    loads = json.loads(run("ask", "loads", "--format", "json", warehouse=tmp_path).stdout)
    assert "on 2026-08-31" in run("explain", "provider_tiers", "none", warehouse=tmp_path).stderr

    newest = next(load["load_id"] for load in loads if load["received_on"] == "2026-08-31")
    assert run("undo", newest, warehouse=tmp_path).returncode == 0

    assert (
        "on 2026-07-31, as known on 2026-07-31" in run("explain", "provider_tiers", "none", warehouse=tmp_path).stderr
    )
    warehouse = Warehouse.open(tmp_path / (tmp_path / "current").read_text().strip())
    assert newest_received_on(warehouse) == date(2026, 7, 31), "which healthz says, too"
    assert dates(warehouse, None, None) == {"as_of": date(2026, 7, 31), "known_on": date(2026, 7, 31)}


def test_real_files_beside_the_project_load_and_answer(tmp_path: Path, record_property):
    ratings = REAL / "cqc" / "latest_ratings_lincolnshire.csv"
    if not ratings.exists():
        record_property("left_out", f"no real data in {REAL}")
        pytest.skip(f"LEFT OUT: there is no real data in {REAL}; set CARE_REAL_DATA")
    report = json.loads(run("load", ratings, "--json", warehouse=tmp_path).stdout)
    assert (report["read"], report["kept"] + report["rejected"] + report["blank"]) == (4159, 4159)
    assert any("published_on is read month first" in note for note in report["warnings"])
    tiers = csv.DictReader(io.StringIO(run("ask", "provider_tiers", warehouse=tmp_path).stdout))
    assert len(list(tiers)) == 356
    awards = REAL / "contracts" / "awards_lga_headings.csv"
    report = json.loads(run("load", awards, "--json", warehouse=tmp_path).stdout)
    assert (report["read"], report["source"]) == (458, "contracts")
    overdue = csv.DictReader(io.StringIO(run("ask", "overdue_reviews", warehouse=tmp_path).stdout))
    assert len(list(overdue)) > 100
