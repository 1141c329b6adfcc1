"""What can be wrong with a row, and how a text of ours stands in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong with a row: the columns at fault, in words, and a predicate over typed values.

    keeps_row: the cell was read and is not believed, so that it never costs a row whose key is another.
    """

    field: str
    reason: str
    sql: str
    keeps_row: bool = False


One = TypeVar("One")


BITS = 62
"""Faults in one mask: a 64-bit integer with its sign left alone."""


@dataclass(frozen=True)
class Masks(Generic[One]):
    """Yes or no to many predicates about a row, packed into a few whole numbers. `of`: what each is about."""

    name: str
    of: Sequence[One]
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

    @property
    def seen(self) -> list[str]:
        """Aggregates that say together which of them is true of any row."""
        return [f"coalesce(bit_or({name}), 0)" for name in self.names]

    def among(self, seen: Sequence[int]) -> list[int]:
        """Places of those that are true of some row, from what `seen` gave."""
        return [place for place, (number, bit) in enumerate(self.places) if seen[number] & bit]
