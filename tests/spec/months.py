"""One measure's rows for one month, as plain lists that a test can write out."""

from datetime import date
from typing import Any

import pandas as pd

from pipelines.contracts.base import AsOf
from pipelines.contracts.indicators import MonthlyIndicatorRow
from pipelines.questions import Question
from pipelines.warehouse import Warehouse


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
    question = Question(measure, MonthlyIndicatorRow, AsOf, folder="measures")
    dates = AsOf(as_of=date.fromisoformat(as_of), known_on=date.fromisoformat(known_on))
    rows = question.run(warehouse, dates)
    chosen = rows[rows["month"] == pd.Timestamp(month)]
    return sorted(plain(chosen, *(columns or ("record_ref", "source_row"))), key=str)
