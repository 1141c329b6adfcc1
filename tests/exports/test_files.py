"""Every kind of file, read back as somebody else would: its values, its safety, and what it says of itself."""

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from dashboard.declared import FILTERS, LISTINGS
from dashboard.downloads import exports, workbooks
from dashboard.downloads.exports import CSV, OFFICER, PUBLIC, XLSX, ZIP, Answer, Stamp
from dashboard.shapes import Filter
from pipelines.querying.questions import QUESTIONS
from pipelines.rules import load_rules
from tests.exports.test_disclosure import switched_on
from tests.exports.test_safe_csv import RUNS, reviews
from tests.helpers.loading import RULES

STAMP = Stamp(date(2026, 8, 31), date(2026, 9, 30), "20260901T101500-3f2a", "c4bd55")
CHOICES = {FILTERS["area"]: "North Vale", FILTERS["contract_tier"]: "Gold"}
LEFT = pd.DataFrame(
    {
        "question": ["overdue_reviews", "reviews_due", "reviews_due", "reviews_due", "provider_tiers"],
        "record_ref": ["C1", "C1", "C2", "C1", "K1"],
        "reason": ["No start", "No lead", "No lead", "No start", "It names no location"],
        "source_file": ["contracts.csv"] * 4 + ["complaints.csv"],
        "source_row": [2, 2, 3, 2, 2],
    }
)


def answer(name: str = "overdue_reviews", **changed: object) -> Answer:
    return Answer(reviews(**changed), LISTINGS[name], STAMP, CHOICES, LEFT)


def sheets(data: bytes) -> tuple[list[list[Any]], dict[str, str]]:
    """The rows of the first sheet, and the second as names and values."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Rows", "About"]
    return book.get_sheet_by_name("Rows").to_python(), dict(book.get_sheet_by_name("About").to_python())


def parts(data: bytes) -> dict[str, str]:
    """The files inside a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}


def test_a_workbook_holds_dates_as_dates_and_money_as_numbers() -> None:
    rows, _ = sheets(exports.made(answer(), XLSX, OFFICER)[0])

    found = dict(zip(rows[0], rows[1], strict=True))
    assert found["due_on"] == date(2026, 8, 1)
    assert found["annual_value"] == 1240000.5
    assert (found["days_overdue"], found["is_lead_left"], found["title"]) == (30, "Y", "Home care")


def test_money_in_a_workbook_is_shown_in_pounds() -> None:
    inside = parts(exports.made(answer(), XLSX, OFFICER)[0])

    assert 'formatCode="£#,##0.00"' in inside["xl/styles.xml"]


@pytest.mark.parametrize("text", [*RUNS, "https://example.org/x", "mailto:a@b", "123", "2026-01-01"])
def test_text_in_a_workbook_is_neither_a_formula_nor_a_link_nor_a_number(text: str) -> None:
    data, _ = exports.made(answer(title=text), XLSX, OFFICER)

    inside = parts(data)
    assert "<f>" not in inside["xl/worksheets/sheet1.xml"]
    assert not any("hyperlink" in content for content in inside.values())
    [_, row] = sheets(data)[0]
    # The reader takes line ends and control characters in its own way; the type is what counts.
    assert isinstance(row[1], str)


def test_a_workbook_has_a_named_table_with_filters_under_headings_that_stay() -> None:
    inside = parts(exports.made(answer(), XLSX, OFFICER)[0])

    table = inside["xl/tables/table1.xml"]
    assert 'name="Rows"' in table
    assert '<autoFilter ref="A1:H2"/>' in table
    assert 'ySplit="1"' in inside["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in inside["xl/worksheets/sheet1.xml"]


def test_a_workbook_of_no_rows_has_its_headings() -> None:
    empty = answer()
    rows, about = sheets(exports.made(replace(empty, rows=empty.rows.iloc[:0]), XLSX, OFFICER)[0])

    assert rows[0][:2] == ["contract_ref", "title"]
    assert about["Rows"] == "0"


def test_days_that_excel_does_not_know_and_blanks() -> None:
    rows, _ = sheets(exports.made(answer(due_on=pd.Timestamp("1899-12-31"), title=None), XLSX, OFFICER)[0])

    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["due_on"], found["title"]) == ("1899-12-31", "")


def test_a_time_in_a_workbook_is_a_time() -> None:
    loads = Answer(
        pd.DataFrame({"file": ["a.csv"], "loaded_at": [datetime(2026, 8, 31, 9, 5)]}), LISTINGS["loads"], STAMP
    )

    assert sheets(exports.made(loads, XLSX, OFFICER)[0])[0][1] == ["a.csv", datetime(2026, 8, 31, 9, 5)]


def test_a_hidden_count_is_text_and_the_others_are_numbers() -> None:
    fresh = Answer(
        pd.DataFrame({"source": ["complaints", "concerns", "reviews"], "rows_known": [3, 12, 7]}),
        LISTINGS["data_freshness"],
        STAMP,
    )
    shown = fresh.for_the_public(load_rules(RULES), [], STAMP.as_of)

    rows, _ = sheets(exports.made(shown, XLSX, PUBLIC)[0])

    assert [row[1] for row in rows[1:]] == ["*", 10, 7]


def test_more_rows_than_a_workbook_takes_are_refused() -> None:
    many = pd.DataFrame({"contract_ref": ["C"] * (workbooks.MOST_ROWS + 1)})

    with pytest.raises(ValueError, match="20,000 rows at most"):
        exports.made(replace(answer(), rows=many), XLSX, OFFICER)


def test_a_zip_holds_the_rows_and_a_note_of_what_they_are() -> None:
    data, sha256 = exports.made(answer(), ZIP, OFFICER)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = "overdue-reviews_2026-08-31_build-20260901T101500-3f2a"
        assert archive.namelist() == [f"{name}.csv", f"{name}_about.csv"]
        rows, note = archive.read(f"{name}.csv"), archive.read(f"{name}_about.csv")
    assert rows == exports.made(answer(), CSV, OFFICER)[0]
    assert note.startswith(b"\xef\xbb\xbfabout,value\r\n")
    about = dict(csv.reader(io.StringIO(note.decode("utf-8-sig"), newline="")))
    assert about["SHA-256 of the rows as CSV"] == sha256 == hashlib.sha256(rows).hexdigest()


def test_the_note_says_how_to_get_the_rows_again() -> None:
    data, sha256 = exports.made(answer(), XLSX, OFFICER)
    about = sheets(data)[1]

    assert about["Question"] == QUESTIONS["overdue_reviews"].header["question"]
    assert about["Counts"] == QUESTIONS["overdue_reviews"].header["counts"]
    assert about["Choices"] == "Area: North Vale; Contract tier: Gold"
    assert (about["Position on"], about["As known on"]) == ("31 August 2026", "30 September 2026")
    assert (about["Build"], about["Rules"], about["Rows"]) == ("20260901T101500-3f2a", "c4bd55", "1")
    assert about["Audience"] == "Officers: internal, not for publication"
    assert about["SHA-256 of the rows as CSV"] == sha256
    assert (
        about["Column days_overdue"]
        == "Days overdue: Days from due to the position date; blank where due is not known."
    )


def test_the_note_counts_each_record_that_was_left_out_once() -> None:
    """One contract has two reasons, of which one is the same for two questions."""
    about = sheets(exports.made(answer(), XLSX, OFFICER)[0])[1]

    assert (about["Records left out"], about["Left out: No lead"], about["Left out: No start"]) == ("2", "2", "1")
    assert "Left out: It names no location" not in about


def test_a_public_note_counts_nothing_that_tells_of_a_person() -> None:
    """What was left out may be complaints."""
    public = answer().for_the_public(switched_on("overdue_reviews"), ["lead"], STAMP.as_of)

    about = sheets(exports.made(public, XLSX, PUBLIC)[0])[1]

    assert (about["Records left out"], about["Left out: No lead"], about["Left out: No start"]) == ("*", "*", "*")
    assert about["Choices"] == "Area: North Vale; Contract tier: Gold"


def test_a_note_cannot_run_either() -> None:
    with zipfile.ZipFile(
        io.BytesIO(exports.made(replace(answer(), choices={Filter("new", "=1+1"): "x"}), ZIP, OFFICER)[0])
    ) as archive:
        note = archive.read(archive.namelist()[1]).decode("utf-8-sig")

    assert dict(csv.reader(io.StringIO(note, newline="")))["Choices"] == "'=1+1: x"


def test_the_name_says_question_date_build_and_audience() -> None:
    assert answer().file_name(CSV, OFFICER) == "overdue-reviews_2026-08-31_build-20260901T101500-3f2a.csv"
    assert answer().file_name(XLSX, PUBLIC) == "overdue-reviews_2026-08-31_build-20260901T101500-3f2a_public.xlsx"


def test_the_same_rows_have_the_same_hash_in_every_kind_of_file() -> None:
    assert len({exports.made(answer(), kind, OFFICER)[1] for kind in (CSV, XLSX, ZIP)}) == 1
