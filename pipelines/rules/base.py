"""What every rule table shares: where its entries stand, what a row of it is, and the days it is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar, cast

from pydantic import BaseModel, Field

from pipelines.registers.base import Row

Rows = Mapping[str, Sequence[BaseModel]]
"""Rule table → its rows."""

R = TypeVar("R", bound=BaseModel)
Slug = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)


class Dated(Row):
    """A rule in force from one day to another, both included, and where it comes from."""

    effective_from: date = Field(description="First day it is in force.")
    effective_to: date | None = Field(None, description="Last day it is in force; blank while it still is.")
    authority: str = Field(min_length=10, description="Where it comes from.")


class Setting(Dated):
    """One number that a rule needs on its own."""

    name: str = Field(min_length=1, description="What it sets.")
    value: int = Field(ge=1, description="The number.")


@dataclass(frozen=True)
class RuleTable(Generic[R]):
    """A section of a file of data/rules as a table, declared beneath the class of its rows.

    module: `__name__` where it stands, which has the name of the file.  section: blank for a CSV file.
    key: what makes two rows versions of one rule.  band: its columns of a band, from and below.
    least: where the first band may begin at the latest, so that no value lies below all of them.
    must_cover: every word that the key can be has a row, on every day from the first.
    asked_later: no question reads it yet.  is_table: it is written into the warehouse, where SQL can read it.
    read_in_python: names of settings that no SQL reads.
    """

    module: str
    name: str
    row: type[R]
    section: str
    key: tuple[str, ...]
    band: tuple[str, str] | None = None
    nested_in: str | None = None
    may_be_empty: bool = False
    least: int = 0
    must_cover: bool = False
    asked_later: bool = False
    is_table: bool = True
    read_in_python: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return f"{self.module.rpartition('.')[2]}.{'toml' if self.section else 'csv'}"

    def of(self, rows: Rows) -> Sequence[R]:
        """Its rows, of those of all tables."""
        return cast(Sequence[R], rows[self.name])
