"""Dates as text: which form a column's dates have, worked out once from all its values, and said."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines import values
from pipelines.checking.faults import Fault
from pipelines.counting import counted
from pipelines.values import quoted

SLASHED = r"^\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{2,4}"
SERIAL = "[2-7][0-9]{4}([.][0-9]*)?"
"""Excel's number of a day: 20000 is in 1954, 79999 in 2119."""

USUAL = "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
SHORT = rf"^(?:{values.WEEKDAY},? +)?[0-9]{{1,2}}[^0-9:]+(?:[0-9]{{1,2}}[^0-9:]+)?([0-9]{{2}})(?:{values.CLOCK})?$"
"""A day whose year has two figures."""

MOST_SLIPS = 0.01
"""Of the values that prove one order of day and month, this share may prove the other and be a slip of the finger."""

_FACTS = 8

REWRITTEN = (
    (rf"^{values.WEEKDAY},? +", ""),
    (rf"{values.CLOCK}$", ""),
    # 31st of August 2026, 31-Aug-26
    (rf"^([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ /.-]*{values.MONTH}[ ,/.-]*([0-9]{{4}}|[0-9]{{2}})$", r"\1 \2 \3"),
    # August 31, 2026
    (rf"^{values.MONTH}[ .]+([0-9]{{1,2}})(?:st|nd|rd|th)?,? +([0-9]{{4}})$", r"\2 \1 \3"),
    ("^([0-9]+ [a-z]{3})[a-z]* ", r"\1 "),
    ("^([0-9]{1,2})-([0-9]{1,2})-([0-9]+)$", r"\1/\2/\3"),
    ("^([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]+)$", r"\1/\2/\3"),
    # 2026/08/31, 20260831
    ("^([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})$", r"\1-\2-\3"),
    ("^((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})$", r"\1-\2-\3"),
    ("([ /])([0-4][0-9]|50)$", r"\g<1>20\2"),
    ("([ /])([5-9][0-9])$", r"\g<1>19\2"),
)
"""From other forms to one of three: 31/8/2026, 31 aug 2026, 2026-8-31. In small letters. Each says one day only."""


@dataclass(frozen=True)
class DateForm:
    """How the dates of one column are read.

    is_mixed: both orders are proven, so no value with a day and a month as figures can be trusted.
    is_serial: most values are Excel's numbers of days.
    has_either: some year of two figures could be in either century.
    has_others: some value is neither 2026-08-31, with or without a time, nor 31/08/2026. To plan for every form takes
    as long as a small file, so it is done for the columns that need it.
    """

    is_month_first: bool = False
    is_mixed: bool = False
    is_serial: bool = False
    has_either: bool = False
    has_others: bool = False

    def sql(self, text: str) -> str:
        """The day as SQL, or null when the text is none. `text` names the cleaned cell."""
        figures = "%m/%d/%Y" if self.is_month_first else "%d/%m/%Y"
        forms = [figures, "%d %b %Y", "%Y-%m-%d"]
        if self.is_mixed:
            # Both orders, so that each such value fails for one reason: its column.
            forms.append("%d/%m/%Y" if self.is_month_first else "%m/%d/%Y")
        listed = "[" + ", ".join(quoted(form) for form in forms) + "]"
        serial = (
            f" when regexp_full_match({text}, {quoted(SERIAL)})"
            f" then date '1899-12-30' + cast(substr({text}, 1, 5) as integer)"
        )
        usual = "" if self.is_mixed else f" when regexp_full_match({text}, {quoted(USUAL)})"
        usual += f" then cast(try_strptime({text}, {quoted(figures)}) as date)" if usual else ""
        usual = (
            f"case when {text} like '____-__-__' then try_cast({text} as date){usual}"
            f" when regexp_full_match({text}, {quoted(values.ISO)}) then try_cast(substr({text}, 1, 10) as date)"
        )
        if not self.has_others and not self.is_mixed:
            return f"{usual}{serial if self.is_serial else ''} end"
        zoned = (
            f"cast(timezone({quoted(values.ZONE)}, try_cast(regexp_replace(replace({text}, ',', '.'),"
            " ' ?([+-][0-9]{2}):?([0-9]{2})$', '\\1:\\2') as timestamptz)) as date)"
        )
        other = f"cast(try_strptime({_rewritten(f'lower({text})')}, {listed}) as date)"
        return (
            f"{usual} when regexp_full_match({text}, {quoted(values.MOMENT)}) then {zoned}"
            f"{serial if self.is_serial else ''}"
            # Some figure: to the database the words epoch and infinity are days too.
            f" when strlen({text}) < 50 and regexp_matches({text}, '[0-9]') then {other} end"
        )

    def faults(self, name: str) -> list[Fault]:
        """What is wrong with a value because of the others in its column, or because it says too little."""
        found = []
        if self.is_mixed:
            reason = "may be day or month first: the column has both orders, so send it with dates such as 2026-08-31"
            found.append(Fault(name, reason, f"{_is_slashed(name + '_text')}"))
        if self.has_either:
            reason = "has a year with two figures that could be in either century: write it with four"
            found.append(Fault(name, reason, f"coalesce({_is_either(_short_year(f'lower({name}_text)'))}, false)"))
        return found


def _rewritten(text: str) -> str:
    for pattern, form in REWRITTEN:
        text = f"regexp_replace({text}, {quoted(pattern)}, {quoted(form.replace('g<1>', '1'))})"
    return text


def _is_slashed(text: str) -> str:
    return f"coalesce(substr({text}, 5, 1) <> '-' and regexp_matches({text}, {quoted(SLASHED)}), false)"


def _short_year(text: str) -> str:
    return f"try_cast(regexp_extract({text}, {quoted(SHORT)}, 1) as integer)"


def _is_either(year: str) -> str:
    last, first = values.CENTURIES
    return f"{year} between {last + 1} and {first - 1}"


def odd(text: str) -> str:
    """The cleaned cell as SQL where it is not a date such as 2026-08-31, which has no order to work out."""
    return f"case when {text} not like '____-__-__' then {text} end"


def evidence(name: str) -> list[str]:
    """Counts as SQL over the judged rows: day and month as figures, day first proven, month first proven, Excel's
    numbers, values, years of two figures, those of them that could be in either century. `<name>_odd` is the cell
    where it is `odd`. Last, those that were not read and may be of another form than the usual ones."""
    cell = f"{name}_odd"
    first, second = (f"try_cast(regexp_extract({cell}, {quoted(SLASHED)}, {nth}) as integer)" for nth in (1, 2))
    year = _short_year(f"lower({cell})")
    return [
        f"count({first})",
        # 13/13/2026 is no date in either order, so it proves neither.
        f"count(*) filter (where {first} > 12 and {second} <= 12)",
        f"count(*) filter (where {second} > 12 and {first} <= 12)",
        f"count(*) filter (where regexp_full_match({cell}, {quoted(SERIAL)}))",
        f"count(*) filter (where {name} is not null or {cell} is not null)",
        f"count({year})",
        f"count(*) filter (where {_is_either(year)})",
        f"count(*) filter (where {name} is null and regexp_matches({cell}, '[0-9]')"
        f" and not regexp_full_match({cell}, {quoted(USUAL)}))",
    ]


def date_forms(names: list[str], found: Sequence[int]) -> tuple[dict[str, DateForm], list[str]]:
    """The form of each date column and what to say of it. found: the counts of `evidence`, column by column."""
    forms: dict[str, DateForm] = {}
    notes: list[str] = []
    for number, name in enumerate(names):
        counts = found[_FACTS * number : _FACTS * (number + 1)]
        slashed, day_first, month_first, serials, filled, short, either, others = counts
        is_mixed = min(day_first, month_first) > max(day_first, month_first) * MOST_SLIPS
        forms[name] = DateForm(month_first > day_first, is_mixed, serials * 2 > filled, either > 0, others > 0)
        if forms[name].is_serial:
            notes.append(
                f"{name} is read as Excel's numbers of days, since {serials:,} of {filled:,}"
                f" {'is' if serials == 1 else 'are'} such"
            )
        if is_mixed:
            notes.append(
                f"{name} has both orders: {counted(day_first, 'value has', 'values have')} a first part above 12"
                f" and {month_first:,} a"
                " second, so rows with such dates are rejected"
            )
        elif slashed:
            notes.append(_order_said(name, slashed, day_first, month_first))
        if short:
            notes.append(_centuries_said(name, short, either))
    return forms, notes


def _order_said(name: str, slashed: int, day_first: int, month_first: int) -> str:
    if not day_first and not month_first:
        return f"{name} is read day first, as is usual here: no value shows which order it is"
    order, part, proof, slips = (
        ("month", "second", month_first, day_first)
        if month_first > day_first
        else ("day", "first", day_first, month_first)
    )
    are, have = ("is" if slips == 1 else "are"), ("has" if proof == 1 else "have")
    but = f", though {slips:,} must be the other way round and {are} rejected" if slips else ""
    values_said = counted(slashed, "value")
    return f"{name} is read {order} first, since {proof:,} of {values_said} {have} a {part} part above 12{but}"


def _centuries_said(name: str, short: int, either: int) -> str:
    last, first = values.CENTURIES
    said = f"{name} has {counted(short, 'year')} with two figures"
    if short > either:
        said += f": 00 to {last} are read as 2000 to 20{last}, {first} to 99 as 19{first} to 1999"
    if either:
        are = "is" if either == 1 else "are"
        said += f", and {either:,} from {last + 1} to {first - 1} could be in either century and {are} refused"
    return said
