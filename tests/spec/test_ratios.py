"""A ratio is worked out once, from two numbers that the SQL gives, and is blank where it says nothing."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import Field

from pipelines.access.policy import ALL
from pipelines.answers.base import Scope
from pipelines.answers.indicators import CONTRACT_RECONCILIATION, ContractReconciliation
from pipelines.querying.questions import ask
from pipelines.warehouse.driver import WarehouseError
from tests.helpers.months import plain
from tests.spec.conftest import Given

DATES = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
CONTRACTS = """
    contract_ref | provider_id | start_on   | ended_on
    C1           | P1          | 2026-06-10 |
    C2           | P1          | 2026-06-11 |
    C3           | P1          | 2026-06-12 | 2026-08-15
"""


class Shares(ContractReconciliation):
    """Reconciled months, with the share of contracts that ended."""

    ended_pct: float | None = Field(title="Ended, per cent", description="Of those active before.")


SHARES = replace(CONTRACT_RECONCILIATION, row=Shares, ratios={"ended_pct": ("ended", "active_before", 100)})


def test_a_ratio_is_blank_where_the_whole_is_nothing(given: Given) -> None:
    rows = ask(SHARES, given(contracts=CONTRACTS), **DATES).tail(4)
    assert plain(rows, "month", "ended", "active_before") == [
        ["2026-05-01", 0, 0],
        ["2026-06-01", 0, 0],
        ["2026-07-01", 0, 3],
        ["2026-08-01", 1, 3],
    ]
    assert plain(rows.assign(ended_pct=rows["ended_pct"].round(3)), "ended_pct") == [[None], [None], [0.0], [33.333]]


def test_a_ratio_of_what_is_hidden_is_hidden(given: Given) -> None:
    warehouse = given(contracts=CONTRACTS)
    shares = replace(SHARES, counts_all=("active_before",))
    object.__setattr__(warehouse, "rights", ALL.model_copy(update={"areas": ("Whole council",)}))
    try:
        rows = ask(shares, warehouse, **DATES).tail(1)
    finally:
        object.__setattr__(warehouse, "rights", ALL)
    assert plain(rows, "ended", "active_before", "ended_pct") == [[1, None, None]]


def test_a_ratio_that_the_row_class_does_not_declare_is_a_slip(given: Given) -> None:
    slip = replace(CONTRACT_RECONCILIATION, params=Scope, ratios={"ended": ("started", "active_before", 100)})
    with pytest.raises(WarehouseError, match="disagree on: ended"):
        ask(slip, given(contracts=CONTRACTS), **DATES)
