"""Who a supplier may be, in examples that can be checked: joined by number or by a confirmed name, else proposed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from pipelines.rules import RuleSet
from pipelines.rules.tables.provider_matches import ProviderMatch
from tests.helpers.months import plain
from tests.spec.conftest import Given

DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
PROVIDERS = """
    provider_id | provider_name  | companies_house_number | charity_number | cqc_provider_id
    P1          | Ash Care Ltd   | 01234567               | 1100           | 1-1
    P2          | Birch Care Ltd | SC123456               |                |
    P3          | Cedar Ltd      | 07777777               |                |
    P4          | Cedar Two Ltd  | 07777777               |                |
"""
HEADINGS = "contract_ref | provider_id | supplier_name | companies_house_number | charity_number | start_on | status\n"
CONFIRMED = ProviderMatch(
    written_as="ash care", provider_id="P1", confirmed_by_role="Data officer", confirmed_on=date(2026, 1, 1)
)


def joined(given: Given, contract: str, rules: RuleSet) -> tuple[list[Any], int]:
    """The provider that a contract's review is shown under, and how many proposals there are."""
    warehouse = given(rules, providers=PROVIDERS, contracts=HEADINGS + f"C1 | {contract} | 2026-01-01 | Active")
    [found] = plain(ask(QUESTIONS["reviews_due"], warehouse, **DATES), "provider_id", "provider_name")
    return found, len(ask(QUESTIONS["match_proposals"], warehouse, **DATES))


@pytest.mark.parametrize(
    ("contract", "found"),
    [
        ("P2 | | 01234567 |", ["P2", "Birch Care Ltd"]),  # the register's own id wins
        (" | Somebody | 01234567 |", ["P1", "Ash Care Ltd"]),
        (" | Somebody | 1234567 |", ["P1", "Ash Care Ltd"]),  # a spreadsheet took the zero
        (" | Somebody | sc123456 |", ["P2", "Birch Care Ltd"]),
        (" | Somebody | 01234567 | 9", ["P1", "Ash Care Ltd"]),
        (" | Somebody | | 1100", ["P1", "Ash Care Ltd"]),
        (" | ASH CARE | |", ["P1", "Ash Care Ltd"]),  # confirmed
        (" | Somebody | SC123456 | 1100", ["P2", "Birch Care Ltd"]),  # the company number before the charity's
    ],
)
def test_what_is_exact_is_joined(given: Given, live_rules: RuleSet, contract: str, found: list[Any]) -> None:
    rules = replace(live_rules, rows={**live_rules.rows, "provider_matches": [CONFIRMED]})
    assert joined(given, contract, rules) == (found, 0)


@pytest.mark.parametrize(
    "written_as",
    [
        "St John’s Care Ltd",
        "St John's Care Ltd",
        "St John's  Care Ltd",
        "St John&#39;s Care Ltd",
        "St John&amp;#39;s Care Ltd",
        "ST JOHN&rsquo;S CARE LTD",
        "St\u00a0John`s Care Ltd",
        "St&nbsp;Johns Care Ltd",
    ],
)
def test_a_confirmed_name_holds_however_its_apostrophe_spaces_and_html_are_written(
    given: Given, live_rules: RuleSet, written_as: str
) -> None:
    confirmed = CONFIRMED.model_copy(update={"written_as": "St John's Care Ltd"})
    rules = replace(live_rules, rows={**live_rules.rows, "provider_matches": [confirmed]})
    assert joined(given, f" | {written_as} | |", rules) == (["P1", "Ash Care Ltd"], 0)
    assert joined(given, " | St Joan's Care Ltd | |", rules)[0] == [None, "St Joan's Care Ltd"]


@pytest.mark.parametrize(
    ("contract", "found"),
    [
        (" | Somebody | 1234567.0 |", "P1"),
        (" | Somebody | sc 123456 |", "P2"),
        (" | Somebody | | 1100.0", "P1"),
        (" | Somebody | | 11 00", "P1"),
        (" | Somebody | 12345670 |", None),
        (" | Somebody | 0 | 0", None),
    ],
)
def test_a_number_holds_without_its_spaces_and_what_a_spreadsheet_adds(
    given: Given, live_rules: RuleSet, contract: str, found: str | None
) -> None:
    assert joined(given, contract, live_rules)[0][0] == found


@pytest.mark.parametrize(
    "contract",
    [
        " | Ash Care Ltd | |",  # the same name, but nobody confirmed it
        " | Ash Care Ltd | 07777777 |",  # two providers have that number
        " | Ash Care Ltd | 99999999 | 99",
    ],
)
def test_a_name_alone_is_never_joined(given: Given, live_rules: RuleSet, contract: str) -> None:
    assert joined(given, contract, live_rules) == ([None, "Ash Care Ltd"], 1)


def test_a_name_that_is_alike_is_proposed_with_its_score_and_how_to_confirm_it(given: Given) -> None:
    warehouse = given(
        providers=PROVIDERS,
        contracts=HEADINGS
        + """C1 | | Ash, Care Limited | | | 2026-01-01 | Active
             C2 | | Ash, Care Limited | | | 2026-01-01 | Ended - expired
             C3 | | Dogwood | | | 2026-01-01 | Active""",
        name_scores="""
            written_as        | provider_id | score
            Ash, Care Limited | P1          | 100
            Ash, Care Limited | P2          | 80
            Ash, Care Limited | P3          | 79
            Ash, Care Limited | P9          | 99
            Dogwood           | P1          | 20
        """,
    )
    columns = ("written_as", "record_count", "provider_id", "score", "how_to_confirm", "source_row")
    assert plain(ask(QUESTIONS["match_proposals"], warehouse, **DATES), *columns) == [
        ["Ash, Care Limited", 2, "P1", 100, 'Add to provider_matches.csv: "Ash, Care Limited",P1,role,date', 2],
        ["Ash, Care Limited", 2, "P2", 80, 'Add to provider_matches.csv: "Ash, Care Limited",P2,role,date', 2],
        ["Dogwood", 1, None, None, "Add the provider to providers.csv, or its id to the contract", 4],
    ]


def test_a_provider_that_cqc_names_and_the_register_does_not_is_proposed_from_its_locations(given: Given) -> None:
    warehouse = given(
        providers=PROVIDERS,
        locations="""
            location_id | provider_id | location_name | cqc_location_id | service_type | is_regulated
            L1          | P1          | One           | 1-11            | Care home    | Y
            L2          | P2          | Two           | 1-12            | Care home    | Y
            L3          | P2          | Three         | 1-13            | Care home    | Y
            L4          | P3          | Four          | 1-14            | Care home    | Y
        """,
        cqc_ratings="""
            cqc_location_id | cqc_provider_id | service_group | domain  | rating | published_on
            1-11            | 1-1             | Overall       | Overall | Good   | 2026-01-01
            1-12            | 1-2             | Overall       | Overall | Good   | 2026-01-01
            1-12            | 1-2             | Overall       | Safe    | Good   | 2026-01-01
            1-13            | 1-2             | Overall       | Overall | Good   | 2026-01-01
            1-14            | 1-1             | Overall       | Overall | Good   | 2026-01-01
            1-99            | 1-9             | Overall       | Overall | Good   | 2026-01-01
        """,
    )
    # 1-1 is P1's in the register already, so it is proposed for P3 no more than for P1; 1-99 is at no location of ours.
    columns = ("kind", "written_as", "record_count", "provider_id", "how_to_confirm", "source_row")
    assert plain(ask(QUESTIONS["match_proposals"], warehouse, **DATES), *columns) == [
        ["CQC provider", "1-2", 2, "P2", "In providers.csv, set cqc_provider_id of P2 to 1-2", 3]
    ]


def test_a_location_that_only_cqc_knows_has_the_councils_provider_by_cqcs_id(given: Given) -> None:
    warehouse = given(
        providers=PROVIDERS,
        cqc_ratings="""
            cqc_location_id | cqc_provider_id | service_group | domain | rating | published_on | inspection_category
            1-21 | 1-1 | Overall | Overall | Good | 2026-01-01 | Residential social care
            1-22 | 1-7 | Overall | Overall | Good | 2026-01-01 | Residential social care
        """,
    )
    rows = ask(QUESTIONS["provider_tiers"], warehouse, **DATES).sort_values("location_id")
    assert plain(rows, "location_id", "provider_id", "provider_name") == [
        ["1-21", "P1", "Ash Care Ltd"],
        ["1-22", "1-7", None],
    ]
