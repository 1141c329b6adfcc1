"""How the dates and numbers of a file are written: worked out once, column by column, from all its values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipelines.checking import amounts, dates
from pipelines.checking.amounts import NumberForm
from pipelines.checking.dates import DateForm
from pipelines.registers.columns import Column


@dataclass(frozen=True)
class Forms:
    """The form of each column that is not written as we write it, and what to say of it."""

    dates: dict[str, DateForm] = field(default_factory=dict)
    numbers: dict[str, NumberForm] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def are_ours(self) -> bool:
        """Whether everything is written as we write it."""
        return all(one == DateForm() for one in self.dates.values()) and not any(
            one.has_comma for one in self.numbers.values()
        )

    def date(self, column: Column) -> DateForm:
        return self.dates.get(column.name, DateForm())

    def number(self, column: Column) -> NumberForm:
        return self.numbers.get(column.name, NumberForm())


def odd(column: Column) -> str | None:
    """The cleaned cell as SQL where it may tell the form of its column; null for a column of another kind."""
    if column.type is date:
        return dates.odd(f"{column.name}_text")
    # A whole number has no decimal sign.
    return amounts.odd(f"{column.name}_text") if column.is_number and column.type is not int else None


def forms_of(columns: Sequence[Column], counted: Callable[[list[str]], Sequence[int]]) -> Forms:
    """The forms of the judged rows. counted: counts over them, in one look. Tidy files answer with the first."""
    telling = [column for column in columns if odd(column)]
    counts = counted([f"count({column.name}_odd)" for column in telling])
    found = [column for column, count in zip(telling, counts, strict=True) if count]
    days = [column.name for column in found if column.type is date]
    figures = [column.name for column in found if column.type is not date]
    by_date, said = dates.date_forms(days, counted([one for name in days for one in dates.evidence(name)]))
    by_number, also = amounts.number_forms(
        figures, counted([one for name in figures for one in amounts.evidence(name)])
    )
    return Forms(by_date, by_number, (*said, *also))
