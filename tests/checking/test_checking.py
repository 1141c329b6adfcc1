"""Rows are kept, rejected with a reason, or blank; and the checks in SQL judge as pydantic does."""

import csv
import io
import tempfile
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.checking.judging import checked_columns
from pipelines.commands.reports import template_rows
from pipelines.loading.history import undo
from pipelines.reading.decoding import CHUNK
from pipelines.reading.headings import Spellings
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import Column, with_words
from pipelines.rules import load_words
from pipelines.warehouse.driver import execute
from tests.checking.reference import is_good
from tests.helpers.loading import RULES, empty_warehouse, known, load_bytes, refused_cells, rejects

NO_DATE = "is not a date such as 2026-08-31 or 31/08/2026"
BEYOND = "is outside the years 1900 to 2199"
LATER = "lies after 2026-08-31, the day the file was received"
WORDS = load_words(RULES)
COMPLAINTS = "complaint_ref,provider_id,received_on,responded_on,stage,category,outcome\n"


def complaint(con, tmp_path: Path, cells: str):
    return load_bytes(con, tmp_path, COMPLAINTS + cells + "\n")


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        (",P1,2026-01-01,,Concern,Delay,", "complaint_ref", "is blank and may not be"),
        ("K1,,2026-01-01,,Concern,Delay,", "provider_id", "is blank and may not be"),
        (
            "K1,P1,31/02/2026,,Concern,Delay,",
            "received_on",
            "is not a date such as 2026-08-31 or 31/08/2026: found 31/02/2026",
        ),
        ("K1,P1,1026-01-01,,Concern,Delay,", "received_on", f"{BEYOND}: found 1026-01-01"),
        ("K1,P1,2206-01-02,,Concern,Delay,", "received_on", f"{BEYOND}: found 2206-01-02"),
        (f"{'K' * 101},P1,2026-01-01,,Concern,Delay,", "complaint_ref", "is longer than 100 characters"),
        ("#REF!,P1,2026-01-01,,Concern,Delay,", "complaint_ref", "shows an error (#REF!)"),
    ],
)
def test_a_row_is_refused_for_its_key_what_places_it_and_the_day_it_began(
    tmp_path: Path, cells: str, field: str, reason: str
):
    con = empty_warehouse()
    load = complaint(con, tmp_path, cells)
    assert (load.kept_count, load.rejected_count) == (0, 1)
    assert rejects(con) == [(2, field, reason)]


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ("K1,P1,2026-01-01,tbc,Concern,Delay,", "responded_on", f"{NO_DATE}: found tbc"),
        ("K1,P1,2026-01-01,when Mrs Fry is back,Concern,Delay,", "responded_on", NO_DATE),
        ("K1,P1,2026-01-02,2026-01-01,Concern,Delay,", "responded_on", "is before received_on: found 2026-01-01"),
        ("K1,P1,2026-01-02,1900-01-01,Concern,Delay,", "responded_on", "stands for no date: found 1900-01-01"),
        ("K1,P1,2026-01-02,2026-09-01,Concern,Delay,", "responded_on", f"{LATER}: found 2026-09-01"),
        ("K1,P1,2062-01-02,,Concern,Delay,", "received_on", f"{LATER}: found 2062-01-02"),
        ("K1,P1,2026-01-01,2206-01-02,Concern,Delay,", "responded_on", f"{BEYOND}: found 2206-01-02"),
        ("K1,P1,01/01/1900,,Concern,Delay,", "received_on", "stands for no date: found 01/01/1900"),
        ("K1,P1,2026-01-01,,Concern,,", "category", "is blank and may not be"),
        ("K1,P1,2026-01-01,,Concern,#NAME?,", "category", "shows an error (#NAME?)"),
        (f"K1,P1,2026-01-01,,Concern,{'x' * 1001},", "category", "is longer than 1000 characters"),
    ],
)
def test_any_other_cell_that_cannot_be_read_is_refused_alone(tmp_path: Path, cells: str, field: str, reason: str):
    con = empty_warehouse()
    load = complaint(con, tmp_path, cells)
    assert (load.kept_count, load.rejected_count, load.refused_cells_count) == (1, 0, 1)
    assert [
        (row, one, said.removesuffix("; is before received_on: found 1900-01-01"))
        for row, one, said in refused_cells(con)
    ] == [(2, field, reason)]
    assert known(con, "complaints", f"complaint_ref, {field}, trim(refused_columns)") == [("K1", None, field)]


def test_a_row_with_two_faults_is_one_rejected_row_with_two_reasons(tmp_path: Path):
    con = empty_warehouse()
    load = complaint(con, tmp_path, "K1,,yesterday,,Concern,Delay,")
    assert load.rejected_count == 1
    assert [field for _, field, _ in rejects(con)] == ["provider_id", "received_on"]


def test_two_rows_that_say_the_same_are_one(tmp_path: Path):
    con = empty_warehouse()
    load = complaint(con, tmp_path, "K1,P1,2026-01-01,,Concern,Delay,\nK1,P1,2026-01-01,,Concern,Delay,")
    assert (load.kept_count, load.rejected_count) == (1, 1)
    assert rejects(con) == [(3, "complaint_ref", "repeats row 2")]


@pytest.mark.parametrize("order", list(permutations(("Upheld", "Not upheld", "Upheld"))))
def test_of_two_rows_that_differ_neither_is_believed_where_they_do(tmp_path: Path, order: tuple[str, ...]):
    con = empty_warehouse()
    load = complaint(con, tmp_path, "\n".join(f"K1,P1,2026-01-01,,Concern,Delay,{outcome}" for outcome in order))
    assert (load.kept_count, load.rejected_count, load.refused_cells_count) == (1, 2, 1)
    assert refused_cells(con) == [(2, "outcome", "differs in rows 2, 3, 4, which are about one record")]
    assert known(con, "complaints", "complaint_ref, stage, outcome") == [("K1", "Concern", None)]


def test_rows_that_differ_in_what_places_them_are_all_refused(tmp_path: Path):
    con = empty_warehouse()
    load = complaint(
        con,
        tmp_path,
        "K1,P1,2026-01-01,,Concern,Delay,\nK2,P1,2026-01-01,,Concern,Delay,\nK1,P2,2026-01-01,,Concern,Delay,",
    )
    assert (load.kept_count, load.rejected_count) == (1, 2)
    said = "differs in rows 2, 4, which are about one record"
    assert rejects(con) == [(2, "provider_id", said), (4, "provider_id", said)]
    assert known(con, "complaints", "complaint_ref, provider_id") == [("K2", "P1")]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["Good,Y", "Inadequate,N"], "Inadequate"),
        (["Inadequate,Y", "Good,N"], "Good"),
        (["Good,N", "Inadequate,N", "Outstanding,"], "Inadequate"),
        (["Good,N", "Not Rated,N"], "Good"),
    ],
)
def test_of_two_ratings_of_one_day_the_own_one_counts_and_then_the_worse(tmp_path: Path, lines: list[str], kept: str):
    head = "cqc_location_id,service_group,domain,published_on,rating,is_inherited\n"
    for number, order in enumerate(permutations(lines)):
        con = empty_warehouse()
        rows = "".join(f"1-1,Overall,Overall,2026-01-10,{line}\n" for line in order)
        load = load_bytes(con, tmp_path, head + rows, name=f"{number}.csv")
        assert load.kept_count == 1
        assert known(con, "cqc_ratings", "rating") == [(kept,)]
        assert "is about the same, and counts" in rejects(con)[0][2]


def test_equal_lines_of_spend_are_both_kept(tmp_path: Path):
    con = empty_warehouse()
    line = "A & B Ltd,02/07/2026,£1,250.50-,care,Nursing".replace("£1,250.50-", '"£1,250.50-"')
    load = load_bytes(con, tmp_path, f"BeneficiaryName,PaymentDate,Amount,Purpose,ProclassLabel\n{line}\n{line}\n")
    assert load.kept_count == 2
    assert known(con, "spend", "amount, paid_on") == [(Decimal("-1250.50"), date(2026, 7, 2))] * 2


@pytest.mark.parametrize(
    ("dates", "expected", "note"),
    [
        (["03/04/2026", "13/04/2026"], [date(2026, 4, 3), date(2026, 4, 13)], "is read day first, since 1 of 2"),
        (["03/04/2026", "04/13/2026"], [date(2026, 3, 4), date(2026, 4, 13)], "is read month first, since 1 of 2"),
        (["03/04/2026", "04/05/2026"], [date(2026, 4, 3), date(2026, 5, 4)], "no value shows which order it is"),
        (["2026-04-03", "3 Apr 2026"], [date(2026, 4, 3), date(2026, 4, 3)], None),
        (["03-Apr-26", "09/Jan/2018 - 00:00"], [date(2018, 1, 9), date(2026, 4, 3)], "has 1 year with two figures: 00"),
        (["2026-04-03T00:00:00", "03/04/26"], [date(2026, 4, 3), date(2026, 4, 3)], "is read day first"),
    ],
)
def test_day_or_month_first_is_read_from_the_whole_column_and_said(tmp_path: Path, dates, expected, note):
    con = empty_warehouse()
    load = complaint(con, tmp_path, "\n".join(f"K{n},P1,{d},,Concern,Delay," for n, d in enumerate(dates)))
    assert sorted(row[0] for row in known(con, "complaints", "received_on")) == sorted(expected)
    assert note in str(load.warnings) if note else "received_on is" not in str(load.warnings)


def dated(con, tmp_path: Path, *dates: str):
    return complaint(con, tmp_path, "\n".join(f"K{n},P1,{d},,Concern,Delay," for n, d in enumerate(dates)))


def test_a_column_that_proves_both_orders_is_not_guessed(tmp_path: Path):
    con = empty_warehouse()
    load = dated(con, tmp_path, "13/04/2026", "04/13/2026", "03/04/2026", "2026-04-03", "3 Apr 2026")
    assert (load.kept_count, load.rejected_count) == (2, 3)
    assert {reason.partition(": found")[0] for _, _, reason in rejects(con)} == {
        "may be day or month first: the column has both orders, so send it with dates such as 2026-08-31"
    }
    assert load.warnings is not None
    assert "has both orders: 1 value has a first part above 12 and 1 a second" in load.warnings


def test_a_slip_that_is_no_date_in_either_order_proves_neither(tmp_path: Path):
    con = empty_warehouse()
    load = dated(con, tmp_path, "13/04/2026", "03/04/2026", "13/13/2026")
    assert (load.kept_count, load.rejected_count) == (2, 1)
    assert rejects(con) == [(4, "received_on", f"{NO_DATE}: found 13/13/2026")]


def test_one_slip_does_not_cost_a_column_its_dates(tmp_path: Path):
    con = empty_warehouse()
    load = dated(con, tmp_path, *["13/04/2026"] * 150, "03/04/2026", "04/13/2026")
    assert rejects(con) == [(153, "received_on", f"{NO_DATE}: found 04/13/2026")]
    assert load.warnings is not None
    assert "is read day first, since 150 of 152 values" in load.warnings
    assert "1 must be the other way round and is rejected" in load.warnings


@pytest.mark.parametrize("mark", ["*", "[x]", "[C]", " * "])
def test_a_suppressed_figure_is_nothing_and_said_and_never_0(tmp_path: Path, mark: str):
    con = empty_warehouse()
    rows = f"A,2026-07-01,1.00,{mark},\nB,{mark},2.00,x,\nC,2026-07-01,{mark},x,\n"
    load = load_bytes(con, tmp_path, f"supplier_name,paid_on,amount,purpose,category\n{rows}")
    assert known(con, "spend", "supplier_name, paid_on, purpose") == [("A", date(2026, 7, 1), None), ("B", None, "x")]
    assert rejects(con) == [(4, "amount", "is blank and may not be")]
    assert load.warnings == "; ".join(
        f"{name} is suppressed in 1 row (* or [c] or [x]): read as blank, never as 0"
        for name in ("paid_on", "amount", "purpose")
    )


def test_a_suppressed_figure_is_found_wherever_in_a_long_file_it_is(tmp_path: Path):
    con = empty_warehouse()
    rows = "A,2026-07-01,1.00,x,\n" * (CHUNK // 20) + "B,2026-07-01,2.00,[C],\n"
    load = load_bytes(con, tmp_path, f"supplier_name,paid_on,amount,purpose,category\n{rows}")
    assert load.warnings == "purpose is suppressed in 1 row (* or [c] or [x]): read as blank, never as 0"


def test_words_match_whatever_their_capitals_and_nothing_has_several_spellings(tmp_path: Path):
    con = empty_warehouse()
    complaint(con, tmp_path, "K1,P1,2026-01-01,n/a,STATUTORY Complaint,Delay,-")
    assert known(con, "complaints", "stage, responded_on, outcome") == [("Statutory complaint", None, None)]


@pytest.mark.parametrize("source", SOURCES)
def test_the_template_of_every_source_loads_without_a_reject(tmp_path: Path, source: str):
    con = empty_warehouse()
    text = io.StringIO()
    csv.writer(text).writerows(template_rows(SOURCES[source], WORDS))
    load = load_bytes(con, tmp_path, text.getvalue())
    assert (load.source, load.kept_count, rejects(con)) == (source, 2, [])


@pytest.mark.parametrize("source", SOURCES)
def test_a_row_of_any_register_can_be_refused_without_the_file(tmp_path: Path, source: str):
    con, text = empty_warehouse(), io.StringIO()
    header, good, spoilt = template_rows(SOURCES[source], WORDS)
    csv.writer(text).writerows([header, good, ["#REF!" if cell else cell for cell in spoilt]])
    load = load_bytes(con, tmp_path, text.getvalue())
    assert (load.source, load.kept_count, load.rejected_count) == (source, 1, 1)


@pytest.mark.parametrize("source", SOURCES)
def test_two_files_of_one_day_of_any_register_may_disagree(tmp_path: Path, source: str):
    con, row = empty_warehouse(), SOURCES[source]
    header, one, other = template_rows(row, WORDS)
    differing = [a if name in row.SOURCE.key else b for name, a, b in zip(header, one, other, strict=True)]
    for name, cells in (("a.csv", one), ("b.csv", differing)):
        text = io.StringIO()
        csv.writer(text).writerows([header, cells])
        load = load_bytes(con, tmp_path, text.getvalue(), name=name)
        assert (load.source, load.refused_because) == (source, None)


def _cell(column: Column) -> st.SearchStrategy[str]:
    """Cells near the edge of what the column takes, right and wrong ones mixed."""
    good: list[st.SearchStrategy[str]] = [
        st.just(""),
        st.sampled_from(["N/A", " - ", "*", "[c]", "0", "x" * 101, "&amp;"]),
    ]
    if column.words:
        good.append(st.sampled_from([*column.words, column.words[0].upper(), column.words[0] + "s"]))
    match column.type.__name__:
        case "date":
            days = st.dates(date(1880, 1, 1), date(2230, 1, 1))
            forms = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%b-%y", "%d %B %Y", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y"]
            good.append(st.builds(lambda day, form: day.strftime(form), days, st.sampled_from(forms)))
            good.append(st.sampled_from(["31/02/2026", "2026-02-30", "2026-1-5", "infinity", "epoch", "0026-01-01"]))
        case "bool":
            good.append(st.sampled_from(["Y", "no", "TRUE", "1.0", "0", "maybe"]))
        case "str":
            good.append(st.text("AZaz09 -£é'", max_size=8))
        case _:
            numbers = st.floats(-5, 2000, allow_nan=False).map(lambda value: f"{value:.3f}")
            good += [numbers, st.integers(-3, 2000).map(str)]
            good.append(st.sampled_from(["£1,250.50", "(3.5)", "7-", "4.5%", "1e3", "nan", "inf", "1.", ".5", "--2"]))
    return st.one_of(good)


@cache
def _changes(source: str) -> st.SearchStrategy[list[list[tuple[str, str]]]]:
    """For each of a few rows, up to three cells to change."""
    columns = [with_words(column, WORDS) for column in checked_columns(SOURCES[source])]
    cells = [st.tuples(st.just(column.name), _cell(column)) for column in columns]
    return st.lists(st.lists(st.one_of(cells), max_size=3), min_size=1, max_size=12)


@pytest.mark.parametrize("source", ["complaints", "contracts", "kpis", "assessments", "risks", "locations"])
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_compiled_checks_judge_as_pydantic_does(source: str, data):
    """Day first throughout: a column that proves month first is another rule, tested above."""
    row = SOURCES[source]
    good_row = dict(zip(*list(template_rows(row, WORDS))[:2], strict=True))
    rows = []
    for number, changes in enumerate(data.draw(_changes(source))):
        rows.append(good_row | dict(changes))
        for key in row.SOURCE.key[:1]:
            rows[-1][key] = rows[-1][key] and f"{rows[-1][key]}~{number}"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(good_row))
    writer.writeheader()
    writer.writerows(rows)
    con = _shared_warehouse()
    with tempfile.TemporaryDirectory() as folder:
        load = load_bytes(con, Path(folder), text.getvalue())
    spellings = Spellings.load(RULES)
    expected = {n for n, cells in enumerate(rows, start=2) if not is_good(row, cells, spellings)}
    found = execute(
        con,
        """select source_row from rejects where load_id = $id and reason not like 'repeats row %'
        union select source_row from refused_cells where load_id = $id""",
        {"id": load.load_id},
    )
    if not load.refused_because:
        undo(con, load.load_id)
    assert {number for (number,) in found} == expected


@cache
def _shared_warehouse():
    """One for all examples: making it takes longer than an example, and each looks at its own load only."""
    return empty_warehouse()
