"""A question as a part of another: marked with what could not be read, and without columns that are not to be seen."""

import re
from collections.abc import Collection, Sequence

from pipelines.registers.columns import Column

_COMMENT = re.compile(r"--[^\n]*")
MARK = "not_read"
"""The column that says what of a record could not be read. It is joined to the answer, so no question writes it."""


def wrapped(sql: str, columns: Sequence[Column], hidden: Collection[str] = ()) -> str:
    """The question with the hidden columns as nulls and the mark where it has one, in its own order as far as seen.

    It becomes a part of another question, so nothing outside can look at what is in a hidden column.
    Raises ValueError when it is ordered by something that it does not answer with.
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
    ordered = f"order by {', '.join(order)}" if order else ""
    return f"select\n    {shown}\nfrom (\n{body}\n) as answered\n{marks}{ordered}"


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
