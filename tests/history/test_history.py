"""What was known when: new, changed, gone and same, in whatever order the files come."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.loading.history import undo
from pipelines.registers.all import SOURCES, history_table
from pipelines.warehouse.driver import execute
from tests.helpers.loading import empty_warehouse, known, load_bytes

JUNE, JULY, AUGUST = date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)
OFFICERS = "officer_id,display_name,role,team,body\n"
RISKS = "risk_ref,title,category,owner_role,likelihood,impact,raised_on,reviewed_on\n"


def officers(*lines: str) -> str:
    return OFFICERS + "".join(f"{line},Contract officer,Contracts,Council\n" for line in lines)


def counts(load) -> tuple[int, int, int, int]:
    return (load.new_count, load.changed_count, load.gone_count, load.same_count)


def test_a_register_sent_whole_says_what_is_new_changed_gone_and_same(tmp_path: Path):
    con = empty_warehouse()
    first = load_bytes(con, tmp_path, officers("O1,One", "O2,Two", "O3,Three"), day=JUNE)
    second = load_bytes(con, tmp_path, officers("O1,One", "O2,Zwei", "O4,Four"), day=JULY)
    assert counts(first) == (3, 0, 0, 0)
    assert counts(second) == (1, 1, 1, 1)
    assert known(con, "officers", "officer_id, display_name", JUNE) == [("O1", "One"), ("O2", "Two"), ("O3", "Three")]
    assert known(con, "officers", "officer_id, display_name", JULY) == [("O1", "One"), ("O2", "Zwei"), ("O4", "Four")]


def test_the_day_before_it_was_received_nothing_was_known(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, officers("O1,One"), day=JUNE)
    assert known(con, "officers", "officer_id", date(2026, 6, 29)) == []
    assert known(con, "officers", "officer_id", JUNE) == [("O1",)]


def test_events_that_are_not_sent_again_stay(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, RISKS + "R1,a,Quality,Head,1,1,2026-01-01,2026-06-01\n", day=JUNE)
    later = load_bytes(con, tmp_path, RISKS + "R2,b,Quality,Head,1,1,2026-01-01,2026-07-01\n", day=JULY)
    assert counts(later) == (1, 0, 0, 0)
    assert known(con, "risks", "risk_ref", AUGUST) == [("R1",), ("R2",)]


def test_the_same_file_twice_changes_nothing(tmp_path: Path):
    con = empty_warehouse()
    text = officers("O1,One", "O2,Two")
    load_bytes(con, tmp_path, text, day=JUNE)
    again = load_bytes(con, tmp_path, text, day=JUNE)
    later = load_bytes(con, tmp_path, text, day=JULY)
    assert counts(again) == counts(later) == (0, 0, 0, 2)
    assert "loaded for this day already" in str(again.warnings)
    assert execute(con, "select count(*) from officers_history") == [(2,)]
    assert execute(con, "select count(*) from loads") == [(2,)]


def test_equal_lines_of_spend_sent_again_are_the_same_lines(tmp_path: Path):
    con = empty_warehouse()
    head, line = "BeneficiaryName,PaymentDate,Amount,Purpose,ProclassLabel\n", "A,02/07/2026,5,care,Nursing\n"
    load_bytes(con, tmp_path, head + line * 2, day=JUNE)
    again = load_bytes(con, tmp_path, head + line * 3, day=JULY)
    assert counts(again) == (1, 0, 0, 2)


def test_two_files_of_one_register_on_one_day_are_parts_of_it(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, officers("O1,One", "O2,Two"), day=JUNE)
    load_bytes(con, tmp_path, officers("O1,One"), name="a.csv", day=JULY)
    second = load_bytes(con, tmp_path, officers("O2,Two"), name="b.csv", day=JULY)
    assert counts(second) == (0, 0, 0, 1)
    assert known(con, "officers", "officer_id, source_file", JULY) == [("O1", "file.csv"), ("O2", "file.csv")]


def test_a_part_of_a_register_closes_only_its_own_rows_and_a_large_loss_is_said(tmp_path: Path):
    con = empty_warehouse()
    load_bytes(con, tmp_path, officers("O1,One", "O2,Two"), day=JUNE)
    load_bytes(con, tmp_path, officers("T1,Trust one"), day=JUNE, part="Trust")
    load_bytes(con, tmp_path, officers("T2,Trust two"), day=JULY, part="Trust")
    assert known(con, "officers", "officer_id", JULY) == [("O1",), ("O2",), ("T2",)]
    whole = load_bytes(con, tmp_path, officers("O9,Nine"), day=AUGUST)
    assert "2 of 2 rows known before are not in this file" in str(whole.warnings)
    assert known(con, "officers", "officer_id", AUGUST) == [("O9",), ("T2",)]


def test_a_register_under_other_references_is_said_to_have_changed_them(tmp_path: Path):
    con = empty_warehouse()
    people = [f"{number},Person {number}" for number in range(20)]
    load_bytes(con, tmp_path, officers(*(f"O{one}" for one in people)), day=JUNE)
    said = "the references have changed: 95% of those known before are gone and 95% of those in this file are new"
    moved = load_bytes(con, tmp_path, officers(f"O{people[0]}", *(f"CC-O{one}" for one in people[1:])), day=JULY)
    assert said in str(moved.warnings)
    assert "19 of 20 rows known before are not in this file" in str(moved.warnings)
    undo(con, moved.load_id)
    shorter = load_bytes(con, tmp_path, officers(f"O{people[0]}"), day=AUGUST)
    assert "references have changed" not in str(shorter.warnings), "a shorter list brings nothing new"
    undo(con, shorter.load_id)
    longer = load_bytes(con, tmp_path, officers(*(f"O{one}" for one in people), *(f"N{one}" for one in people)))
    assert "references have changed" not in str(longer.warnings), "a longer list loses nothing"


def test_contracts_published_under_lga_headings_stand_beside_the_register(tmp_path: Path):
    con = empty_warehouse()
    register = "contract_ref,supplier_name,start_on\nC1,One,2026-04-01\n"
    published = "OrganisationLabel,ContractReference,SupplierName,StartDate,EndDate\nX,L1,Two,2026-04-01,2027-03-31\n"
    load_bytes(con, tmp_path, register, day=JUNE)
    listed = load_bytes(con, tmp_path, published, day=JULY)
    assert (listed.part, counts(listed)) == ("Published contracts", (1, 0, 0, 0))
    load_bytes(con, tmp_path, register.replace("C1", "C2"), day=AUGUST)
    assert known(con, "contracts", "contract_ref", AUGUST) == [("C2",), ("L1",)]


DROPS = {
    JUNE: officers("O1,One", "O2,Two", "O3,Three"),
    JULY: officers("O1,One again", "O3,Three"),
    AUGUST: officers("O3,Three", "O1,One", "O2,Two"),
}


@pytest.mark.parametrize("order", list(permutations(DROPS)))
def test_the_order_of_loading_does_not_matter(tmp_path: Path, order: tuple[date, ...]):
    """August brings back what June had: a file that comes late must find the days on both sides of it."""
    con = empty_warehouse()
    for day in order:
        load_bytes(con, tmp_path, DROPS[day], name=f"{day}.csv", day=day)
    columns = "officer_id, display_name, source_file, source_row"
    assert known(con, "officers", columns, JUNE) == [
        ("O1", "One", "2026-06-30.csv", 2),
        ("O2", "Two", "2026-06-30.csv", 3),
        ("O3", "Three", "2026-06-30.csv", 4),
    ]
    assert known(con, "officers", columns, JULY) == [
        ("O1", "One again", "2026-07-31.csv", 2),
        ("O3", "Three", "2026-06-30.csv", 4),
    ]
    assert known(con, "officers", columns, AUGUST) == [
        ("O1", "One", "2026-08-31.csv", 3),
        ("O2", "Two", "2026-08-31.csv", 4),
        ("O3", "Three", "2026-06-30.csv", 4),
    ]


@pytest.mark.parametrize("order", list(permutations([JUNE, JULY, AUGUST])))
def test_events_sent_late_are_put_in_their_place(tmp_path: Path, order: tuple[date, ...]):
    """June and August say the same, July says otherwise: what August repeats must end July's value."""
    con = empty_warehouse()
    for day in order:
        likelihood = 5 if day == JULY else 1
        text = f"{RISKS}R1,a,Quality,Head,{likelihood},1,2026-01-01,2026-06-01\n"
        load_bytes(con, tmp_path, text, name=f"{day}.csv", day=day)
    found = [known(con, "risks", "likelihood", day) for day in (JUNE, JULY, AUGUST)]
    assert found == [[(1,)], [(5,)], [(1,)]]


def test_every_source_has_its_tables():
    con = empty_warehouse()
    for source in SOURCES:
        assert execute(con, f"select count(*) from {history_table(source)}") == [(0,)]
