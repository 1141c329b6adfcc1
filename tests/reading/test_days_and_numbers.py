"""Days and numbers in the forms that people and programs write: each says one thing, or is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.helpers.loading import empty_warehouse, known, load_bytes, rejects

HEAD = "contract_ref,provider_id,start_on\n"


def starts(tmp_path: Path, *days: str) -> tuple[dict[str, date], str, list[str]]:
    """The day of each contract that was kept, the notes, and the reasons against the others."""
    con = empty_warehouse()
    # One row that is kept whatever the others are: a register of which nothing is kept is refused as a whole.
    rows = "KEPT,P1,2020-01-01\n" + "".join(f'C{number},P1,"{day}"\n' for number, day in enumerate(days))
    load = load_bytes(con, tmp_path, HEAD + rows)
    kept = [row for row in known(con, "contracts", "contract_ref, start_on") if row[0] != "KEPT"]
    found = {days[int(ref[1:])]: day for ref, day in kept}
    return found, load.warnings or "", [reason for _, _, reason in rejects(con)]


@pytest.mark.parametrize(
    "day",
    [
        "2026-09-01", "2026/09/01", "2026.09.01", "2026-9-1", "2026/9/1", "20260901", "01/09/2026", "1/9/2026",
        "1-9-2026", "01.09.2026", "1 Sept 2026", "1-Sept-2026", "1 September 2026", "01 Sep 2026", "1st September 2026",
        "1st of September, 2026", "Tuesday 1 September 2026", "Tue, 1 Sep 2026", "September 1, 2026", "Sept. 1st, 2026",
        "1Sep2026", "1/Sep/2026", "01/Sep/2026 - 00:00", "01/09/2026 00:00", "1/9/2026 9:05:00",
        "01/09/2026 12:00:00 AM",
        "1/9/2026 2:30 pm", "01/09/2026, 14:30", "01/09/2026 00:00:00.000", "2026-09-01 23:59", "2026-09-01T23:59:59.9",
        "2026-09-01T09:00:00Z", "2026-09-01T00:00:00+01:00", "2026-08-31T23:00:00Z", "2026-08-31T23:00Z",
        "2026-08-31 23:30:00.123+0000", "2026-09-01T23:30:00+02:00", "2026-09-01Z", "1 SEPT 26", "01/09/26", "1.9.26",
    ],
)  # fmt: skip
def test_a_day_that_can_be_one_only_is_read(tmp_path: Path, day: str):
    assert starts(tmp_path, day)[0] == {day: date(2026, 9, 1)}


@pytest.mark.parametrize(
    "day",
    [
        "31/02/2026", "2026-02-30", "20261301", "2026-13-01", "32 August 2026", "31 Juny 2026", "August 2026", "Aug-26",
        "1 Sept", "12345678", "epoch", "infinity", "soon", "9:30", "2026", "1/9", "01/09/2026 25:99:99:99",
        "0026-09-01",
        "2026-08-31T23:00:00X", "99999999", "1 of 9 2026",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(tmp_path: Path, day: str):
    found, _, reasons = starts(tmp_path, day)
    assert (found, len(reasons)) == ({}, 1)


def test_winter_and_summer_have_the_day_of_london(tmp_path: Path):
    days = ("2026-03-28T23:30:00Z", "2026-03-29T23:30:00Z", "2026-10-24T23:00:00Z", "2026-10-25T23:30:00Z")
    found, _, _ = starts(tmp_path, *days)
    assert list(found.values()) == [date(2026, 3, 28), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 25)]


def test_american_times_are_read_month_first_where_the_column_shows_it(tmp_path: Path):
    days = ("08/13/2026 12:00:00 AM", "8/3/2026 12:00:00 AM", "08/31/2026 2:30:00 PM")
    found, notes, _ = starts(tmp_path, *days)
    assert list(found.values()) == [date(2026, 8, 13), date(2026, 8, 3), date(2026, 8, 31)]
    assert "start_on is read month first, since 2 of 3 values have a second part above 12" in notes


@pytest.mark.parametrize(
    ("year", "full"),
    [("00", 2000), ("26", 2026), ("50", 2050), ("51", None), ("55", None), ("66", None), ("67", 1967), ("99", 1999)],
)
@pytest.mark.parametrize("form", ["01/04/{}", "1-4-{}", "1 Apr {}", "01.04.{}", "1st April {}", "01/04/{} 00:00"])
def test_a_year_with_two_figures_is_completed_where_one_century_is_likely_and_said(
    tmp_path: Path, year: str, full: int | None, form: str
):
    day = form.format(year)
    found, notes, reasons = starts(tmp_path, day)
    assert found == ({day: date(full, 4, 1)} if full else {})
    assert "start_on has 1 year with two figures" in notes
    if not full:
        assert len(reasons) == 1
        assert reasons[0].startswith("has a year with two figures that could be in either century: write it with four")
        assert ", and 1 from 51 to 66 could be in either century and is refused" in notes


def amounts(tmp_path: Path, *cells: str, delimiter: str = ",") -> tuple[dict[str, Decimal], str]:
    con = empty_warehouse()
    rows = "".join(f'S{number}{delimiter}"{cell}"\n' for number, cell in enumerate(cells))
    load = load_bytes(con, tmp_path, f"Supplier{delimiter}Amount\n{rows}")
    found = {cells[int(name[1:])]: amount for name, amount in known(con, "spend", "supplier_name, amount")}
    return found, load.warnings or ""


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,234.56", "1234.56"), ("1,234,567", "1234567"), ("1234.5", "1234.5"), ("£1,234", "1234"),
        ("(1,234.56)", "-1234.56"),
        ("1,234.56-", "-1234.56"), ("-£5", "-5"), ("£-5", "-5"), ("- 5", "-5"), ("+5", "5"), ("1 234.50", "1234.50"),
        ("1\u00a0234", "1234"), (".5", "0.5"), ("5.", "5"), ("£ 1 000", "1000"), ("(£12.00)", "-12"),
    ],
)  # fmt: skip
def test_a_number_with_a_point_is_read(tmp_path: Path, cell: str, amount: str):
    found, notes = amounts(tmp_path, cell)
    assert found == {cell: Decimal(amount).quantize(Decimal("0.01"))}
    assert "decimal" not in notes


@pytest.mark.parametrize(
    "cell",
    [
        "1,2,3", "1 2 3", "1,2345", "1,234,56", "12,34,567", "1,23", "1234,567.00", "1.234.567,8.9", "1..5", "1.2.3",
        ",5,", "5,",
        "(5", "5)", "(-5)", "--5", "5--", "£", "£5£", "5£", "1e3", "nan", "inf", "0x10", "1_000", "5%",
        "1 234 56", "1, 234",
    ],
)  # fmt: skip
def test_nothing_is_taken_out_of_a_number_that_has_no_place_in_it(tmp_path: Path, cell: str):
    assert amounts(tmp_path, cell, "1,234.56", "7.25")[0] == {
        "1,234.56": Decimal("1234.56"),
        "7.25": Decimal("7.25"),
    }


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("proof", ["1.234,56", "12,50", "1000,00", "1.234.567,8", "-7,5", "(7,50)", "£ 7,50"])
def test_a_column_with_a_decimal_comma_is_read_with_one_and_said(tmp_path: Path, proof: str, delimiter: str):
    found, notes = amounts(tmp_path, proof, "1.000", "1.250", "3", "1,234", delimiter=delimiter)
    assert [found[cell] for cell in ("1.000", "1.250", "3", "1,234")] == [1000, 1250, 3, Decimal("1.23")]
    assert "amount is read with a decimal comma, since 1 of 2 values has one" in notes


@pytest.mark.parametrize("others", [("1,234.56",), ("7.25", "8.50"), ("1,2,3",), ("1.5",)])
def test_a_column_that_has_both_is_read_with_a_point_and_the_commas_are_refused(
    tmp_path: Path, others: tuple[str, ...]
):
    found, notes = amounts(tmp_path, "12,50", "100", *others)
    assert "12,50" not in found
    assert found["100"] == 100
    assert "amount is read with a decimal point: 1 value has a comma elsewhere than before thousands" in notes


def test_whole_numbers_and_shares_follow_the_same_forms(tmp_path: Path):
    con = empty_warehouse()
    head = "uplift_ref,provider_id,received_on,requested_pct\n"
    load_bytes(con, tmp_path, f'{head}U1,P1,2026-01-01,"4,5%"\nU2,P1,2026-01-01,"3,25 %"\nU3,P1,2026-01-01,5\n')
    assert known(con, "uplifts", "uplift_ref, requested_pct") == [("U1", 4.5), ("U2", 3.25), ("U3", 5.0)]
    con = empty_warehouse()
    head = "cqc_location_id,location_name,cqc_provider_id,beds\n"
    load_bytes(con, tmp_path, f'{head}1-1,A,1-9,"1,200"\n1-2,B,1-9,7.0\n1-3,C,1-9,7\n')
    assert known(con, "cqc_locations", "cqc_location_id, beds") == [("1-1", 1200), ("1-2", 7), ("1-3", 7)]


@pytest.mark.parametrize("beds", ["1,20", "7.5", "1 2", "7%"])
def test_what_is_no_whole_number_is_refused(tmp_path: Path, beds: str):
    con = empty_warehouse()
    head = "cqc_location_id,location_name,cqc_provider_id,beds\n"
    load_bytes(con, tmp_path, f'{head}1-1,A,1-9,"{beds}"\n1-2,B,1-9,3.0\n')
    assert ("1-1", 7) not in (found := known(con, "cqc_locations", "cqc_location_id, beds"))
    assert [beds for _, beds in found if beds is not None] == [3]
