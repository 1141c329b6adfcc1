"""When contract reviews are due, in examples a contract manager can check."""

from datetime import date

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

DUE = QUESTIONS["reviews_due"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
BEFORE_THE_RULES = {"as_of": date(2023, 3, 31), "known_on": date(2026, 8, 31)}
CONTRACT = """
    contract_ref | provider_id | start_on
    C1           | P1          | 2026-01-31
"""
HOMES = """
    location_id | provider_id | location_name | service_type     | is_regulated | locality   | closed_on
    L1          | P1          | One           | Residential home | N            | North Vale | closed
    L2          | P1          | Two           | Residential home | N            | North Vale |
"""
TIERINGS = (
    "contract_ref | assessed_on | annual_value_score | impact_score | continuity_score | complexity_score"
    " | strategic_score | agreed_tier | assessed_by_role"
)


def contract(start_on: str) -> str:
    return f"contract_ref | provider_id | start_on\nC1 | P1 | {start_on}"


def tiering(*lines: str) -> str:
    return TIERINGS + "\n" + "\n".join(f"C1 | {line} | Head" for line in lines)


@pytest.mark.parametrize(
    ("start_on", "due_on", "state", "days", "band"),
    [
        ("2026-08-31", "2027-08-31", "not yet due", None, None),
        ("2025-10-31", "2026-10-31", "not yet due", None, None),
        ("2025-10-30", "2026-10-30", "due soon", None, None),
        ("2025-08-31", "2026-08-31", "due soon", None, None),
        ("2025-08-30", "2026-08-30", "overdue", 1, "1-30"),
        ("2025-08-01", "2026-08-01", "overdue", 30, "1-30"),
        ("2025-07-31", "2026-07-31", "overdue", 31, "31-90"),
        ("2025-06-02", "2026-06-02", "overdue", 90, "31-90"),
        ("2025-06-01", "2026-06-01", "overdue", 91, "91+"),
        ("2024-02-29", "2025-02-28", "overdue", 549, "91+"),
    ],
)
def test_a_contract_without_a_review_is_due_a_year_after_its_start(
    given: Given, start_on: str, due_on: str, state: str, days: int | None, band: str | None
) -> None:
    rows = ask(DUE, given(contracts=contract(start_on)), **DATES)
    assert plain(rows, "counted_from", "due_on", "state", "days_overdue", "overdue_band", "source_row") == [
        [start_on, due_on, state, days, band, 2]
    ]
    assert plain(rows, "contract_tier", "interval_months", "interval_reason", "last_completed_on") == [
        ["Not tiered", 12, "Contract tier Not tiered", None]
    ]


@pytest.mark.parametrize(
    ("scores", "agreed", "tier", "months", "due_on"),
    [
        ("1 | 1 | 1 | 1 | 1", "", "Bronze", 12, "2027-01-31"),
        ("2 | 2 | 1 | 1 | 1", "", "Bronze", 12, "2027-01-31"),
        ("2 | 2 | 2 | 1 | 1", "", "Silver", 6, "2026-07-31"),
        ("3 | 2 | 2 | 2 | 2", "", "Silver", 6, "2026-07-31"),
        ("3 | 3 | 2 | 2 | 2", "", "Gold", 3, "2026-04-30"),
        ("3 | 3 | 3 | 3 | 3", "Bronze", "Bronze", 12, "2027-01-31"),
    ],
)
def test_the_contract_tier_is_the_agreed_one_or_else_by_its_scores(
    given: Given, scores: str, agreed: str, tier: str, months: int, due_on: str
) -> None:
    rows = ask(DUE, given(contracts=CONTRACT, contract_tierings=tiering(f"2026-02-01 | {scores} | {agreed}")), **DATES)
    assert plain(rows, "contract_tier", "interval_months", "due_on") == [[tier, months, due_on]]


@pytest.mark.parametrize(
    ("total_value", "scores", "tier"),
    [
        ("5000000", "1 | 1 | 1 | 1 | 1", "Bronze"),
        ("5000000.01", "1 | 1 | 1 | 1 | 1", "Silver"),
        ("5000000.01", "3 | 3 | 2 | 2 | 2", "Gold"),
        ("", "1 | 3 | 1 | 1 | 1", "Bronze"),
        ("", "1 | 1 | 3 | 1 | 1", "Bronze"),
    ],
)
def test_a_large_contract_is_at_least_silver(given: Given, total_value: str, scores: str, tier: str) -> None:
    contracts = f"contract_ref | provider_id | start_on | total_value\nC1 | P1 | 2026-01-31 | {total_value}"
    warehouse = given(contracts=contracts, contract_tierings=tiering(f"2026-02-01 | {scores} | "))
    assert plain(ask(DUE, warehouse, **DATES), "contract_tier") == [[tier]]


def test_the_newest_assessment_by_the_day_counts(given: Given) -> None:
    warehouse = given(
        contracts=CONTRACT,
        contract_tierings=tiering(
            "2026-02-01 | 1 | 1 | 1 | 1 | 1 | Bronze",
            "2026-08-31 | 1 | 1 | 1 | 1 | 1 | Silver",
            "2026-09-01 | 1 | 1 | 1 | 1 | 1 | Gold",
        ),
    )
    assert plain(ask(DUE, warehouse, **DATES), "contract_tier") == [["Silver"]]


@pytest.mark.parametrize(
    ("decision", "months", "reason", "quality_tier"),
    [
        ("2026-08-31 | Tier 2 | ", 3, "Provider quality tier Tier 2", "Tier 2"),
        ("2026-08-31 | Tier 3 | ", 1, "Provider quality tier Tier 3", "Tier 3"),
        ("2026-08-31 | Tier 1 | ", 12, "Contract tier Not tiered", "Tier 1"),
        ("2026-09-01 | Tier 3 | ", 12, "Contract tier Not tiered", "BAU"),
        ("2026-01-01 | Tier 3 | 2026-08-31", 1, "Provider quality tier Tier 3", "Tier 3"),
        # An expired decision stands until another replaces it.
        ("2026-01-01 | Tier 3 | 2026-08-30", 1, "Provider quality tier Tier 3", "Tier 3"),
    ],
)
def test_the_quality_tier_recorded_for_the_provider_shortens_the_interval(
    given: Given, decision: str, months: int, reason: str, quality_tier: str
) -> None:
    decisions = (
        "provider_id | location_id | decided_on | recorded_tier | expires_on | decided_by_role | reason\n"
        f"P1 | L1 | {decision} | Head | Why\nP1 | L2 | 2026-01-01 | BAU | 2026-01-02 | Head | Why"
    )
    rows = ask(
        DUE, given(contracts=CONTRACT, locations=HOMES.replace("| closed\n", "|\n"), tier_decisions=decisions), **DATES
    )
    assert plain(rows, "interval_months", "interval_reason", "quality_tier") == [[months, reason, quality_tier]]


@pytest.mark.parametrize(
    ("closed_on", "decisions", "quality_tier", "months"),
    [
        # A home that closed at Tier 3 makes nothing due monthly for ever.
        ("2024-06-30", "P1 | L1 | 2024-01-01 | Tier 3", "Not recorded", 12),
        # The newer tier of the provider's only home replaces an older one of the whole provider.
        ("2024-06-30", "P1 | | 2024-01-01 | Tier 3\nP1 | L2 | 2026-01-01 | BAU", "BAU", 12),
        ("", "P1 | | 2024-01-01 | Tier 3\nP1 | L2 | 2026-01-01 | BAU", "Tier 3", 1),
    ],
)
def test_the_tier_is_the_one_that_every_page_shows(
    given: Given, closed_on: str, decisions: str, quality_tier: str, months: int
) -> None:
    lines = "\n".join(f"{line} | Head | Why" for line in decisions.splitlines())
    warehouse = given(
        contracts=CONTRACT,
        locations=HOMES.replace("| closed\n", f"| {closed_on}\n"),
        tier_decisions=f"provider_id | location_id | decided_on | recorded_tier | decided_by_role | reason\n{lines}",
    )
    assert plain(ask(DUE, warehouse, **DATES), "quality_tier", "interval_months") == [[quality_tier, months]]


@pytest.mark.parametrize(
    ("review", "last"),
    [
        ("Contract review | C1 | P1 | 2026-08-31 | Completed", "2026-08-31"),
        ("CHC contract review | C1 | P1 | 2026-08-31 | Completed", "2026-08-31"),
        ("Contract review | | P1 | 2026-08-31 | Completed", "2026-08-31"),
        ("Contract review | C1 | P1 | 2026-09-01 | Completed", None),
        ("Contract review | C1 | P1 | 2026-08-01 | Scheduled", None),
        ("Contract review | C1 | P1 | 2026-08-01 | Postponed", None),
        ("Contract review | C1 | P1 | 2026-08-01 | Cancelled", None),
        ("Contract review | C1 | P1 | | Completed", None),
        ("Contract review | C2 | P1 | 2026-08-01 | Completed", None),
        ("Contract review | C1 | P2 | 2026-08-01 | Completed", "2026-08-01"),
        ("Contract review | | P2 | 2026-08-01 | Completed", None),
        ("Quality assurance review | C1 | P1 | 2026-08-01 | Completed", None),
    ],
)
def test_only_a_completed_review_of_this_contract_resets_the_clock(given: Given, review: str, last: str | None) -> None:
    reviews = f"review_ref | review_type | contract_ref | provider_id | completed_on | status\nR1 | {review}"
    rows = ask(DUE, given(contracts=CONTRACT, reviews=reviews), **DATES)
    counted_from = last or "2026-01-31"
    row = 2 if last else None
    assert plain(rows, "last_completed_on", "counted_from", "review_source_row") == [[last, counted_from, row]]


def test_the_last_of_several_reviews_counts_and_of_one_day_the_lower_reference(given: Given) -> None:
    reviews = """
        review_ref | review_type     | contract_ref | provider_id | completed_on | status
        R3         | Contract review | C1           | P1          | 2026-05-01   | Completed
        R1         | Contract review | C1           | P1          | 2026-04-01   | Completed
        R2         | Contract review | C1           | P1          | 2026-05-01   | Completed
    """
    rows = ask(DUE, given(contracts=CONTRACT, reviews=reviews), **DATES)
    assert plain(rows, "last_completed_on", "review_source_file", "review_source_row") == [
        ["2026-05-01", "reviews.csv", 4]
    ]


@pytest.mark.parametrize(
    ("out_of_county", "chc", "exceptional", "state", "reason"),
    [
        ("N", "N", "N", "overdue", None),
        ("Y", "N", "N", "exempt", "Out of county placement"),
        ("Y", "", "", "exempt", "Out of county placement"),
        ("Y", "Y", "N", "overdue", None),
        ("N", "N", "Y", "exempt", "NHS exceptional placement provider"),
        ("N", "Y", "Y", "overdue", None),
        ("Y", "N", "Y", "exempt", "Out of county placement"),
    ],
)
def test_some_placements_are_exempt_unless_the_nhs_funds_people_there(
    given: Given, out_of_county: str, chc: str, exceptional: str, state: str, reason: str | None
) -> None:
    warehouse = given(
        contracts=f"""
            contract_ref | provider_id | start_on   | is_out_of_county | has_chc_funded_people
            C1           | P1          | 2020-01-01 | {out_of_county}  | {chc}
        """,
        providers=f"provider_id | provider_name | is_nhs_exceptional_placement\nP1 | One | {exceptional}",
    )
    rows = ask(DUE, warehouse, **DATES)
    assert plain(rows, "state", "exempt_reason") == [[state, reason]]
    assert plain(rows, "days_overdue", "overdue_band") == ([[None, None]] if reason else [[2068, "91+"]])


def test_the_lead_is_named_and_whether_the_post_is_empty_is_said(given: Given) -> None:
    warehouse = given(
        contracts="""
            contract_ref | provider_id | supplier_name | start_on   | lead_officer_id | annual_value
            C1           | P1          |               | 2026-01-01 | O1              | 100.50
            C2           | P9          |               | 2026-01-01 | O2              |
            C3           |             | Somebody Ltd  | 2026-01-01 |                 |
        """,
        providers="provider_id | provider_name\nP1 | One Ltd",
        officers="""
            officer_id | display_name       | leaves_on  | role | team | body
            O1         | Contract Officer 1 | 2026-08-31 | R    | T    | Council
            O2         | Contract Officer 2 | 2026-08-30 | R    | T    | Council
        """,
    )
    rows = ask(DUE, warehouse, **DATES)
    columns = ("contract_ref", "provider_name", "lead", "is_lead_left", "market_segment", "locality")
    assert plain(rows, *columns) == [
        ["C1", "One Ltd", "Contract Officer 1", False, "Not recorded", "Whole council"],
        ["C2", "P9", "Contract Officer 2", True, "Not recorded", "Whole council"],
        ["C3", "Somebody Ltd", None, False, "Not recorded", "Whole council"],
    ]
    assert [None if value is None else float(value) for [value] in plain(rows, "annual_value")] == [
        100.5,
        None,
        None,
    ]


def test_a_contract_not_in_force_has_no_review_and_a_scope_chooses(given: Given) -> None:
    warehouse = given(
        contracts="""
            contract_ref | provider_id | start_on   | current_end_on | market_segment | locality
            ended        | P1          | 2020-01-01 | 2026-08-30     | VCS            | North Vale
            last-day     | P1          | 2020-01-01 | 2026-08-31     | VCS            | North Vale
            to-come      | P1          | 2026-09-01 |                | VCS            | North Vale
            other        | P1          | 2020-01-02 |                | Care Homes     | West Heath
        """
    )
    assert plain(ask(DUE, warehouse, **DATES), "contract_ref") == [["last-day"], ["other"]]
    assert plain(ask(DUE, warehouse, **DATES, market_segment="VCS"), "contract_ref") == [["last-day"]]
    assert plain(ask(DUE, warehouse, **DATES, locality="West Heath"), "contract_ref") == [["other"]]


def test_no_start_and_no_review_is_overdue_since_a_day_that_is_not_known_and_comes_first(given: Given) -> None:
    warehouse = given(
        contracts="""
            contract_ref | provider_id | start_on   | is_out_of_county | refused_columns
            in-1979      | P1          | 1979-04-01 |                  |
            reviewed     | P2          |            |                  | start_on
            no-start     | P3          |            |                  | start_on
            exempt       | P4          |            | Y                | start_on
            far-ahead    | P5          | 2199-12-31 |                  |
        """,
        reviews="""
            review_ref | review_type     | contract_ref | provider_id | completed_on | status
            R1         | Contract review | reviewed     | P2          | 2026-01-31   | Completed
        """,
    )
    columns = ("contract_ref", "counted_from", "due_on", "state", "days_overdue", "overdue_band")
    assert plain(ask(DUE, warehouse, **DATES), *columns) == [
        ["exempt", None, None, "exempt", None, None],
        ["no-start", None, None, "overdue", None, "Not known"],
        ["in-1979", "1979-04-01", "1980-04-01", "overdue", 16953, "91+"],
        ["reviewed", "2026-01-31", "2027-01-31", "not yet due", None, None],
    ]
    overdue = ask(QUESTIONS["overdue_reviews"], warehouse, **DATES)
    assert plain(overdue, "contract_ref", "due_on", "days_overdue", "overdue_band") == [
        ["no-start", None, None, "Not known"],
        ["in-1979", "1980-04-01", 16953, "91+"],
    ]


def test_a_due_day_beyond_the_years_of_dates_is_still_a_day(given: Given) -> None:
    late = {"as_of": date(2199, 12, 31), "known_on": date(2026, 8, 31)}
    assert plain(ask(DUE, given(contracts=contract("2199-12-31")), **late), "due_on", "state") == [
        ["2200-12-31", "not yet due"]
    ]


def test_before_any_rule_every_contract_is_left_out_with_that_reason(given: Given) -> None:
    register = "contract_ref | provider_id | start_on | annual_value\nC1 | P1 | 2020-01-01 | 1"
    warehouse = given(contracts=register)
    for name in ("reviews_due", "overdue_reviews"):
        assert ask(QUESTIONS[name], warehouse, **BEFORE_THE_RULES).empty
        left = ask(QUESTIONS["left_out"], warehouse, **BEFORE_THE_RULES)
        assert plain(left[left["question"] == name], "record_ref", "reason") == [
            ["C1", "No rule in force on this day says how often it is reviewed: see reviews.toml"]
        ]


def test_a_review_from_before_the_start_does_not_make_a_new_contract_late(given: Given) -> None:
    reviews = "review_ref | review_type | contract_ref | provider_id | completed_on | status\n" + (
        "R1 | Contract review | | P1 | 2024-05-01 | Completed"
    )
    rows = ask(DUE, given(contracts=contract("2026-07-31"), reviews=reviews), **DATES)
    assert plain(rows, "last_completed_on", "counted_from", "due_on", "state") == [
        ["2024-05-01", "2026-07-31", "2027-07-31", "not yet due"]
    ]


def test_a_review_follows_its_contract_and_on_a_framework_the_provider_it_names(given: Given) -> None:
    warehouse = given(
        contracts="""
            contract_ref | provider_id | supplier_name | start_on
            moved        | P2          |               | 2020-01-01
            framework    | P1          |               | 2020-01-01
            framework    | P3          |               | 2020-01-01
            framework    |             | Ash           | 2020-01-01
        """,
        reviews="""
            review_ref | review_type     | contract_ref | provider_id | completed_on | status
            R1         | Contract review | moved        | P1          | 2026-05-01   | Completed
            R2         | Contract review | framework    | P1          | 2026-05-02   | Completed
            R3         | Contract review | framework    | P8          | 2026-05-03   | Completed
        """,
    )
    rows = ask(DUE, warehouse, **DATES)
    assert sorted(plain(rows, "contract_ref", "provider_name", "last_completed_on"), key=str) == [
        ["framework", "Ash", "2026-05-03"],
        ["framework", "P1", "2026-05-02"],
        ["framework", "P3", None],
        ["moved", "P2", "2026-05-01"],
    ]


@pytest.mark.parametrize(
    ("refused", "scores", "agreed", "tier", "months"),
    [
        ("agreed_tier", "1 | 1 | 1 | 1 | 1", "", "Not known", 3),
        ("impact_score", "1 |  | 1 | 1 | 1", "", "Not known", 3),
        ("impact_score", "1 |  | 1 | 1 | 1", "Bronze", "Bronze", 12),
        ("assessed_by_role", "1 | 1 | 1 | 1 | 1", "", "Bronze", 12),
    ],
)
def test_a_contract_tier_that_could_not_be_read_may_be_any(
    given: Given, refused: str, scores: str, agreed: str, tier: str, months: int
) -> None:
    tierings = f"{TIERINGS} | refused_columns\nC1 | 2026-02-01 | {scores} | {agreed} | Head | {refused}"
    rows = ask(DUE, given(contracts=CONTRACT, contract_tierings=tierings), **DATES)
    assert plain(rows, "contract_tier", "interval_months") == [[tier, months]]


def test_a_whole_value_that_could_not_be_read_may_be_large(given: Given) -> None:
    contracts = "contract_ref | provider_id | start_on | refused_columns\nC1 | P1 | 2026-01-31 | total_value"
    warehouse = given(contracts=contracts, contract_tierings=tiering("2026-02-01 | 1 | 1 | 1 | 1 | 1 | "))
    assert plain(ask(DUE, warehouse, **DATES), "contract_tier") == [["Silver"]]


def test_what_may_serve_people_with_chc_is_not_exempt(given: Given) -> None:
    contracts = (
        "contract_ref | provider_id | start_on | is_out_of_county | refused_columns\n"
        "C1 | P1 | 2020-01-01 | Y | has_chc_funded_people\nC2 | P1 | 2020-01-01 | | is_out_of_county"
    )
    assert plain(ask(DUE, given(contracts=contracts), **DATES), "state") == [["overdue"], ["overdue"]]


@pytest.mark.parametrize(
    ("cells", "lead", "state"),
    [
        ("O1 | ", "Contract Officer 1", "named"),
        ("O2 | ", "Contract Officer 2", "has left"),
        ("OFF1 | ", "OFF1", "not in officers"),
        (" | ", None, "none"),
        (" | lead_officer_id", None, "not known"),
    ],
)
def test_a_lead_is_named_gone_not_in_officers_none_or_not_known(
    given: Given, cells: str, lead: str | None, state: str
) -> None:
    warehouse = given(
        contracts="contract_ref | provider_id | start_on | lead_officer_id | refused_columns\n"
        f"C1 | P1 | 2020-01-01 | {cells}",
        officers="""
            officer_id | display_name       | leaves_on  | role | team | body
            O1         | Contract Officer 1 | 2026-08-31 | R    | T    | Council
            O2         | Contract Officer 2 | 2026-08-30 | R    | T    | Council
        """,
    )
    for name in ("reviews_due", "overdue_reviews"):
        assert plain(ask(QUESTIONS[name], warehouse, **DATES), "lead", "lead_state") == [[lead, state]]
