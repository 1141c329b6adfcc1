"""Records that a figure could not use, in examples a data officer can check."""

from datetime import date
from typing import Any

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

LEFT_OUT = QUESTIONS["left_out"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
WHOLE = {
    "contract_ref": "C1",
    "provider_id": "P1",
    "start_on": "2020-01-01",
    "current_end_on": "2028-01-01",
    "annual_value": "100",
    "lead_officer_id": "O1",
    "market_segment": "VCS",
    "status": "Active",
}
PROVIDERS = "provider_id | provider_name\nP1 | One Ltd"
OFFICERS = "officer_id | display_name | role | team | body\nO1 | Contract Officer 1 | R | T | Council"
HOME = {
    "location_id": "L1",
    "provider_id": "P1",
    "location_name": "Beacon House",
    "service_type": "Residential home",
    "is_regulated": "Y",
    "cqc_location_id": "1-1",
    "locality": "North Vale",
}


def line(cells: dict[str, str]) -> str:
    return " | ".join(cells) + "\n" + " | ".join(cells.values())


def left_out(given: Given, **tables: str) -> list[list[Any]]:
    rows = ask(LEFT_OUT, given(**{"providers": PROVIDERS, "officers": OFFICERS, **tables}), **DATES)
    return plain(rows, "question", "record_ref", "reason", "source_file", "source_row")


def test_a_contract_with_everything_is_not_left_out(given: Given) -> None:
    assert left_out(given, contracts=line(WHOLE)) == []


@pytest.mark.parametrize(
    ("change", "question", "reason"),
    [
        ({"current_end_on": ""}, "monthly_indicators", "No end date: it is never counted as ended"),
        ({"annual_value": ""}, "reviews_due", "No annual value: it is not in any sum of pounds"),
        ({"lead_officer_id": ""}, "reviews_due", "No lead: nobody is named to hold its review"),
        (
            {"lead_officer_id": "O9"},
            "reviews_due",
            "Its lead is not in officers: nobody is named to hold its review",
        ),
        ({"market_segment": ""}, "monthly_indicators", "No market segment: it is in no segment's figures"),
        (
            {"provider_id": "", "supplier_name": "One"},
            "provider_tiers",
            "No provider id: the contract cannot be joined to a provider's tier",
        ),
        (
            {"status": "Ended - terminated"},
            "monthly_indicators",
            "Ended, but the day it ended is not recorded",
        ),
    ],
)
def test_what_is_missing_of_a_contract(given: Given, change: dict[str, str], question: str, reason: str) -> None:
    assert left_out(given, contracts=line({**WHOLE, **change})) == [[question, "C1", reason, "contracts.csv", 2]]


def test_a_contract_whose_provider_is_not_known_is_named_by_every_question_that_needs_its_tier(given: Given) -> None:
    sooner = "Its provider is not in the register of providers: by that one's quality tier the review may be due sooner"
    assert left_out(given, contracts=line({**WHOLE, "provider_id": "P9"})) == [
        ["overdue_reviews", "C1", sooner, "contracts.csv", 2],
        ["provider_tiers", "C1", "Its provider is not in providers", "contracts.csv", 2],
        ["reviews_due", "C1", sooner, "contracts.csv", 2],
    ]


def test_a_contract_not_in_force_lacks_nothing(given: Given) -> None:
    assert (
        left_out(
            given, contracts=line({**WHOLE, "ended_on": "2026-08-30", "annual_value": "", "status": "Ended - expired"})
        )
        == []
    )


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        (
            {
                "reviews": "review_ref | review_type | contract_ref | provider_id | status\n"
                "R1 | Contract review | C1 | P1 | Completed"
            },
            [
                "overdue_reviews",
                "R1",
                "Completed, but the day is not recorded: it resets no clock",
                "reviews.csv",
                2,
            ],
        ),
        (
            {
                "reviews": "review_ref | review_type | contract_ref | provider_id | status\n"
                "R1 | Contract review | C9 | P1 | Scheduled"
            },
            ["overdue_reviews", "R1", "Its contract is not in the register", "reviews.csv", 2],
        ),
        (
            {
                "contract_changes": "change_ref | contract_ref | change_type | requested_on | stage\n"
                "H1 | C1 | Variation | 2026-01-01 | Implemented"
            },
            [
                "monthly_indicators",
                "H1",
                "Implemented, but the day is not recorded",
                "contract_changes.csv",
                2,
            ],
        ),
        (
            {
                "contract_changes": "change_ref | contract_ref | change_type | requested_on | stage\n"
                "H1 | C1 | Variation | 2026-01-01 | Rejected"
            },
            ["monthly_indicators", "H1", "Rejected, but the day is not recorded", "contract_changes.csv", 2],
        ),
        (
            {"uplifts": "uplift_ref | provider_id | received_on | decision\nU1 | P1 | 2026-01-01 | Declined"},
            ["monthly_indicators", "U1", "Decided, but the day is not recorded", "uplifts.csv", 2],
        ),
        (
            {
                "risks": "risk_ref | likelihood | impact | raised_on | reviewed_on | contract_ref\n"
                "R1 | 1 | 1 | 2026-01-01 | 2026-01-01 | C9"
            },
            ["monthly_indicators", "R1", "Its contract is not in the register", "risks.csv", 2],
        ),
        (
            {"complaints": "complaint_ref | provider_id | location_id | received_on\nK1 | P1 | L9 | 2026-01-01"},
            ["provider_tiers", "K1", "It names a location that is not in locations", "complaints.csv", 2],
        ),
        (
            {"notices": "notice_ref | notice_type | provider_id | issued_on\nN1 | Default | P9 | 2026-01-01"},
            [
                "provider_tiers",
                "N1",
                "It names no location, and its provider is not in providers",
                "notices.csv",
                2,
            ],
        ),
        (
            {
                "locations": line(HOME),
                "concerns": "concern_ref | provider_id | concern_type | raised_on\nS1 | P1 | Incident | 2026-01-01",
            },
            ["provider_tiers", "S1", "The severity of the incident is not recorded", "concerns.csv", 2],
        ),
        (
            {
                "locations": line(HOME),
                "concerns": "concern_ref | provider_id | concern_type | raised_on | is_risk_identified\n"
                "S1 | P1 | Safeguarding enquiry | 2026-01-01 | Y",
            },
            [
                "provider_tiers",
                "S1",
                "A risk was identified, but the day it was concluded is not recorded",
                "concerns.csv",
                2,
            ],
        ),
        (
            {
                "locations": line(HOME),
                "kpis": "contract_ref | provider_id | kpi_code | due_on | received_on | value | better\n"
                "C1 | P1 | K1 | 2026-07-30 | 2026-07-30 | 5 | higher",
            },
            ["provider_tiers", "C1 K1", "A KPI return came without a value or a target", "kpis.csv", 2],
        ),
        (
            {"locations": line({**HOME, "service_type": "Hotel"})},
            [
                "provider_tiers",
                "L1",
                "Its service type is not in service_types.csv: it is in no market segment",
                "locations.csv",
                2,
            ],
        ),
        (
            {"locations": line({**HOME, "cqc_location_id": ""})},
            [
                "provider_tiers",
                "L1",
                "Regulated, but it has no CQC location id: its rating is not known",
                "locations.csv",
                2,
            ],
        ),
        (
            {"locations": line({**HOME, "provider_id": "P9"})},
            [
                "provider_tiers",
                "L1",
                "Its provider is not in providers: nothing is known of its finances",
                "locations.csv",
                2,
            ],
        ),
    ],
)
def test_what_is_missing_of_another_record(given: Given, tables: dict[str, str], found: list[Any]) -> None:
    assert left_out(given, **{"contracts": line(WHOLE), **tables}) == [found]


def test_what_came_after_the_day_is_not_missed_yet(given: Given) -> None:
    complaints = "complaint_ref | provider_id | location_id | received_on\nK1 | P1 | L9 | 2026-09-01"
    concerns = "concern_ref | provider_id | concern_type | raised_on\nS1 | P1 | Incident | 2026-09-01"
    assert left_out(given, contracts=line(WHOLE), complaints=complaints, concerns=concerns) == []


@pytest.mark.parametrize(
    ("concern", "is_missed"),
    [
        ("Safeguarding enquiry | | | Y", True),
        ("Safeguarding enquiry | | 2026-08-30 | Y", False),
        ("Safeguarding enquiry | | | N", False),
        ("Safeguarding enquiry | | | ", False),  # still open: whether there is a risk is what it asks
        ("Whole-service enquiry | | | Y", False),
        ("Incident | Serious | | ", False),
        ("Incident | | | ", True),
    ],
)
def test_an_enquiry_that_goes_on_or_found_no_risk_is_not_missed(given: Given, concern: str, is_missed: bool) -> None:
    headings = "concern_ref | provider_id | raised_on | concern_type | severity | concluded_on | is_risk_identified"
    concerns = f"{headings}\nS1 | P1 | 2026-08-01 | {concern}"
    rows = left_out(given, contracts=line(WHOLE), locations=line(HOME), concerns=concerns)
    assert [row[:2] for row in rows] == ([["provider_tiers", "S1"]] if is_missed else [])


def test_a_scope_chooses(given: Given) -> None:
    warehouse = given(
        contracts=line({**WHOLE, "annual_value": "", "locality": "North Vale"}), providers=PROVIDERS, officers=OFFICERS
    )
    for asked, count in (
        ({"market_segment": "VCS"}, 1),
        ({"market_segment": "Care Homes"}, 0),
        ({"locality": "North Vale"}, 1),
    ):
        assert len(ask(LEFT_OUT, warehouse, **DATES, **asked)) == count


@pytest.mark.parametrize(
    ("blank", "refused", "found"),
    [
        (
            "current_end_on",
            "current_end_on",
            [["monthly_indicators", "Its end date could not be read: it is not counted as ended"]],
        ),
        (
            "annual_value",
            "annual_value",
            [["reviews_due", "Its annual value could not be read: it is not in any sum of pounds"]],
        ),
        ("lead_officer_id", "lead_officer_id", [["reviews_due", "Its lead could not be read"]]),
        (
            "market_segment",
            "market_segment",
            [["monthly_indicators", "Its market segment could not be read: it is in no segment's figures"]],
        ),
        ("locality", "locality", [["monthly_indicators", "Its area could not be read: it is in no area's figures"]]),
        (
            "status",
            "status",
            [["monthly_indicators", "Its status could not be read: it counts as in use until a day of ending"]],
        ),
        (
            "start_on",
            "start_on",
            [
                ["monthly_indicators", "Its start is not known: it counts as begun in every month"],
                [
                    "monthly_indicators",
                    "Neither its start nor the day it was signed is known: it is new in no month",
                ],
                [
                    "reviews_due",
                    "Neither its start nor a review is known: it is overdue since a day that is not known",
                ],
            ],
        ),
        (
            "signed_on",
            "signed_on",
            [["monthly_indicators", "The day it was signed could not be read: it is new in no month"]],
        ),
        ("title", "title", []),
    ],
)
def test_a_cell_that_could_not_be_read_is_not_blank(
    given: Given, blank: str, refused: str, found: list[list[str]]
) -> None:
    rows = left_out(given, contracts=line({**WHOLE, blank: "", "refused_columns": refused}))
    assert [[question, reason] for question, _, reason, *_ in rows] == found


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"status": "Ended - expired", "current_end_on": "", "refused_columns": "current_end_on"},
            "Ended, but the day it ended could not be read",
        ),
        (
            {"ended_on": "2026-08-30"},
            "Active, but it ended on a day that has come: the day counts",
        ),
        (
            {"ended_on": "2026-08-31"},  # its last day is over when the day is
            "Active, but it ended on a day that has come: the day counts",
        ),
        (
            {"status": "Ended - handed back", "ended_on": "2026-09-01"},
            "Ended - handed back, but the day it ended is still to come: the day counts",
        ),
        (
            {"current_end_on": "", "original_end_on": "2027-01-01"},
            "The end first agreed is taken: the end as it now stands is blank",
        ),
    ],
)
def test_how_a_contract_ended_is_said_where_word_and_day_disagree(
    given: Given, change: dict[str, str], reason: str
) -> None:
    rows = left_out(given, contracts=line({**WHOLE, **change}))
    assert [row[:3] for row in rows] == [["monthly_indicators", "C1", reason]]


def test_words_of_changes_and_procurements_against_their_days(given: Given) -> None:
    rows = left_out(
        given,
        contracts=line(WHOLE),
        contract_changes="""
            change_ref | contract_ref | change_type | requested_on | stage     | implemented_on | refused_columns
            H1         | C1           | Variation   | 2026-01-01   | Withdrawn | 2026-08-31     |
            H2         | C1           | Variation   | 2026-01-01   | Approved  | 2026-09-01     |
            H3         | C1           | Variation   | 2026-01-01   | Approved  |                | implemented_on
        """,
        procurements="""
            procurement_ref | title | stage     | stage_on   | completed_on | refused_columns
            D1              | Care  | Planning  | 2026-01-01 | 2026-08-31   |
            D2              | Care  | Planning  | 2026-01-01 | 2026-09-01   |
            D3              | Care  | Abandoned |            |              | stage_on
        """,
    )
    assert [row[:3] for row in rows] == [
        ["monthly_indicators", "D3", "Abandoned, but the day is not known"],
        ["monthly_indicators", "D1", "Planning, but it ended on a day that has come: the day counts"],
        ["monthly_indicators", "H3", "The day it took effect could not be read"],
        ["monthly_indicators", "H1", "Withdrawn, but it took effect on a day that has come: the day counts"],
    ]


@pytest.mark.parametrize(
    ("review", "reason"),
    [
        ("Contract review | C1 | P1 | | | status", "Its status could not be read: it resets no clock"),
        (
            "Contract review | C1 | P1 | | Completed | completed_on",
            "Completed, but the day could not be read: it resets no clock",
        ),
        (
            " | C1 | P1 | 2026-01-01 | Completed | review_type",
            "Which kind of review it is could not be read: it resets no clock",
        ),
        (
            "Contract review | | P7 | 2026-01-01 | Completed | ",
            "Its provider has no contract in the register that it could be about: it resets no clock",
        ),
        ("Contract review | | P1 | 2026-01-01 | Completed | ", None),
        ("Contract review | C1 | P7 | 2026-01-01 | Completed | ", None),
        ("Quality assurance review | | P7 | 2026-01-01 | Completed | ", None),
        ("Contract review | C1 | P1 | | Scheduled | ", None),
    ],
)
def test_a_review_that_resets_no_clock_is_said(given: Given, review: str, reason: str | None) -> None:
    reviews = (
        "review_ref | review_type | contract_ref | provider_id | completed_on | status | refused_columns\n"
        f"R1 | {review}"
    )
    rows = left_out(given, contracts=line(WHOLE), reviews=reviews)
    assert [row[:3] for row in rows] == ([["overdue_reviews", "R1", reason]] if reason else [])


def test_a_row_of_which_nothing_was_known_is_left_out_of_every_figure_it_belongs_to(given: Given) -> None:
    rows = left_out(
        given,
        contracts=line(WHOLE),
        refused_rows="""
            source    | record | contract_ref | reason        | known_file    | known_row | superseded_on
            contracts | C1     | C1           | is not a date | contracts.csv | 2         |
            contracts | C8     | C8           | is not a date |               |           |
            contracts |        |              | is not a date |               |           |
            reviews   | R8     | C1           | is not a date |               |           |
            notices   | N8     | C1           | is not a date |               |           |
            contracts | C7     | C7           | is not a date |               |           | 2026-08-31
        """,
    )
    assert [row[:2] for row in rows if row[0] != "provider_tiers"] == [
        ["monthly_indicators", "C8"],
        ["monthly_indicators", "N8"],
        ["monthly_indicators", "Not read"],
        ["overdue_reviews", "C8"],
        ["overdue_reviews", "Not read"],
        ["overdue_reviews", "R8"],
        ["reviews_due", "C8"],
        ["reviews_due", "Not read"],
    ]


@pytest.mark.parametrize(("kind", "is_counted"), [("Default", True), ("Improvement letter", False)])
def test_a_kind_of_notice_that_no_indicator_counts_is_said(given: Given, kind: str, is_counted: bool) -> None:
    """A council may add kinds of its own to words.toml: what is then in no figure is not in nothing."""
    table = f"notice_ref | notice_type | provider_id | issued_on\nN1 | {kind} | P1 | 2026-08-01"
    rows = ask(QUESTIONS["left_out"], given(notices=table), **DATES)
    said = rows.loc[rows["question"] == "monthly_indicators", "reason"].tolist()
    assert said == ([] if is_counted else ["No indicator counts this kind of notice"])


@pytest.mark.parametrize(
    ("change", "asked", "is_there"),
    [
        ({"market_segment": ""}, {"market_segment": "Care Homes"}, True),
        ({"market_segment": "", "locality": "East Marsh"}, {"market_segment": "VCS", "locality": "East Marsh"}, True),
        ({"market_segment": "", "locality": "East Marsh"}, {"locality": "North Vale"}, False),
        ({"market_segment": "", "refused_columns": "market_segment"}, {"market_segment": "Care Homes"}, True),
        ({"locality": "", "refused_columns": "locality"}, {"locality": "North Vale"}, True),
        ({"locality": ""}, {"locality": "North Vale"}, False),  # for the whole council, which is no area
        ({}, {"market_segment": "Care Homes"}, False),
        ({}, {"market_segment": "VCS"}, True),
    ],
)
def test_what_nobody_can_place_is_there_whichever_place_is_asked_for(
    given: Given, change: dict[str, str], asked: dict[str, str], is_there: bool
) -> None:
    council = given(providers=PROVIDERS, officers=OFFICERS, contracts=line({**WHOLE, "annual_value": "", **change}))
    reasons = ask(LEFT_OUT, council, **DATES, **asked)["reason"]
    assert ("No annual value: it is not in any sum of pounds" in set(reasons)) is is_there
