"""What a public audience gets of an answer: fewer columns, and counts of people only where they tell of nobody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.rules import RuleSet
from pipelines.rules.base import Dated, RuleTable
from pipelines.rules.tables.disclosure import DISCLOSURE_SETTINGS, PEOPLE_COUNTS, PUBLICATIONS, SETTINGS, PeopleCount

if TYPE_CHECKING:
    import pandas as pd

HIDDEN = "*"
WHERE_FROM = ("source_file", "source_row", "source_rows")
UNDECIDED = "Nobody has decided yet that this list may be published."
Rule = TypeVar("Rule", bound=Dated)


class NotPublishedError(Exception):
    """An answer may not leave for the public; the message says why, in a sentence for the reader."""


@dataclass(frozen=True)
class Limits:
    """How counts of people are shown.

    smallest: counts below it are hidden.  nearest: others are rounded to a multiple of it.
    denominator: a rate of fewer people is hidden.
    """

    smallest: int
    nearest: int
    denominator: int

    def rounded(self, value: int) -> int:
        half = self.nearest // 2
        return (value + half) // self.nearest * self.nearest

    def range_of(self, shown: int) -> tuple[int, int]:
        """Least and greatest count that are shown as this one."""
        least = shown - self.nearest // 2
        return max(self.smallest, least), least + self.nearest - 1


def limits(rules: RuleSet, on: date) -> Limits:
    """The limits in force on a day."""
    value = {rule.name: rule.value for rule in _in_force(rules, DISCLOSURE_SETTINGS, on)}
    return Limits(*(value[name] for name in SETTINGS))


def why_not(question: str, rules: RuleSet, on: date) -> str | None:
    """Why the rows of a question may not be published on a day, or None when they may."""
    for rule in _in_force(rules, PUBLICATIONS, on):
        if rule.question == question:
            return None if rule.is_published else rule.because or UNDECIDED
    return UNDECIDED


def published(
    rows: "pd.DataFrame", question: str, rules: RuleSet, withheld: Collection[str], on: date
) -> "pd.DataFrame":
    """The rows as a public audience may have them: without the columns `withheld`, and with counts of people guarded.

    A column that counts people becomes text: `*` where the count is hidden. Where a row was in a file goes too: a file
    has the name that somebody gave it, perhaps their own. Raises NotPublishedError.
    """
    if reason := why_not(question, rules, on):
        raise NotPublishedError(reason)
    kept = without(rows, question, [*withheld, *(name for name in rows if name.endswith(WHERE_FROM))])
    counts = [rule for rule in _in_force(rules, PEOPLE_COUNTS, on) if rule.question == question]
    return guarded(kept, counts, limits(rules, on)) if counts else kept


def without(rows: "pd.DataFrame", question: str, columns: Collection[str]) -> "pd.DataFrame":
    """The rows without some columns, each named as `column` or as `question.column`."""
    return rows.drop(columns=[name for name in rows if name in columns or f"{question}.{name}" in columns])


def guarded(rows: "pd.DataFrame", counts: Sequence[PeopleCount], limits: Limits) -> "pd.DataFrame":
    """The rows with every column that `counts` names as text, and `*` for each value that nobody may know.

    Counts of one row under one total are guarded together with it.
    """

    def places(rule: PeopleCount) -> list[int]:
        """Positions of the rows that a rule is about."""
        if rule.where_column is None:
            return list(range(len(rows)))
        return [at for at, value in enumerate(rows[rule.where_column]) if value == rule.where_value]

    names = dict.fromkeys(name for rule in counts for name in (rule.column, rule.total) if name)
    values = {name: _values(rows, name) for name in (*names, *(rule.denominator for rule in counts)) if name}
    shown = {name: [_text(value) for value in values[name]] for name in names}
    for group in _groups(counts):
        total = group[0].total
        for at in places(group[0]):
            parts = [values[rule.column][at] for rule in group]
            texts, total_text = suppressed(parts, values[total][at] if total else None, limits)
            for rule, text in zip(group, texts, strict=True):
                shown[rule.column][at] = text
            if total:
                shown[total][at] = total_text
    for rate in counts:
        for at in places(rate) if rate.denominator else []:
            of = values[rate.denominator or ""][at]
            if of is None or of < limits.denominator:
                shown[rate.column][at] = HIDDEN
    return rows.assign(**shown).astype(dict.fromkeys(names, "str"))


def _groups(counts: Sequence[PeopleCount]) -> list[list[PeopleCount]]:
    """Counts that are guarded together: those of one total in the same rows."""
    found: dict[tuple[str | None, ...], list[PeopleCount]] = {}
    for rule in counts:
        if not rule.denominator:
            found.setdefault((rule.total, rule.where_column, rule.where_value), []).append(rule)
    return list(found.values())


def suppressed(parts: Sequence[int | None], total: int | None, limits: Limits) -> tuple[list[str | None], str | None]:
    """Counts as they are shown, and their total: `*` below the smallest, others rounded, None where nothing is known.

    While a hidden part could be told from the total and the other parts, the smallest part that still shows is hidden
    too; when none is left, the total is. Told means: some value from 0 to just below the smallest is ruled out.
    """
    hidden = {at for at, part in enumerate(parts) if part is not None and part < limits.smallest}
    is_total_hidden = total is not None and total < limits.smallest
    while hidden and total is not None and not is_total_hidden and not _is_safe(parts, hidden, total, limits):
        showing = [at for at, part in enumerate(parts) if part is not None and at not in hidden]
        if showing:
            hidden.add(min(showing, key=lambda at: (parts[at], at)))
        else:
            is_total_hidden = True
    texts = [HIDDEN if at in hidden else _rounded(part, limits) for at, part in enumerate(parts)]
    return texts, HIDDEN if is_total_hidden else _rounded(total, limits)


def _is_safe(parts: Sequence[int | None], hidden: Collection[int], total: int, limits: Limits) -> bool:
    """Whether each hidden part could, for all that a reader can add up, be any count below the smallest."""
    least = sum(limits.range_of(limits.rounded(part))[0] for at, part in enumerate(parts) if part and at not in hidden)
    greatest = limits.range_of(limits.rounded(total))[1]
    return len(hidden) > 1 and greatest - least >= limits.smallest - 1


def _rounded(value: int | None, limits: Limits) -> str | None:
    return None if value is None else str(limits.rounded(value))


def _values(rows: "pd.DataFrame", name: str) -> list[Any]:
    """The numbers of a column, whole ones as int, None for a blank."""
    known = zip(rows[name], rows[name].notna(), strict=True)
    return [(value if value % 1 else int(value)) if is_known else None for value, is_known in known]


def _text(value: float | None) -> str | None:
    return None if value is None else str(value)


def _in_force(rules: RuleSet, table: RuleTable[Rule], on: date) -> Iterable[Rule]:
    for rule in table.of(rules.rows):
        if rule.effective_from <= on and (rule.effective_to is None or on <= rule.effective_to):
            yield rule
