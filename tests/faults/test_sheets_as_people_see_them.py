"""A cell of a workbook is what a person sees there, and in an answer it is what it would be from a CSV."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Council
from tests.reading.books import WRITERS, Error, Merged, Percent, Unsaved, Zeros

HEAD = ["contract_ref", "title", "provider_id", "start_on", "current_end_on", "annual_value", "department"]
START, END = date(2022, 4, 1), date(2028, 3, 31)


def book(kind: str, folder: Path, rows: list[list[Any]], merged: Merged = []) -> bytes:  # noqa: B006
    path = folder / f"made.{kind}"
    WRITERS[kind](path, rows, merged)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_formula_without_a_result_and_an_error_are_not_known_and_never_no_end(
    council: Council, tmp_path: Path, kind: str
):
    rows = [
        HEAD,
        ["C1", "a", "P1", START, Unsaved(), Unsaved(), ""],
        ["C2", "a", "P2", START, Error("#REF!"), Error("#DIV/0!"), ""],
        ["C3", "a", "P3", START, END, 12000, ""],
    ]
    found = council.receive({f"contracts.{kind}": book(kind, tmp_path, rows)})
    assert [load.kept_count for load in found.values()] == [3]
    assert council.answer("overdue_reviews", "contract_ref", "annual_value", "not_read") == [
        ["C1", None, "annual value; current end on"],
        ["C2", None, "annual value; current end on"],
        ["C3", 12000.0, None],
    ]
    said = {(row, field): reason for row, field, reason in council.cells()}
    assert "formula without a result" in said[2, "annual_value"]
    assert (said[3, "current_end_on"], said[3, "annual_value"]) == (
        "shows an error (#REF!)",
        "shows an error (#DIV/0!)",
    )
    ended = {ref for ref, reason in council.left_out("monthly_indicators") if "end date could not be read" in reason}
    assert ended == {"C1", "C2"}


def test_a_formula_without_a_result_in_a_column_without_which_a_row_is_nothing(council: Council, tmp_path: Path):
    """Other columns: the start and the reference of a contract. What was known stays, and the reason says why."""
    good = [HEAD, ["C1", "a", "P1", START, END, 1, ""], ["C2", "a", "P2", START, END, 1, ""]]
    bad = [HEAD, ["C1", "a", "P1", Unsaved(), END, 1, ""], [Error("#N/A"), "a", "P2", START, END, 1, ""], good[2]]
    council.receive(
        {
            "2026-07-31/contracts.xlsx": book("xlsx", tmp_path, good),
            "contracts.xlsx": book("xlsx", tmp_path, bad),
        }
    )
    assert council.answer("overdue_reviews", "contract_ref", "not_read") == [
        ["C1", "newer row refused (2026-08-31/contracts.xlsx#Data row 2)"],
        ["C2", None],
    ]
    said = {(row, field): reason for row, field, reason in council.rejects()}
    assert "formula without a result" in said[2, "start_on"]
    assert "#N/A" in said[3, "contract_ref"] or "blank" in said[3, "contract_ref"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_merged_cells_count_for_each_row_they_are_shown_beside(council: Council, tmp_path: Path, kind: str):
    rows = [
        HEAD,
        ["C1", "a", "P1", START, END, 1, "Adults"],
        ["C2", "a", "", START, END, 1, ""],
        ["C3", "a", "", START, END, 1, ""],
        ["C4", "a", "P4", START, END, 1, ""],
    ]
    found = council.receive({f"contracts.{kind}": book(kind, tmp_path, rows, [(1, 3, 2, 2), (1, 2, 6, 6)])})
    assert council.answer("overdue_reviews", "contract_ref", "provider_id") == [
        ["C1", "P1"], ["C2", "P1"], ["C3", "P1"], ["C4", "P4"],
    ]  # fmt: skip
    assert council.known("contracts", "department") == [["Adults"], ["Adults"], [None], [None]]
    assert ["C2:C4" in str(load.warnings) for load in found.values()] == [True]


def test_an_area_and_a_rating_that_are_merged_are_known_of_each_home(council: Council, tmp_path: Path):
    """Another register: the area of three homes, and one date over two of them."""
    rows = [
        ["location_id", "provider_id", "location_name", "service_type", "is_regulated", "Area", "manager_vacant_since"],
        ["L1", "P1", "Alder House", "Residential home", "Y", "North Vale", date(2025, 1, 1)],
        ["L2", "P1", "Birch House", "Residential home", "Y", "", ""],
        ["L3", "P1", "Cedar House", "Residential home", "Y", "", ""],
    ]
    council.receive({"locations.xlsx": book("xlsx", tmp_path, rows, [(1, 3, 5, 5), (1, 2, 6, 6)])})
    assert [area for [area] in council.answer("provider_tiers", "locality")] == ["North Vale"] * 3
    vacancies = council.answer("provider_tier_evidence", "rule_id", "location_id", "state", "points")
    assert {home for rule, home, _, points in vacancies if rule == "manager-vacancy" and points} == {"L1", "L2"}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_zeros_that_only_the_format_shows_are_part_of_a_reference(council: Council, tmp_path: Path, kind: str):
    rows = [HEAD, [Zeros(123, 6), "a", Zeros(7, 4), date(2020, 4, 1), END, 1, ""]]
    reviews = (
        "review_ref,review_type,contract_ref,completed_on,status\nR1,Contract review,000123,2026-08-01,Completed\n"
    )
    council.receive({f"contracts.{kind}": book(kind, tmp_path, rows), "reviews.csv": reviews})
    assert council.answer("reviews_due", "contract_ref", "provider_id", "last_completed_on") == [
        ["000123", "0007", "2026-08-01"]
    ]
    assert council.ask("flags").query("source == 'reviews'").empty


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_share_shown_in_per_cent_does_not_make_a_good_return_a_bad_one(council: Council, tmp_path: Path, kind: str):
    head = ["contract_ref", "provider_id", "location_id", "kpi_code", "kpi_name", "period_start", "period_end"]
    head += ["due_on", "received_on", "value", "target", "better"]
    days = [date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 15), date(2026, 7, 10)]
    rows = [
        head,
        ["C1", "P1", "L1", "K1", "On time", *days, Percent(0.97), 95, "Higher"],
        ["C1", "P1", "L2", "K1", "On time", *days, Percent(0.9), 95, "Higher"],
    ]
    homes = "location_id,provider_id,location_name,service_type,is_regulated\n"
    homes += "L1,P1,Alder House,Supported living,N\nL2,P1,Birch House,Supported living,N\n"
    council.receive({f"kpis.{kind}": book(kind, tmp_path, rows), "locations.csv": homes})
    assert council.known("kpis", "value", "target") == [[90.0, 95.0], [97.0, 95.0]]
    found = council.answer("provider_tier_evidence", "rule_id", "location_id", "value")
    assert [[home, value] for rule, home, value in found if rule == "kpis-below"] == [["L1", 0.0], ["L2", 1.0]]
