"""The rows are those that the file holds: none swallowed, none below the wrong headings, none cut off in silence."""

import pytest

from tests.faults.conftest import Council

CONTRACTS = "contract_ref,title,provider_id,start_on,current_end_on,status\n"
JULY = {
    "2026-07-31/contracts.csv": CONTRACTS
    + "".join(f"C{n},Contract {n},P{n},2022-04-01,2028-03-31,Active\n" for n in range(1, 7))
}
ALL = [f"C{n}" for n in range(1, 7)]


def swallowed(mark_in: int, closed_in: int) -> str:
    """Six contracts, one mark opened and not closed, and one below that closes it by chance."""
    rows = []
    for n in range(1, 7):
        title = {mark_in: f'"Lot {n}', closed_in: f'"Lot {n}"'}.get(n, f"Contract {n}")
        rows.append(f"C{n},{title},P{n},2022-04-01,2028-03-31,Active\n")
    return CONTRACTS + "".join(rows)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (swallowed(2, 5), 3),
        (swallowed(1, 6), 2),
        (swallowed(4, 0), 5),
        (swallowed(2, 5).replace(",", ";"), 3),
        (swallowed(2, 5).replace("\n", "\r\n"), 3),
        (swallowed(3, 6).replace("Contract 1", 'The "best" price'), 4),
    ],
)
def test_a_mark_that_swallows_rows_refuses_the_file_and_no_contract_is_gone(council: Council, text: str, row: int):
    found = council.receive(JULY | {"contracts.csv": text})["contracts.csv"]
    assert f"row {row}" in str(found.refused_because)
    assert [ref for [ref] in council.answer("overdue_reviews", "contract_ref")] == ALL


@pytest.mark.parametrize("title", ['19" pipe', '"Lot 2"', '"Lot ""2"""', '"Day centre,\nnorth and\nsouth"'])
def test_a_mark_that_disturbs_no_other_row_costs_none(council: Council, title: str):
    text = swallowed(0, 0).replace("Contract 2", title)
    found = council.receive(JULY | {"contracts.csv": text})["contracts.csv"]
    assert (found.refused_because, found.kept_count, found.gone_count) == (None, 6, 0)


SPEND = "Supplier,Payment date,Net amount,Purpose\n"


def test_a_second_table_with_another_order_is_read_by_its_own_headings_and_said(council: Council):
    text = f"{SPEND}Alder Care Ltd,2026-07-01,100,home care\n\nPurpose,Payment date,Net amount,Supplier\n"
    found = council.receive(
        {"spend.csv": f"{text}day centre,2026-08-01,200,Birch Care Ltd\nmeals,2026-08-02,300,Cedar Ltd\n"}
    )
    assert council.known("spend", "supplier_name", "purpose") == [
        ["Alder Care Ltd", "home care"],
        ["Birch Care Ltd", "day centre"],
        ["Cedar Ltd", "meals"],
    ]
    assert "row 4 has other headings" in str(found["spend.csv"].warnings)


SECOND = {
    "with fewer columns": "contract_ref,provider_id,start_on\nC8,P8,2022-04-01\n",
    "with other names for the same": "Start date,Contract Id,Provider ref,Contract title\n2022-04-01,C8,P8,Meals\n",
    "the same again": f"{CONTRACTS}C8,Day centre,P8,2022-04-01,2028-03-31,Active\n",
}


@pytest.mark.parametrize("case", SECOND)
@pytest.mark.parametrize("between", ["", "\n", ",,,,,\n"], ids=["nothing", "blank line", "blank row"])
def test_a_second_table_in_a_register_gives_its_contracts(council: Council, case: str, between: str):
    """The contract of the second table is overdue like the first, under its own reference and provider."""
    text = f"{CONTRACTS}C1,Home care,P1,2022-04-01,2028-03-31,Active\n{between}{SECOND[case]}"
    council.receive({"contracts.csv": text})
    assert council.answer("overdue_reviews", "contract_ref", "provider_id", "due_on") == [
        ["C1", "P1", "2023-04-01"],
        ["C8", "P8", "2023-04-01"],
    ]


CUT = {
    "after the third cell": "C1,Home,P1,2020-01-01,2028-01-01,Active\nC2,Day,P1",
    "inside a day": "C1,Home,P1,2020-01-01,2028-01-01,Active\nC2,Day,P1,2020-01-01,2028-0",
    "with the last comma": "C1,Home,P1,2020-01-01,2028-01-01,Active\nC2,Day,P1,2020-01-01,",
    "windows line ends": "C1,Home,P1,2020-01-01,2028-01-01,Active\r\nC2,Day,P1,2020-01-01",
}


@pytest.mark.parametrize("case", CUT)
def test_a_file_that_stops_in_the_middle_of_a_row_says_so(council: Council, case: str):
    found = council.receive({"contracts.csv": CONTRACTS + CUT[case]})["contracts.csv"]
    assert "the file may have been cut short" in str(found.warnings)


def test_a_register_that_was_cut_short_says_so_beside_what_is_gone(council: Council):
    [first, second, *_] = JULY["2026-07-31/contracts.csv"].splitlines()[1:]
    found = council.receive(JULY | {"contracts.csv": f"{CONTRACTS}{first}\n{second[:20]}"})["contracts.csv"]
    assert found.gone_count == 4
    assert "the file may have been cut short" in str(found.warnings)
    assert "4 of 6 rows known before are not in this file" in str(found.warnings)


def test_a_file_without_a_last_line_end_is_not_said_to_be_cut(council: Council):
    found = council.receive({"contracts.csv": CONTRACTS + "C1,Home,P1,2020-01-01,2028-01-01,Active"})["contracts.csv"]
    assert "cut short" not in str(found.warnings)
