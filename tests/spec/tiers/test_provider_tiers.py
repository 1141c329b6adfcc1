"""Suggested quality tiers of locations, in examples a quality lead can check."""

from datetime import date
from typing import Any

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

TIERS = QUESTIONS["provider_tiers"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
HOME = """
    location_id | provider_id | location_name | service_type     | is_regulated | cqc_location_id | locality
    L1          | P1          | Beacon House  | Residential home | Y            | 1-1             | North Vale
"""
CQC = "cqc_location_id | service_group | domain | rating | published_on"
COMPLAINT = "complaint_ref | provider_id | location_id | received_on | outcome | category | stage"
CONCERN = "concern_ref | provider_id | location_id | concern_type | raised_on | concluded_on | is_risk_identified"
DECISION = "provider_id | location_id | decided_on | recorded_tier | expires_on | decided_by_role | reason"
KPI = (
    "contract_ref | provider_id | location_id | kpi_code | period_start | period_end | due_on | received_on | value"
    " | target | better"
)
SILENT = {"locations": HOME, "complaints": "", "concerns": "", "notices": ""}
KNOWN = {
    **SILENT,
    "assessments": "assessment_ref | provider_id | location_id | assessed_on | overall_rating"
    "\nA1 | P1 | L1 | 2026-08-30 | Good",
    "providers": "provider_id | provider_name | accounts_due_on | credit_band\nP1 | One | 2027-01-01 | Low",
    "kpis": KPI + "\nC1 | P1 | L1 | K1 | 2026-04-01 | 2026-06-30 | 2026-07-30 | 2026-07-20 | 99 | 99 | higher",
}
TIER = ("suggested_tier", "tier_rank", "points", "floor_tier", "floor_rule")


def table(heading: str, *lines: str) -> str:
    return "\n".join((heading, *lines))


def tier(given: Given, *columns: str, **tables: str) -> list[Any]:
    """The one location's row: assessed as Good, a sound provider, a KPI met, and registers that hold nothing else."""
    [row] = plain(ask(TIERS, given(**{**KNOWN, **tables}), **DATES), *(columns or TIER))
    return row


def complaints(count: int) -> str:
    return table(COMPLAINT, *(f"C{n} | P1 | L1 | 2026-08-01 | Upheld | Delay | Concern" for n in range(count)))


def enquiries(count: int) -> list[str]:
    return [f"S{n} | P1 | L1 | Safeguarding enquiry | 2026-01-01 | 2026-08-01 | Y" for n in range(count)]


def incidents(count: int) -> list[str]:
    return [f"I{n} | P1 | L1 | Notifiable incident | 2026-08-01 | | " for n in range(count)]


NOTICE = "notice_ref | notice_type | provider_id | location_id | issued_on | reason_code"
RECTIFICATION = table(NOTICE, "N1 | Rectification | P1 | L1 | 2026-08-01 | SAFE")
PROVIDERS = "provider_id | provider_name | accounts_due_on | credit_band"


@pytest.mark.parametrize(
    ("tables", "points", "expected"),
    [
        # 12 + 2
        ({"complaints": complaints(4), "concerns": table(CONCERN, *incidents(1))}, 14, "BAU"),
        # 10 + 5
        (
            {"notices": RECTIFICATION, "providers": table(PROVIDERS, "P1 | One | 2026-01-01 | Low")},
            15,
            "Tier 1",
        ),
        # 18 + 6 + 10
        (
            {"complaints": complaints(2), "concerns": table(CONCERN, *enquiries(4), *incidents(6))},
            34,
            "Tier 1",
        ),
        # 2 + 18 + 10 + 5
        (
            {
                "complaints": complaints(1),
                "concerns": table(CONCERN, *enquiries(4)),
                "notices": RECTIFICATION,
                "providers": table(PROVIDERS, "P1 | One | 2026-01-01 | Low"),
            },
            35,
            "Tier 2",
        ),
        # 12 + 18 + 6 + 10 + 5 + 8
        (
            {
                "complaints": complaints(4),
                "concerns": table(CONCERN, *enquiries(4), *incidents(3)),
                "notices": RECTIFICATION,
                "providers": table(PROVIDERS, "P1 | One | 2026-01-01 | High"),
            },
            59,
            "Tier 2",
        ),
        # 12 + 18 + 10 + 10 + 10
        (
            {
                "complaints": complaints(4),
                "concerns": table(CONCERN, *enquiries(4), *incidents(6)),
                "notices": RECTIFICATION,
                "locations": HOME.replace("service_type ", "manager_vacant_since | service_type ").replace(
                    "Residential home", "2020-01-01 | Residential home"
                ),
            },
            60,
            "Tier 3",
        ),
    ],
)
def test_points_suggest_a_tier(given: Given, tables: dict[str, str], points: int, expected: str) -> None:
    assert tier(given, "points", "suggested_tier", "floor_tier", **tables) == [points, expected, None]


@pytest.mark.parametrize(
    ("rating", "found"),
    [
        ("Good", ["BAU", 1, 0, None, None]),
        ("Requires improvement", ["Tier 1", 4, 15, "Tier 1", "CQC overall rating"]),
        ("Inadequate", ["Tier 2", 6, 40, "Tier 2", "CQC overall rating"]),
    ],
)
def test_a_rating_sets_a_floor(given: Given, rating: str, found: list[Any]) -> None:
    assert tier(given, cqc_ratings=table(CQC, f"1-1 | Overall | Overall | {rating} | 2026-01-01")) == found


def test_a_floor_lifts_the_tier_whatever_the_points(given: Given) -> None:
    concerns = table(CONCERN, "S1 | P1 | L1 | Whole-service enquiry | 2026-08-01 | | ")
    assert tier(given, concerns=concerns) == ["Tier 3", 8, 0, "Tier 3", "Whole-service enquiry open"]
    notices = table(NOTICE, "N1 | Suspension of placements | P1 | | 2026-08-01 | SAFE")
    assert tier(given, notices=notices) == ["Tier 2", 6, 0, "Tier 2", "Suspension of placements in force"]


def test_the_highest_of_several_floors_is_named(given: Given) -> None:
    found = tier(
        given,
        concerns=table(CONCERN, "S1 | P1 | L1 | Whole-service enquiry | 2026-08-01 | | "),
        cqc_ratings=table(CQC, "1-1 | Overall | Overall | Inadequate | 2026-01-01"),
    )
    assert found == ["Tier 3", 8, 40, "Tier 3", "Whole-service enquiry open"]


def test_fewer_than_three_families_of_evidence_are_too_few(given: Given) -> None:
    columns = ("suggested_tier", "tier_rank", "families_present")
    assert tier(given, *columns) == ["BAU", 1, 3]
    for missing in ("assessments", "providers", "kpis"):
        assert tier(given, *columns, **{missing: ""}) == ["Insufficient data", 2, 2]


def test_silence_is_no_evidence_that_all_is_well(given: Given) -> None:
    """Registers of complaints, concerns and notices that name nobody score 0 and make no family known."""
    columns = ("suggested_tier", "families_present", "points")
    day_centre = SILENT | {"locations": HOME.replace("| Y ", "| N ")}
    assert plain(ask(TIERS, given(**day_centre), **DATES), *columns) == [["Insufficient data", 0, 0]]
    complained = day_centre | {"complaints": complaints(1)}
    assert plain(ask(TIERS, given(**complained), **DATES), *columns) == [["Insufficient data", 0, 2]]


def test_points_and_floors_reach_at_least_a_tier_where_too_little_is_known(given: Given) -> None:
    columns = ("suggested_tier", "tier_rank", "floor_tier", "families_present")
    for rating, found in (
        ("Inadequate", ["At least Tier 2", 5, "Tier 2", 1]),
        ("Requires improvement", ["At least Tier 1", 3, "Tier 1", 1]),
        ("Good", ["Insufficient data", 2, None, 1]),
    ):
        ratings = table(CQC, f"1-1 | Overall | Overall | {rating} | 2026-01-01")
        assert plain(ask(TIERS, given(locations=HOME, cqc_ratings=ratings), **DATES), *columns) == [found]
    many = {
        "concerns": table(CONCERN, *enquiries(4), *incidents(6)),
        "complaints": complaints(4),
        "notices": RECTIFICATION,
    }
    for tables, found in (
        ({**many, "notices": ""}, ["At least Tier 2", 5, None, 0]),
        ({**many, "providers": table(PROVIDERS, "P1 | One | 2026-01-01 | High")}, ["At least Tier 3", 7, None, 1]),
        (
            {"concerns": table(CONCERN, "S1 | P1 | L1 | Whole-service enquiry | 2026-08-01 | | ")},
            ["At least Tier 3", 7, "Tier 3", 0],
        ),
    ):
        assert plain(ask(TIERS, given(**{**SILENT, **tables}), **DATES), *columns) == [found]


NOT_REGULATED = HOME.replace("| Y ", "| N ").replace("1-1 ", "    ")


@pytest.mark.parametrize(
    ("home", "missing", "found"),
    [
        (HOME, [], ["BAU", 3]),
        (HOME, ["kpis"], ["Insufficient data", 2]),
        (NOT_REGULATED, ["kpis"], ["BAU", 2]),
        (NOT_REGULATED, ["kpis", "providers"], ["Insufficient data", 1]),
    ],
)
def test_fewer_families_are_asked_for_where_cqc_rates_nothing(
    given: Given, home: str, missing: list[str], found: list[Any]
) -> None:
    tables = {"locations": home, **dict.fromkeys(missing, "")}
    assert tier(given, "suggested_tier", "families_good", **tables) == found


def test_a_family_that_speaks_badly_is_known_and_does_not_make_all_well(given: Given) -> None:
    """Two families speak well: too few. A third that speaks badly adds points; it cannot say that all is well."""
    columns = ("suggested_tier", "points", "families_present", "families_good")
    poorer = KNOWN["assessments"].replace("Good", "Requires Improvement")
    assert tier(given, *columns, assessments="") == ["Insufficient data", 0, 2, 2]
    assert tier(given, *columns, assessments=poorer) == ["Insufficient data", 10, 3, 2]
    rated = table(CQC, "1-1 | Overall | Overall | Good | 2026-01-01")
    assert tier(given, *columns, assessments=poorer, cqc_ratings=rated) == ["BAU", 10, 4, 3]
    # Of several KPI returns, one that met its target speaks well.
    below = KNOWN["kpis"] + "\nC1 | P1 | L1 | K2 | 2026-04-01 | 2026-06-30 | 2026-07-30 | 2026-07-20 | 9 | 99 | higher"
    assert tier(given, *columns, kpis=below) == ["BAU", 3, 3, 3]


def test_a_record_that_could_not_be_read_keeps_a_location_from_the_lowest_tier_and_from_no_other(
    given: Given,
) -> None:
    columns = ("suggested_tier", "records_refused", "rules_not_known")
    unread = table(f"{COMPLAINT} | refused_columns", "C1 | P1 | L1 | 2026-08-01 | | Delay | Concern | outcome")
    assert tier(given, *columns, complaints="") == ["BAU", 0, 8]
    assert tier(given, *columns, complaints=unread) == ["Insufficient data", 1, 9]
    enquiry = table(CONCERN, "S1 | P1 | L1 | Whole-service enquiry | 2026-08-01 | | ")
    assert tier(given, *columns, complaints=unread, concerns=enquiry) == ["Tier 3", 1, 9]
    rows = "source | record | location_id | provider_id\n"
    assert tier(given, *columns, refused_rows=rows + "concerns | S9 | L1 | P1") == ["Insufficient data", 1, 11]
    assert tier(given, *columns, refused_rows=rows + "concerns | S9 | | P1") == ["Insufficient data", 1, 11]
    assert tier(given, *columns, refused_rows=rows + "concerns | S9 | L2 | P1") == ["BAU", 0, 8]


def test_a_whole_service_enquiry_that_proved_a_risk_is_no_longer_tier_3_and_still_counts(given: Given) -> None:
    proved = table(CONCERN, "S1 | P1 | L1 | Whole-service enquiry | 2026-01-01 | {day} | Y")
    columns = ("suggested_tier", "points")
    assert tier(given, *columns, concerns=proved.format(day="2026-09-01")) == ["Tier 3", 0]
    assert tier(given, *columns, concerns=proved.format(day="2026-08-31")) == ["BAU", 4]


def test_a_rating_counts_where_the_register_says_that_cqc_does_not_regulate(given: Given) -> None:
    columns = ("suggested_tier", "points", "is_regulated")
    said = HOME.replace("| Y ", "| N ")
    rated = table(CQC, "1-1 | Overall | Overall | Inadequate | 2026-01-01")
    assert tier(given, *columns, locations=said, cqc_ratings=rated) == ["Tier 2", 40, False]
    assert tier(given, *columns, locations=said) == ["BAU", 0, False]


@pytest.mark.parametrize(
    ("decision", "rating", "found"),
    [
        ("Tier 2 | ", "Inadequate", False),
        ("BAU | ", "Inadequate", True),
        ("Tier 3 | ", "Inadequate", True),
        ("BAU | 2026-08-30", "Inadequate", False),
        ("BAU | 2026-08-31", "Inadequate", True),
    ],
)
def test_whether_another_tier_is_recorded(given: Given, decision: str, rating: str, found: bool) -> None:
    rated = table(CQC, f"1-1 | Overall | Overall | {rating} | 2026-01-01")
    recorded = table(DECISION, f"P1 | L1 | 2026-08-01 | {decision} | Head | Why")
    assert tier(given, "is_recorded_another", cqc_ratings=rated, tier_decisions=recorded) == [found]


@pytest.mark.parametrize(
    ("recorded", "found"), [("BAU", [True]), ("Tier 1", [True]), ("Tier 2", [False]), ("Tier 3", [False])]
)
def test_at_least_a_tier_is_another_only_than_a_lower_one(given: Given, recorded: str, found: list[bool]) -> None:
    tables = {
        "locations": HOME,
        "cqc_ratings": table(CQC, "1-1 | Overall | Overall | Inadequate | 2026-01-01"),
        "tier_decisions": table(DECISION, f"P1 | L1 | 2026-08-01 | {recorded} | | Head | Why"),
    }
    assert plain(ask(TIERS, given(**tables), **DATES), "suggested_tier", "is_recorded_another") == [
        ["At least Tier 2", *found]
    ]
    tables["cqc_ratings"] = ""
    assert plain(ask(TIERS, given(**tables), **DATES), "suggested_tier", "is_recorded_another") == [
        ["Insufficient data", False]
    ]


def test_rules_about_what_is_missing_make_no_family_known(given: Given) -> None:
    assert tier(given, "families_present", "points", cqc_ratings="") == [3, 5]
    assert tier(given, "families_present", "points") == [3, 0]


def test_evidence_has_an_oldest_and_a_newest_day(given: Given) -> None:
    lines = (
        "C1 | P1 | L1 | 2026-08-21 | Upheld | Delay | Concern",
        "C2 | P1 | L1 | 2026-08-30 | Upheld | Delay | Concern",
    )
    columns = ("oldest_evidence_days", "newest_evidence_days")
    for complaint, found in ((table(COMPLAINT, *lines), [10, 1]), ("", [None, None])):
        [row] = plain(ask(TIERS, given(**{**SILENT, "complaints": complaint}), **DATES), *columns)
        assert row == found


@pytest.mark.parametrize(
    ("decisions", "found"),
    [
        ([], [None, None, None]),
        (["P1 | L1 | 2026-08-31 | Tier 2 | "], ["Tier 2", "2026-08-31", False]),
        (["P1 | L1 | 2026-09-01 | Tier 2 | "], [None, None, None]),
        (["P1 | | 2026-08-01 | Tier 1 | "], ["Tier 1", "2026-08-01", False]),
        (["P1 | L1 | 2025-01-01 | BAU | ", "P1 | | 2026-08-01 | Tier 1 | "], ["Tier 1", "2026-08-01", False]),
        (["P9 | L1 | 2025-01-01 | BAU | "], ["BAU", "2025-01-01", False]),
        (["P1 | L1 | 2026-01-01 | Tier 3 | ", "P1 | L1 | 2026-02-01 | BAU | "], ["BAU", "2026-02-01", False]),
        (
            ["P1 | L1 | 2026-02-01 | BAU | ", "P1 | L1 | 2026-02-01 | Tier 1 | "],
            ["Tier 1", "2026-02-01", False],
        ),
        (["P1 | L1 | 2026-02-01 | BAU | 2026-08-31"], ["BAU", "2026-02-01", False]),
        (["P1 | L1 | 2026-02-01 | BAU | 2026-08-30"], ["BAU", "2026-02-01", True]),
        (["P1 | L2 | 2026-02-01 | Tier 3 | "], [None, None, None]),
        (["P2 | | 2026-02-01 | Tier 3 | "], [None, None, None]),
    ],
)
def test_the_recorded_tier_is_by_the_newest_decision_about_the_location_or_its_provider(
    given: Given, decisions: list[str], found: list[Any]
) -> None:
    lines = table(DECISION, *(f"{line} | Head | Why" for line in decisions))
    assert tier(given, "recorded_tier", "recorded_on", "is_recorded_expired", tier_decisions=lines) == found


def test_a_provider_has_the_worst_tier_of_its_locations(given: Given) -> None:
    warehouse = given(
        locations="""
            location_id | provider_id | location_name | service_type     | is_regulated | cqc_location_id
            L1          | P1          | One           | Residential home | Y            | 1-1
            L2          | P1          | Two           | Residential home | Y            | 1-2
            L3          | P2          | Three         | Day care         | N            |
        """,
        complaints="",
        concerns="",
        cqc_ratings=table(CQC, "1-2 | Overall | Overall | Inadequate | 2026-01-01"),
    )
    rows = ask(TIERS, warehouse, **DATES)
    assert plain(rows, "location_id", "suggested_tier", "provider_suggested_tier", "source_row") == [
        ["L2", "At least Tier 2", "At least Tier 2", 3],
        ["L1", "Insufficient data", "At least Tier 2", 2],
        ["L3", "Insufficient data", "Insufficient data", 4],
    ]


def test_a_providers_tier_is_that_of_its_locations_in_the_area(given: Given) -> None:
    """CQC's council area, where the register gives none: Brackenshire is ours in areas.csv, the other is not."""
    heading = f"{CQC} | local_authority | inspection_category"
    warehouse = given(
        locations="""
            location_id | provider_id | location_name | service_type     | is_regulated | cqc_location_id | locality
            L1          | P1          | One           | Residential home | Y            | 1-1             | North Vale
            L2          | P1          | Two           | Residential home | Y            | 1-2             |
            L3          | P2          | Three         | Residential home | Y            | 1-3             |
            L4          | P3          | Four          | Residential home | Y            | 1-4             |
            L5          | P4          | Five          | Residential home | Y            | 1-5             |
        """,
        cqc_ratings=table(
            heading,
            "1-2 | Overall | Overall | Inadequate | 2026-01-01 | Neighbouring County | Residential social care",
            "1-3 | Overall | Overall | Inadequate | 2026-01-01 | Brackenshire | Residential social care",
            "1-4 | Overall | Overall | Inadequate | 2026-01-01 | Neighbouring County | Residential social care",
            # Another council that loads its own files and has not listed itself yet: not known is not elsewhere.
            "1-5 | Overall | Overall | Inadequate | 2026-01-01 | Oldshire | Residential social care",
        ),
    )
    rows = ask(TIERS, warehouse, **DATES)
    assert dict(plain(rows, "location_id", "provider_suggested_tier")) == {
        "L1": "Insufficient data",
        "L2": "Insufficient data",
        "L3": "At least Tier 2",
        "L4": None,
        "L5": "At least Tier 2",
    }


def test_a_homecare_that_is_younger_and_listed_first_is_what_a_location_known_only_from_cqc_is(given: Given) -> None:
    """Of several service groups the one of the least priority in service_types.csv, whatever was published last."""
    community = "Community based adult social care services | 1-P"
    heading = f"{CQC} | inspection_category | cqc_provider_id"
    lines = (
        f"1-8 | Homecare | Overall | Good | 2024-01-01 | {community}",
        f"1-8 | Supported Living | Overall | Good | 2026-01-01 | {community}",
        f"1-8 | Overall | Overall | Good | 2026-02-01 | {community}",
    )
    found = {
        tuple(plain(ask(TIERS, given(cqc_ratings=ratings), **DATES), "service_type", "market_segment")[0])
        for ratings in (table(heading, *lines), table(heading, *lines[::-1]))
    }
    assert len(found) == 1
    [(service_type, _)] = found
    [least] = plain(
        given(cqc_ratings="")
        .frame(
            "select service_type, priority from service_types where kind = 'service group'"
            " and word in ('Homecare', 'Supported Living') order by priority",
            {},
        )
        .head(1),
        "service_type",
    )
    assert [service_type] == least


def test_a_cqc_provider_that_two_of_ours_have_is_neither(given: Given) -> None:
    ratings = table(
        f"{CQC} | inspection_category | cqc_provider_id",
        "1-9 | Overall | Overall | Good | 2026-01-01 | Residential social care | 1-100",
    )
    one = "provider_id | provider_name | cqc_provider_id\nP1 | Alder | 1-100"
    columns = ("provider_id", "provider_name")
    for providers, found in ((one, ["P1", "Alder"]), (f"{one}\nP2 | Birch | 1-100", ["1-100", None])):
        rows = ask(TIERS, given(cqc_ratings=ratings, providers=providers), **DATES)
        assert plain(rows, *columns) == [found]


def test_silence_about_a_location_that_only_cqc_knows_is_not_known(given: Given) -> None:
    """The council's registers are about its own: another's complaint makes no zero here."""
    ratings = table(
        f"{CQC} | inspection_category", "1-9 | Overall | Overall | Good | 2026-01-01 | Residential social care"
    )
    warehouse = given(cqc_ratings=ratings, locations=HOME, complaints=complaints(1))
    rows = ask(QUESTIONS["provider_tier_evidence"], warehouse, **DATES)
    said = rows[rows["rule_id"] == "complaints-upheld"]
    assert plain(said, "location_id", "state", "points") == [["1-9", "not known", None], ["L1", "scored", 2]]


def test_what_could_not_be_read_of_a_location_hides_it_from_nothing(given: Given) -> None:
    line = "L1 | P1 | | | | 1-1 | location_name service_type is_regulated locality opened_on closed_on"
    heading = "location_id | provider_id | location_name | service_type | is_regulated | cqc_location_id"
    columns = (
        "location_name",
        "service_type",
        "is_regulated",
        "market_segment",
        "suggested_tier",
        "provider_suggested_tier",
    )
    rated = table(CQC, "1-1 | Overall | Overall | Inadequate | 2026-01-01")
    found = tier(given, *columns, locations=table(f"{heading} | refused_columns", line), cqc_ratings=rated)
    assert found == ["L1", "Not recorded", None, "Not recorded", "Tier 2", "Tier 2"]


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "is_open"),
    [
        ("", "", True),
        ("2026-08-31", "", True),
        ("2026-09-01", "", False),
        ("", "2026-09-01", True),
        ("", "2026-08-31", False),
    ],
)
def test_only_locations_open_on_the_day(given: Given, opened_on: str, closed_on: str, is_open: bool) -> None:
    locations = table(
        "location_id | provider_id | location_name | service_type | is_regulated | cqc_location_id"
        " | opened_on | closed_on",
        f"L1 | P1 | House | Residential home | Y | 1-1 | {opened_on} | {closed_on}",
    )
    ratings = table(
        f"{CQC} | inspection_category",
        "1-1 | Overall | Overall | Good | 2026-01-01 | Residential social care",
    )
    rows = ask(TIERS, given(locations=locations, cqc_ratings=ratings), **DATES)
    assert plain(rows, "location_id") == ([["L1"]] if is_open else [])


def test_a_social_care_location_that_only_cqc_knows_is_shown_with_what_cqc_says(given: Given) -> None:
    community = "Community based adult social care services"
    heading = (
        "cqc_location_id | location_name | inspection_category | local_authority | cqc_provider_id"
        " | service_group | domain | rating | published_on"
    )
    ratings = table(
        heading,
        "1-7 | Seven | Residential social care | Northshire | 1-P | Overall | Overall | Good | 2026-01-01",
        f"1-8 | Eight | {community} | Northshire | 1-P | Overall | Overall | Not Rated | ",
        f"1-8 | Eight | {community} | Northshire | 1-P | Homecare | Overall | Good | 2026-01-01",
        "1-9 | Nine | GP Practices | Northshire | 1-Q | Overall | Overall | Inadequate | 2026-01-01",
    )
    warehouse = given(cqc_ratings=ratings, complaints="", concerns="", notices="", providers="")
    rows = ask(TIERS, warehouse, **DATES)
    columns = ("location_id", "location_name", "provider_id", "service_type", "market_segment", "locality")
    assert plain(rows, *columns) == [
        ["1-7", "Seven", "1-P", "Care home", "Care Homes", "Northshire"],
        ["1-8", "Eight", "1-P", "Domiciliary care", "Domiciliary Care", "Northshire"],
    ]
    assert plain(rows, "suggested_tier", "families_present", "source_row") == [
        ["Insufficient data", 1, 2],
        ["Insufficient data", 1, 4],
    ]
    registered = "cqc_location_id | location_name | cqc_provider_id | registered_on\n1-7 | Seven | 1-P | 2026-09-01"
    later = given(cqc_ratings=ratings, cqc_locations=registered)
    assert plain(ask(TIERS, later, **DATES), "location_id") == [["1-8"]]


def test_the_lead_is_that_of_the_providers_largest_contract_in_force(given: Given) -> None:
    found = tier(
        given,
        "lead",
        contracts="""
            contract_ref | provider_id | start_on   | current_end_on | annual_value | total_value | lead_officer_id
            small        | P1          | 2020-01-01 |                | 10           | 999999      | O1
            large        | P1          | 2020-01-01 |                | 1000         | 1000        | O2
            larger-ended | P1          | 2020-01-01 | 2021-01-01     | 9999         |             | O1
            same         | P1          | 2020-01-01 |                | 1000         |             | O1
            unknown      | P1          | 2020-01-01 |                |              |             | O1
        """,
        officers="""
            officer_id | display_name       | role | team | body
            O1         | Contract Officer 1 | R    | T    | Council
            O2         | Contract Officer 2 | R    | T    | Council
        """,
    )
    assert found == ["Contract Officer 2"]


def test_a_lead_without_a_name_is_shown_by_the_reference(given: Given) -> None:
    contract = "contract_ref | provider_id | start_on | lead_officer_id\nC1 | P1 | 2020-01-01 | O1"
    assert tier(given, "lead", contracts=contract) == ["O1"]


def test_what_was_known_on_an_earlier_day_can_be_asked(given: Given) -> None:
    late = table(
        f"{COMPLAINT} | recorded_on",
        *(f"C{n} | P1 | L1 | 2026-08-01 | Upheld | Delay | Concern | 2026-08-20" for n in range(4)),
    )
    warehouse = given(**{**KNOWN, "complaints": late})
    assert plain(ask(TIERS, warehouse, as_of=date(2026, 8, 31), known_on=date(2026, 8, 19)), "points") == [[0]]
    assert plain(ask(TIERS, warehouse, **DATES), "points") == [[12]]
    assert plain(ask(TIERS, warehouse, as_of=date(2026, 7, 31), known_on=date(2026, 8, 31)), "points") == [[0]]


def test_without_rules_in_force_there_is_insufficient_data(given: Given) -> None:
    rows = ask(TIERS, given(**KNOWN), as_of=date(2023, 3, 31), known_on=date(2026, 8, 31))
    assert plain(rows, "location_id", "suggested_tier", "points") == [["L1", "Insufficient data", 0]]


def test_a_scope_chooses_after_the_providers_tier_is_known(given: Given) -> None:
    warehouse = given(**KNOWN)
    for asked, count in (
        ({"market_segment": "Care Homes"}, 1),
        ({"market_segment": "VCS"}, 0),
        ({"locality": "North Vale"}, 1),
        ({"locality": "West Heath"}, 0),
    ):
        assert len(ask(TIERS, warehouse, **DATES, **asked)) == count


@pytest.mark.parametrize(("deregistered_on", "count"), [("", 1), ("2026-09-01", 1), ("2026-08-31", 0)])
def test_a_location_that_only_cqc_knows_closes_with_its_registration(
    given: Given, deregistered_on: str, count: int
) -> None:
    warehouse = given(
        cqc_ratings=f"{CQC} | inspection_category"
        "\n1-9 | Overall | Overall | Good | 2026-01-01 | Residential social care",
        cqc_locations=f"cqc_location_id | location_name | deregistered_on\n1-9 | Nine | {deregistered_on}",
    )
    assert len(ask(TIERS, warehouse, **DATES)) == count
