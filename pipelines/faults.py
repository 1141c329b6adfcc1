"""What can be wrong with a row, and how a text of ours stands in SQL."""

from collections.abc import Sequence
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


BITS = 62
"""Faults in one mask: a 64-bit integer with its sign left alone."""


@dataclass(frozen=True)
class Masks:
    """Yes or no to many predicates about a row, packed into a few whole numbers."""

    name: str
    predicates: Sequence[str]

    def columns(self) -> list[str]:
        """One column for each 62 predicates."""
        parts = [self.predicates[start : start + BITS] for start in range(0, len(self.predicates), BITS)]
        return [
            " | ".join(f"(case when {sql} then {1 << bit} else 0 end)" for bit, sql in enumerate(part))
            + f" as {self.name}_{number}"
            for number, part in enumerate(parts)
        ]

    @property
    def names(self) -> list[str]:
        return [f"{self.name}_{start // BITS}" for start in range(0, len(self.predicates), BITS)]

    @property
    def is_clear(self) -> str:
        return " and ".join(f"{name} = 0" for name in self.names) or "true"

    @property
    def places(self) -> list[tuple[int, int]]:
        """Of each predicate, the number of its mask and its bit there."""
        return [(place // BITS, 1 << place % BITS) for place in range(len(self.predicates))]

    def is_set(self, place: int) -> str:
        number, bit = self.places[place]
        return f"{self.name}_{number} & {bit} <> 0"


def masks_of(faults: list[Fault]) -> Masks:
    return Masks("fault", [fault.sql for fault in faults])
