"""Rows are those that the file holds: counted by its bytes as well, and refused with the row where the two differ."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.reading import looking
from pipelines.reading.looking import look
from tests.helpers.loading import empty_warehouse, known, load_bytes, rejects
from tests.reading.reference import rows_of

HEAD = "Supplier,Payment date,Net amount,Purpose\n"
FILLER = "".join(f"S{n},2026-08-01,{n},x\n" for n in range(3))

SWALLOWING = {
    "one mark": (3, f'{HEAD}A,2026-08-01,1,x\nB,2026-08-01,2,"open\n{FILLER}'),
    "one mark in the first column": (3, f'{HEAD}A,2026-08-01,1,x\n"B,2026-08-01,2,x\n{FILLER}'),
    "one mark in the last row": (6, f'{HEAD}A,2026-08-01,1,x\n{FILLER}B,2026-08-01,2,"open'),
    "after a harmless one": (3, f'{HEAD}A,2026-08-01,1,the "best" price\nB,2026-08-01,2,"open\n{FILLER}'),
    "after one that is not doubled": (3, f'{HEAD}A,2026-08-01,1,"the "best" price"\nB,2026-08-01,2,"open\n{FILLER}'),
    "closed by a whole cell below": (2, f'{HEAD}"Lot 2,2026-08-01,1,x\n{FILLER}"Lot 5",2026-08-01,2,x\n'),
    "closed by a mark for inches below": (2, f'{HEAD}"Pipe,2026-08-01,1,x\n{FILLER}Pipe 19",2026-08-01,2,x\n'),
    "closed by a mark in the next row": (2, f'{HEAD}"Pipe,2026-08-01,1,x\nPipe 19",2026-08-01,2,x\n'),
    "closed in the middle of a row": (3, f'{HEAD}A,2026-08-01,1,x\nB,2026-08-01,"2,x\nC,2026-08-01,3",x\n'),
    "a cell broken by a mark that is not doubled": (2, f'{HEAD}A,2026-08-01,1,"the "best"\nprice"\n{FILLER}'),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("case", SWALLOWING)
def test_a_mark_that_swallows_rows_is_refused_with_its_row(tmp_path: Path, case: str, delimiter: str, line_end: str):
    row, content = SWALLOWING[case]
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, content.replace(",", delimiter).replace("\n", line_end).encode())
    assert f"row {row} " in (load.refused_because or "").replace("Row", "row")
    assert known(con, "spend", "amount") == []


HARMLESS = {
    "inches": ('A,2026-08-01,1,19" pipe\nB,2026-08-01,2,x\n', 2, None),
    "quoted words in a cell": ('A,2026-08-01,1,the "best" price\nB,2026-08-01,2,x\n', 2, None),
    "not doubled": ('A,2026-08-01,1,"the "best" price"\nB,2026-08-01,2,x\n', 2, "(row 2)"),
    "a space behind a cell": ('"A" ,2026-08-01,1,x\nB,2026-08-01,2,"x"\n', 2, None),
    "inches in many rows": ('A,2026-08-01,1,19" pipe\n' * 7, 7, None),
    "lines in a cell": ('A,2026-08-01,1,"for\ncare, and\nmeals"\nB,2026-08-01,2,x\n', 2, None),
    "an address": ('A,2026-08-01,1,"1 High St,\nOld Town,\nLeeds, LS1"\nB,2026-08-01,2,x\n', 2, None),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_a_mark_that_disturbs_its_own_cell_only_loses_no_row(tmp_path: Path, case: str):
    rows, count, said = HARMLESS[case]
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, HEAD + rows)
    assert (load.refused_because, load.read_count, load.kept_count) == (None, count, count)
    assert [row for (row,) in known(con, "spend", "source_row")] == list(range(2, count + 2))
    assert (said in (load.warnings or "")) if said else "quotation" not in (load.warnings or "")


CELLS = st.text(st.sampled_from('ab ,;\n\r"0'), max_size=6)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_rows_counted_by_bytes_are_those_that_a_plain_reader_finds(tmp_path: Path, rows, line_end: str):
    text = line_end.join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    (tmp_path / "a.csv").write_text(text + line_end, newline="")
    for chunk in (3, 1 << 22):
        looking.CHUNK = chunk
        found = look(tmp_path / "a.csv")
        assert (found.rows, found.is_closed) == (len(rows_of(text)), True)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("Birch,2026-08-02,12", "the last row has 3 of 4 cells and no line end: the file may have been cut short"),
        ("Birch", "the last row has 1 of 4 cells"),
        ("Birch,2026-08-02,12,x", None),
        ("Birch,2026-08-02,12\n", None),
    ],
)
def test_a_file_that_stops_within_a_row_is_said(tmp_path: Path, end: str, said: str | None):
    load = load_bytes(empty_warehouse(), tmp_path, f"{HEAD}Alder,2026-08-01,1,x\n{end}")
    assert (said in (load.warnings or "")) if said else "cut short" not in (load.warnings or "")


SECOND = {
    "another order": "Purpose,Payment date,Net amount,Supplier\nmeals,2026-08-02,300,Cedar\n",
    "other words": "Purpose,Date paid,Net value,Payee\nmeals,2026-08-02,300,Cedar\n",
    "fewer columns": "Net amount,Purpose,Supplier\n300,meals,Cedar\n",
    "with a column that is not read": "Purpose,Ref,Net amount,Payment date,Supplier\nmeals,X9,300,2026-08-02,Cedar\n",
}


@pytest.mark.parametrize("between", ["", "\n", "Total,,1,\n"])
@pytest.mark.parametrize("case", SECOND)
def test_a_second_table_is_read_by_its_own_headings(tmp_path: Path, case: str, between: str):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, f"{HEAD}Alder,2026-08-01,1,x\n{between}{SECOND[case]}")
    assert known(con, "spend", "supplier_name, purpose, amount") == [("Alder", "x", 1), ("Cedar", "meals", 300)]
    row = 3 + bool(between)
    assert f"row {row} has other headings: the rows below it are read by it" in (load.warnings or "")
    assert (row, "(row)", "has headings of a second table") in rejects(con)


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("Category,Purpose,Net amount,Supplier\ncare,x,300,Cedar\n", "has category as well"),
        ("Category,Purpose,Payment date,Supplier\ncare,x,2026-08-02,Cedar\n", "has category as well"),
        ("Purpose,Payment date,Supplier\nx,2026-08-02,Cedar\n", "lacks amount"),
    ],
)
def test_a_second_table_with_other_columns_is_refused_with_its_row(tmp_path: Path, second: str, said: str):
    load = load_bytes(empty_warehouse(), tmp_path, f"{HEAD}Alder,2026-08-01,1,x\n\n{second}")
    assert (load.refused_because or "").startswith("Row 4 begins a second table, which ")
    assert said in (load.refused_because or "")


def test_a_supplier_with_the_name_of_a_heading_is_a_supplier(tmp_path: Path):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, f"{HEAD}Vendor,2026-08-01,1,x\nPayee,2026-08-01,2,Purpose\n")
    assert load.kept_count == 2


def test_more_blank_rows_than_a_sheet_can_have_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(looking, "MOST_BLANK", 1000)
    load = load_bytes(empty_warehouse(), tmp_path, f"{HEAD}Alder,2026-08-01,1,x\n" + "\n" * 2000)
    assert "more than 1,000 blank rows" in (load.refused_because or "")


@pytest.mark.parametrize(("columns", "is_kept"), [(1000, True), (10_000, True), (16_384, True)])
def test_columns_that_a_stray_cell_makes_cost_nothing(tmp_path: Path, columns: int, is_kept: bool):
    con = empty_warehouse()
    wide = "," * (columns - 4)
    load = load_bytes(con, tmp_path, f"{HEAD.strip()}{wide}\nAlder,2026-08-01,1,x{wide}\n")
    assert (load.kept_count == 1) == is_kept


def test_more_headings_than_any_register_has_are_refused(tmp_path: Path):
    more = "".join(f",Column {n}" for n in range(1200))
    load = load_bytes(empty_warehouse(), tmp_path, f"{HEAD.strip()}{more}\nAlder,2026-08-01,1,x\n")
    assert "1,204 columns" in (load.refused_because or "")
