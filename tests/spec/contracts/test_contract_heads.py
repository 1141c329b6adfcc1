"""What every list shows of a contract: its tier, and where its lead stands."""

from datetime import date

import pytest

from tests.helpers.months import plain
from tests.spec.conftest import Given

DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
OFFICERS = """
    officer_id | display_name       | leaves_on
    O1         | Contract Officer 1 |
    O2         | Contract Officer 2 | 2026-08-30
    O3         | Contract Officer 3 | 2026-08-31
    O4         |                    |
"""


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("O1 |", ["Contract Officer 1", "named", False]),
        ("O2 |", ["Contract Officer 2", "has left", True]),
        ("O3 |", ["Contract Officer 3", "named", False]),  # the last day is still worked
        ("O4 |", ["O4", "named", False]),
        ("O9 |", ["O9", "not in officers", False]),
        (" |", [None, "none", False]),
        (" | lead_officer_id", [None, "not known", False]),
    ],
)
def test_where_the_lead_stands(given: Given, lead: str, expected: list[object]) -> None:
    contracts = (
        f"contract_ref | provider_id | start_on | lead_officer_id | refused_columns\nC1 | P1 | 2026-01-01 | {lead}"
    )
    rows = given(contracts=contracts, officers=OFFICERS).frame("select * from contract_heads", DATES)
    assert plain(rows.assign(is_lead_left=rows["is_lead_left"].astype(bool)), "lead", "lead_state", "is_lead_left") == [
        expected
    ]


def test_every_contract_is_there_in_force_or_not(given: Given) -> None:
    contracts = """
        contract_ref | provider_id | supplier_name | start_on   | ended_on   | status
        C1           | P1          |               | 2020-01-01 | 2021-01-01 | Ended
        C2           | P9          |               | 2030-01-01 |            | Active
        C3           |             | Ash Ltd       | 2020-01-01 |            | Void
        F1           | P1          |               | 2020-01-01 |            | Active
        F1           |             | Elm Ltd       | 2020-01-01 |            | Active
    """
    providers = "provider_id | provider_name\nP1 | One Ltd"
    tierings = """
        contract_ref | assessed_on | agreed_tier
        C1           | 2020-02-01  | Gold
        F1           | 2026-09-01  | Gold
    """
    warehouse = given(contracts=contracts, providers=providers, contract_tierings=tierings)
    rows = warehouse.frame("select * from contract_heads order by contract_ref, provider_name", DATES)
    assert plain(rows, "contract_ref", "provider_name", "contract_tier", "source_row") == [
        ["C1", "One Ltd", "Gold", 2],
        ["C2", "P9", "Not tiered", 3],
        ["C3", "Ash Ltd", "Not tiered", 4],
        ["F1", "Elm Ltd", "Not tiered", 6],
        ["F1", "One Ltd", "Not tiered", 5],
    ]
