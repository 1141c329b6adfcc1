"""Files as councils really send them: every row is found, under the number Excel shows."""

from pathlib import Path

import pytest

from tests.helpers.loading import empty_warehouse, known, load_bytes, rejects

HEAD = "officer_id,display_name,role,team,body"
ROWS = "\n".join(f"O{n},Contract Officer {n},Contract officer,Contracts,Council" for n in range(1, 4))


def numbers(con) -> list[tuple[str, int]]:
    return known(con, "officers", "officer_id, source_row")


def test_a_plain_file(tmp_path: Path):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, f"{HEAD}\n{ROWS}\n")
    assert (load.source, load.read_count, load.header_row) == ("officers", 3, 1)
    assert numbers(con) == [("O1", 2), ("O2", 3), ("O3", 4)]


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with byte order mark"),
        ("utf-16", "UTF-16"),
        ("cp1252", "Windows-1252, since it is not UTF-8"),
    ],
)
def test_the_encoding_is_worked_out_and_said(tmp_path: Path, codec: str, said: str):
    con = empty_warehouse()
    text = f"{HEAD}\nO1,Contract Officer 1 – “café”,Rôle £,Contracts,Council\n"
    load = load_bytes(con, tmp_path, text.encode(codec))
    assert load.encoding == said
    assert known(con, "officers", "display_name, role") == [("Contract Officer 1 – “café”", "Rôle £")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_line_ends_and_delimiters(tmp_path: Path, line_end: str, delimiter: str):
    con = empty_warehouse()
    text = f"{HEAD}\n{ROWS}\n".replace(",", delimiter).replace("\n", line_end)
    load_bytes(con, tmp_path, text.encode())
    assert numbers(con) == [("O1", 2), ("O2", 3), ("O3", 4)]


def test_headings_below_a_preamble_with_a_line_break_in_a_cell(tmp_path: Path):
    con = empty_warehouse()
    preamble = '"Register of\nofficers",,,,\n,,,,\nAs at 31 August 2026,,,,\n'
    load = load_bytes(con, tmp_path, f"{preamble}{HEAD}\n{ROWS}\n")
    assert load.header_row == 4
    assert numbers(con) == [("O1", 5), ("O2", 6), ("O3", 7)]


def test_blank_rows_are_counted_and_keep_their_number(tmp_path: Path):
    con = empty_warehouse()
    first, second, third = ROWS.splitlines()
    load = load_bytes(con, tmp_path, f"{HEAD}\n{first}\n\n{second}\n,,,,\n \n{third}\n")
    assert (load.read_count, load.blank_count) == (6, 3)
    assert numbers(con) == [("O1", 2), ("O2", 4), ("O3", 7)]


def test_a_line_break_inside_a_cell_is_one_row(tmp_path: Path):
    con = empty_warehouse()
    first, second, third = ROWS.splitlines()
    second = second.replace("Contract officer", '"Contract\n\nofficer"')
    load_bytes(con, tmp_path, f"{HEAD}\n{first}\n{second}\n{third}\n")
    assert numbers(con) == [("O1", 2), ("O2", 3), ("O3", 4)]


def test_a_row_with_cells_to_spare_is_rejected_and_a_short_one_is_filled(tmp_path: Path):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, f"{HEAD},hours_per_month\n{ROWS}\nO4,a,b,c,Trust,10,surplus\n")
    assert (load.kept_count, load.rejected_count) == (3, 1)
    assert rejects(con) == [(5, "(row)", "has more cells than there are headings")]


def test_tidy_and_untidy_copies_of_a_file_give_the_same_rows(tmp_path: Path):
    rows = "".join(f'O{n},"Officer ""{n}"", two",role,"team\nA",Council\n' for n in range(500))
    tidy, untidy = empty_warehouse(), empty_warehouse()
    load_bytes(tidy, tmp_path, f"{HEAD}\n{rows}")
    load_bytes(untidy, tmp_path, f"{HEAD}\n{rows}\n")
    columns = "officer_id, display_name, team, source_row"
    assert len(known(tidy, "officers", columns)) == 500
    assert known(tidy, "officers", columns) == known(untidy, "officers", columns)


def test_other_spellings_of_headings(tmp_path: Path):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, "contract  REFERENCE,StartDate,Vendor,Contact name\nC1,2026-04-01,A & B Ltd,x\n")
    assert (load.source, load.dropped_columns) == ("contracts", "Contact name")
    assert known(con, "contracts", "contract_ref, supplier_name") == [("C1", "A & B Ltd")]


REFUSED = {
    "unknown headings": ("Colour,Shape\nred,round\n", ["Found: Colour, Shape", "known sources", "template"]),
    "no headings": ("1-23,2026-01-01,4.50\n1-24,2026-01-02,9.00\n", ["3 values and no headings"]),
    "a missing column": (
        "notice_ref,notice_type,provider_id,issued_on\nN1,Default,P1,2026-08-01\n",
        ["look like notices", "missing: reason_code", "Found: notice_ref, notice_type, provider_id, issued_on"],
    ),
    "an open quotation mark": (
        f'{HEAD}\nO1,a,b,c,Council\nO2,"a,b,c,Council\nO3,a,b,c,Council\n',
        ["quotation mark opened in row 3"],
    ),
    "an empty file": ("", ["file is empty"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_the_remedy(tmp_path: Path, case: str):
    content, said = REFUSED[case]
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, content)
    assert load.source is None
    assert load.refused_because is not None
    assert [words for words in said if words not in load.refused_because] == []


def test_a_file_without_headings_is_not_repeated_in_the_message(tmp_path: Path):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, "SMITH JOHN,12/03/1941,07700900123\n")
    assert load.refused_because is not None
    assert "SMITH" not in load.refused_because
