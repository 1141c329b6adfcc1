"""Dates as text: which form a column's dates have, worked out once from all its values, and said."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines import values
from pipelines.faults import Fault, quoted

SLASHED = r"^\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{2,4}"
SERIAL = "[2-7][0-9]{4}([.][0-9]*)?"
"""Excel's number of a day: 20000 is in 1954, 79999 in 2119."""

MOST_SLIPS = 0.01
"""Of the values that prove one order of day and month, this share may prove the other and be a slip of the finger."""


@dataclass(frozen=True)
class DateForm:
    """How the dates of one column are read.

    is_mixed: both orders are proven, so no value with a day and a month as figures can be trusted.
    is_serial: most values are Excel's numbers of days.
    """

    is_month_first: bool = False
    is_mixed: bool = False
    is_serial: bool = False

    def sql(self, text: str) -> str:
        """The day as SQL, or null when the text is none. `text` names the cleaned cell."""
        forms = (values.MONTH_FIRST if self.is_month_first else values.DAY_FIRST) + values.NAMED_MONTH
        if self.is_mixed:
            # Both orders, so that each such value fails for one reason: its column.
            forms += values.DAY_FIRST if self.is_month_first else values.MONTH_FIRST
        listed = "[" + ", ".join(quoted(form) for form in forms) + "]"
        is_plain = f"{text} like '____-__-__'"
        serial = (
            f" when regexp_full_match({text}, {quoted(SERIAL)})"
            f" then date '1899-12-30' + cast(substr({text}, 1, 5) as integer)"
        )
        # A digit first: to DuckDB the words epoch and infinity are dates too.
        return (
            f"case when {is_plain} then try_cast({text} as date)"
            f" when regexp_full_match({text}, {quoted(values.ISO)}) then try_cast(substr({text}, 1, 10) as date)"
            f"{serial if self.is_serial else ''}"
            f" when {text} between '0' and ':' then cast(try_strptime({text}, {listed}) as date) end"
        )

    def faults(self, name: str) -> list[Fault]:
        """What is wrong with a value because of the others in its column."""
        if not self.is_mixed:
            return []
        reason = "may be day or month first: the column has both orders, so send it with dates such as 2026-08-31"
        return [Fault(name, reason, f"{_is_slashed(name + '_text')}")]


def _is_slashed(text: str) -> str:
    return f"coalesce(substr({text}, 5, 1) <> '-' and regexp_matches({text}, {quoted(SLASHED)}), false)"


def odd(text: str) -> str:
    """The cleaned cell as SQL where it is not a date such as 2026-08-31, which has no order to work out."""
    return f"case when {text} not like '____-%' then {text} end"


def evidence(name: str) -> list[str]:
    """Counts as SQL over the judged rows: day and month as figures, day first proven, month first proven, Excel's
    numbers, values. `<name>_odd` is the cell where it is `odd`."""
    cell = f"{name}_odd"
    first, second = (f"try_cast(regexp_extract({cell}, {quoted(SLASHED)}, {nth}) as integer)" for nth in (1, 2))
    return [
        f"count({first})",
        f"count(*) filter (where {first} > 12)",
        f"count(*) filter (where {second} > 12)",
        f"count(*) filter (where regexp_full_match({cell}, {quoted(SERIAL)}))",
        f"count(*) filter (where {name} is not null or {cell} is not null)",
    ]


def date_forms(names: list[str], found: Sequence[int]) -> tuple[dict[str, DateForm], list[str]]:
    """The form of each date column and what to say of it. found: the counts of `evidence`, column by column."""
    forms: dict[str, DateForm] = {}
    notes: list[str] = []
    for number, name in enumerate(names):
        slashed, day_first, month_first, serials, filled = found[5 * number : 5 * number + 5]
        is_mixed = min(day_first, month_first) > max(day_first, month_first) * MOST_SLIPS
        forms[name] = DateForm(month_first > day_first, is_mixed, serials * 2 > filled)
        if forms[name].is_serial:
            notes.append(f"{name} is read as Excel's numbers of days, since {serials:,} of {filled:,} are such")
        if is_mixed:
            notes.append(
                f"{name} has both orders: {day_first:,} values have a first part above 12 and {month_first:,} a"
                " second, so rows with such dates are rejected"
            )
        elif slashed:
            notes.append(_order_said(name, slashed, day_first, month_first))
    return forms, notes


def _order_said(name: str, slashed: int, day_first: int, month_first: int) -> str:
    if not day_first and not month_first:
        return f"{name} is read day first, as is usual here: no value shows which order it is"
    order, part, proof, slips = (
        ("month", "second", month_first, day_first)
        if month_first > day_first
        else ("day", "first", day_first, month_first)
    )
    but = f", though {slips:,} must be the other way round and are rejected" if slips else ""
    return f"{name} is read {order} first, since {proof:,} of {slashed:,} values have a {part} part above 12{but}"
