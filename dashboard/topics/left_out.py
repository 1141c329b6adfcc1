"""What figures could not use: by question, and by the problem behind it."""

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.topics import gaps


def by_question(left: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The records left out of each question, from `left_out`."""
    return {str(name): rows for name, rows in left.groupby("question", sort=False)}


def said(rows: pd.DataFrame, scope: dict[str, Any], of: str = "") -> str:
    """How many records some figure could not use, and how many nobody can place. `of`: whose figures these are."""
    by = gaps.narrowed(scope)
    size = int(rows[by].isin(gaps.UNPLACED).any(axis="columns").sum())
    where = " or ".join(gaps.PLACES[key] for key in by)
    unplaced = f", {words.number(size)} of them of no known {where}, so they may belong elsewhere" if size else ""
    return f"{words.count(len(rows), 'record')} could not be used for some figure{of}{unplaced}:"


def affected(left: pd.DataFrame) -> pd.DataFrame:
    """How many rows each problem leaves out of each question, the most first, from `left_out`."""
    sizes = left.groupby(["question", "reason"], as_index=False).size().sort_values("size", ascending=False)
    return pd.DataFrame(
        {
            "Left out of": [words.name_of(name) for name in sizes["question"]],
            "Because": sizes["reason"],
            "Rows": [words.number(size) for size in sizes["size"]],
        }
    )
