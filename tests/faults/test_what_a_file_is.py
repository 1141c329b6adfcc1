"""What a file is, is said by what is in it: named when passed over, told what it is when refused."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from pipelines.loading.load import Asked, files_in, load_all
from pipelines.reading.finding import passed_over
from pipelines.reading.headings import Spellings
from tests.faults.conftest import Council
from tests.helpers.loading import RULES
from tests.reading.books import WRITERS

CONTRACTS = "contract_ref,provider_id,start_on,current_end_on,status\nC1,P1,2022-04-01,,Active\n"
SPEND = "Supplier,Payment date,Net amount,Purpose\n"

TWO_HEADINGS = {
    "amounts": ("Supplier,Payment date,Amount,VAT,Net Amount\nAlder,2026-08-01,120,20,100\n", "amount", 100.0),
    "amounts turned round": (
        "Supplier,Payment date,Net Amount,VAT,Amount\nAlder,2026-08-01,100,20,120\n",
        "amount",
        100.0,
    ),
    "dates": ("Supplier,Date,Payment Date,Net Amount\nAlder,2026-05-01,2026-08-01,100\n", "paid_on", "2026-08-01"),
}


@pytest.mark.parametrize("case", TWO_HEADINGS)
def test_of_two_headings_the_better_spelling_counts_and_that_is_said(council: Council, case: str):
    text, column, value = TWO_HEADINGS[case]
    found = council.receive({"spend.csv": text})["spend.csv"]
    [[read]] = council.known("spend", column)
    assert str(read) == str(value) or float(read) == value
    assert f"{column} is read from" in str(found.warnings)


@pytest.mark.parametrize(
    "headings",
    ["Contract Id,Contract number,provider_id,start_on", "Contract number,Contract Id,provider_id,start_on"],
)
def test_two_headings_of_one_rank_that_differ_are_refused_with_both(council: Council, headings: str):
    council.receive({"2026-07-31/contracts.csv": CONTRACTS})
    found = council.receive({"contracts.csv": f"{headings}\nC1,X1,P1,2022-04-01\nC2,X2,P2,2022-04-01\n"})[
        "contracts.csv"
    ]
    assert "Contract Id" in str(found.refused_because)
    assert "Contract number" in str(found.refused_because)
    assert council.answer("overdue_reviews", "contract_ref") == [["C1"]]


ODD_BYTE = [
    ("provider_id,provider_name\nP1,Plâs Newydd Café\nP2,Château Care\n".encode() + b"P3,St John\x92s Care\n", "row 4"),
    (b"provider_id,provider_name\nP3,St John\x92s Care\n" + "P1,Plâs Newydd Café\nP2,Château Care\n".encode(), "row 2"),
    (
        "provider_id;provider_name\r\nP1;Plâs Newydd Café\r\nP2;Château Care\r\n".encode() + b"P3;St John\x92s Care",
        "row 4",
    ),
    (
        "\ufeffprovider_id,provider_name\nP1,Plâs Newydd Café\nP2,Château Care\n".encode() + b"P3,St John\x92s Care\n",
        "row 4",
    ),
]


@pytest.mark.parametrize(("content", "row"), ODD_BYTE)
def test_one_odd_byte_makes_no_other_name_wrong_and_is_said_with_its_row(council: Council, content: bytes, row: str):
    council.receive({"providers.csv": content, "contracts.csv": CONTRACTS})
    assert council.known("providers", "provider_name") == [["Château Care"], ["Plâs Newydd Café"], ["St John’s Care"]]
    assert council.answer("overdue_reviews", "provider_name") == [["Plâs Newydd Café"]]
    assert row in str(council.loads["providers.csv"].encoding)
    assert row in str(council.loads["providers.csv"].warnings)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_names_are_right_in_every_encoding_that_can_hold_them(council: Council, codec: str):
    text = "provider_id,provider_name\nP1,Plâs Newydd Café – St John’s\n"
    content = text.encode(codec)
    council.receive(
        {"providers.csv": b"\xff\xfe" + content if codec == "utf-16-le" else content, "contracts.csv": CONTRACTS}
    )
    assert council.answer("overdue_reviews", "provider_name") == [["Plâs Newydd Café – St John’s"]]


def workbook(folder: Path, kind: str = "xlsx") -> bytes:
    path = folder / f"made.{kind}"
    WRITERS[kind](path, [["contract_ref", "provider_id", "start_on"], ["C9", "P9", "2022-04-01"]])
    return path.read_bytes()


def packed(name: str, content: str) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        archive.writestr(name, content)
    return found.getvalue()


WRONG_NAME = {
    "a workbook": ("contracts.csv", workbook, "give it the ending .xlsx"),
    "an open document": ("contracts.txt", lambda folder: workbook(folder, "ods"), "give it the ending .ods"),
    "an old workbook": ("contracts.csv", lambda folder: workbook(folder, "xls"), "give it the ending .xls"),
    "a web page": ("contracts.csv", b"<!DOCTYPE html>\n<html><title>Sign in</title></html>\n", "is a web page"),
    "a web page on one line": ("contracts.csv", b"<html><body>Your session is over.</body></html>", "is a web page"),
    "a web page as a workbook": ("contracts.xlsx", b"\r\n <html><table><tr><td>C1</td></tr></table>", "is a web page"),
    "a packed list": ("contracts.csv", gzip.compress(CONTRACTS.encode()), "packed with gzip"),
    "a PDF": ("contracts.csv", b"%PDF-1.7\n1 0 obj\n", "is a PDF"),
    "a text document": ("contracts.xlsx", packed("word/document.xml", "<w/>"), "is a text document"),
    "a list as a workbook": ("contracts.xlsx", CONTRACTS.encode(), "is not what its name says"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_NAME)
def test_a_file_that_is_not_what_its_name_says_is_told_what_it_is(council: Council, tmp_path: Path, case: str):
    """The other file of the day is loaded, and what was known stands."""
    name, made, said = WRONG_NAME[case]
    content = made if isinstance(made, bytes) else made(tmp_path)
    found = council.receive({"2026-07-31/contracts.csv": CONTRACTS, name: content, "officers.csv": "officer_id\nO1\n"})
    assert said in str(found[name].refused_because)
    assert "headings" not in str(found[name].refused_because)
    assert council.known("officers", "officer_id") == [["O1"]]
    assert council.answer("overdue_reviews", "contract_ref") == [["C1"]]


OWNERS = [
    "~$contracts.xlsx",
    "~$reviews.ods",
    ".~lock.contracts.ods#",
    "~WRL0001.tmp",
    "Thumbs.db",
    "desktop.ini",
    ".DS_Store",
]


def test_what_an_office_keeps_beside_an_open_workbook_is_passed_over(council: Council, tmp_path: Path):
    found = council.receive({"contracts.csv": CONTRACTS, **dict.fromkeys(OWNERS, b"\x0aOfficer 1")})
    assert list(found) == ["contracts.csv"]


def test_what_is_of_a_kind_that_is_not_read_is_named(tmp_path: Path):
    names = ["complaints.numbers", "notices.xml", "reviews.csv.gz", "kpis.xlsx.bak", "spend.pdf"]
    for name in ("contracts.csv", *names, "~$contracts.xlsx"):
        (tmp_path / name).write_bytes(b"<?xml version='1.0'?><a/>")
    assert [file.given for file in files_in([tmp_path], None)] == ["contracts.csv"]
    said = str(passed_over([tmp_path]))
    assert [name for name in names if name not in said] == []
    assert "~$" not in said


UNREAD = {"notices.xml": b"<?xml version='1.0'?><a/>", "reviews.csv.gz": gzip.compress(b"a"), "kpis.numbers": b"\0\1\2"}


@pytest.mark.parametrize("name", sorted(UNREAD))
def test_a_file_of_another_kind_that_is_given_by_its_name_is_not_called_a_damaged_archive(
    council: Council, tmp_path: Path, name: str
):
    path = tmp_path / name
    path.write_bytes(UNREAD[name])
    [load] = load_all(council.con, files_in([path], None), Asked(Spellings.load(RULES)))
    assert load.refused_because
    assert "archive" not in load.refused_because


NEARLY = {
    "spend": (
        "Directorate,Service Area,Group Description,Paid Date,Supplier Name,Cost Centre,Total (excludes VAT)\n"
        "Adults,Commissioning,Private,05/08/2026,Alder Care Ltd,A100,1250.00\n",
        "amount",
    ),
    "reviews": ("Review ref,Contract ref,Completed on,Kind\nR1,C1,2026-05-01,Contract review\n", "review_type"),
    "locations": ("Location id,Provider id,Service name,Beds,Is regulated\nL1,P1,Alder House,20,Y\n", "service_type"),
    "complaints": ("Complaint ref,Provider id,Category,Stage,Receipt\nQ1,P1,Care,Concern,2026-08-01\n", "received_on"),
}  # fmt: skip


@pytest.mark.parametrize("source", NEARLY)
def test_a_file_that_lacks_one_column_is_refused_as_what_it_most_likely_is(council: Council, source: str):
    text, lacking = NEARLY[source]
    [load] = council.receive({"list.csv": text}).values()
    assert f"look like {source}" in str(load.refused_because)
    assert lacking in str(load.refused_because)
    assert "columns.toml" in str(load.refused_because)
