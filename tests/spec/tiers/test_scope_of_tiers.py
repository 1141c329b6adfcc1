"""Every location that has opened and not closed by the day is answered, whatever else is wrong with its row."""

from datetime import date

import pytest

from pipelines.querying.questions import QUESTIONS, ask
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
HEADING = (
    "location_id | provider_id | location_name | service_type | is_regulated | cqc_location_id | locality | opened_on"
    " | closed_on | refused_columns"
)
OPEN = [
    "P1 | House | Residential home | Y | 1-1 | North Vale | 2020-01-01 | |",
    "P1 | House | Residential home | Y | 1-1 | North Vale | 1900-01-01 | 2199-12-31 |",
    "P1 | House | Residential home | N |     |            | 2026-08-31 | 2026-09-01 |",
    "P9 | House | Hotel            | Y | 1-9 | Elsewhere  |            | |",
    "P9 |       |                  |   |     |            |            | | location_name service_type is_regulated",
    "P1 | House | Day care | N | | | | | opened_on closed_on cqc_location_id locality",
]
OUTSIDE = [
    "P1 | House | Day care | N | | | 2026-09-01 | |",
    "P1 | House | Day care | N | | | 2020-01-01 | 2026-08-31 |",
]


@pytest.mark.parametrize("registers", [{}, {"cqc_ratings": "", "complaints": "", "concerns": "", "kpis": ""}])
def test_a_location_that_is_open_is_answered_and_no_other(given: Given, registers: dict[str, str]) -> None:
    lines = [f"L{n} | {line}" for n, line in enumerate([*OPEN, *OUTSIDE])]
    wanted = {f"L{n}" for n in range(len(OPEN))}
    decisions = [f"P1 | L{n} | 2026-01-01 | Tier 3" for n in range(len(lines))]
    warehouse = given(
        **registers,
        providers="provider_id | provider_name\nP1 | One Ltd",
        locations="\n".join([HEADING, *lines]),
        tier_decisions="\n".join(["provider_id | location_id | decided_on | recorded_tier", *decisions]),
    )
    for name, times in (("provider_tiers", 1), ("provider_tier_evidence", 21), ("step_downs", 1)):
        rows = ask(QUESTIONS[name], warehouse, as_of=DAY, known_on=DAY)
        assert set(rows["location_id"]) == wanted, name
        assert len(rows) == times * len(wanted), name
