"""What every row class shares: types that councils' text is read into, and what a source says of itself."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from rapidfuzz.distance import Levenshtein

Id = Annotated[str, Field(min_length=1, max_length=100)]
"""A reference. Always text: `1-10552899555` is neither a number nor a date."""


@dataclass(frozen=True)
class Refers:
    """A column holds references to the records of the register of this name."""

    register: str


@dataclass(frozen=True)
class Names:
    """A column holds a name by which its own records are known: the first one is what other registers refer to."""


OwnId = Annotated[Id, Names()]
ProviderId = Annotated[Id, Refers("providers")]
LocationId = Annotated[Id, Refers("locations")]
ContractRef = Annotated[Id, Refers("contracts")]
OfficerId = Annotated[Id, Refers("officers")]

Text = Annotated[str, Field(min_length=1, max_length=1000)]
Money = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
"""Pounds. Two decimal places; a minus sign is a credit."""


@dataclass(frozen=True)
class ListOf:
    """A column holds words of the list of this name, which a council sets in data/rules.

    is_open: any other text is kept as it is; else a cell with one is refused.
    """

    name: str
    is_open: bool = False


Count = Annotated[int, Field(ge=0, le=10_000_000)]
Points3 = Annotated[int, Field(ge=1, le=3)]
Points5 = Annotated[int, Field(ge=1, le=5)]


class Row(BaseModel):
    """A row of any kind: frozen, and nothing in it that was not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Row):
    """A row that can be traced to a line of a file that somebody sent."""

    source_file: str = Field(title="Source file", description="The file the row came from.")
    source_row: int = Field(title="Source row", ge=1, description="The row number that Excel shows in that file.")


@dataclass(frozen=True)
class NotBefore:
    """`later` may not be before `earlier`; a blank on either side says nothing."""

    later: str
    earlier: str

    @property
    def reason(self) -> str:
        return f"is before {self.earlier}"

    @property
    def sql(self) -> str:
        return f"{self.later} < {self.earlier}"

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that are not believed: of the two, the later."""
        return (self.later,)

    def fails(self, row: BaseModel) -> bool:
        later, earlier = getattr(row, self.later), getattr(row, self.earlier)
        return later is not None and earlier is not None and later < earlier


@dataclass(frozen=True)
class AnyOf:
    """At least one of the fields has a value."""

    fields: tuple[str, ...]

    @property
    def reason(self) -> str:
        return "are blank, and one of them is needed" if len(self.fields) > 1 else "is blank and may not be"

    @property
    def sql(self) -> str:
        return " and ".join(f"{name} is null" for name in self.fields)

    def fails(self, row: BaseModel) -> bool:
        return all(getattr(row, name) is None for name in self.fields)


@dataclass(frozen=True)
class NotNearly:
    """A text one or two letters from a word that means something else: nobody can say which of the two it is."""

    field: str
    word: str

    @property
    def reason(self) -> str:
        return f"is nearly {self.word}, and would be read as something else: write {self.word}, or another word"

    @property
    def sql(self) -> str:
        return f"{self.field} <> '{self.word}' and levenshtein(lower({self.field}), '{self.word.lower()}') <= {_NEAR}"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)

    def fails(self, row: BaseModel) -> bool:
        found = getattr(row, self.field)
        return found not in (None, self.word) and Levenshtein.distance(found.lower(), self.word.lower()) <= _NEAR


_NEAR = 2
"""Letters put in, taken out or changed."""

Check = NotBefore | AnyOf | NotNearly


@dataclass(frozen=True)
class Source:
    """What a council hands over under one name.

    kind: `snapshot` = the file is the whole register, so a row that has gone was removed;
          `events` = rows are added or corrected, and absence means nothing.
    key:  the natural key. Two rows of one file may not share it.
    """

    name: str
    title: str
    kind: Literal["snapshot", "events"]
    key: tuple[str, ...]
    rhythm_days: int
    """How often a new file is expected, in days: older than this is said on Data loads."""
    needs: tuple[str, ...] = ()
    """Beside the key: references that place a row, and the date that puts it in force. A row in which one of these or
    of the key cannot be read is refused; any other cell that cannot be read is refused alone."""
    weighs: tuple[str, ...] = ()
    """Columns by which a record is bad news, or is not. Where one cannot be read of a record that had it, the row known
    before stands, as for `needs`: a slip in a newer file takes no bad news away."""
    checks: tuple[Check, ...] = ()
    is_keyed_by_whole_row: bool = False
    """No natural key exists: a row that occurs twice in a file is two rows."""
    tells: tuple[str, ...] = ()
    """Columns of which at least one has a value somewhere in the file: without any, it is another list."""
    called: str = ""
    """SQL for what a record is called that has no name of its own."""
    preferred: tuple[str, ...] = ()
    """SQL to order by, where the sender states one thing twice in a file and one of the two is known to count."""

    @property
    def costs_row(self) -> frozenset[str]:
        """The columns without which a row is nothing."""
        return frozenset(self.needs if self.is_keyed_by_whole_row else (*self.key, *self.needs))


class SourceRow(Sourced):
    """One line of a file a council hands over. Subclasses say which in `SOURCE`."""

    SOURCE: ClassVar[Source]

    @classmethod
    def columns(cls) -> dict[str, Any]:
        """Declared columns in file order, without where the row came from."""
        return {name: info for name, info in cls.model_fields.items() if name not in Sourced.model_fields}

    @model_validator(mode="after")
    def _cross_checks(self) -> "SourceRow":
        for check in self.SOURCE.checks:
            if check.fails(self):
                raise ValueError(check.reason)
        return self
