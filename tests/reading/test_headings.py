"""Headings: none means two columns without a word, and a refusal names what the file most likely is."""

import shutil
from pathlib import Path

import pytest

from pipelines.reading.headings import Spellings
from pipelines.reading.layout import HEADINGS_WITHIN, MOST_HEADINGS
from pipelines.rule_files import RulesError
from tests.helpers.loading import RULES, empty_warehouse, known, load_bytes

TWO = "Supplier,{},Purpose\nAlder,2026-08-01,{},x\n"


@pytest.mark.parametrize("order", [("Amount", "Net Amount"), ("Net Amount", "Amount")])
def test_of_two_headings_the_one_the_register_prefers_counts_whatever_their_order(tmp_path: Path, order):
    con = empty_warehouse()
    cells = {"Amount": "120", "Net Amount": "100"}
    content = TWO.format("Payment date," + ",".join(order), ",".join(cells[one] for one in order))
    load = load_bytes(con, tmp_path, content)
    assert known(con, "spend", "amount") == [(100,)]
    assert "amount is read from Net Amount, and not from Amount" in (load.warnings or "")
    assert load.dropped_columns == "Amount"


@pytest.mark.parametrize("order", [("Supplier", "Payee"), ("Payee", "Supplier"), ("Payee", "Payee")])
def test_two_headings_that_mean_one_column_are_refused_where_their_cells_differ(tmp_path: Path, order):
    rows = "{},{},Amount\nAlder,Alder,1\nBirch,{},2\n"
    con = empty_warehouse()
    refused = load_bytes(con, tmp_path, rows.format(*order, "Cedar")).refused_because or ""
    assert f"Two headings mean supplier_name ({order[0]} and {order[1]})" in refused
    assert "row 3" in refused
    assert load_bytes(con, tmp_path, rows.format(*order, "Birch")).kept_count == 2


def test_a_file_is_refused_as_what_it_most_likely_is_with_the_one_spelling_to_add(tmp_path: Path):
    head = "Directorate,Group Description,Paid Date,Supplier Name,Internal Ref,Cost Centre,Total (excludes VAT)\n"
    load = load_bytes(empty_warehouse(), tmp_path, f"{head}Adults,Care,05/08/2026,Alder,9,A1,1.00\n")
    assert (load.refused_because or "").startswith(
        "The headings look like spend, but these columns are missing: amount."
    )
    assert 'add "Total (excludes VAT)" to amount below [spend] in columns.toml' in (load.refused_because or "")


def test_a_big_register_is_not_taken_for_a_small_one_for_want_of_two_columns(tmp_path: Path):
    head = "Ref no,Title of agreement,Vendor,Begin,EndDate,ReviewDate,ContractValue,SMESupplier,ProcessType\n"
    load = load_bytes(empty_warehouse(), tmp_path, f"{head}C1,x,A,2026-01-01,2027-01-01,,1,Y,Open\n")
    assert "look like contracts, but these columns are missing: contract_ref, start_on" in (load.refused_because or "")


def test_an_optional_column_that_an_unread_heading_is_likely_to_be_is_named(tmp_path: Path):
    content = "contract_ref,provider_id,start_on,Current end dt\nC1,P1,2026-01-01,2027-01-01\n"
    load = load_bytes(empty_warehouse(), tmp_path, content)
    assert 'current_end_on ("Current end dt" may be it)' in (load.warnings or "")
    plain = load_bytes(empty_warehouse(), tmp_path, content.replace("Current end dt", "Colour"))
    assert "may be it" not in (plain.warnings or "")
    assert "not in the file: " in (plain.warnings or "")
    assert " other optional columns" in (plain.warnings or "")


@pytest.mark.parametrize(("above", "is_found"), [(HEADINGS_WITHIN - 1, True), (HEADINGS_WITHIN, False)])
def test_headings_are_looked_for_in_so_many_rows(tmp_path: Path, above: int, is_found: bool):
    content = "Payments of the council,,\n" * above + "Supplier,Amount,Date\nA,1,2026-08-01\n"
    load = load_bytes(empty_warehouse(), tmp_path, content)
    assert (load.header_row == above + 1, load.refused_because is None) == (is_found, is_found)


@pytest.mark.parametrize("columns", [MOST_HEADINGS, MOST_HEADINGS + 1])
def test_as_many_headings_are_read_as_are_said_and_not_one_more(tmp_path: Path, columns: int):
    others = "".join(f",Other {number}" for number in range(columns - 2))
    load = load_bytes(empty_warehouse(), tmp_path, f"Supplier,Amount{others}\nA,1\n", source="spend")
    if columns == MOST_HEADINGS:
        assert (load.refused_because, load.kept_count) == (None, 1)
    else:
        assert (load.refused_because or "").startswith("The row of headings has 1,001 columns, and at most 1,000 are")


def test_optional_columns_that_are_not_there_are_named_where_a_figure_needs_them_and_counted_else(tmp_path: Path):
    load = load_bytes(empty_warehouse(), tmp_path, "Supplier,Amount\nA,1\n")
    assert load.warnings == "not in the file: paid_on and 2 other optional columns"
    load = load_bytes(empty_warehouse(), tmp_path, "Supplier,Date,Amount,Purpose\nA,2026-08-01,1,x\n")
    assert load.warnings == "not in the file: 1 optional column"
    load = load_bytes(empty_warehouse(), tmp_path, "Supplier,Date,Amount,Purpose,Category\nA,2026-08-01,1,x,y\n")
    assert load.warnings is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[preferred.spend]\ncolour = ["x"]', "colour"),
        ('[preferred.colours]\nred = ["x"]', "preferred.colours is not a source"),
        ("preferred = 5", "preferred"),
        ('[preferred.spend]\namount = "Net"', "not a list in brackets"),
    ],
)
def test_a_mistake_in_what_is_preferred_is_one_sentence(tmp_path: Path, content: str, said: str):
    shutil.copytree(RULES, tmp_path / "rules")
    (tmp_path / "rules" / "columns.toml").write_text(content)
    with pytest.raises(RulesError) as refused:
        Spellings.load(tmp_path / "rules")
    assert said in str(refused.value)


def test_the_spellings_that_are_preferred_are_spellings_of_their_column():
    spellings = Spellings.load(RULES)
    assert spellings.preferred
    for source, columns in spellings.preferred.items():
        for name, preferred in columns.items():
            known_as = {one.lower().replace(" ", "") for one in spellings.aliases[source][name]}
            assert {one.lower().replace(" ", "") for one in preferred} <= known_as
