"""Rows that were kept and should be looked at, in examples a data officer can check."""

from datetime import date
from typing import Any

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.references import named_references
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of
from tests.helpers.months import plain
from tests.spec.conftest import Given

DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
KNOWN = {
    "providers": "provider_id | provider_name\nP1 | One Ltd",
    "locations": "location_id | provider_id | location_name | service_type | is_regulated\nL1 | P1 | A | Care home | Y",
    "officers": "officer_id | display_name\nO1 | Contract Officer 1",
    "contracts": "contract_ref | provider_id | start_on\nC1 | P1 | 2026-01-01",
}
POINTS_TO = {"provider": "providers", "location": "locations", "contract": "contracts", "officer": "officers"}


def flags(given: Given, **tables: str) -> list[list[Any]]:
    rows = ask(QUESTIONS["flags"], given(**tables), **DATES)
    return plain(rows, "severity", "source", "field", "reason", "source_file", "source_row")


def reference_columns() -> list[tuple[str, str, str]]:
    """(source, column, register it points to) for every column that is named like a reference, own names aside."""
    found = []
    for source, row in SOURCES.items():
        for column in columns_of(row):
            for word, register in POINTS_TO.items():
                names = (f"{word}_id", f"{word}_ref")
                is_cqcs = column.name.startswith("cqc_")
                if column.name.endswith(names) and not is_cqcs and not column.is_name:
                    found.append((source, column.name, register))
    return found


@pytest.mark.parametrize(("source", "column", "register"), reference_columns())
def test_every_reference_says_its_register(source: str, column: str, register: str) -> None:
    [declared] = [one for one in columns_of(SOURCES[source]) if one.name == column]
    assert declared.refers_to == register
    assert f"'{source}' as source, '{column}' as field, '{register}' as target," in named_references()


def test_what_is_known_and_what_is_blank_is_not_flagged(given: Given) -> None:
    reviews = (
        "review_ref | review_type | contract_ref | provider_id | status\nR1 | Contract review | C1 | P1 | Scheduled"
    )
    assert flags(given, **KNOWN, reviews=reviews) == []


def test_what_names_nothing_that_is_known_is_flagged_by_file_and_row(given: Given) -> None:
    reviews = """
        review_ref | review_type     | contract_ref | provider_id | location_id | lead_officer_id | status
        R1         | Contract review | C1           | P1          | L1          | O1              | Scheduled
        R2         | Contract review | C9           | P9          | L9          | O9              | Scheduled
    """
    assert flags(given, **KNOWN, reviews=reviews) == [
        ["flag", "reviews", "contract_ref", "Is not in contracts", "reviews.csv", 3],
        ["flag", "reviews", "lead_officer_id", "Is not in officers", "reviews.csv", 3],
        ["flag", "reviews", "location_id", "Is not in locations", "reviews.csv", 3],
        ["flag", "reviews", "provider_id", "Is not in providers", "reviews.csv", 3],
    ]


def test_a_register_that_was_never_received_makes_nothing_unknown(given: Given) -> None:
    contracts = "contract_ref | provider_id | lead_officer_id | start_on\nC1 | P9 | O9 | 2026-01-01"
    assert flags(given, contracts=contracts) == []


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"current_end_on": "2122-03-31"}, [["current_end_on", "The end is unlikely far from the start"]]),
        ({"current_end_on": "2076-01-01"}, []),
        ({"current_end_on": "2076-01-02"}, [["current_end_on", "The end is unlikely far from the start"]]),
        ({"max_end_on": "2100-01-01"}, [["max_end_on", "The end is unlikely far from the start"]]),
        ({"total_value": "30000000000"}, [["total_value", "The amount is unlikely large"]]),
        ({"annual_value": "-500000000"}, [["annual_value", "The amount is unlikely large"]]),
        ({"annual_value": "499999999.99"}, []),
    ],
)
def test_what_is_unlikely_is_to_be_checked(given: Given, cells: dict[str, str], found: list[list[str]]) -> None:
    whole = {"contract_ref": "C1", "provider_id": "P1", "start_on": "2026-01-01", **cells}
    contracts = " | ".join(whole) + "\n" + " | ".join(whole.values())
    expected = [["check", "contracts", *one, "contracts.csv", 2] for one in found]
    assert flags(given, contracts=contracts) == expected


@pytest.mark.parametrize(("amount", "count"), [("49999999", 0), ("50000000", 1), ("-50000000", 1)])
def test_a_payment_beyond_the_limit_is_to_be_checked(given: Given, amount: str, count: int) -> None:
    assert len(flags(given, spend=f"supplier_name | amount\nA | {amount}")) == count


def nearest(given: Given, **tables: str) -> list[list[Any]]:
    rows = ask(QUESTIONS["flags"], given(**tables), **DATES)
    return plain(rows, "severity", "source", "field", "reason", "nearest", "source_row")


ALIKE = "Differs from another only in capitals, dashes or spaces"


@pytest.mark.parametrize("other", ["c-001", "C\u2013001", "C\u2011001", "c\u2212001"])
def test_records_whose_references_are_alike_are_told_of_by_both(given: Given, other: str) -> None:
    contracts = f"""
        contract_ref | provider_id | start_on
        C-001        | P1          | 2026-01-01
        {other}      | P1          | 2026-01-01
        C-002        | P1          | 2026-01-01
        C-002        | P2          | 2026-01-01
    """
    assert nearest(given, contracts=contracts) == [
        ["check", "contracts", "contract_ref", ALIKE, f"{other}, contracts.csv row 3", 2],
        ["check", "contracts", "contract_ref", ALIKE, "C-001, contracts.csv row 2", 3],
    ]


def test_of_several_that_are_alike_each_is_told_of_once(given: Given) -> None:
    reviews = """
        review_ref | review_type
        R-1        | Contract review
        r-1        | Contract review
        R\u20131   | Contract review
    """
    assert [(row[2], row[4], row[5]) for row in nearest(given, reviews=reviews)] == [
        ("review_ref", "R\u20131, reviews.csv row 4", 2),
        ("review_ref", "R-1, reviews.csv row 2", 3),
        ("review_ref", "R-1, reviews.csv row 2", 4),
    ]


def test_of_an_officer_only_the_row_is_told(given: Given) -> None:
    officers = "officer_id | display_name\nO1 | Contract Officer 1\no1 | Contract Officer 2"
    assert [row[4] for row in nearest(given, officers=officers)] == ["officers.csv row 3", "officers.csv row 2"]


def test_a_reference_that_finds_nothing_but_for_its_capitals_says_which_one_is_nearest(given: Given) -> None:
    contracts = "contract_ref | provider_id | start_on\nC-001 | P1 | 2026-01-01"
    reviews = """
        review_ref | review_type     | contract_ref | lead_officer_id
        R1         | Contract review | c-001        | o1
        R2         | Contract review | C-009        | O1
    """
    officers = "officer_id | display_name\nO1 | Contract Officer 1"
    but = "but with other capitals, dashes or spaces"
    assert nearest(given, contracts=contracts, reviews=reviews, officers=officers) == [
        ["flag", "reviews", "contract_ref", "Is not in contracts", None, 3],
        ["flag", "reviews", "contract_ref", f"Is not in contracts {but}", "C-001, contracts.csv row 2", 2],
        ["flag", "reviews", "lead_officer_id", f"Is not in officers {but}", "officers.csv row 2", 2],
    ]


def test_a_rating_whose_cqc_id_is_written_in_another_way_than_the_locations_is_told_of(given: Given) -> None:
    """Nothing joins the two, so the location would stand without a rating and nobody would see why."""
    locations = """
        location_id | provider_id | location_name | service_type | is_regulated | cqc_location_id
        L1          | P1          | A             | Care home    | Y            | 1-101
    """
    ratings = """
        cqc_location_id | service_group | domain  | rating | published_on
        1\u2013101      | Overall       | Overall | Good   | 2026-01-01
        1-101           | Overall       | Safe    | Good   | 2026-01-01
        1-102           | Overall       | Overall | Good   | 2026-01-01
    """
    found = nearest(given, providers=KNOWN["providers"], locations=locations, cqc_ratings=ratings)
    assert found == [["check", "cqc_ratings", "cqc_location_id", ALIKE, "1-101, locations.csv row 2", 2]]


def test_every_register_says_what_its_records_are_called() -> None:
    """Those without a name of their own are known by a contract or a home and a day, or by a name in words."""
    without = {"contract_tierings", "cqc_ratings", "kpis", "tier_decisions", "spend", "listed_homes"}
    for source, row in SOURCES.items():
        names = [column.name for column in columns_of(row) if column.is_name]
        assert bool(names) == (source not in without), source
        assert not names or names[0] in row.SOURCE.key
