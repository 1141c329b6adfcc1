"""Numbers as text: whether a column has a decimal point or a decimal comma, worked out once from its values, and said.

A sign that parts thousands stands before three figures, each time, and nothing else is taken out of a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.counting import counted
from pipelines.values import quoted

_SPACE = r"[ \x{a0}\x{202f}]"
_FACTS = 5

MOST_SLIPS = 0.01
"""Of the values that prove a decimal comma, this share may have commas that are neither, and be slips of the finger."""


def _figures(thousands: str, point: str) -> str:
    """A number without its sign: in groups of three, or without groups."""
    groups = f"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+"
    return f"(?:(?:{groups})(?:{point}[0-9]*)?|{point}[0-9]+)"


POINT, COMMA = _figures(",", "[.]"), _figures("[.]", ",")


@dataclass(frozen=True)
class NumberForm:
    """How the numbers of one column are read."""

    has_comma: bool = False

    def sql(self, text: str, *, is_whole: bool, has_percent: bool) -> str:
        """The number in plain figures as SQL, or empty when the text is none. `text` names the cleaned cell.

        A pounds sign, spaces behind it, signs of per cent where they are expected, and groups of three are taken out;
        brackets or a minus behind become a minus in front. Words such as nan and forms such as 1e3 are no numbers here.
        """
        figures = COMMA if self.has_comma else POINT
        # Figures alone, as nearly all are, need nothing taken out, which would take most of the time of a load.
        plain = "[0-9]+" if is_whole or self.has_comma else "[0-9]+([.][0-9]*)?"
        percent = " ?%?" if has_percent else ""
        above = f"regexp_extract({text}, {quoted(f'^[+]?£? *({figures}){percent}$')}, 1)"
        below = (
            f"regexp_extract({text}, {quoted(f'^(?:- ?£? *|£ ?-)({figures}){percent}$')}, 1)"
            f" || regexp_extract({text}, {quoted(f'^£? *({figures}){percent} ?-$')}, 1)"
            f" || regexp_extract({text}, {quoted(f'^[(]£? *({figures}){percent}[)]$')}, 1)"
        )
        signed = f"{above} || regexp_replace({below}, '^(.)', '-\\1')"
        bare = f"regexp_replace({signed}, {quoted(f'{_SPACE}|' + ('[.]' if self.has_comma else ','))}, '', 'g')"
        bare = f"replace({bare}, ',', '.')" if self.has_comma else bare
        bare = f"regexp_extract({bare}, '^(-?[0-9]+)(?:[.]0*)?$', 1)" if is_whole else bare
        return f"case when regexp_full_match({text}, '{plain}') then {text} else {bare} end"


def odd(text: str) -> str:
    """The cleaned cell as SQL where it has a comma, or a point before its last three figures."""
    return f"case when contains({text}, ',') or substr({text}, -4, 1) = '.' then {text} end"


def evidence(name: str) -> list[str]:
    """Counts as SQL over the judged rows: values with a comma, those that can only have a decimal comma, those that can
    only have a decimal point, those that have neither, and others with a decimal point. `<name>_odd` is the cell where
    it is `odd`."""
    cell = f"{name}_odd"
    bare = rf"regexp_replace({cell}, '^[-+(£ ]*|[-)% ]*$', '', 'g')"
    point, comma = (f"regexp_full_match({bare}, {quoted(form)})" for form in (POINT, COMMA))
    return [
        f"count(*) filter (where contains({cell}, ','))",
        f"count(*) filter (where {comma} and not {point})",
        f"count(*) filter (where {point} and not {comma})",
        f"count(*) filter (where not {point} and not {comma})",
        f"count(*) filter (where {cell} is null and {name} <> trunc({name}))",
    ]


def number_forms(names: list[str], found: Sequence[int]) -> tuple[dict[str, NumberForm], list[str]]:
    """The form of each column of numbers and what to say of it. found: the counts of `evidence`, column by column."""
    forms: dict[str, NumberForm] = {}
    notes: list[str] = []
    for number, name in enumerate(names):
        filled, commas, points, neither, others = found[_FACTS * number : _FACTS * (number + 1)]
        is_comma = commas > 0 and points + neither + others <= commas * MOST_SLIPS
        forms[name] = NumberForm(is_comma)
        if is_comma:
            notes.append(
                f"{name} is read with a decimal comma, since {commas:,} of {counted(filled, 'value')}"
                f" {'has' if commas == 1 else 'have'} one"
            )
        elif commas:
            notes.append(
                f"{name} is read with a decimal point: {counted(commas, 'value has', 'values have')} a"
                " comma elsewhere than before thousands, and cannot be read"
            )
    return forms, notes
