"""Each filter of a page on every kind of row: what it keeps meets what its label says, and what it drops does not.

What the filters mean is written here a second time. The rows have each value a filter looks at, beside each of the
others, with those at a limit and those that nobody recorded.
"""

from itertools import product
from typing import Any

import pandas as pd
import pytest

from dashboard import words
from dashboard.shapes import One, RowFilter
from dashboard.topics import reviews, tiers

Row = dict[str, Any]
LOCATIONS: dict[str, list[Any]] = {
    "suggested_tier": [*words.QUALITY_TIERS],
    "is_regulated": [True, False, None],
    "newest_evidence_days": [None, 0, 29, 30, 31],
    "lead": [None, "Contract Officer 1", "Contract Officer 2"],
    "is_recorded_another": [True, False, None],
}
CONTRACTS: dict[str, list[Any]] = {
    "contract_tier": [*words.CONTRACT_TIERS, words.NOT_KNOWN],
    "overdue_band": [None, "1-30", "31-90", words.NOT_KNOWN],
    "lead_state": ["named", "none", "has left", "not in officers", "not known"],
    "lead": [None, "Contract Officer 1", "Contract Officer 2"],
}
SCORES = [("R1", "L1", 5), ("R1", "L2", 0), ("R1", "L3", None), ("R2", "L2", 1), ("R2", "L3", 2), ("R3", "L1", 0)]
RULES = pd.DataFrame(SCORES, columns=["rule_id", "location_id", "points"]).astype({"points": "Int64"})


def every(columns: dict[str, list[Any]]) -> tuple[pd.DataFrame, list[Row]]:
    """A row for each value beside each of the others: as a frame, and as plain dicts with None for a blank."""
    rows = [dict(zip(columns, values, strict=True)) for values in product(*columns.values())]
    frame = pd.DataFrame(rows)
    if "newest_evidence_days" in frame:
        frame = frame.astype({"newest_evidence_days": "Int64"})
    return frame, rows


def of(filters: tuple[RowFilter, ...], key: str) -> RowFilter:
    [found] = [one for one in filters if one.key == key]
    return found


def met(key: str, chosen: Any, row: Row) -> bool:
    """Whether a row meets a choice, by what its label says."""
    match key, chosen:
        case "tier", _:
            return row["suggested_tier"] in chosen
        case "regulated", _:
            return bool(row["is_regulated"] is {"yes": True, "no": False, "not known": None}[chosen])
        case "evidence_days", _:
            return row["newest_evidence_days"] is None or row["newest_evidence_days"] >= chosen
        case "differs", _:
            return row["is_recorded_another"] is True
        case "lead", "no lead" if "lead_state" not in row:
            return row["lead"] is None
        case "lead", "no lead":
            return bool(row["lead_state"] == "none")
        case "lead", "lead has left" | "lead not in officers" | "lead not known":
            return bool(f"lead {row['lead_state']}" == chosen)
        case _:
            return bool(row[{"late": "overdue_band"}.get(key, key)] == chosen)


@pytest.mark.parametrize(
    ("key", "chosen"),
    [
        *(("tier", [tier]) for tier in words.QUALITY_TIERS), ("tier", ["Tier 3", "At least Tier 3", "BAU"]),
        ("regulated", "yes"), ("regulated", "no"), ("regulated", "not known"),
        ("evidence_days", 1), ("evidence_days", 30), ("evidence_days", 31), ("evidence_days", 99999),
        ("lead", "no lead"), ("lead", "Contract Officer 1"), ("lead", "Contract Officer 9"), ("differs", "yes"),
    ],
)  # fmt: skip
def test_of_locations(key: str, chosen: Any) -> None:
    frame, rows = every(LOCATIONS)

    kept = of(tiers.FILTERS, key).kept(frame, chosen)
    assert list(kept.index) == [place for place, row in enumerate(rows) if met(key, chosen, row)]
    assert of(tiers.FILTERS, key).kept(frame, None) is frame, "nothing is chosen"


@pytest.mark.parametrize(
    ("key", "chosen"),
    [
        *(("contract_tier", tier) for tier in words.CONTRACT_TIERS),
        ("late", "1-30"), ("late", "31-90"), ("late", "Not known"), ("late", "91+"),
        ("lead", "no lead"), ("lead", "lead has left"), ("lead", "lead not in officers"), ("lead", "lead not known"),
        ("lead", "Contract Officer 1"),
    ],
)  # fmt: skip
def test_of_contracts(key: str, chosen: str) -> None:
    frame, rows = every(CONTRACTS)

    kept = of(reviews.FILTERS, key).kept(frame, chosen)
    assert list(kept.index) == [place for place, row in enumerate(rows) if met(key, chosen, row)]


@pytest.mark.parametrize(("rule", "kept"), [("R1", ["L1"]), ("R2", ["L2", "L3"]), ("R3", []), ("R9", [])])
def test_of_a_signal_are_the_locations_that_have_points_by_it(rule: str, kept: list[str]) -> None:
    found = tiers.signals(RULES.assign(rule_title="Rule " + RULES["rule_id"]))
    signal = next(one for one in tiers.filters(found) if one.key == "signal")

    assert isinstance(signal, One)
    assert signal.options == {"R1": "Rule R1", "R2": "Rule R2", "R3": "Rule R3"}
    rows = pd.DataFrame({"location_id": ["L1", "L2", "L3", "L4"]})
    assert list(signal.kept(rows, rule)["location_id"]) == kept
