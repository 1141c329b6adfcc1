"""One measure's rows for one month, as plain lists that a test can write out."""

from typing import Any

import pandas as pd

from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse


def plain(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """The columns as lists, days as text and blanks as None."""
    picked = frame[list(columns)].astype(object)
    values = picked.where(picked.notna(), None).values.tolist()
    return [[str(cell.date()) if isinstance(cell, pd.Timestamp) else cell for cell in row] for row in values]


def counted(
    measure: str,
    warehouse: Warehouse,
    month: str,
    *columns: str,
    as_of: str = "2026-08-31",
    known_on: str = "2026-08-31",
) -> list[list[Any]]:
    """A measure's rows in a month (its first day), sorted; without columns, record and row number."""
    asked = {"indicator_id": measure, "month": month, "as_of": as_of, "known_on": known_on}
    rows = ask(QUESTIONS["monthly_indicator_rows"], warehouse, **asked)
    return sorted(plain(rows, *(columns or ("record_ref", "source_row"))), key=str)
