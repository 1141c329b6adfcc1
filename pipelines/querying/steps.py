"""Named steps: a question says `from contracts`, and what that means is put in front of it.

Four kinds of step. The name of a source means its rows as known on `$known_on`. The name of a file in
`sql/steps` means that file. `indicator_rows`, `tier_signals` and `left_out_rows` mean all files of a folder, one
after another: the folder is the list. A few are made from what the registers declare. Any other name is a table of
the warehouse, such as the rules.

A step at another day: `from suggested_tiers__on__month_end` is that file, and every file it reads, with `$month_end`
for the position date.

What a person may see is a step too. A line `and exists (select 1 from visible_… as v where …)` keeps the rows that
their rights allow, by steps that read `rights`, which is made here from parameters. For who is not limited in that way
the line is left out, so it costs nothing. Limits stand where a question lists its rows, never where evidence is
weighed: a tier is the same whoever looks.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipelines.access.policy import ALL, ColumnKind, Rights
from pipelines.querying import changes, references
from pipelines.registers.all import SOURCES, history_table
from pipelines.registers.columns import columns_of
from pipelines.sql_files import FOLDER_STEPS, files_of, references_of

ON_DAY = "__on__"
MADE = {**changes.STEPS, **references.STEPS}
"""Steps that are made from what the registers declare."""

_COMMENT = re.compile(r"--[^\n]*")
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_VISIBLE = re.compile(r"^[ ]*(?:and|where) exists \(select 1 from (visible_[a-z]+) as v\b.*\)$\n?", re.MULTILINE)
_SEEN_WITH: dict[str, ColumnKind] = {
    "visible_findings": "counts of people",
    "visible_people": "counts of people",
    "visible_values": "exempt values",
}
"""Steps that limit nothing for who sees a kind of column; the others limit nothing for who sees all rows."""


def _without_limits(sql: str, limits: "_Limits") -> str:
    """The text without the lines that keep nothing out for who has these rights."""

    def line(found: re.Match[str]) -> str:
        kind = _SEEN_WITH.get(found[1])
        is_moot = kind in limits.seen if kind else limits.sees_all_rows
        return "" if is_moot else found[0]

    return _VISIBLE.sub(line, sql)


@dataclass(frozen=True)
class _Limits:
    """What of a person's rights changes the text: not the values, which are parameters, but which kinds there are."""

    sees_all_rows: bool
    seen: frozenset[ColumnKind]
    kinds: tuple[str, ...]

    @property
    def step(self) -> str:
        """The step `rights`: kind, value, and the least count shown of a hidden rule."""
        rows = (f"select '{kind}' as kind, $right_{n} as value, $least as least" for n, kind in enumerate(self.kinds))
        return "\nunion all\n".join(rows)


def _limits_of(rights: Rights) -> tuple[tuple[str, str], ...]:
    """(kind, value) for each row of `rights`; there is always one, so that the step is never empty."""
    hidden = tuple(("hidden rule", rule) for rule in rights.hidden_rules)
    return (("role", rights.role), *rights.limits, *(("sees", kind) for kind in sorted(rights.sees)), *hidden)


def rights_parameters(rights: Rights) -> dict[str, str | int]:
    """The values that the step `rights` reads, by parameter."""
    values = {f"right_{n}": value for n, (_, value) in enumerate(_limits_of(rights))}
    return {**values, "least": rights.least_count}


@cache
def _as_known(source: str, used: frozenset[str] = frozenset()) -> str:
    """The rows of a source as known on a day, with the columns used: a column less is less to plan."""
    columns = [column.name for column in columns_of(SOURCES[source])] + ["refused_columns"]
    wanted = [name for name in columns if name in used or not used]
    names = ", ".join(wanted or columns[:1])
    return (
        f"select {names} from {history_table(source)}"
        " where recorded_on <= $known_on and (superseded_on is null or superseded_on > $known_on)"
    )


@cache
def _step(name: str, limits: _Limits) -> str | None:
    name, _, day = name.partition(ON_DAY)
    step = limits.step if name == "rights" else _step_as_written(name)
    if step is None or not day:
        return step and _without_limits(step, limits)
    for reference in references_of(step):
        if reference not in SOURCES and _step_as_written(reference):
            step = re.sub(rf"\b(from|join)(\s+){reference}\b", rf"\1\2{reference}{ON_DAY}{day}", step)
    return step.replace("$as_of", f"${day}")


@cache
def _step_as_written(name: str) -> str | None:
    if name in SOURCES:
        return _as_known(name)
    if name in MADE:
        return MADE[name]()
    if name in FOLDER_STEPS:
        return FOLDER_STEPS[name].sql
    file = _step_files().get(name)
    return _COMMENT.sub("", file.read_text(encoding="utf-8")).strip() if file else None


@cache
def _step_files() -> dict[str, Path]:
    """Step → its file."""
    return files_of("steps") | {step: file for one in FOLDER_STEPS.values() for step, (_, file) in one.files().items()}


def with_steps(sql: str, rights: Rights = ALL) -> str:
    """The text with every step it needs in front of it, each once, in an order that works.

    With limited rights it also uses the parameters of `rights_parameters`.
    """
    kinds = tuple(kind for kind, _ in _limits_of(rights))
    return _with_steps(sql, _Limits(rights.sees_all_rows, rights.sees, kinds))


@lru_cache(maxsize=1000)
def _with_steps(sql: str, limits: _Limits) -> str:
    text = _without_limits(_COMMENT.sub("", sql).strip(), limits)
    steps: dict[str, str] = {}

    def need(name: str, path: tuple[str, ...]) -> None:
        step = None if name in steps else _step(name, limits)
        if step is None:
            return
        if name in path:
            raise ValueError(f"The steps {' → '.join((*path, name))} go in a circle.")
        for reference in references_of(step):
            need(reference, (*path, name))
        steps[name] = step

    for reference in references_of(text):
        need(reference, ())
    if not steps:
        return text
    words = set(_WORD.findall(" ".join((text, *(step for name, step in steps.items() if name not in SOURCES)))))
    steps |= {name: _as_known(name, frozenset(words)) for name in steps if name in SOURCES}
    front = ",\n".join(f"{name} as (\n{step}\n)" for name, step in steps.items())
    if re.match(r"with\b", text, re.IGNORECASE):
        return f"with {front},\n{text[4:].lstrip()}"
    return f"with {front}\n{text}"
