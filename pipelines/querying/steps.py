"""Named steps: a question says `from contracts`, and this is what such a name means.

Four kinds of step. The name of a source means its rows as known on `$known_on`. The name of a file in
`sql/steps` means that file. `indicator_rows`, `tier_signals` and `left_out_rows` mean all files of a folder, one
after another: the folder is the list. A few are made from what the registers declare. Any other name is a table of
the warehouse, such as the rules.

A step on other days, `from suggested_tiers_on_days`, is no text but an answer that is kept (`kept`): the rows of that
step on each of the `days` of the question's parameters, with the day as `on_day`.

What a person may see is a step too: steps `visible_…` read `rights`, which is made here from parameters. A question
that lists rows is held against them by `guarding`, from what its row class says. One that counts rows, or lists
what not everybody may see, has a line `and exists (select 1 from visible_… as v where …)`; for a person who is not
limited in that way the line is left out, so it costs nothing. Limits never stand where evidence is weighed: a tier is
the same whoever looks.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.access.policy import ColumnKind, Rights
from pipelines.querying import changes, references
from pipelines.registers.all import SOURCES, history_table
from pipelines.registers.columns import columns_of
from pipelines.sql_files import FOLDER_STEPS, files_of

MADE = {**changes.STEPS, **references.STEPS}
"""Steps that are made from what the registers declare."""

LIMIT = "visible_"
"""What the steps begin with that say what a person may see."""

ON_DAYS = "_on_days"
"""What the name of a step ends with that is asked for on other days than the position date."""

_COMMENT = re.compile(r"--[^\n]*")
_VISIBLE = re.compile(r"^[ ]*(?:and|where) exists \(select 1 from (visible_[a-z]+) as v\b.*\)$\n?", re.MULTILINE)
_SEEN_WITH: dict[str, ColumnKind] = {
    "visible_findings": "counts of people",
    "visible_people": "counts of people",
    "visible_values": "exempt values",
}
"""Steps that limit nothing for a person who sees a kind of column; the others, for a person who sees all rows."""


@dataclass(frozen=True)
class TextLimits:
    """What of a person's rights changes the text: not the values, which are parameters, but which kinds there are."""

    sees_all_rows: bool
    seen: frozenset[ColumnKind]
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, rights: Rights) -> "TextLimits":
        return cls(rights.sees_all_rows, rights.sees, tuple(kind for kind, _ in _rows_of(rights)))

    @property
    def step(self) -> str:
        """The step `rights`: kind, value, and the least count shown of a hidden rule."""
        rows = (f"select '{kind}' as kind, $right_{n} as value, $least as least" for n, kind in enumerate(self.kinds))
        return "\nunion all\n".join(rows)

    def applied(self, sql: str) -> str:
        """The text without the lines that keep nothing out for a person with these rights."""

        def line(found: re.Match[str]) -> str:
            kind = _SEEN_WITH.get(found[1])
            is_moot = kind in self.seen if kind else self.sees_all_rows
            return "" if is_moot else found[0]

        return _VISIBLE.sub(line, sql)


def _rows_of(rights: Rights) -> tuple[tuple[str, str], ...]:
    """(kind, value) for each row of `rights`; there is always one, so that the step is never empty."""
    hidden = tuple(("hidden rule", rule) for rule in rights.hidden_rules)
    return (("role", rights.role), *rights.limits, *(("sees", kind) for kind in sorted(rights.sees)), *hidden)


def rights_parameters(rights: Rights) -> dict[str, str | int]:
    """The values that the step `rights` reads, by parameter."""
    values = {f"right_{n}": value for n, (_, value) in enumerate(_rows_of(rights))}
    return {**values, "least": rights.least_count}


@cache
def as_known(source: str, used: frozenset[str] = frozenset()) -> str:
    """The rows of a source as known on a day, with the columns used: a column less is less to plan.

    Besides those that it declares: `refused_columns`, `known_since`, the day the row as it is was received, and
    `first_known_on`, the day its key was first received.
    """
    columns = [column.name for column in columns_of(SOURCES[source])] + ["refused_columns"]
    names = [name for name in columns if name in used or not used] or columns[:1]
    rows = history_table(source)
    if "known_since" in used:
        names.append("recorded_on as known_since")
    if "first_known_on" in used:
        names.append("first_known_on")
        key = ", ".join(SOURCES[source].SOURCE.key)
        first = f"min(recorded_on) over (partition by {key}) as first_known_on"
        rows = f"(select *, {first} from {rows} where recorded_on <= $known_on) as versions"
    return (
        f"select {', '.join(names)} from {rows}"
        " where recorded_on <= $known_on and (superseded_on is null or superseded_on > $known_on)"
    )


@cache
def meaning(name: str, limits: TextLimits) -> str | None:
    """The SQL of a step, for a person with these rights; None for a name that is no step."""
    step = limits.step if name == "rights" else _as_written(name)
    return step and limits.applied(step)


def without_comments(sql: str) -> str:
    return _COMMENT.sub("", sql).strip()


@cache
def _as_written(name: str) -> str | None:
    if name in SOURCES:
        return as_known(name)
    if name in MADE:
        return MADE[name]()
    if name in FOLDER_STEPS:
        return FOLDER_STEPS[name].sql
    file = _files().get(name)
    return without_comments(file.read_text(encoding="utf-8")) if file else None


@cache
def _files() -> dict[str, Path]:
    """Step → its file."""
    return files_of("steps") | {step: file for one in FOLDER_STEPS.values() for step, (_, file) in one.files().items()}
