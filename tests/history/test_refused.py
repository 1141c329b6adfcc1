"""What was refused was there all the same: its record stays as last known, marked, until a later file settles it."""

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from pipelines.loading.history import undo
from pipelines.warehouse.driver import execute
from tests.helpers.loading import empty_warehouse, known, load_bytes

JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, *day) for day in ((6, 30), (7, 31), (8, 31), (9, 30)))
HEAD = "contract_ref,provider_id,start_on,current_end_on,annual_value\n"
GOOD = "C1,P1,2023-04-01,2028-03-31,100\nC2,P2,2023-04-01,2028-03-31,200\nC3,P3,2023-04-01,2028-03-31,300\n"


def contracts(con: Any, day: date) -> list[str]:
    return [ref for (ref,) in known(con, "contracts", "contract_ref", day)]


def open_rows(con: Any, day: date) -> list[tuple[Any, ...]]:
    """Record and where it is last known, of every refused row that was open on a day."""
    return execute(
        con,
        """select record, known_file, known_row from refused_rows
        where recorded_on <= $day and (superseded_on is null or superseded_on > $day) order by all""",
        {"day": day},
    )


@pytest.mark.parametrize(
    ("row", "record", "field"),
    [
        ("C1,P1,31/02/2023,2028-03-31,100", "C1 · P1", "start_on"),
        ("C1,P1,,2028-03-31,100", "C1 · P1", "start_on"),
        ("C1,P1,#REF!,2028-03-31,100", "C1 · P1", "start_on"),
        ("C1,P1,2023-04-01,2028-03-31,100,200", "C1 · P1", "(row)"),
        ("C1,#REF!,2023-04-01,2028-03-31,100", "C1 · #REF!", "provider_id"),
        ("C1,,2023-04-01,2028-03-31,100", "C1", "provider_id and supplier_name"),
    ],
)
def test_a_row_that_is_refused_is_not_gone(tmp_path: Path, row: str, record: str, field: str):
    con = empty_warehouse()
    load_bytes(con, tmp_path, HEAD + GOOD, name="july.csv", day=JULY)
    load = load_bytes(con, tmp_path, f"{HEAD}{row}\nC2,P2,2023-04-01,2028-03-31,200\n", name="august.csv", day=AUGUST)
    assert (load.kept_count, load.rejected_count, load.gone_count) == (1, 1, 1)
    assert contracts(con, AUGUST) == ["C1", "C2"]
    assert open_rows(con, AUGUST) == [(record, "july.csv", 2)]
    assert open_rows(con, JULY) == []
    assert execute(con, "select distinct field from rejects") == [(field,)]


def test_a_row_whose_reference_cannot_be_read_may_be_any_record_so_none_is_closed(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, HEAD + GOOD, name="july.csv", day=JULY)
    load = load_bytes(con, tmp_path, f"{HEAD}#REF!,P1,2023-04-01,,\nC2,P2,2023-04-01,,\n", name="a.csv", day=AUGUST)
    assert load.gone_count == 0
    assert "1 row has no reference that can be read: as each may be any record, none was taken for gone" in str(
        load.warnings
    )
    assert contracts(con, AUGUST) == ["C1", "C2", "C3"]


@pytest.mark.parametrize(
    "text",
    [HEAD, f"{HEAD}C1,P1,soon,,\nC2,P2,soon,,\n", f"{HEAD},,,,\n"],
    ids=["headings", "all refused", "blank rows"],
)
def test_a_register_that_keeps_nothing_is_refused_and_changes_nothing(tmp_path: Path, text: str):
    con = empty_warehouse()
    load_bytes(con, tmp_path, HEAD + GOOD, name="july.csv", day=JULY)
    load = load_bytes(con, tmp_path, text, name="august.csv", day=AUGUST)
    assert load.refused_because
    assert ("start_on is not a date" in load.refused_because) == ("soon" in text)
    assert contracts(con, AUGUST) == ["C1", "C2", "C3"]
    assert execute(con, "select count(*) from rejects") == [(text.count("soon"),)]


def test_a_refused_row_is_settled_by_the_file_in_which_it_comes_well_and_by_one_without_it(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, HEAD + GOOD, name="june.csv", day=JUNE)
    bad = GOOD.replace("C1,P1,2023-04-01", "C1,P1,soon").replace("C2,P2,2023-04-01", "C2,P2,later")
    load_bytes(con, tmp_path, HEAD + bad, name="july.csv", day=JULY)
    load_bytes(
        con, tmp_path, HEAD + bad.replace("soon", "2023-05-01").replace("C3", "C4"), name="august.csv", day=AUGUST
    )
    load_bytes(con, tmp_path, f"{HEAD}C1,P1,2023-05-01,,\n", name="september.csv", day=SEPTEMBER)
    assert [record for record, *_ in open_rows(con, JULY)] == ["C1 · P1", "C2 · P2"]
    assert open_rows(con, AUGUST) == [("C2 · P2", "june.csv", 3)]
    assert open_rows(con, SEPTEMBER) == []
    assert contracts(con, AUGUST) == ["C1", "C2", "C4"]
    assert contracts(con, SEPTEMBER) == ["C1"]


def test_the_first_row_of_a_record_that_is_refused_is_known_of(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, f"{HEAD}C1,P1,soon,,\nC2,P2,2023-04-01,,\n", name="july.csv", day=JULY)
    assert open_rows(con, JULY) == [("C1 · P1", None, None)]
    assert execute(con, "select contract_ref, provider_id, location_id, source_row from refused_rows") == [
        ("C1", "P1", None, 2)
    ]


def test_a_refused_cell_is_not_known_its_last_value_is_beside_it_and_a_later_file_settles_it(tmp_path: Path):
    con = empty_warehouse()
    for name, day, end in (("june", JUNE, "2028-03-31"), ("july", JULY, "Ongoing"), ("august", AUGUST, "")):
        load_bytes(con, tmp_path, f"{HEAD}C1,P1,2023-04-01,{end},100\n", name=f"{name}.csv", day=day)
    columns = "current_end_on, trim(refused_columns)"
    assert [known(con, "contracts", columns, day) for day in (JUNE, JULY, AUGUST)] == [
        [(date(2028, 3, 31), None)],
        [(None, "current_end_on")],
        [(None, None)],
    ]
    assert execute(con, "select field, last_known, recorded_on, superseded_on, source_file from refused_cells") == [
        ("current_end_on", "2028-03-31", JULY, AUGUST, "july.csv")
    ]


@pytest.mark.parametrize("day", ["2062-04-01", "1900-01-01"])
def test_a_day_that_is_not_believed_takes_nothing_from_what_was_known_better(tmp_path: Path, day: str):
    """An enquiry that was open does not close because a newer row gives its first day as 2062."""
    con = empty_warehouse()
    head = "concern_ref,provider_id,location_id,raised_on,concern_type\n"
    load_bytes(con, tmp_path, f"{head}K1,P1,L1,2026-04-01,Whole-service enquiry\n", name="july.csv", day=JULY)
    load = load_bytes(
        con, tmp_path, f"{head}K1,P1,L1,{day},Incident\nK2,P1,L1,{day},Incident\n", name="a.csv", day=AUGUST
    )
    assert (load.kept_count, load.changed_count) == (2, 0)
    assert known(con, "concerns", "concern_ref, raised_on, concern_type") == [
        ("K1", date(2026, 4, 1), "Whole-service enquiry"),
        ("K2", None, "Incident"),
    ]
    assert open_rows(con, AUGUST) == [("K1", "july.csv", 2)]


def state(con: Any) -> list[Any]:
    """All that is known of the register on every day, without the order in which files were loaded."""
    days = (JUNE, JULY, AUGUST, SEPTEMBER)
    columns = "contract_ref, start_on, current_end_on, annual_value, refused_columns, source_file, source_row"
    return [
        [known(con, "contracts", columns, day) for day in days],
        [open_rows(con, day) for day in days],
        execute(con, "select * exclude (load_id) from refused_cells order by all"),
    ]


DROPS = {
    JUNE: GOOD,
    JULY: "C1,P1,soon,2028-03-31,100\nC2,P2,2023-04-01,Ongoing,200\nC3,P3,2023-04-01,2028-03-31,300\n",
    AUGUST: "C1,P1,2023-04-01,2028-03-31,tbc\nC2,P2,later,2028-03-31,200\nC4,P4,never,,\n",
    SEPTEMBER: "C1,P1,2023-04-01,2028-03-31,100\nC4,P4,2026-09-01,,\n",
}


@pytest.mark.parametrize("order", list(permutations(DROPS)))
def test_the_order_of_loading_does_not_matter_to_what_was_refused(tmp_path: Path, order: tuple[date, ...]):
    expected, found = empty_warehouse(), empty_warehouse()
    for con, days in ((expected, list(DROPS)), (found, order)):
        for day in days:
            load_bytes(con, tmp_path, HEAD + DROPS[day], name=f"{day}.csv", day=day)
    assert state(found) == state(expected)
    # And each of them as if it had never come.
    for day in DROPS:
        for con in (expected, found):
            [(load_id,)] = execute(
                con, "select load_id from loads where received_on = $day and undone_at is null", {"day": day}
            )
            undo(con, load_id)
            if con is expected:
                gone = state(con)
            load_bytes(con, tmp_path, HEAD + DROPS[day], name=f"{day}.csv", day=day)
            assert state(con) == state(expected) or con is expected
        assert gone != state(expected)


SAME_DAY = {
    "a.csv": "C1,P1,2023-04-01,2028-03-31,100\nC2,P2,2023-04-01,,200\n",
    "b.csv": "C1,P1,2023-04-01,2025-03-31,100\nC3,P3,2023-04-01,,\n",
    "c.csv": "C1,P1,2023-04-01,2028-03-31,150\nC2,P2,2024-04-01,,200\n",
}


@pytest.mark.parametrize("order", list(permutations(SAME_DAY)))
def test_files_of_one_day_that_differ_are_not_believed_where_they_do_whatever_their_order(
    tmp_path: Path, order: tuple[str, ...]
):
    con = empty_warehouse()
    load_bytes(con, tmp_path, f"{HEAD}C2,P2,2022-04-01,,1\n", name="july.csv", day=JULY)
    for name in order:
        load_bytes(con, tmp_path, HEAD + SAME_DAY[name], name=name, day=AUGUST)
    columns = "contract_ref, start_on, current_end_on, annual_value, trim(refused_columns), source_file"
    assert known(con, "contracts", columns, AUGUST) == [
        ("C1", date(2023, 4, 1), None, None, "annual_value current_end_on", "a.csv"),
        ("C2", date(2022, 4, 1), None, 1, None, "july.csv"),
        ("C3", date(2023, 4, 1), None, None, None, "b.csv"),
    ]
    assert open_rows(con, AUGUST) == [("C2 · P2", "july.csv", 2), ("C2 · P2", "july.csv", 2)]
    assert execute(con, "select field, reason from refused_cells order by field") == [
        (field, "differs in a.csv row 2 and b.csv row 2 and c.csv row 2, received on one day")
        for field in ("annual_value", "current_end_on")
    ]


def test_a_file_without_a_column_says_nothing_against_one_that_has_it(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, "contract_ref,provider_id,start_on\nC1,P1,2023-04-01\n", name="a.csv", day=AUGUST)
    load_bytes(con, tmp_path, HEAD + SAME_DAY["a.csv"], name="b.csv", day=AUGUST)
    assert known(con, "contracts", "contract_ref, annual_value, refused_columns") == [
        ("C1", 100, None),
        ("C2", 200, None),
    ]
    assert execute(con, "select count(*) from refused_cells") == [(0,)]


def test_a_file_of_the_same_name_and_day_is_a_new_version_and_gives_way_when_it_is_undone(tmp_path: Path):
    con = empty_warehouse()
    first = load_bytes(con, tmp_path, f"{HEAD}C1,P1,soon,,\nC2,P2,2023-04-01,,5\nC3,P3,2023-04-01,,\n", day=AUGUST)
    second = load_bytes(con, tmp_path, f"{HEAD}C1,P1,2023-04-01,,\nC2,P2,2023-04-01,,6\n", day=AUGUST)
    assert f"it replaces {first.load_id}, of the same name" in str(second.warnings)
    assert known(con, "contracts", "contract_ref, annual_value") == [("C1", None), ("C2", 6)]
    assert open_rows(con, AUGUST) == []
    assert execute(con, "select load_id, replaced_by from loads order by load_no") == [
        (first.load_id, second.load_id),
        (second.load_id, None),
    ]
    undo(con, second.load_id)
    assert known(con, "contracts", "contract_ref, annual_value") == [("C2", 5), ("C3", None)]
    assert open_rows(con, AUGUST) == [("C1 · P1", None, None)]


def test_a_refused_file_is_replaced_by_the_next_of_its_name(tmp_path: Path):
    con = empty_warehouse()
    refused = load_bytes(con, tmp_path, "Colour,Shape\nred,round\n", name="2026-07-31/contracts.csv", day=JULY)
    load = load_bytes(con, tmp_path, HEAD + GOOD, name="2026-08-31/contracts.csv", day=AUGUST)
    found = dict(execute(con, "select load_id, replaced_by from loads"))
    assert found == {refused.load_id: load.load_id, load.load_id: None}


def test_a_payment_that_is_refused_is_nobodys_newer_row(tmp_path: Path):
    con = empty_warehouse()
    head = "supplier_name,paid_on,amount,purpose,category\n"
    load_bytes(con, tmp_path, f"{head}Alder Care Ltd,2026-07-01,5,care,Nursing\n", name="july.csv", day=JULY)
    load_bytes(con, tmp_path, f"{head}Alder Care Ltd,2026-08-01,,care,Nursing\n", name="august.csv", day=AUGUST)
    assert execute(con, "select record, known_file, source_row from refused_rows") == [(None, None, 2)]


def test_a_reason_of_a_refused_row_repeats_no_amount_of_the_contract(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, f"{HEAD}C1,P1,31/02/2026,,1.2.3\nC2,P1,2026-04-01,,\n", name="a.csv", day=AUGUST)
    assert execute(con, "select field, reason from rejects order by field") == [
        ("annual_value", "is not an amount in pounds"),
        ("start_on", "is not a date such as 2026-08-31 or 31/08/2026: found 31/02/2026"),
    ]
