"""Contracts whose provider is under informal quality review, in examples a quality lead can check."""

import pytest

from tests.helpers.months import counted
from tests.spec.conftest import Given

JULY = "2026-07-01"
REGISTER = """
    contract_ref | provider_id | start_on   | current_end_on
    C1           | P1          | 2020-01-01 |
    C2           | P1          | 2020-01-01 | 2026-07-31
    ended        | P1          | 2020-01-01 | 2026-07-30
    other        | P2          | 2020-01-01 |
"""
NOTICES = "notice_ref | notice_type | provider_id | issued_on | closed_on | reason_code"


def cases(*events: str) -> str:
    return "case_ref | provider_id | event_on | event\n" + "\n".join(f"Q1 | P1 | {event}" for event in events)


def test_each_contract_in_force_counts_once_by_the_newest_case(given: Given) -> None:
    warehouse = given(
        contracts=REGISTER,
        quality_cases="""
            case_ref | provider_id | location_id | event_on   | event
            Q1       | P1          |             | 2026-05-01 | Informal stage
            Q2       | P1          | L1          | 2026-06-01 | Informal stage
        """,
    )
    assert counted("informal_stage", warehouse, JULY, "record_ref", "detail", "happened_on", "source_row") == [
        ["C1", "Case Q2 at the informal stage", "2026-06-01", 3],
        ["C2", "Case Q2 at the informal stage", "2026-06-01", 3],
    ]


@pytest.mark.parametrize(
    ("events", "is_informal"),
    [
        (["2026-07-31 | Informal stage"], True),
        (["2026-08-01 | Informal stage"], False),
        (["2026-06-01 | Concern logged"], False),
        (["2026-06-01 | Informal stage", "2026-07-01 | SIP opened"], True),
        (["2026-06-01 | Informal stage", "2026-07-31 | Close"], False),
        (["2026-06-01 | Informal stage", "2026-08-01 | Close"], True),
        (["2026-06-01 | Informal stage", "2026-06-01 | Close"], False),
        (["2026-06-01 | Informal stage", "2026-07-01 | Planning meeting"], False),
        (["2026-06-01 | Informal stage", "2026-07-01 | Escalate"], False),
        (["2026-06-01 | Informal stage", "2026-07-01 | Step down"], False),
        (["2026-06-01 | Informal stage", "2026-07-01 | Safeguarding joint decision"], False),
        (["2026-05-01 | Close", "2026-06-01 | Informal stage"], True),
    ],
)
def test_a_case_is_informal_until_it_leaves_that_stage(given: Given, events: list[str], is_informal: bool) -> None:
    rows = counted("informal_stage", given(contracts=REGISTER, quality_cases=cases(*events)), JULY, "record_ref")
    assert rows == ([["C1"], ["C2"]] if is_informal else [])


@pytest.mark.parametrize(
    ("notice", "is_informal"),
    [
        ("N1 | Rectification | P1 | 2026-07-31 | | X", False),
        ("N1 | Rectification | P1 | 2026-08-01 | | X", True),
        ("N1 | Default | P1 | 2026-01-01 | 2026-07-31 | X", True),
        ("N1 | Default | P1 | 2026-01-01 | 2026-08-01 | X", False),
        ("N1 | Rectification | P2 | 2026-07-31 | | X", True),
    ],
)
def test_not_while_a_formal_notice_to_the_provider_is_open(given: Given, notice: str, is_informal: bool) -> None:
    warehouse = given(
        contracts=REGISTER,
        quality_cases=cases("2026-06-01 | Informal stage"),
        notices=f"{NOTICES}\n{notice}",
    )
    assert bool(counted("informal_stage", warehouse, JULY)) == is_informal


def test_a_case_is_one_case_whichever_provider_its_events_name(given: Given) -> None:
    closed = """
        case_ref | provider_id | event_on   | event
        Q1       | P1          | 2026-05-01 | Informal stage
        Q1       | P2          | 2026-06-01 | Close
    """
    moved = closed.replace("Close", "Concern logged")
    assert counted("informal_stage", given(contracts=REGISTER, quality_cases=closed), JULY) == []
    assert counted("informal_stage", given(contracts=REGISTER, quality_cases=moved), JULY, "record_ref", "detail") == [
        ["other", "Case Q1 at the informal stage"]
    ]
