"""What figures could not use: by question, and by the problem behind it."""

import pandas as pd

from dashboard import words


def by_question(left: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The records left out of each question, from `left_out`."""
    return {str(name): rows for name, rows in left.groupby("question", sort=False)}


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
