"""A cell of a workbook means what a person sees in the sheet, in each kind of workbook."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from pipelines.reading.books.shown import CONTROL, NO_DAY, NO_RESULT, number
from pipelines.reading.decoding import RefusedError
from pipelines.reading.opening import tables_in
from pipelines.values import UNREAD
from tests.reading.books import WRITERS, Error, Percent, Unsaved, Zeros, ods_of, replaced, shown, xlsx

KINDS = list(WRITERS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Percent(0.045), "4.5%"),
        (Percent(0.07), "7%"),
        (Percent(1.0), "100%"),
        (Percent(0.1 + 0.2), "30%"),
        (Zeros(123, 6), "000123"),
        (Zeros(1234567, 8), "01234567"),
        (Zeros(123456789, 6), "123456789"),
        (0, "0"),
        (-12.5, "-12.5"),
        (1e-7, "0.0000001"),
        (123456789012.0, "123456789012"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 8, 31), "2026-08-31"),
        (date(1900, 3, 1), "1900-03-01"),
        (datetime(2026, 8, 31, 9, 30), "2026-08-31T09:30:00"),
        ("  000123", "  000123"),
        ("two\nlines", "two\nlines"),
        (Error("#DIV/0!"), f"{UNREAD}shows an error (#DIV/0!)"),
        (Error("#REF!"), f"{UNREAD}shows an error (#REF!)"),
        (Error("#N/A"), "#N/A"),
    ],
)
def test_a_cell_is_what_it_shows(tmp_path: Path, kind: str, cell: Any, text: str):
    WRITERS[kind](tmp_path / f"book.{kind}", [["heading", "beside"], [cell, "x"]])
    assert shown(tmp_path / f"book.{kind}", tmp_path)[1] == [text, "x"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_formula_without_a_result_is_not_blank(tmp_path: Path, kind: str):
    # XLS always holds a result.
    WRITERS[kind](tmp_path / f"book.{kind}", [["heading"], [Unsaved()]])
    if kind == "xlsx":
        replaced(tmp_path / "book.xlsx", sheet1_xml=lambda text: text.replace(' t="str"', "").replace("<v></v>", ""))
    assert shown(tmp_path / f"book.{kind}", tmp_path) == [["heading"], [NO_RESULT]]


def test_a_formula_whose_result_is_no_text_is_blank(tmp_path: Path):
    xlsx(tmp_path / "book.xlsx", [["heading", "b"], [Unsaved(), "x"]])
    replaced(tmp_path / "book.xlsx", sheet1_xml=lambda text: text.replace('<c r="A2">', '<c r="A2" t="str">'))
    assert shown(tmp_path / "book.xlsx", tmp_path)[1] == ["", "x"]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.045, "0.00%;[Red]-0.00%", "4.5%"),
        (4.5, '0.0"%"', "4.5"),
        (123, '"C"00000', "C00123"),
        (1234567, "000-0000", "123-4567"),
        (12, "0000 000", "0000 012"),
        (12.5, "0000", "12.5"),
        (-3, "0000", "-3"),
        (1250.5, "#,##0", "1250.5"),
        (1250.5, '"£"#,##0.00', "1250.5"),
        (46265, "[$-809]d mmmm yyyy;@", "2026-08-31"),
        (46265.75, "dd/mm/yyyy", "2026-08-31"),
        (46265.75, "yyyy-mm-dd hh:mm", "2026-08-31T18:00:00"),
        (0.5, "h:mm AM/PM", "12:00:00"),
        (1.25, "[h]:mm", "30:00:00"),
        (0, "dd/mm/yyyy", "1900-01-00"),
        (60, "dd/mm/yyyy", NO_DAY),
        (-1, "dd/mm/yyyy", NO_DAY),
        (3_000_000, "dd/mm/yyyy", NO_DAY),
        (0.30000000000000004, "General", "0.3"),
        (5, "[Red]General", "5"),
    ],
)
def test_what_a_number_format_shows(value: float, code: str, text: str):
    assert number(float(value), code) == text


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path):
    with xlsxwriter.Workbook(tmp_path / "book.xlsx", {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "day")
        sheet.write_datetime(1, 0, datetime(2026, 8, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
    assert shown(tmp_path / "book.xlsx", tmp_path) == [["day"], ["2026-08-31"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_merged_cell_counts_for_each_row_it_is_shown_beside_and_is_said(tmp_path: Path, kind: str):
    rows = [["name", "ref", "team"], ["P1", "C1", "T1"], [None, "C2", "T2"], [None, "C3", None], ["P4", "C4", None]]
    WRITERS[kind](tmp_path / f"book.{kind}", rows, [(1, 3, 0, 0), (2, 4, 2, 2)])
    assert shown(tmp_path / f"book.{kind}", tmp_path)[1:] == [
        ["P1", "C1", "T1"],
        ["P1", "C2", "T2"],
        ["P1", "C3", "T2"],
        ["P4", "C4", "T2"],
    ]
    [table] = tables_in(tmp_path / f"book.{kind}", tmp_path)
    assert table.notes == ("merged cells count for each row they are shown beside (A2:A4, C3:C5)",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_over_several_columns_and_rows_with_nothing_else_stay_as_they_are(tmp_path: Path, kind: str):
    rows = [["Register", None, None], ["name", "ref", "team"], ["P1", "C1", "T1"], [None, None, None], [None] * 3]
    WRITERS[kind](tmp_path / f"book.{kind}", rows, [(0, 0, 0, 2), (2, 4, 0, 0)])
    cells = shown(tmp_path / f"book.{kind}", tmp_path)
    assert [[cell for cell in row if cell] for row in cells if any(row)] == [
        ["Register"],
        ["name", "ref", "team"],
        ["P1", "C1", "T1"],
    ]


def test_rows_hidden_in_an_xls_are_counted(tmp_path: Path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for row in range(4):
        sheet.write(row, 0, f"x{row}")
    sheet.row(2).hidden = True
    book.save(str(tmp_path / "book.xls"))
    assert tables_in(tmp_path / "book.xls", tmp_path)[0].hidden_rows == 1


def test_notes_on_a_cell_shapes_and_spaces_are_no_part_of_its_text(tmp_path: Path):
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation>'
        '<draw:frame><text:p>a box</text:p></draw:frame><text:p>A<text:s text:c="2"/>'
        "<text:span>B</text:span> C</text:p>"
        "<text:p>D</text:p></table:table-cell>"
    )
    table = f'<table:table table:name="T"><table:table-row>{cell}</table:table-row></table:table>'
    ods_of(tmp_path / "book.ods", f"<table:tracked-changes>{table}</table:tracked-changes>{table}")
    assert shown(tmp_path / "book.ods", tmp_path) == [["A  B C\nD"]]


def test_what_is_repeated_is_there_as_often_as_the_sheet_shows_it(tmp_path: Path):
    cell = '<table:table-cell {} office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    twice = cell.format('table:number-columns-repeated="2"', "x")
    rows = (
        f"<table:table-row>{cell.format('', 'a')}{cell.format('', 'b')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{twice}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    ods_of(tmp_path / "book.ods", f'<table:table table:name="T">{rows}</table:table>')
    assert shown(tmp_path / "book.ods", tmp_path) == [["a", "b"], [], [], ["x", "x"], ["x", "x"]]


def test_a_control_character_cannot_pass_for_a_mark_of_ours(tmp_path: Path):
    xlsx(tmp_path / "book.xlsx", [["heading"], ["_x001E_words of a cell"], ["plain _x0041_"]])
    replaced(tmp_path / "book.xlsx", sharedStrings_xml=lambda text: text.replace("_x005F_", "_"))
    assert shown(tmp_path / "book.xlsx", tmp_path) == [["heading"], [CONTROL], ["plain A"]]


FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>stray</t></is></c></row></sheetData>'


def test_a_far_cell_costs_what_it_holds(tmp_path: Path):
    xlsx(tmp_path / "book.xlsx", [["heading"], ["a"]])
    replaced(tmp_path / "book.xlsx", sheet1_xml=lambda text: text.replace("</sheetData>", FAR))
    [table] = tables_in(tmp_path / "book.xlsx", tmp_path)
    text = table.path.read_text()
    assert table.path.stat().st_size < 2_000_000
    assert text.splitlines()[:2] == ["heading", "a"]
    rows = list(csv.reader(io.StringIO(text)))
    assert (len(rows), rows[-1][-1], len(rows[-1])) == (1_048_576, "stray", 16_384)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "not in order"),
        ('<row r="1"><c r="A1"><v>1</v></c></row>', "not in order"),
        ('<row r="9"><c r="XFE9"><v>1</v></c></row>', "not in order"),
        ('<row r="9"><c r="A9" t="s"><v>999999</v></c></row>', "damaged"),
        ('<row r="9"><c r="A9"><v>twelve</v></c></row>', "damaged"),
        ('<row r="9"><c r="9"><v>1</v></c></row>', "damaged"),
        ('<row r="nine"/>', "damaged"),
        ("<row><c>", "damaged"),
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(tmp_path: Path, sheet: str, said: str):
    xlsx(tmp_path / "book.xlsx", [["heading"], ["a"]])
    replaced(tmp_path / "book.xlsx", sheet1_xml=lambda text: text.replace("</sheetData>", f"{sheet}</sheetData>"))
    with pytest.raises(RefusedError, match=said):
        tables_in(tmp_path / "book.xlsx", tmp_path)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_document_may_not_define_words_of_its_own(tmp_path: Path, kind: str):
    WRITERS[kind](tmp_path / f"book.{kind}", [["heading"], ["a"]])
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    end = "sheet1_xml" if kind == "xlsx" else "content_xml"

    def change(text: str) -> str:
        head, mark, rest = text.rpartition("?>")
        return f"{head}{mark}{laughs}{rest}"

    replaced(tmp_path / f"book.{kind}", **{end: change})
    with pytest.raises(RefusedError, match="words of its own"):
        tables_in(tmp_path / f"book.{kind}", tmp_path)
