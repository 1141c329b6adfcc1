"""What figures could not use: by question, and by the problem behind it."""

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.shapes import Listing
from dashboard.topics import gaps

LEFT_OUT = Listing.of("left_out", ("question", "record_ref", "reason", "source_file", "source_row"))


def by_question(left: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The records left out of each question, from `left_out`."""
    return {str(name): rows for name, rows in left.groupby("question", sort=False)}


RECORD = ["record_ref", "source_file", "source_row"]
"""What tells one record from the others: it is a row of `left_out` for each question and each reason."""


def size(left: pd.DataFrame) -> int:
    """How many records were left out, each once, however many questions could not use it."""
    return len(left.drop_duplicates(RECORD))


def by_reason(left: pd.DataFrame) -> list[tuple[str, int]]:
    """Reasons with how many records each is of, the most first."""
    sizes = left.drop_duplicates(["reason", *RECORD])["reason"].value_counts()
    return [(str(reason), int(count)) for reason, count in sizes.items()]


def said(left: pd.DataFrame, scope: dict[str, Any], of: str = "") -> str:
    """How many records some figure could not use, and how many nobody can place. `of`: whose figures these are.

    A record may have several reasons, where the sum of those below would be more.
    """
    by = gaps.narrowed(scope)
    unplaced = size(left[left[by].isin(gaps.UNPLACED).any(axis="columns")])
    found, reasons = size(left), sum(count for _, count in by_reason(left))
    where = " or ".join(gaps.PLACES[key] for key in by)
    some = f", {words.number(unplaced)} of them of no known {where}, so they may belong elsewhere" if unplaced else ""
    more = ". One may be there for several reasons" if reasons > found else ""
    return f"{words.count(found, 'record')} could not be used for some figure{of}{some}{more}:"


def affected(left: pd.DataFrame) -> pd.DataFrame:
    """How many records each problem leaves out of each question, the most first, from `left_out`."""
    once = left.drop_duplicates(["question", "reason", *RECORD])
    sizes = once.groupby(["question", "reason"], as_index=False).size().sort_values("size", ascending=False)
    return pd.DataFrame(
        {
            "Left out of": [words.name_of(name) for name in sizes["question"]],
            "Because": sizes["reason"],
            "Records": [words.number(size) for size in sizes["size"]],
        }
    )
