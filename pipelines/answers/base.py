"""What the rows of answers share, what a question is, and what every question is asked with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar

from pydantic import BaseModel, Field, field_validator

from pipelines.registers.base import Row, Sourced
from pipelines.sql_files import SQL, files_of
from pipelines.values import YEARS

_HEADER = re.compile(r"^--\s*([a-z_]+):\s*(.*)$")
_MORE = re.compile(r"^--\s+(\S.*)$")


class Marked(Sourced):
    """A row about a record of a register. Asking joins to it what of that record could not be read."""

    not_read: str | None = Field(
        title="Not read",
        description="What of it could not be read: cells, or a newer row, so that the last known one stands.",
    )


@dataclass(frozen=True)
class SeenWith:
    """A row is seen by a person for whom the step has a row with the same values in these columns.

    only_without: a kind of column; a person who sees that kind sees all rows. Blank: a person who sees all rows does.
    """

    step: str
    columns: tuple[str, ...]
    only_without: str = ""


_LOCATION = SeenWith("visible_locations", ("location_id",))
_FINDING = SeenWith("visible_findings", ("location_id", "rule_id"), only_without="counts of people")
_CONTRACT = SeenWith("visible_contracts", ("contract_ref", "source_file", "source_row"))
_RECORD = SeenWith("visible_records", ("record_ref", "source_file", "source_row"))


class AtLocation(Row):
    """A row about a location: seen by a person who may see the location."""

    SEEN: ClassVar = (_LOCATION,)


class AtLocationByRule(Row):
    """A row about what a tier rule says of a location: small counts of people are not for everybody."""

    SEEN: ClassVar = (_LOCATION, _FINDING)


class OnContract(Row):
    """A row about a contract, and from its own row in the register: seen by a person who may see the contract."""

    SEEN: ClassVar = (_CONTRACT,)


class OfRecord(Row):
    """A row about a record of any register: seen with its contract, or else its location, or else its provider."""

    SEEN: ClassVar = (_RECORD,)


class OfFiles(Row):
    """A row about a whole file, or about something of no area, segment, body or officer.

    Nothing for a person who sees only some rows.
    """


class OfRegisters(Row):
    """A row about a register as such: for everybody, but for the columns that count its rows (`counts_all`)."""

    SEEN: ClassVar = ()


class Counted(Row):
    """A row of counts: its SQL counts only rows that may be seen, and is refused when it looks at no limit."""


class AsOf(Row):
    """The two dates of every question."""

    as_of: date = Field(title="Position on", description="Show the position at the end of this day.")
    known_on: date = Field(title="As known on", description="Use only what had been received by this day.")

    @field_validator("as_of", "known_on")
    @classmethod
    def _is_in_the_calendar(cls, day: date) -> date:
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise ValueError(f"{day} is not in the years {YEARS[0]} to {YEARS[1]}")
        return day


class Scope(AsOf):
    """The two dates, and the part of the market looked at. Blank means all of it."""

    market_segment: str | None = Field(None, title="Market segment", description="Only this market segment.")
    locality: str | None = Field(None, title="Area", description="Only this area.")


@dataclass(frozen=True)
class Question:
    """A file of SQL, the class of its rows, beneath which it is declared, and the class of its parameters.

    key: the column that names a row for `explain`.  evidence: questions whose rows, by the same key, it is made from.
    is_series: there is a row for each month; the last one is explained.
    counts_all: columns that count what a person with limited rights may not see.
    ratios: column → the columns of part and whole, and by how much their ratio is multiplied, 100 for per cent. SQL
    gives the two, and asking the ratio: it is worked out in one place and the same wherever it is shown. It is blank
    where either is blank or hidden, and where the whole is 0.
    """

    name: str
    row: type[BaseModel]
    params: type[AsOf] = AsOf
    key: str = ""
    evidence: tuple[str, ...] = ()
    is_series: bool = False
    counts_all: tuple[str, ...] = ()
    ratios: Mapping[str, tuple[str, str, int]] = field(default_factory=dict, hash=False)

    @cached_property
    def sql(self) -> str:
        return files_of("lists")[self.name].read_text(encoding="utf-8")

    @cached_property
    def scope_sql(self) -> str | None:
        """What is in scope, as a step of keys: each of its rows is answered, or left out with a reason.

        Its columns are the answer's; the answer need not have `source_file` and `source_row`, by which `left_out` names
        a record. None for a question of files, and for what was left out itself.
        """
        file = SQL / "scopes" / f"{self.name}.sql"
        return file.read_text(encoding="utf-8") if file.is_file() else None

    @cached_property
    def header(self) -> dict[str, str]:
        """title, question, counts, source, limitations …: the definitions page, from the file's own header."""
        found: dict[str, str] = {}
        key = ""
        for line in self.sql.splitlines():
            if match := _HEADER.match(line):
                key, found[match[1]] = match[1], match[2].strip()
            elif (match := _MORE.match(line)) and key:
                found[key] += " " + match[1].strip()
            else:
                break
        return found

    @property
    def title(self) -> str:
        return self.header["title"]

    @property
    def is_of_files(self) -> bool:
        return issubclass(self.row, OfFiles)
