"""What each tier rule says about a location, in examples a quality lead can check."""

from datetime import date
from typing import Any

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.helpers.months import plain
from tests.spec.conftest import Given

EVIDENCE = QUESTIONS["provider_tier_evidence"]
ROWS = QUESTIONS["provider_tier_rows"]
DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
HOME = """
    location_id | provider_id | location_name | service_type | is_regulated | cqc_location_id | opened_on  | manager_vacant_since
    L1          | P1          | Beacon House  | Nursing home | Y            | 1-1             | 2020-01-01 |
"""  # noqa: E501
DAY_CENTRE = """
    location_id | provider_id | location_name | service_type | is_regulated
    L1          | P1          | Beacon Centre | Day care     | N
"""
CQC = "cqc_location_id | service_group | domain | rating | published_on | is_inherited"
COMPLAINT = "complaint_ref | provider_id | location_id | received_on | responded_on | outcome | category | stage"
CONCERN = (
    "concern_ref | provider_id | location_id | concern_type | severity | raised_on | concluded_on | is_risk_identified"
)
NOTICE = "notice_ref | notice_type | provider_id | location_id | issued_on | effective_on | closed_on | reason_code"
ASSESSMENT = "assessment_ref | provider_id | location_id | assessed_on | overall_rating"
KPI = (
    "contract_ref | provider_id | location_id | kpi_code | kpi_name | period_start | period_end | due_on"
    " | received_on | value | target | better"
)
FINDING = ("state", "value", "points", "floor_tier")


def rule(given: Given, rule_id: str, *columns: str, **tables: str) -> list[Any]:
    """One rule's row for the location L1."""
    rows = ask(EVIDENCE, given(**{"locations": HOME, **tables}), **DATES, location_id="L1")
    [row] = plain(rows[rows["rule_id"] == rule_id], *(columns or FINDING))
    return row


def table(heading: str, *lines: str) -> str:
    return "\n".join((heading, *lines))


def cqc(*lines: str) -> str:
    return table(CQC, *(f"1-1 | {line}" for line in lines))


def kpi(*lines: str, location: str = "L1") -> str:
    """KPI returns: code, due, received, value, target, better."""
    start = f"C1 | P1 | {location}"
    return table(
        KPI,
        *(f"{start} | {code} | {code} | 2026-04-01 | 2026-06-30 | {rest}" for code, rest in map(split, lines)),
    )


def split(line: str) -> tuple[str, str]:
    code, _, rest = line.partition(" | ")
    return code, rest


def test_every_rule_has_a_row_also_where_nothing_is_known(given: Given) -> None:
    rows = ask(EVIDENCE, given(locations=HOME), **DATES)
    assert len(rows) == 21
    assert plain(rows[rows["state"] == "scored"], "rule_id", "value_words") == [
        ["manager-vacancy", "No vacancy recorded"]
    ]
    assert rows[rows["state"] == "not known"]["points"].isna().all()


def test_rules_for_registered_services_do_not_apply_to_others(given: Given) -> None:
    rows = ask(EVIDENCE, given(locations=DAY_CENTRE, cqc_ratings=""), **DATES)
    not_applicable = rows[rows["state"] == "not applicable"]
    assert plain(not_applicable, "rule_id") == [
        ["cqc-never-rated"],
        ["cqc-no-rating"],
        ["cqc-overall"],
        ["cqc-rating-age"],
        ["cqc-safe"],
        ["cqc-well-led"],
        ["manager-vacancy"],
    ]
    assert not_applicable["points"].isna().all()


@pytest.mark.parametrize(
    ("rating", "finding"),
    [
        ("Outstanding", ["scored", 4.0, 0, None]),
        ("Good", ["scored", 3.0, 0, None]),
        ("Requires improvement", ["scored", 2.0, 15, "Tier 1"]),
        ("Requires Improvement", ["scored", 2.0, 15, "Tier 1"]),
        ("Inadequate", ["scored", 1.0, 40, "Tier 2"]),
        ("Insufficient evidence to rate", ["not known", None, None, None]),
        ("A word of the future", ["not known", None, None, None]),
    ],
)
def test_cqc_overall_rating(given: Given, rating: str, finding: list[Any]) -> None:
    assert rule(given, "cqc-overall", cqc_ratings=cqc(f"Overall | Overall | {rating} | 2026-01-01 | N")) == finding


@pytest.mark.parametrize(
    ("domain", "rule_id", "rating", "finding"),
    [
        ("Safe", "cqc-safe", "Good", ["scored", 3.0, 0, None]),
        ("Safe", "cqc-safe", "Requires improvement", ["scored", 2.0, 5, None]),
        ("Safe", "cqc-safe", "Inadequate", ["scored", 1.0, 10, "Tier 2"]),
        ("Well-led", "cqc-well-led", "Good", ["scored", 3.0, 0, None]),
        ("Well-led", "cqc-well-led", "Requires improvement", ["scored", 2.0, 5, None]),
        ("Well-led", "cqc-well-led", "Inadequate", ["scored", 1.0, 10, None]),
        ("Caring", "cqc-safe", "Inadequate", ["not known", None, None, None]),
    ],
)
def test_cqc_ratings_of_two_domains(given: Given, domain: str, rule_id: str, rating: str, finding: list[Any]) -> None:
    assert rule(given, rule_id, cqc_ratings=cqc(f"Overall | {domain} | {rating} | 2026-01-01 | N")) == finding


@pytest.mark.parametrize(
    ("lines", "words", "row"),
    [
        (
            ["Overall | Overall | Good | 2026-08-31 | N", "Overall | Overall | Inadequate | 2026-09-01 | N"],
            "Good",
            2,
        ),
        (
            ["Overall | Overall | Inadequate | 2020-01-01 | N", "Overall | Overall | Good | 2021-01-01 | N"],
            "Good",
            3,
        ),
        # On one day: one that is not inherited, then the worse, then file and row.
        (
            ["Overall | Overall | Good | 2026-01-01 | N", "Overall | Overall | Inadequate | 2026-01-01 | N"],
            "Inadequate",
            3,
        ),
        (
            ["Overall | Overall | Inadequate | 2026-01-01 | Y", "Overall | Overall | Good | 2026-01-01 | N"],
            "Good",
            3,
        ),
        (
            ["Overall | Overall | Inadequate | 2026-01-01 | N", "Overall | Overall | Good | 2026-01-01 | Y"],
            "Inadequate",
            2,
        ),
        (
            ["Overall | Overall | Good | 2026-01-01 | Y", "Overall | Overall | Good | 2026-01-01 | N"],
            "Good",
            3,
        ),
        (
            ["Overall | Overall | Good | 2026-01-01 | N", "Overall | Overall | Good | 2026-01-01 | N"],
            "Good",
            2,
        ),
        (
            [
                "Overall | Overall | Not applicable | 2026-01-01 | N",
                "Overall | Overall | Good | 2026-01-01 | N",
            ],
            "Good",
            3,
        ),
        # A visit without a rating, and any word that is no rating, is said and takes nothing away.
        (
            [
                "Overall | Overall | Inadequate | 2026-01-01 | N",
                "Overall | Overall | Inspected but not rated | 2026-05-01 | N",
            ],
            "Inadequate; since then: Inspected but not rated, 2026-05-01",
            2,
        ),
        (
            [
                "Overall | Overall | Inspected but not rated | 2025-05-01 | N",
                "Overall | Overall | Inadequate | 2026-01-01 | N",
                "Overall | Overall | A word of the future | 2026-05-01 | N",
                "Overall | Overall | No published rating | 2026-06-01 | N",
            ],
            "Inadequate; since then: No published rating, 2026-06-01",
            3,
        ),
        # A service group that CQC lists no more keeps its last rating.
        (
            [
                "Homecare | Overall | Inadequate | 2016-01-01 | N",
                "Supported Living | Overall | Good | 2026-01-01 | N",
            ],
            "Inadequate (service level: Homecare)",
            2,
        ),
        # No location rating: the worst current rating of a service.
        (
            [
                "Overall | Overall | Not Rated | | N",
                "Care Homes | Overall | Inadequate | 2024-01-01 | N",
                "Care Homes | Overall | Requires improvement | 2025-01-01 | N",
                "Homecare | Overall | Good | 2026-01-01 | N",
            ],
            "Requires improvement (service level: Care Homes)",
            4,
        ),
        (["Homecare | Overall | Good | 2026-01-01 | N"], "Good (service level: Homecare)", 2),
        # Withdrawn: a service rated after the location's last rating wins, one rated before does not.
        (
            [
                "Overall | Overall | Good | 2024-01-01 | N",
                "Overall | Overall | Not Rated | | N",
                "Homecare | Overall | Inadequate | 2024-01-02 | N",
            ],
            "Inadequate (service level: Homecare)",
            4,
        ),
        (
            [
                "Overall | Overall | Good | 2024-01-01 | N",
                "Overall | Overall | Not Rated | | N",
                "Homecare | Overall | Inadequate | 2024-01-01 | N",
            ],
            "Good",
            2,
        ),
        (
            ["Overall | Overall | Good | 2024-01-01 | N", "Homecare | Overall | Inadequate | 2024-01-02 | N"],
            "Good",
            2,
        ),
    ],
)
def test_the_current_cqc_rating(given: Given, lines: list[str], words: str, row: int) -> None:
    found = rule(given, "cqc-overall", "value_words", "source_rows", cqc_ratings=cqc(*lines))
    assert found == [words, f"cqc_ratings.csv row {row}"]


def test_words_that_are_no_rating_are_quoted_and_not_known(given: Given) -> None:
    ratings = cqc("Overall | Overall | Insufficient evidence to rate | 2026-01-01 | N")
    found = rule(given, "cqc-overall", "state", "value_words", "points", cqc_ratings=ratings)
    assert found == ["not known", "Not known: Insufficient evidence to rate", None]


@pytest.mark.parametrize(
    ("published_on", "value", "points"),
    [("2023-09-01", 1095.0, 0), ("2023-08-31", 1096.0, 5), ("2026-08-31", 0.0, 0)],
)
def test_a_rating_older_than_three_years(given: Given, published_on: str, value: float, points: int) -> None:
    ratings = cqc(f"Overall | Overall | Good | {published_on} | N")
    assert rule(given, "cqc-rating-age", cqc_ratings=ratings) == ["scored", value, points, None]


@pytest.mark.parametrize(
    ("ratings", "finding"),
    [
        (cqc("Overall | Overall | Good | 2026-01-01 | N"), ["scored", 0.0, 0, None]),
        (cqc("Overall | Overall | Not Rated | | N"), ["scored", 1.0, 5, None]),
        (cqc("Overall | Overall | Good | 2026-09-01 | N"), ["scored", 1.0, 5, None]),
        ("", ["scored", 1.0, 5, None]),
    ],
)
def test_no_usable_rating(given: Given, ratings: str, finding: list[Any]) -> None:
    assert rule(given, "cqc-no-rating", cqc_ratings=ratings) == finding


def test_without_cqc_files_nothing_is_known_of_its_rating(given: Given) -> None:
    for rule_id in ("cqc-no-rating", "cqc-never-rated"):
        assert rule(given, rule_id) == ["not known", None, None, None]


def test_without_a_cqc_id_it_scores_as_with_an_id_and_no_rating(given: Given) -> None:
    unlinked = HOME.replace("1-1 ", "    ")
    for rule_id in ("cqc-no-rating", "cqc-never-rated"):
        with_id, without = (
            rule(given, rule_id, *FINDING, locations=locations, cqc_ratings="") for locations in (HOME, unlinked)
        )
        assert with_id == without
        assert without[2] == 5
    assert rule(given, "cqc-no-rating", "value_words", locations=unlinked, cqc_ratings="") == [
        "No CQC id, so no usable rating"
    ]


@pytest.mark.parametrize(
    ("opened_on", "ratings", "finding"),
    [
        ("2025-08-31", "", ["scored", 365.0, 0, None]),
        ("2025-08-30", "", ["scored", 366.0, 5, None]),
        ("", "", ["not known", None, None, None]),
        ("2020-01-01", cqc("Overall | Overall | Good | 2021-01-01 | N"), ["scored", 0.0, 0, None]),
        # A service was rated, and then CQC said there is no rating; or only two domains, or one that scores nothing.
        (
            "2020-01-01",
            cqc("Homecare | Overall | Outstanding | 2021-01-01 | N", "Overall | Overall | Not Rated | 2022-01-01 | N"),
            ["scored", 0.0, 0, None],
        ),
        (
            "2020-01-01",
            cqc("Overall | Safe | Good | 2021-01-01 | N", "Overall | Well-led | Good | 2021-01-01 | N"),
            ["scored", 0.0, 0, None],
        ),
        ("2020-01-01", cqc("Homecare | Caring | Good | 2021-01-01 | N"), ["scored", 0.0, 0, None]),
        ("2020-01-01", cqc("Overall | Overall | Not Rated | 2022-01-01 | N"), ["scored", 2434.0, 5, None]),
        ("2020-01-01", cqc("Overall | Overall | Good | 2026-09-01 | N"), ["scored", 2434.0, 5, None]),
    ],
)
def test_never_rated(given: Given, opened_on: str, ratings: str, finding: list[Any]) -> None:
    locations = HOME.replace("2020-01-01", opened_on)
    assert rule(given, "cqc-never-rated", locations=locations, cqc_ratings=ratings) == finding


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 2), (2, 6), (3, 6), (4, 12)])
def test_complaints_upheld(given: Given, count: int, points: int) -> None:
    lines = [f"C{n} | P1 | L1 | 2026-08-01 | 2026-08-20 | Upheld | Delay | Concern" for n in range(count)]
    found = rule(given, "complaints-upheld", complaints=table(COMPLAINT, *lines))
    assert found == ["scored", float(count), points, None]


@pytest.mark.parametrize(
    ("complaint", "count"),
    [
        ("P1 | L1 | 2026-08-31 | | Upheld", 1),
        ("P1 | L1 | 2025-09-01 | | Upheld", 1),
        ("P1 | L1 | 2025-08-31 | | Upheld", 0),
        ("P1 | L1 | 2026-09-01 | | Upheld", 0),
        ("P1 | L1 | 2026-08-01 | 2026-08-31 | Partially upheld", 1),
        ("P1 | L1 | 2026-08-01 | 2026-09-01 | Upheld", 0),
        # By the later of receipt and answer: one that took more than a year to answer counts too.
        ("P1 | L1 | 2024-08-01 | 2026-08-31 | Upheld", 1),
        ("P1 | L1 | 2024-08-01 | 2025-09-01 | Upheld", 1),
        ("P1 | L1 | 2024-08-01 | 2025-08-31 | Upheld", 0),
        ("P1 | L1 | 2024-08-01 | | Upheld", 0),
        ("P1 | L1 | 2025-09-01 | 2025-08-01 | Upheld", 1),
        ("P1 | L1 | 2026-08-01 | | Not upheld", 0),
        ("P1 | L1 | 2026-08-01 | | Withdrawn", 0),
        ("P1 | L1 | 2026-08-01 | | ", 0),
        ("P1 | | 2026-08-01 | | Upheld", 1),
        ("P9 | L1 | 2026-08-01 | | Upheld", 1),
        ("P1 | L2 | 2026-08-01 | | Upheld", 0),
        ("P9 | | 2026-08-01 | | Upheld", 0),
    ],
)
def test_which_complaints_count(given: Given, complaint: str, count: int) -> None:
    complaints = table(COMPLAINT, f"C1 | {complaint} | Delay | Concern")
    assert rule(given, "complaints-upheld", "value", "record_count", complaints=complaints) == [
        float(count),
        count,
    ]


@pytest.mark.parametrize(
    ("outcome", "decision", "found"),
    [
        ("Not upheld", "Upheld: fault, injustice", [1.0, "Ombudsman: Upheld: fault, injustice: Delay"]),
        ("Not upheld", "upheld", [1.0, "Ombudsman: upheld: Delay"]),
        ("", "Partially upheld", [1.0, "Ombudsman: Partially upheld: Delay"]),
        ("Upheld", "Upheld", [1.0, "Upheld: Delay"]),
        ("Upheld", "Not upheld", [1.0, "Upheld: Delay"]),
        ("Not upheld", "Not upheld: no maladministration", [0.0, None]),
        ("Not upheld", "Closed after initial enquiries", [0.0, None]),
        ("Not upheld", "", [0.0, None]),
    ],
)  # fmt: skip
def test_the_ombudsmans_decision_counts(given: Given, outcome: str, decision: str, found: list[Any]) -> None:
    complaints = table(
        f"{COMPLAINT} | lgsco_decision",
        f"C1 | P1 | L1 | 2026-01-01 | 2026-02-01 | {outcome} | Delay | LGSCO | {decision}",
    )
    [value] = rule(given, "complaints-upheld", "value", complaints=complaints)
    rows = ask(ROWS, given(locations=HOME, complaints=complaints), **DATES, location_id="L1")
    said = plain(rows[rows["rule_id"] == "complaints-upheld"], "detail")
    assert [value, said[0][0] if said else None] == found


def test_no_complaint_is_nought_once_the_register_came_and_not_known_before(given: Given) -> None:
    assert rule(given, "complaints-upheld", complaints="") == ["scored", 0.0, 0, None]
    assert rule(given, "complaints-upheld") == ["not known", None, None, None]
    late = "source | received_on\ncomplaints | 2026-09-01"
    assert rule(given, "complaints-upheld", complaints="", loads=late) == ["not known", None, None, None]


def test_a_finding_says_how_many_how_old_and_where(given: Given) -> None:
    complaints = table(
        COMPLAINT,
        "C1 | P1 | L1 | 2026-08-01 | | Upheld | Delay | Concern",
        "C2 | P1 | L1 | 2026-08-21 | | Upheld | Delay | Concern",
    )
    columns = ("value_words", "evidence_on", "evidence_age_days", "record_count", "source_rows")
    assert rule(given, "complaints-upheld", *columns, complaints=complaints) == [
        "Complaints upheld or partly upheld: 2",
        "2026-08-21",
        10,
        2,
        "complaints.csv row 2; complaints.csv row 3",
    ]


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 4), (2, 10), (3, 10), (4, 18)])
def test_safeguarding_enquiries_concluded_with_a_risk(given: Given, count: int, points: int) -> None:
    lines = [f"S{n} | P1 | L1 | Safeguarding enquiry | | 2024-01-01 | 2026-08-01 | Y" for n in range(count)]
    found = rule(given, "enquiries-risk", concerns=table(CONCERN, *lines))
    assert found == ["scored", float(count), points, None]


@pytest.mark.parametrize(
    ("concern", "count"),
    [
        ("Safeguarding enquiry | | 2024-01-01 | 2026-08-31 | Y", 1),
        ("Safeguarding enquiry | | 2024-01-01 | 2025-09-01 | Y", 1),
        ("Safeguarding enquiry | | 2024-01-01 | 2025-08-31 | Y", 0),
        ("Safeguarding enquiry | | 2024-01-01 | 2026-09-01 | Y", 0),
        ("Safeguarding enquiry | | 2026-01-01 | | Y", 0),
        ("Safeguarding enquiry | | 2026-01-01 | 2026-02-01 | N", 0),
        ("Safeguarding enquiry | | 2026-01-01 | 2026-02-01 | ", 0),
        ("Safeguarding concern | | 2026-01-01 | 2026-02-01 | Y", 0),
        # A whole-service enquiry is at least a safeguarding enquiry, once it is concluded.
        ("Whole-service enquiry | | 2026-01-01 | 2026-08-31 | Y", 1),
        ("Whole-service enquiry | | 2024-01-01 | 2025-08-31 | Y", 0),
        ("Whole-service enquiry | | 2026-01-01 | 2026-08-31 | N", 0),
        ("Whole-service enquiry | | 2026-01-01 | | Y", 0),
        ("Whole-service enquiry | | 2026-01-01 | 2026-09-01 | Y", 0),
    ],
)
def test_which_enquiries_count(given: Given, concern: str, count: int) -> None:
    concerns = table(CONCERN, f"S1 | P1 | L1 | {concern}")
    assert rule(given, "enquiries-risk", "value", concerns=concerns) == [float(count)]


@pytest.mark.parametrize(
    ("concern", "floor"),
    [
        ("Whole-service enquiry | | 2026-08-31 | | ", "Tier 3"),
        ("Whole-service enquiry | | 2020-01-01 | 2026-09-01 | ", "Tier 3"),
        ("Whole-service enquiry | | 2026-01-01 | 2026-08-31 | ", None),
        ("Whole-service enquiry | | 2026-09-01 | | ", None),
        ("Safeguarding enquiry | | 2026-01-01 | | ", None),
    ],
)
def test_an_open_whole_service_enquiry_is_tier_3(given: Given, concern: str, floor: str | None) -> None:
    concerns = table(CONCERN, f"S1 | P1 | | {concern}")
    assert rule(given, "whole-service-enquiry", "points", "floor_tier", concerns=concerns) == [0, floor]


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 2), (2, 2), (3, 6), (5, 6), (6, 10)])
def test_serious_incidents(given: Given, count: int, points: int) -> None:
    lines = [f"S{n} | P1 | L1 | Notifiable incident | | 2026-08-01 | | " for n in range(count)]
    found = rule(given, "incidents-serious", concerns=table(CONCERN, *lines))
    assert found == ["scored", float(count), points, None]


@pytest.mark.parametrize(
    ("concern", "count"),
    [
        ("Incident | Severe | 2026-08-31", 1),
        ("Incident | Severe | 2025-09-01", 1),
        ("Incident | Severe | 2025-08-31", 0),
        ("Incident | Severe | 2026-09-01", 0),
        ("Incident | Moderate | 2026-08-01", 0),
        ("Incident | | 2026-08-01", 0),
        ("Notifiable incident | Low | 2026-08-01", 1),
        ("Safeguarding concern | Severe | 2026-08-01", 0),
    ],
)
def test_which_incidents_count(given: Given, concern: str, count: int) -> None:
    concerns = table(CONCERN, f"S1 | P1 | L1 | {concern} | | ")
    assert rule(given, "incidents-serious", "value", concerns=concerns) == [float(count)]


@pytest.mark.parametrize(
    ("returned", "is_below"),
    [
        ("100 | 100 | higher", False),
        ("95 | 100 | higher", False),
        ("94.99 | 100 | higher", True),
        ("0.57 | 0.6 | higher", False),
        ("79 | 100 | higher", True),
        ("100 | 95 | lower", False),
        ("100 | 94.99 | lower", True),
        ("0 | 0 | lower", False),
        ("1 | 0 | lower", True),
        ("0 | 0 | higher", False),
        ("0 | 10 | higher", True),
        # Of a target of 0 or less no per cent says anything: below is what is worse than the target.
        ("-10 | -10 | higher", False),
        ("-9 | -10 | higher", False),
        ("-10.5 | -10 | higher", True),
        ("-1 | 0 | higher", True),
        ("-10 | -10 | lower", False),
        ("-11 | -10 | lower", False),
        ("-9.5 | -10 | lower", True),
        ("-5 | 10 | higher", True),
        ("-5 | 10 | lower", False),
    ],
)
def test_a_kpi_below_standard_reached_less_than_95_per_cent_of_its_target(
    given: Given, returned: str, is_below: bool
) -> None:
    found = rule(given, "kpis-below", kpis=kpi(f"K1 | 2026-07-30 | 2026-07-20 | {returned}"))
    assert found == (["scored", 1.0, 3, None] if is_below else ["scored", 0.0, 0, None])


def test_two_kpis_below_standard_weigh_more(given: Given) -> None:
    lines = [f"K{n} | 2026-07-30 | 2026-07-20 | 50 | 100 | higher" for n in range(2)]
    assert rule(given, "kpis-below", kpis=kpi(*lines)) == ["scored", 2.0, 8, None]


@pytest.mark.parametrize(
    ("line", "below", "missing"),
    [
        ("K1 | 2026-08-31 | 2026-08-31 | 50 | 100 | higher", ["scored", 1.0], ["scored", 0.0]),
        ("K1 | 2026-09-01 | 2026-08-31 | 50 | 100 | higher", ["not known", None], ["not known", None]),
        ("K1 | 2026-03-02 | 2026-08-31 | 50 | 100 | higher", ["scored", 1.0], ["scored", 0.0]),
        ("K1 | 2026-03-01 | 2026-08-31 | 50 | 100 | higher", ["not known", None], ["not known", None]),
        ("K1 | 2026-07-30 | | | 100 | higher", ["not known", None], ["scored", 1.0]),
        # A value came, though nobody wrote down when; one due today may still come today.
        ("K1 | 2026-07-30 | | 50 | 100 | higher", ["scored", 1.0], ["scored", 0.0]),
        ("K1 | 2026-07-30 | | 100 | 100 | higher", ["scored", 0.0], ["scored", 0.0]),
        ("K1 | 2026-08-31 | | | 100 | higher", ["not known", None], ["not known", None]),
        ("K1 | 2026-08-30 | | | 100 | higher", ["not known", None], ["scored", 1.0]),
        ("K1 | 2026-07-30 | 2026-09-01 | 50 | 100 | higher", ["not known", None], ["scored", 1.0]),
        ("K1 | 2026-07-30 | 2026-08-31 | 50 | | higher", ["not known", None], ["scored", 0.0]),
        ("K1 | 2026-07-30 | 2026-08-31 | | 100 | higher", ["not known", None], ["scored", 0.0]),
    ],
)
def test_kpi_returns_count_by_the_day_they_are_due(
    given: Given, line: str, below: list[Any], missing: list[Any]
) -> None:
    assert rule(given, "kpis-below", "state", "value", kpis=kpi(line)) == below
    assert rule(given, "kpis-missing", "state", "value", kpis=kpi(line)) == missing


def test_a_missing_return_scores_and_a_return_for_the_whole_contract_counts_at_each_location(
    given: Given,
) -> None:
    kpis = kpi("K1 | 2026-07-30 | | | 100 | higher", "K2 | 2026-07-30 | | | 100 | higher", location="")
    assert rule(given, "kpis-missing", kpis=kpis) == ["scored", 2.0, 4, None]
    assert rule(given, "kpis-missing", "source_rows", kpis=kpis) == ["kpis.csv row 2; kpis.csv row 3"]


@pytest.mark.parametrize(
    ("rating", "finding"),
    [
        ("Excellent", ["scored", 4.0, 0, None]),
        ("Good", ["scored", 3.0, 0, None]),
        ("Requires Improvement", ["scored", 2.0, 10, None]),
        ("Poor", ["scored", 1.0, 25, "Tier 2"]),
    ],
)
def test_quality_assessment(given: Given, rating: str, finding: list[Any]) -> None:
    assessments = table(ASSESSMENT, f"A1 | P1 | L1 | 2026-08-31 | {rating}")
    assert rule(given, "assessment-overall", assessments=assessments) == finding


def test_the_newest_assessment_counts_and_the_worse_of_one_day(given: Given) -> None:
    assessments = table(
        ASSESSMENT,
        "A1 | P1 | L1 | 2026-01-01 | Good",
        "A2 | P1 | L1 | 2026-01-01 | Poor",
        "A3 | P1 | L1 | 2025-01-01 | Excellent",
        "A4 | P1 | L1 | 2026-09-01 | Excellent",
    )
    found = rule(given, "assessment-overall", "value_words", "source_rows", assessments=assessments)
    assert found == ["Poor", "assessments.csv row 3"]
    assert rule(given, "assessment-overall", assessments="") == ["not known", None, None, None]


@pytest.mark.parametrize(("assessed_on", "days", "points"), [("2025-03-01", 548.0, 0), ("2025-02-28", 549.0, 3)])
def test_an_assessment_older_than_18_months(given: Given, assessed_on: str, days: float, points: int) -> None:
    assessments = table(ASSESSMENT, f"A1 | P1 | L1 | {assessed_on} | Good")
    assert rule(given, "assessment-age", assessments=assessments) == ["scored", days, points, None]


@pytest.mark.parametrize(
    ("since", "days", "points"),
    [
        ("", 0.0, 0),
        ("2026-09-01", 0.0, 0),
        ("2026-06-02", 90.0, 0),
        ("2026-06-01", 91.0, 6),
        ("2026-03-04", 180.0, 6),
        ("2026-03-03", 181.0, 10),
    ],
)
def test_days_without_a_registered_manager(given: Given, since: str, days: float, points: int) -> None:
    locations = table(
        "location_id | provider_id | location_name | service_type | is_regulated | manager_vacant_since",
        f"L1 | P1 | House | Residential home | Y | {since}",
    )
    assert rule(given, "manager-vacancy", locations=locations) == ["scored", days, points, None]


@pytest.mark.parametrize(
    ("notice", "rule_id", "finding"),
    [
        ("Rectification | P1 | L1 | 2026-08-31 | | ", "notice-rectification", ["scored", 1.0, 10, None]),
        (
            "Rectification | P1 | | 2026-01-01 | | 2026-09-01",
            "notice-rectification",
            ["scored", 1.0, 10, None],
        ),
        (
            "Rectification | P1 | L1 | 2026-01-01 | | 2026-08-31",
            "notice-rectification",
            ["scored", 0.0, 0, None],
        ),
        ("Rectification | P1 | L1 | 2026-09-01 | | ", "notice-rectification", ["scored", 0.0, 0, None]),
        ("Default | P1 | L1 | 2026-08-31 | | ", "notice-default", ["scored", 1.0, 20, "Tier 2"]),
        ("Default | P1 | L1 | 2026-08-31 | | 2026-08-31", "notice-default", ["scored", 0.0, 0, None]),
        ("Suspension of placements | P1 | L1 | 2026-08-31 | | ", "suspension", ["scored", 1.0, 0, "Tier 2"]),
        (
            "Suspension of placements | P1 | L1 | 2026-08-01 | 2026-08-31 | ",
            "suspension",
            ["scored", 1.0, 0, "Tier 2"],
        ),
        (
            "Suspension of placements | P1 | L1 | 2026-08-01 | 2026-09-01 | ",
            "suspension",
            ["scored", 0.0, 0, None],
        ),
        ("Termination | P1 | L1 | 2026-08-01 | | ", "notice-default", ["scored", 0.0, 0, None]),
    ],
)
def test_notices_open_on_the_day(given: Given, notice: str, rule_id: str, finding: list[Any]) -> None:
    assert rule(given, rule_id, notices=table(NOTICE, f"N1 | {notice} | SAFE")) == finding


@pytest.mark.parametrize(
    ("provider", "rule_id", "finding"),
    [
        ("High | | | ", "credit-band", ["scored", 1.0, 8, None]),
        ("Medium | | | ", "credit-band", ["scored", 0.0, 0, None]),
        ("Low | | | ", "credit-band", ["scored", 0.0, 0, None]),
        (" | | | ", "credit-band", ["not known", None, None, None]),
        (" | 2026-08-31 | | ", "accounts-overdue", ["scored", 0.0, 0, None]),
        (" | 2026-08-30 | | ", "accounts-overdue", ["scored", 1.0, 5, None]),
        (" | | | ", "accounts-overdue", ["not known", None, None, None]),
        (" | | Administration | 2026-08-31", "insolvency", ["scored", 1.0, 0, "Tier 3"]),
        (" | | Administration | 2026-09-01", "insolvency", ["scored", 0.0, 0, None]),
        (" | | Liquidation | ", "insolvency", ["scored", 1.0, 0, "Tier 3"]),
        (" | | CVA | 2026-01-01", "insolvency", ["scored", 1.0, 0, "Tier 3"]),
        (" | | Winding-up petition | 2026-01-01", "insolvency", ["scored", 1.0, 0, "Tier 3"]),
        (" | | Strike-off notice | 2026-01-01", "insolvency", ["scored", 0.0, 0, None]),
        (" | | Change of control | 2026-01-01", "insolvency", ["scored", 0.0, 0, None]),
        (" | | | ", "insolvency", ["scored", 0.0, 0, None]),
    ],
)
def test_the_providers_finances(given: Given, provider: str, rule_id: str, finding: list[Any]) -> None:
    providers = table(
        "provider_id | provider_name | credit_band | accounts_due_on | status_event | status_event_on",
        f"P1 | One Ltd | {provider}",
    )
    assert rule(given, rule_id, providers=providers) == finding


EVENTS = "provider_id | provider_name | status_event | status_event_on | refused_columns | recorded_on | superseded_on"
STRUCK_OFF = "Strike-off notice | 2026-07-01"


@pytest.mark.parametrize(
    ("versions", "value", "words"),
    [
        # A later event takes an insolvency not back; a blank does, and so does another word for the same day.
        (["Liquidation | 2026-01-01", STRUCK_OFF], 1.0, "Liquidation"),
        (["Liquidation | ", STRUCK_OFF], 1.0, "Liquidation"),
        (["Liquidation | 2026-01-01", " | "], 0.0, "No event recorded"),
        (["Liquidation | 2026-01-01", " | ", STRUCK_OFF], 0.0, "Strike-off notice"),
        (["Liquidation | 2026-01-01", "Change of control | 2026-01-01"], 0.0, "Change of control"),
        (["Liquidation | 2026-09-01", STRUCK_OFF], 0.0, "Strike-off notice"),
        ([STRUCK_OFF, "Administration | 2026-08-01"], 1.0, "Administration"),
        (["Administration | 2026-01-01", "Liquidation | 2026-02-01"], 2.0, "Liquidation"),
        # What could not be read is neither an event nor a blank.
        (["Liquidation | 2026-01-01", " | | status_event"], 1.0, "Liquidation; could not be read: 1"),
        (
            [" | | status_event"],
            None,
            "Not known: Provider: a detail of its finances could not be read; could not be read: 1",
        ),
    ],
)
def test_an_event_of_insolvency_stands_when_another_event_follows(
    given: Given, versions: list[str], value: float | None, words: str
) -> None:
    days = [f"2026-0{n}-10" for n in range(1, len(versions) + 1)] + [""]
    lines = []
    for line, begin, end in zip(versions, days, days[1:], strict=False):
        event = line if line.count("|") == 2 else f"{line} | "
        lines.append(f"P1 | One | {event} | {begin} | {end}")
    assert rule(given, "insolvency", "value", "value_words", providers=table(EVENTS, *lines)) == [value, words]


def test_what_the_file_has_no_column_for_is_not_known(given: Given) -> None:
    """A blank says that there is no vacancy and no event only where the newest file has the column."""
    home = "location_id | provider_id | location_name | service_type | is_regulated\nL1 | P1 | House | Care home | Y"
    providers = "provider_id | provider_name\nP1 | One Ltd"
    assert rule(given, "manager-vacancy", locations=home) == ["not known", None, None, None]
    assert rule(given, "insolvency", providers=providers) == ["not known", None, None, None]
    loads = "load_id | source | received_on\nold | locations | 2026-07-01\nnew | locations | 2026-08-01"
    for load, state in (("old", "not known"), ("new", "scored")):
        columns = f"load_id | source | field\n{load} | locations | manager_vacant_since"
        found = rule(given, "manager-vacancy", "state", loads=loads, load_columns=columns)
        assert found == [state]


@pytest.mark.parametrize(
    ("rating", "state"),
    [("Inadequate", "scored"), ("Not Rated", "not applicable"), ("", "not applicable")],
)
def test_cqc_has_rated_what_the_register_says_is_not_regulated(given: Given, rating: str, state: str) -> None:
    said = HOME.replace("| Y ", "| N ")
    ratings = cqc(*([f"Overall | Overall | {rating} | 2026-01-01 | N"] if rating else []))
    assert rule(given, "cqc-overall", "state", locations=said, cqc_ratings=ratings) == [state]
    assert rule(given, "manager-vacancy", "state", locations=said, cqc_ratings=ratings) == [state]


@pytest.mark.parametrize(
    ("tables", "rule_id", "found"),
    [
        (
            {"complaints": f"{COMPLAINT} | refused_columns\nC1 | P1 | L1 | 2026-08-01 | | | Delay | Concern | outcome"},
            "complaints-upheld",
            ["not known", None, None, 0, 1],
        ),
        (
            {
                "complaints": f"{COMPLAINT} | refused_columns"
                "\nC1 | P1 | L1 | 2026-08-01 | | | Delay | Concern | outcome"
                "\nC2 | P1 | L1 | 2026-08-01 | | Upheld | Delay | Concern | "
            },
            "complaints-upheld",
            ["scored", 1.0, 2, 1, 1],
        ),
        (
            {"concerns": f"{CONCERN} | refused_columns\nS1 | P1 | | | | 2026-08-01 | | | concern_type"},
            "whole-service-enquiry",
            ["not known", None, None, 0, 1],
        ),
        (
            {"concerns": f"{CONCERN} | refused_columns\nS1 | P1 | L1 | Incident | | 2026-08-01 | | | severity"},
            "incidents-serious",
            ["not known", None, None, 0, 1],
        ),
        (
            {"notices": f"{NOTICE} | refused_columns\nN1 | | P1 | L1 | 2026-08-01 | | | X | notice_type"},
            "notice-default",
            ["not known", None, None, 0, 1],
        ),
        # A notice that was closed, or a complaint of a later day, is nothing to know of.
        (
            {"notices": f"{NOTICE} | refused_columns\nN1 | | P1 | L1 | 2026-08-01 | | 2026-08-31 | X | notice_type"},
            "notice-default",
            ["scored", 0.0, 0, 0, 0],
        ),
        # A return that met its target stands; another that could not be read is said beside it.
        (
            {
                "kpis": f"{KPI} | refused_columns"
                "\nC1 | P1 | L1 | K1 | K1 | 2026-04-01 | 2026-06-30 | 2026-07-30 | 2026-07-20 | 100 | 100 | higher |"
                "\nC1 | P1 | L1 | K2 | K2 | 2026-04-01 | 2026-06-30 | 2026-07-30 | 2026-07-20 | | 100 | higher | value"
            },
            "kpis-below",
            ["scored", 0.0, 0, 0, 1],
        ),
        (
            {
                "kpis": f"{KPI} | refused_columns"
                "\nC1 | P1 | L1 | K2 | K2 | 2026-04-01 | 2026-06-30 | 2026-07-30 | | | 100 | higher | value"
            },
            "kpis-missing",
            ["scored", 0.0, 0, 0, 0],
        ),
        # The older assessment stands; what the newer one says is not known.
        (
            {
                "assessments": f"{ASSESSMENT} | refused_columns"
                "\nA1 | P1 | L1 | 2026-01-01 | Good | \nA2 | P1 | L1 | 2026-02-01 | | overall_rating"
            },
            "assessment-overall",
            ["scored", 3.0, 0, 1, 1],
        ),
        (
            {
                "cqc_ratings": f"{CQC} | refused_columns"
                "\n1-1 | Overall | Overall | Good | 2026-01-01 | N |"
                "\n1-1 | Overall | Overall | | 2026-02-01 | N | rating"
            },
            "cqc-overall",
            ["scored", 3.0, 0, 1, 1],
        ),
        (
            {"providers": "provider_id | provider_name | credit_band | refused_columns\nP1 | One | | credit_band"},
            "credit-band",
            ["not known", None, None, 0, 1],
        ),
        (
            {
                "locations": "location_id | provider_id | location_name | service_type | is_regulated"
                " | manager_vacant_since | refused_columns"
                "\nL1 | P1 | Beacon House | Residential home | Y | | manager_vacant_since"
            },
            "manager-vacancy",
            ["not known", None, None, 0, 1],
        ),
        # A row that was refused, of this location or of its provider without a location.
        (
            {
                "complaints": "",
                "refused_rows": "source | record | location_id | provider_id\ncomplaints | C1 | L1 | P1",
            },
            "complaints-upheld",
            ["not known", None, None, 0, 1],
        ),
        (
            {"concerns": "", "refused_rows": "source | record | location_id | provider_id\nconcerns | S1 | | P1"},
            "whole-service-enquiry",
            ["not known", None, None, 0, 1],
        ),
        (
            {"concerns": "", "refused_rows": "source | record | location_id | provider_id\nconcerns | S1 | L2 | P1"},
            "whole-service-enquiry",
            ["scored", 0.0, 0, 0, 0],
        ),
        (
            {
                "cqc_ratings": cqc("Overall | Overall | Good | 2026-01-01 | N"),
                "refused_rows": "source | record\ncqc_ratings | 1-1 · Overall · Overall · 2026-02-01",
            },
            "cqc-overall",
            ["scored", 3.0, 0, 1, 1],
        ),
    ],
)
def test_what_could_not_be_read_is_no_zero(
    given: Given, tables: dict[str, str], rule_id: str, found: list[Any]
) -> None:
    columns = ("state", "value", "points", "record_count", "records_refused")
    assert rule(given, rule_id, *columns, **tables) == found


def test_nothing_is_known_of_the_finances_of_a_provider_that_is_not_listed(given: Given) -> None:
    for rule_id in ("credit-band", "accounts-overdue", "insolvency"):
        assert rule(given, rule_id, providers="") == ["not known", None, None, None]


def test_before_a_rule_is_in_force_it_has_no_row(given: Given) -> None:
    warehouse = given(locations=HOME)
    assert ask(EVIDENCE, warehouse, as_of=date(2023, 3, 31), known_on=date(2026, 8, 31)).empty
    assert len(ask(EVIDENCE, warehouse, as_of=date(2023, 4, 1), known_on=date(2026, 8, 31))) == 21
