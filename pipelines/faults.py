"""What can be wrong with a row, and how a text of ours stands in SQL."""

from dataclasses import dataclass


def quoted(text: str) -> str:
    """A text of ours as a literal. Never for text from a file: that stays in columns."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong with a row: the columns at fault, in words, and a predicate over typed values."""

    field: str
    reason: str
    sql: str
