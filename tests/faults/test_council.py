"""A small council with a new user's mistakes: every record is on its pages, each fault is listed, corrections hold."""

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.loading.history import undo
from pipelines.warehouse.driver import execute
from tests.faults.conftest import Council
from tests.reading.books import xlsx

FOLDER = Path(__file__).parent / "council"
FAULTS = list(csv.DictReader((FOLDER / "faults.csv").read_text(encoding="utf-8").splitlines()))
NAMES = sorted(path.name for path in FOLDER.glob("*.csv") if path.name != "faults.csv")
MESSY = {name: (FOLDER / name).read_bytes() for name in NAMES}
DELETE = "(delete the row)"
SHEET = {"officers.csv": "officers.xlsx#Data"}
"""The officers come as a workbook."""

READ = {
    # rows read, kept, rejected, blank, and cells refused of those kept
    "complaints.csv": (6, 4, 2, 0, 3),
    "contracts.csv": (13, 7, 5, 1, 8),
    "cqc_ratings.csv": (5, 3, 2, 0, 2),
    "locations.csv": (6, 5, 1, 0, 5),
    "officers.csv": (3, 3, 0, 0, 3),
    "providers.csv": (6, 5, 1, 0, 3),
    "reviews.csv": (6, 5, 1, 0, 3),
}


def as_received(files: dict[str, bytes], folder: Path, day: str) -> dict[str, bytes]:
    """The files in the folder of a day, the officers as a workbook."""
    rows = list(csv.reader(io.StringIO(files["officers.csv"].decode())))
    xlsx(folder / "officers.xlsx", rows)
    others = {f"{day}/{name}": content for name, content in files.items() if name not in SHEET}
    return others | {f"{day}/officers.xlsx": (folder / "officers.xlsx").read_bytes()}


def corrected() -> dict[str, bytes]:
    """The files with each fault put right."""
    found = {}
    for name, content in MESSY.items():
        codec = "cp1252" if name == "contracts.csv" else "utf-8"
        delimiter = ";" if name == "locations.csv" else ","
        rows = list(csv.reader(io.StringIO(content.decode(codec), newline=""), delimiter=delimiter))
        gone = set()
        for fault in (one for one in FAULTS if one["file"] == name):
            row = int(fault["row"])
            if fault["correct"] == DELETE:
                gone.add(row)
            else:
                cells = rows[row - 1]
                cells[cells.index(fault["found"])] = fault["correct"]
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(
            cells for row, cells in enumerate(rows, start=1) if row not in gone
        )
        found[name] = text.getvalue().encode(codec)
    return found


def where(file: str, day: str = "2026-08-31") -> str:
    return f"{day}/{SHEET.get(file, file)}"


def answers(council: Council, month: int, day: int) -> dict[str, list[list[Any]]]:
    """What the pages show, without where it stands."""
    about = council.day(month, day)
    return {
        "reviews_due": council.answer(
            "reviews_due", "contract_ref", "state", "due_on", "lead", "annual_value", day=about
        ),
        "provider_tiers": council.answer("provider_tiers", "location_id", "suggested_tier", "points", day=about),
        "left_out": sorted(council.answer("left_out", "question", "record_ref", "reason", day=about)),
    }


@pytest.fixture
def messy(council: Council, tmp_path: Path) -> Council:
    council.receive(as_received(MESSY, tmp_path, "2026-08-31"))
    return council


def test_every_record_is_on_its_pages_and_every_fault_is_listed_once(messy: Council):
    found = {
        name: (load.read_count, load.kept_count, load.rejected_count, load.blank_count, load.refused_cells_count)
        for name, load in messy.loads.items()
    }
    assert found == {SHEET.get(name, name): counts for name, counts in READ.items()}
    # Each record that a file has, on a page or left out of it, and the homes and contracts of refused rows among them.
    due = {ref for [ref] in messy.answer("reviews_due", "contract_ref")}
    assert due == {"C01", "C02", "C03", "C04", "C06", "C07", "C08"}
    assert {ref.split(" ")[0] for ref, _ in messy.left_out("reviews_due")} >= {"C05", "C09"}
    assert {ref for [ref] in messy.answer("overdue_reviews", "contract_ref")} == due - {"C01"}
    assert {ref for [ref] in messy.answer("provider_tiers", "location_id")} == {"L01", "L02", "L03", "L04", "L06"}
    not_used = {ref.split(" ")[0] for ref, _ in messy.left_out("provider_tiers")}
    assert not_used >= {"L05", "Q02", "Q03", "Q04", "Q05", "Q06", "1-103", "1-102", "P03"}
    assert {ref for ref, _ in messy.left_out("overdue_reviews")} >= {"R02", "R03", "R04", "R05", "Not read"}
    # Each fault, in its list, by file and row, in words that say what to do.
    lists = listed(messy)
    for fault in FAULTS:
        about = (where(fault["file"]), int(fault["row"]))
        said = [
            reason
            for file, row, field, reason in lists[fault["listed"]]
            if (file, row) == about and field in (fault["field"], "")
        ]
        assert any(fault["says"] in reason for reason in said), (fault, said)
    for kind in ("cells", "rejects", "flags"):
        assert len(lists[kind]) == sum(fault["listed"] == kind for fault in FAULTS), kind


def listed(council: Council) -> dict[str, list[tuple[str, int, str, str]]]:
    """File, row, column and reason of all that is listed as known on the last day of August."""
    columns = "source_file, source_row, field, reason"
    flags = council.ask("flags")[["source_file", "source_row", "field", "reason"]]
    left = council.ask("left_out").assign(field="")[["source_file", "source_row", "field", "reason"]]
    return {
        "cells": execute(council.con, f"select {columns} from refused_cells where superseded_on is null"),
        "rejects": execute(council.con, f"select {columns} from rejects where received_on = date '2026-08-31'"),
        "flags": list(flags.itertuples(index=False, name=None)),
        "left out": list(left.itertuples(index=False, name=None)),
    }


def test_what_is_put_right_is_solved_nothing_is_doubled_and_an_undo_brings_it_all_back(messy: Council, tmp_path: Path):
    before = answers(messy, 8, 31)
    september = as_received(corrected(), tmp_path, "2026-09-30")
    loads = messy.receive(september)
    assert {load.rejected_count + load.refused_cells_count for load in loads.values()} == {0}
    solved = answers(messy, 9, 30)
    assert [row[0] for row in sorted(solved["reviews_due"])] == [f"C0{number}" for number in range(1, 10)]
    assert sorted(row[0] for row in solved["provider_tiers"]) == [f"L0{number}" for number in range(1, 7)]
    # A review without a reference may be any: no later file of events can say that it is solved.
    assert open_rows(messy) == [("reviews", None, 7)]
    assert execute(messy.con, "select count(*) from refused_cells where superseded_on is null") == [(0,)]
    assert messy.ask("flags", messy.day(9, 30)).empty
    unread = [
        about for about in solved["left_out"] if any(word in about[2] for word in ("read", "refused", "not kept"))
    ]
    assert [record for _, record, _ in unread] == ["Not read"]
    # August is known as it was, whatever came later.
    assert answers(messy, 8, 31) == before
    # Undone, the contracts are as they were before; loaded again, as they were after.
    put_right = contracts(messy)
    undo(messy.con, loads["2026-09-30/contracts.csv"].load_id)
    undone = contracts(messy)
    assert not undone.equals(put_right)
    assert set(undone[undone["not_read"].notna()]["contract_ref"]) == {"C02", "C03", "C04", "C06", "C08"}
    assert {ref.split(" ")[0] for ref, _ in messy.left_out("reviews_due", messy.day(9, 30))} >= {"C05", "C09"}
    messy.receive({"2026-09-30/contracts.csv": september["2026-09-30/contracts.csv"]})
    pd.testing.assert_frame_equal(contracts(messy), put_right)
    assert answers(messy, 9, 30) == solved


def open_rows(council: Council) -> list[tuple[Any, ...]]:
    return execute(
        council.con, "select source, record, source_row from refused_rows where superseded_on is null order by all"
    )


def test_a_review_without_a_reference_is_solved_by_a_new_version_of_its_file(messy: Council):
    assert ("reviews", None, 7) in open_rows(messy)
    messy.receive({"reviews.csv": corrected()["reviews.csv"]})
    assert [row for row in open_rows(messy) if row[0] == "reviews"] == []
    assert "Not read" not in {ref for ref, _ in messy.left_out("overdue_reviews")}


def contracts(council: Council) -> pd.DataFrame:
    return council.ask("reviews_due", council.day(9, 30))


def test_the_same_files_again_change_nothing(council: Council, tmp_path: Path):
    files = as_received(MESSY, tmp_path, "2026-08-31")
    council.receive(files)
    before = answers(council, 8, 31), listed(council)
    again = council.receive(files)
    assert {(load.new_count, load.changed_count, load.gone_count) for load in again.values()} == {(0, 0, 0)}
    assert (answers(council, 8, 31), listed(council)) == before
