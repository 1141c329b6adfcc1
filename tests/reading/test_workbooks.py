"""Workbooks, archives and saved answers: each table in them is a load of its own, with the numbers its sheet shows."""

import io
import json
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
import xlwt

from pipelines.answers.loads import Load
from pipelines.loading.load import Asked, Incoming, files_in, load_all
from pipelines.reading.books import parts
from pipelines.reading.headings import Spellings
from tests.helpers.loading import DAY, RULES, empty_warehouse, known

Sheets = dict[str, list[list[Any]]]

BOOK: Sheets = {
    "Read me": [["Prepared by the contracts team"], [], ["Figures are final"]],
    "Payments": [
        ["Payments to suppliers"],
        [],
        ["Supplier", "Payment date", "Net amount", "Purpose"],
        ["A & B Ltd", date(2026, 7, 2), 1250.5, "care\nat home"],
        [None, None, None, None],
        ["C Ltd", datetime(2026, 7, 14, 9, 30), 99, "meals"],
        [7, date(2026, 7, 15), -0.1, None],
    ],
    "Empty": [],
    "Officers": [
        ["officer_id", "display_name", "role", "team", "body"],
        ["O1", "Contract Officer 1", "Lead", "Contracts", "Council"],
    ],
}
PAID = [("7", date(2026, 7, 15), Decimal("-0.10"), None, 7)]
PAID += [("A & B Ltd", date(2026, 7, 2), Decimal("1250.50"), "care\nat home", 4)]
PAID += [("C Ltd", date(2026, 7, 14), Decimal("99.00"), "meals", 6)]


def xlsx(path: Path, sheets: Sheets, hidden: str = "") -> None:
    with xlsxwriter.Workbook(path) as book:
        days, times = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name == hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(number, place, cell, {date: days, datetime: times}.get(type(cell)))


def xls(path: Path, sheets: Sheets) -> None:
    book = xlwt.Workbook()
    days = xlwt.easyxf(num_format_str="DD/MM/YYYY HH:MM")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                style = days if isinstance(cell, date) else xlwt.Style.default_style
                sheet.write(number, place, cell, style)
    book.save(str(path))


def ods(path: Path, sheets: Sheets) -> None:
    def one(cell: Any) -> str:
        match cell:
            case None:
                return "<table:table-cell/>"
            case str():
                text = "</text:p><text:p>".join(escape(cell).split("\n"))
                return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            case date():
                return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(one, row or [None]))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0"'
        f' xmlns:text="{space}text:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"/>')
        archive.writestr("content.xml", content)


def loaded(con, path: Path, **asked: Any) -> list[Load]:
    return load_all(con, [Incoming(path, path.name, DAY)], Asked(Spellings.load(RULES), **asked))


@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_each_sheet_with_a_sources_headings_is_a_load_and_the_others_are_named(
    tmp_path: Path, write: Callable[[Path, Sheets], None]
):
    path = tmp_path / f"book.{write.__name__}"
    write(path, BOOK)
    con = empty_warehouse()
    paid, officers = loaded(con, path)
    assert (paid.file, paid.source) == (f"{path.name}#Payments", "spend")
    assert (paid.header_row, paid.read_count, paid.kept_count, paid.blank_count) == (3, 4, 3, 1)
    assert (paid.encoding, paid.line_ends) == (f"{write.__name__.upper()} sheet", None)
    assert "not loaded, for want of a source's headings: Read me" in str(paid.warnings)
    assert (officers.file, officers.source) == (f"{path.name}#Officers", "officers")
    assert known(con, "spend", "supplier_name, paid_on, amount, purpose, source_row") == PAID
    assert known(con, "officers", "officer_id, source_file") == [("O1", f"{path.name}#Officers")]


def test_two_sheets_of_one_register_are_both_kept_and_a_second_load_changes_nothing(tmp_path: Path):
    head, row = BOOK["Officers"]
    xlsx(tmp_path / "book.xlsx", {"Council": [head, row], "Trust": [head, ["O2", *row[1:]]]}, hidden="Trust")
    con = empty_warehouse()
    first = loaded(con, tmp_path / "book.xlsx")
    assert [(load.new_count, load.gone_count) for load in first] == [(1, 0), (1, 0)]
    assert ["the sheet is hidden in the workbook" in str(load.warnings) for load in first] == [False, True]
    assert len({load.load_id for load in first}) == 2
    assert len({load.file_hash for load in first}) == 1
    again = loaded(con, tmp_path / "book.xlsx")
    assert [(load.new_count, load.same_count) for load in again] == [(0, 1), (0, 1)]
    assert known(con, "officers", "officer_id") == [("O1",), ("O2",)]


def test_a_file_that_was_refused_loads_when_it_is_sent_again_with_what_was_missing(tmp_path: Path):
    (tmp_path / "paid.csv").write_text("A,1.00\n")
    con = empty_warehouse()
    [refused] = loaded(con, tmp_path / "paid.csv", source="spend")
    assert refused.refused_because is not None
    [load] = loaded(con, tmp_path / "paid.csv", source="spend", header=("supplier_name", "amount"))
    assert load.new_count == 1


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return path


def test_an_archive_of_one_csv_is_that_csv_and_its_path_is_never_used(tmp_path: Path):
    path = archive(
        tmp_path / "drop.zip",
        **{"../../out/paid.csv": "Supplier,Amount\nA,1.50\n", "__MACOSX/._paid.csv": "x", "notes.pdf": "x"},
    )
    con = empty_warehouse()
    [load] = loaded(con, path)
    assert (load.file, load.kept_count, load.encoding) == ("drop.zip#paid.csv", 1, "UTF-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["drop.zip"]


def _locked(path: Path) -> Path:
    """The flag of a member that needs a password, set in the list of members and before the member itself."""
    content = bytearray(archive(path, **{"a.csv": "x"}).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[content.index(b"PK\x03\x04") + 6] |= 1
    path.write_bytes(content)
    return path


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "two.zip": (lambda path: archive(path, **{"a.csv": "x", "b.csv": "y"}), "holds 2 CSV files"),
    "none.zip": (lambda path: archive(path, **{"a.pdf": "x"}), "holds 0 CSV files"),
    "locked.zip": (_locked, "locked with a password"),
    "broken.zip": (lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "archive is damaged"),
    "broken.xlsx": (lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "workbook is damaged"),
    "text.xls": (lambda path: path.write_text("Supplier,Amount\nA,1\n"), "workbook is damaged"),
    "nothing.xlsx": (lambda path: xlsx(path, {"Sheet1": []}), "has no rows"),
    "unknown.xlsx": (lambda path: xlsx(path, {"Sheet1": [["Colour"], ["red"]]}), "Found: Colour"),
    "cut.json": (lambda path: path.write_text('[{"locationId": "1-2'), "not whole JSON"),
    "empty.xlsx": (lambda path: path.write_bytes(b""), "file is empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_refused_with_the_remedy(tmp_path: Path, name: str):
    write, said = REFUSED[name]
    write(tmp_path / name)
    [load] = loaded(empty_warehouse(), tmp_path / name)
    assert load.source is None
    assert said in (load.refused_because or "")


@pytest.mark.parametrize(
    ("name", "member"), [("big.zip", "a.csv"), ("big.xlsx", "xl/worksheets/sheet1.xml"), ("big.ods", "content.xml")]
)
def test_what_unpacks_to_far_more_than_it_is_packed_in_is_refused(
    tmp_path: Path, name: str, member: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(parts, "BIG_PART", 1 << 10)
    if name == "big.xlsx":
        xlsx(tmp_path / name, {"Paid": [["Supplier", "Amount"], ["A", 1]]})
    with zipfile.ZipFile(tmp_path / name, "a", zipfile.ZIP_DEFLATED) as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed.writestr(member, " " * 1_000_000)
    [load] = loaded(empty_warehouse(), tmp_path / name)
    assert "The file unpacks to" in (load.refused_because or "")


def test_a_saved_answer_of_cqcs_api_gives_its_locations_and_their_ratings(tmp_path: Path):
    answer = {
        "locationId": "1-100",
        "providerId": "1-200",
        "name": "Rose House",
        "registrationStatus": "Registered",
        "registrationDate": "2015-02-03",
        "currentRatings": {"overall": {"rating": "Good", "reportDate": "2026-01-05"}},
    }
    (tmp_path / "answers.json").write_text(json.dumps([answer, {**answer, "locationId": "1-101"}]))
    con = empty_warehouse()
    loads = loaded(con, tmp_path / "answers.json")
    assert {load.file: (load.source, load.rejected_count, load.encoding) for load in loads} == {
        "answers.json#cqc_locations": ("cqc_locations", 0, "JSON"),
        "answers.json#cqc_ratings": ("cqc_ratings", 0, "JSON"),
    }
    assert known(con, "cqc_locations", "cqc_location_id, source_row") == [("1-100", 1), ("1-101", 2)]
    assert {row[0] for row in known(con, "cqc_ratings", "cqc_location_id")} == {"1-100", "1-101"}


def test_a_folder_is_searched_for_every_kind_of_file(tmp_path: Path):
    for name in ("a.csv", "b.XLSX", "c.ods", "d.zip", "e.json", "f.pdf", ".g.csv"):
        (tmp_path / name).write_bytes(b"")
    assert [file.path.name for file in files_in([tmp_path], DAY)] == ["a.csv", "b.XLSX", "c.ods", "d.zip", "e.json"]


def test_a_workbook_reads_as_the_same_rows_in_csv_do(tmp_path: Path):
    rows = [["Supplier", "Date", "Amount"], *([f"S{n}", date(2026, 7, n % 28 + 1), n + 0.25] for n in range(300))]
    xlsx(tmp_path / "paid.xlsx", {"Paid": rows})
    text = io.StringIO()
    text.writelines(",".join(map(str, row)) + "\n" for row in rows)
    (tmp_path / "paid.csv").write_text(text.getvalue())
    book, plain = empty_warehouse(), empty_warehouse()
    loaded(book, tmp_path / "paid.xlsx")
    loaded(plain, tmp_path / "paid.csv")
    columns = "supplier_name, paid_on, amount, source_row"
    assert len(known(book, "spend", columns)) == 300
    assert known(book, "spend", columns) == known(plain, "spend", columns)
