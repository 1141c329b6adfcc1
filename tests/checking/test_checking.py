"""Rows are kept, rejected with a reason, or blank; and the checks in SQL judge as pydantic does."""

import csv
import io
import tempfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.checking import checked_columns
from pipelines.columns import Column
from pipelines.reading.decoding import CHUNK
from pipelines.reading.headings import Spellings
from pipelines.reports import template_rows
from pipelines.sources import SOURCES
from pipelines.warehouse import execute
from tests.checking.reference import is_good
from tests.loading import RULES, empty_warehouse, known, load_bytes, rejects

COMPLAINTS = "complaint_ref,provider_id,received_on,responded_on,stage,category,outcome\n"


def complaint(con, tmp_path: Path, cells: str):
    return load_bytes(con, tmp_path, COMPLAINTS + cells + "\n")


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        (",P1,2026-01-01,,Concern,Delay,", "complaint_ref", "is blank and may not be"),
        ("K1,P1,31/02/2026,,Concern,Delay,", "received_on", "is not a date such as 2026-08-31 or 31/08/2026"),
        ("K1,P1,1026-01-01,,Concern,Delay,", "received_on", "is outside the years 1900 to 2199"),
        ("K1,P1,2026-01-01,,Letter,Delay,", "stage", "is not one of Concern, Statutory complaint, LGSCO"),
        (
            "K1,P1,2026-01-02,2026-01-01,Concern,Delay,",
            "responded_on and received_on",
            "responded_on is before received_on",
        ),
        (f"{'K' * 101},P1,2026-01-01,,Concern,Delay,", "complaint_ref", "is longer than 100 characters"),
    ],
)
def test_each_fault_names_row_column_and_what_is_wrong(tmp_path: Path, cells: str, field: str, reason: str):
    con = empty_warehouse()
    load = complaint(con, tmp_path, cells)
    assert (load.kept_count, load.rejected_count) == (0, 1)
    assert rejects(con) == [(2, field, reason)]


def test_a_row_with_two_faults_is_one_rejected_row_with_two_reasons(tmp_path: Path):
    con = empty_warehouse()
    load = complaint(con, tmp_path, "K1,,yesterday,,Concern,Delay,")
    assert load.rejected_count == 1
    assert [field for _, field, _ in rejects(con)] == ["provider_id", "received_on"]


def test_of_two_rows_with_one_key_the_first_is_kept(tmp_path: Path):
    con = empty_warehouse()
    load = complaint(
        con,
        tmp_path,
        "K1,P1,2026-01-01,,Concern,Delay,\nK2,P1,2026-01-01,,Concern,Delay,\nK1,P2,2026-01-01,,Concern,Delay,",
    )
    assert (load.kept_count, load.rejected_count) == (2, 1)
    assert rejects(con) == [(4, "complaint_ref", "has the same key as row 2")]
    assert known(con, "complaints", "complaint_ref, provider_id") == [("K1", "P1"), ("K2", "P1")]


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
    assert (note is None and load.warnings is None) or (note in load.warnings)


def dated(con, tmp_path: Path, *dates: str):
    return complaint(con, tmp_path, "\n".join(f"K{n},P1,{d},,Concern,Delay," for n, d in enumerate(dates)))


def test_a_column_that_proves_both_orders_is_not_guessed(tmp_path: Path):
    con = empty_warehouse()
    load = dated(con, tmp_path, "13/04/2026", "04/13/2026", "03/04/2026", "2026-04-03", "3 Apr 2026")
    assert (load.kept_count, load.rejected_count) == (2, 3)
    assert {reason for _, _, reason in rejects(con)} == {
        "may be day or month first: the column has both orders, so send it with dates such as 2026-08-31"
    }
    assert load.warnings is not None
    assert "has both orders: 1 values have a first part above 12 and 1 a second" in load.warnings


def test_one_slip_does_not_cost_a_column_its_dates(tmp_path: Path):
    con = empty_warehouse()
    load = dated(con, tmp_path, *["13/04/2026"] * 150, "03/04/2026", "04/13/2026")
    assert rejects(con) == [(153, "received_on", "is not a date such as 2026-08-31 or 31/08/2026")]
    assert load.warnings is not None
    assert "is read day first, since 150 of 152 values" in load.warnings
    assert "1 must be the other way round and are rejected" in load.warnings


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
    csv.writer(text).writerows(template_rows(SOURCES[source]))
    load = load_bytes(con, tmp_path, text.getvalue())
    assert (load.source, load.kept_count, rejects(con)) == (source, 2, [])


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
    cells = [st.tuples(st.just(column.name), _cell(column)) for column in checked_columns(SOURCES[source])]
    return st.lists(st.lists(st.one_of(cells), max_size=3), min_size=1, max_size=12)


@pytest.mark.parametrize("source", ["complaints", "contracts", "kpis", "assessments", "risks", "locations"])
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_compiled_checks_judge_as_pydantic_does(source: str, data):
    """Day first throughout: a column that proves month first is another rule, tested above."""
    row = SOURCES[source]
    good_row = dict(zip(*list(template_rows(row))[:2], strict=True))
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
    nulls = spellings.nulls + spellings.suppressed
    expected = {n for n, cells in enumerate(rows, start=2) if not is_good(row, cells, nulls)}
    found = execute(con, "select source_row from rejects where load_id = $id", {"id": load.load_id})
    assert {number for (number,) in found} == expected


@cache
def _shared_warehouse():
    """One for all examples: making it takes longer than an example, and each looks at its own load only."""
    return empty_warehouse()
