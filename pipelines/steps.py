"""Named steps: a question says `from contracts`, and what that means is put in front of it.

Two kinds of step. The name of a source means its rows as known on `$known_on`. The name of a file in
`sql/staging` means that file. Any other name is a table of the warehouse, such as the rules.

A step at another day: `from suggested_tiers__on__month_end` is that file, and every file it reads, with `$month_end`
for the position date.
"""

import re
from functools import cache
from pathlib import Path

from pipelines.columns import columns_of
from pipelines.sources import SOURCES

SQL = Path(__file__).parent / "sql"

ON_DAY = "__on__"
_COMMENT = re.compile(r"--[^\n]*")
_REFERENCE = re.compile(r"\b(?:from|join)\s+([a-z_][a-z0-9_]*)", re.IGNORECASE)
_DEFINED = re.compile(r"(?:\bwith|,)\s*([a-z_][a-z0-9_]*)\s+as\s*(?:materialized\s*)?\(", re.IGNORECASE)
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")


def history_table(source: str) -> str:
    """The table that holds all that was ever known of a source."""
    return f"{source}_history"


def parameters_of(sql: str) -> set[str]:
    """The `$named` parameters that a text of SQL uses."""
    return set(_PARAMETER.findall(_COMMENT.sub("", sql)))


def references_of(sql: str) -> list[str]:
    """Names a text reads from and does not define itself, in order of appearance."""
    text = _COMMENT.sub("", sql)
    defined = set(_DEFINED.findall(text))
    return [name for name in dict.fromkeys(_REFERENCE.findall(text)) if name not in defined]


@cache
def _as_known(source: str, used: frozenset[str] = frozenset()) -> str:
    """The rows of a source as known on a day, with the columns used: a column less is less to plan."""
    columns = columns_of(SOURCES[source])
    wanted = [column.name for column in columns if column.name in used or not used]
    names = ", ".join(wanted or [columns[0].name])
    return (
        f"select {names} from {history_table(source)}"
        " where recorded_on <= $known_on and (superseded_on is null or superseded_on > $known_on)"
    )


@cache
def _step(name: str) -> str | None:
    name, _, day = name.partition(ON_DAY)
    step = _step_as_written(name)
    if step is None or not day:
        return step
    for reference in references_of(step):
        if reference not in SOURCES and _step_as_written(reference):
            step = re.sub(rf"\b(from|join)(\s+){reference}\b", rf"\1\2{reference}{ON_DAY}{day}", step)
    return step.replace("$as_of", f"${day}")


@cache
def _step_as_written(name: str) -> str | None:
    if name in SOURCES:
        return _as_known(name)
    for folder in ("staging", "measures"):
        file = SQL / folder / f"{name}.sql"
        if file.exists():
            return _COMMENT.sub("", file.read_text(encoding="utf-8")).strip()
    return None


@cache
def with_steps(sql: str) -> str:
    """The text with every step it needs in front of it, each once, in an order that works."""
    text = _COMMENT.sub("", sql).strip()
    steps: dict[str, str] = {}

    def need(name: str, path: tuple[str, ...]) -> None:
        step = None if name in steps else _step(name)
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
