"""A few rows as the questions give them, and how many a figure counts."""

from typing import Any

import pandas as pd

from dashboard.shapes import Figure

NONE: frozenset[str] = frozenset()


def locations(*suggested: str, **more: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"suggested_tier": list(suggested), "market_segment": "VCS", "is_recorded_another": False})
    rows["location_id"] = [f"L{number}" for number in range(len(rows))]
    return rows.assign(**more)


def contracts(*states: str, lead_state: str = "named", days: float | None = 10) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "state": list(states),
            "lead": None if lead_state == "none" else "Contract Officer 1",
            "lead_state": lead_state,
            "days_overdue": pd.array([days] * len(states), "Int64"),
            "overdue_band": "Not known" if days is None else "1-30",
            "contract_tier": "Gold",
        }
    )


def sizes(figures: list[Figure]) -> dict[str, int | None]:
    return {figure.label: figure.size if figure.is_known else None for figure in figures}
