"""The oddities of files as councils publish them: each row is kept, rejected with its reason, or blank."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.commands.options import headings
from pipelines.loading import load as loading
from pipelines.reading.headings import Spellings
from tests.helpers.loading import DAY, RULES, empty_warehouse, known, load_bytes, rejects

SPEND = "Supplier,Payment date,Net Amount(£),Description\n"
LINES = 'A & B Ltd,02/07/2026,"1,250.50",care\nC Ltd,14/07/2026,£99.00,meals\n'
AMOUNTS = [(Decimal("99.00"), 3), (Decimal("1250.50"), 2)]


def amounts(con) -> list[tuple[Decimal, int]]:
    return known(con, "spend", "amount, source_row")


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("cp850", "DOS 850, since it is not UTF-8 and byte 9C stands for a pounds sign (2 times)"),
        ("cp437", "DOS 850, since it is not UTF-8 and byte 9C stands for a pounds sign (2 times)"),
        ("cp1252", "Windows-1252, since it is not UTF-8"),
        ("utf-16-le", "UTF-16 LE, since it has no byte order mark and every other byte is zero"),
        ("utf-16-be", "UTF-16 BE, since it has no byte order mark and every other byte is zero"),
    ],
)
def test_an_encoding_that_no_mark_tells_is_decided_by_evidence_and_said(tmp_path: Path, codec: str, said: str):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, (SPEND + LINES).encode(codec))
    assert (load.encoding, amounts(con)) == (said, AMOUNTS)


@pytest.mark.parametrize("supplier", ["Sacré-Cœur Ltd £", "Œuvre", "œuvre", "la £ cœur"])
def test_a_ligature_of_windows_is_no_pounds_sign_of_dos(tmp_path: Path, supplier: str):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, f"Supplier,Amount\n{supplier},1\n".encode("cp1252"))
    assert load.encoding == "Windows-1252, since it is not UTF-8"
    assert known(con, "spend", "supplier_name") == [(supplier,)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SPEND + LINES, "LF"),
        ((SPEND + LINES).replace("\n", "\r\n"), "CRLF"),
        ((SPEND + LINES).replace("\n", "\r"), "CR"),
        (SPEND.replace("\n", "\r\n") + LINES.replace("\n", "\r"), "CR 2, CRLF 1"),
        (SPEND.replace("\n", "\r\n") + LINES, "LF 2, CRLF 1"),
    ],
)
def test_line_ends_of_every_kind_are_read_and_said(tmp_path: Path, content: str, said: str):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, content)
    assert (load.line_ends, amounts(con)) == (said, AMOUNTS)


@pytest.mark.parametrize("extra", ["", "\n"])
def test_headings_that_come_again_are_rejected_as_such(tmp_path: Path, extra: str):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, SPEND + LINES + SPEND.upper() + LINES + extra)
    assert (load.header_row, load.kept_count, load.rejected_count) == (1, 4, 1)
    assert rejects(con) == [(4, "(row)", "repeats the headings")]
    assert load.warnings is not None
    assert "2 of 4 values" in load.warnings


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,1349.50,", "has amounts and nothing else, as a total has"),
        ("Total,,1349.50,", "is a total, not a record"),
        (",,1349.50,Grand total:", "is a total, not a record"),
        (',"Sub-total for July 2026",1349.50,', "is a total, not a record"),
        ("Total Gas Ltd,,1349.50,", None),
        ("Total,01/07/2026,1349.50,", None),
        (",01/07/2026,1349.50,", None),
    ],
)
def test_a_total_is_rejected_and_a_supplier_of_that_name_is_not(tmp_path: Path, row: str, reason: str | None):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, f"{SPEND}{LINES}{row}\n")
    assert rejects(con) == ([(4, "(row)", reason)] if reason else [])
    assert load.kept_count == (2 if reason else 3)


def test_a_wide_file_with_blank_rows_above_and_columns_without_a_heading(tmp_path: Path):
    con = empty_warehouse()
    wide = "," * 75
    content = (
        f"{wide},,,\n{SPEND.strip()}{wide}\nA,02/07/2026,1.00,x{wide}\nB,03/07/2026,2.00,y,,late{wide[2:]}\n{wide},,,\n"
    )
    load = load_bytes(con, tmp_path, content)
    assert (load.header_row, load.kept_count, load.blank_count) == (2, 2, 1)
    assert load.warnings is not None
    assert (
        "1 row has values in columns without a heading (E, F, G, H, I, J, K, L, 75 in all), which are not read"
        in load.warnings
    )


def test_a_file_without_headings_loads_when_they_are_given(tmp_path: Path):
    con = empty_warehouse()
    content = LINES.replace("£", "")
    refused = load_bytes(con, tmp_path, content, source="spend")
    assert refused.refused_because is not None
    assert '--header "supplier_name,,amount"' in refused.refused_because
    load = load_bytes(con, tmp_path, content, source="spend", header=("Supplier", "", "amount", ""))
    assert (load.header_row, load.kept_count) == (None, 2)
    assert known(con, "spend", "supplier_name, paid_on, source_row") == [("A & B Ltd", None, 1), ("C Ltd", None, 2)]


def test_headings_are_given_as_a_line_of_csv():
    assert headings('supplier_name, ,"amount, net",') == ("supplier_name", "", "amount, net", "")
    assert headings(None) == ()


def test_given_headings_find_the_delimiter(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, "A, B & C;1.50\nD;2.50\n", header=("supplier_name", "amount"))
    assert known(con, "spend", "supplier_name, amount") == [("A, B & C", Decimal("1.50")), ("D", Decimal("2.50"))]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.56-", "-1234.56"),
        ("£17,075.40", "17075.40"),
        ("(1,234.56)", "-1234.56"),
        ("-£5.00", "-5.00"),
        ("£ 1 000", "1000.00"),
        ("(£12.00)", "-12.00"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "cp850"])
def test_amounts_as_people_write_them(tmp_path: Path, text: str, amount: str, codec: str):
    con = empty_warehouse()
    load_bytes(con, tmp_path, f'Supplier,Amount\nA,"{text}"\n'.encode(codec))
    assert known(con, "spend", "amount") == [(Decimal(amount),)]


def test_excels_numbers_of_days_are_dates_where_most_of_the_column_is_such(tmp_path: Path):
    con = empty_warehouse()
    load = load_bytes(
        con, tmp_path, "Supplier,Date,Amount\nA,45385,1\nB,46204.5,2\nC,03/04/2024,3\nD,12345678,4\nE,45386,5\n"
    )
    assert known(con, "spend", "supplier_name, paid_on") == [
        ("A", date(2024, 4, 3)),
        ("B", date(2026, 7, 1)),
        ("C", date(2024, 4, 3)),
        ("E", date(2024, 4, 4)),
    ]
    assert rejects(con) == [(5, "paid_on", "is not a date such as 2026-08-31 or 31/08/2026: found 12345678")]
    assert load.warnings is not None
    assert "paid_on is read as Excel's numbers of days, since 3 of 5 are such" in load.warnings


def test_excels_numbers_of_days_are_said_and_never_guessed_for_one_cell(tmp_path: Path):
    con = empty_warehouse()
    said = load_bytes(con, tmp_path, "Supplier,Date,Amount\nA,45385,1\nB,45386,2\n")
    assert "paid_on is read as Excel's numbers of days, since 2 of 2 are such" in str(said.warnings)
    lone = load_bytes(con, tmp_path, "Supplier,Date,Amount\nA,45385,1\nB,2024-04-03,2\nC,2024-04-04,2\n")
    assert (lone.kept_count, lone.rejected_count) == (2, 1)
    half = load_bytes(con, tmp_path, "Supplier,Date,Amount\nA,45385,1\nB,2024-04-05,2\n")
    assert (half.kept_count, half.rejected_count) == (1, 1), "half is not most: nothing says what the number means"


@pytest.mark.parametrize("around", ["\t{}", "{}\u00a0", " \u00a0{}\t ", '"\r\n{}\n"', "{}"])
def test_spaces_of_every_kind_around_a_value_are_no_part_of_it(tmp_path: Path, around: str):
    con = empty_warehouse()
    load_bytes(con, tmp_path, f"Supplier,Amount,Purpose\n{around.format('A')},{around.format('1.50')},x\n")
    assert known(con, "spend", "supplier_name, amount") == [("A", Decimal("1.50"))]


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("inside", ["\r\n", "\n", "\r"])
def test_line_breaks_in_cells_of_another_kind_than_the_lines(tmp_path: Path, line_end: str, inside: str):
    con = empty_warehouse()
    rows = "".join(f'S{n},{n}.50,"for{inside}care {n}"{line_end}' for n in range(50))
    load = load_bytes(con, tmp_path, f"Supplier,Amount,Purpose{line_end}{rows}".encode())
    assert load.kept_count == 50
    purposes = known(con, "spend", "source_row, purpose")
    assert [(row, purpose.split()) for row, purpose in purposes] == [
        (n + 2, ["for", "care", str(n)]) for n in range(50)
    ]


@pytest.mark.parametrize("length", [3_000_000, 17_000_000])
@pytest.mark.parametrize("above", [0, 60])
def test_a_row_too_long_to_be_one_is_refused_and_does_not_stop_the_load(tmp_path: Path, length: int, above: int):
    con = empty_warehouse()
    rows = "A,1.00,x\n" * above
    load = load_bytes(con, tmp_path, f'Supplier,Amount,Purpose\n{rows}A,1.00,"{"x" * length}"\n\nB,2.00,y\n')
    assert "too long to be one row" in (load.refused_because or "")


@pytest.mark.parametrize(
    ("content", "is_refused"),
    [
        ("Amount,Purpose\n1,care\n2,meals\n", True),
        ("Supplier,Date,Amount,Purpose\n,,1,care\n,,2,meals\n", True),
        ("Supplier,Date,Amount,Purpose\n,,1,care\nA,,2,meals\n", False),
        ("Date,Amount,Purpose\n2026-08-01,1,care\n", False),
    ],
)
def test_payments_to_nobody_on_no_day_are_no_list_of_payments(tmp_path: Path, content: str, is_refused: bool):
    load = load_bytes(empty_warehouse(), tmp_path, content, source="spend")
    assert ("No row has supplier_name or paid_on" in (load.refused_because or "")) == is_refused


def test_a_file_that_is_still_being_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "paid.csv"
    path.write_text("Supplier,Amount\nA,1\n")
    read = loading.read

    def read_while_somebody_writes(*given, **named):
        found = read(*given, **named)
        with path.open("a") as file:
            file.write("B,2\n")
        return found

    monkeypatch.setattr(loading, "read", read_while_somebody_writes)
    con = empty_warehouse()
    [load] = loading.load_all(con, [loading.Incoming(path, path.name, DAY)], loading.Asked(Spellings.load(RULES)))
    assert "The file changed while it was read" in (load.refused_because or "")
    assert known(con, "spend", "amount") == []
