"""What a person may see of a question: which rows, by what its row class says it is about, and which columns."""

import re
from collections.abc import Collection, Sequence

from pipelines.access.policy import Rights
from pipelines.answers.base import Counted, Question, SeenWith
from pipelines.querying.planning import with_steps
from pipelines.querying.steps import LIMIT
from pipelines.registers.columns import Column, columns_of
from pipelines.warehouse.driver import WarehouseError

_COMMENT = re.compile(r"--[^\n]*")
MARK = "not_read"
"""The column that says what of a record could not be read. It is joined to the answer, so no question writes it."""


def hidden(question: Question, rights: Rights) -> tuple[str, ...]:
    """Columns that come back blank for these rights: not seen, not ordered by."""
    named = {name.removeprefix(f"{question.name}.") for name in rights.withheld}
    if not rights.sees_all_rows:
        named |= {*question.counts_all}
    return tuple(name for name in question.row.model_fields if name in named)


def guarded(question: Question, rights: Rights) -> str:
    """The question as a person with these rights may ask it.

    Raises WarehouseError when it is about whole files, or does not say what its rows are about, or counts rows without
    a look at the rights, and they see only some rows.
    """
    seen = limits(question, rights)
    unseen = hidden(question, rights)
    columns = [column for column in columns_of(question.row) if column.name not in question.ratios]
    is_marked = MARK in question.row.model_fields
    return wrapped(question.sql, columns, unseen, seen) if unseen or seen or is_marked else question.sql


def limits(question: Question, rights: Rights) -> list[SeenWith]:
    """By what rows are kept for these rights; none for a person who sees all of them. Raises as `guarded` does."""
    declared: Sequence[SeenWith] | None = getattr(question.row, "SEEN", None)
    if not rights.sees_all_rows and declared is None:
        is_safe = issubclass(question.row, Counted) and LIMIT in with_steps(question.sql, rights)
        if not is_safe:
            raise WarehouseError(f"{question.title} can be asked only by somebody who sees all rows.")
    return [
        one
        for one in declared or ()
        if (one.only_without not in rights.sees if one.only_without else not rights.sees_all_rows)
    ]


def wrapped(sql: str, columns: Sequence[Column], hidden: Collection[str] = (), seen: Collection[SeenWith] = ()) -> str:
    """The question with the hidden columns as nulls, the mark where it has one, and the rows that are seen.

    It becomes a part of another question, so nothing outside can look at what is in a hidden column. The rows are
    kept out there too, so that no count or limit inside is of the rows that are seen alone. In its own order as far as
    seen. Raises ValueError when it is ordered by something that it does not answer with.
    """
    body, keys = _ordered(_COMMENT.sub("", sql).strip())
    known = {column.name for column in columns}
    order = []
    for key in keys:
        name, *direction = key.rpartition(".")[2].split()
        if name not in known:
            raise ValueError(f"A question that is a part of another is ordered by {name}, not one of its columns.")
        if name not in hidden:
            order.append(" ".join([f"answered.{name}", *direction]))
    shown = ",\n    ".join(_shown(column, hidden) for column in columns)
    marks = ""
    if MARK in known - set(hidden):
        marks = """left join records_not_read as marks
    on marks.source_file = answered.source_file
    and marks.source_row = answered.source_row
"""
    kept = "\nand ".join(_kept(one) for one in seen)
    where = f"where {kept}\n" if kept else ""
    ordered = f"order by {', '.join(order)}" if order else ""
    return f"select\n    {shown}\nfrom (\n{body}\n) as answered\n{marks}{where}{ordered}"


def _kept(seen: SeenWith) -> str:
    same = " and ".join(f"v.{name} = answered.{name}" for name in seen.columns)
    return f"exists (select 1 from {seen.step} as v where {same})"


def _shown(column: Column, hidden: Collection[str]) -> str:
    if column.name in hidden:
        return f"cast(null as {column.sql_type}) as {column.name}"
    return f"{'marks' if column.name == MARK else 'answered'}.{column.name}"


def _ordered(sql: str) -> tuple[str, list[str]]:
    """The text before the `order by` that stands in no bracket, and what it orders by."""
    depth, start = 0, len(sql)
    for found in re.finditer(r"[()]|\border\s+by\b", sql, re.IGNORECASE):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0 and found[0] not in "()":
            start = found.start()
    keys = re.sub(r"^order\s+by", "", sql[start:], flags=re.IGNORECASE)
    return sql[:start].rstrip(), [key.strip() for key in keys.split(",") if key.strip()]
