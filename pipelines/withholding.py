"""Columns that a person may not see: blank in the answer, and no way to order by them."""

import re
from collections.abc import Collection, Sequence

from pipelines.columns import Column

_COMMENT = re.compile(r"--[^\n]*")


def without(sql: str, columns: Sequence[Column], hidden: Collection[str]) -> str:
    """The question with the hidden columns as nulls, in its own order as far as that can be seen.

    It becomes a part of another question, so nothing outside can look at what is in a hidden column.
    Raises ValueError when it is ordered by something that it does not answer with.
    """
    body, keys = _ordered(_COMMENT.sub("", sql).strip())
    known = {column.name for column in columns}
    order = []
    for key in keys:
        name, *direction = key.rpartition(".")[2].split()
        if name not in known:
            raise ValueError(f"A question with columns that may be hidden is ordered by {name}, not one of them.")
        if name not in hidden:
            order.append(" ".join([f"answered.{name}", *direction]))
    shown = ",\n    ".join(
        f"cast(null as {column.sql_type}) as {column.name}" if column.name in hidden else f"answered.{column.name}"
        for column in columns
    )
    return f"select\n    {shown}\nfrom (\n{body}\n) as answered\norder by {', '.join(order)}"


def _ordered(sql: str) -> tuple[str, list[str]]:
    """The text before the `order by` that stands in no bracket, and what it orders by."""
    depth, start = 0, len(sql)
    for found in re.finditer(r"[()]|\border\s+by\b", sql, re.IGNORECASE):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0 and found[0] not in "()":
            start = found.start()
    keys = re.sub(r"^order\s+by", "", sql[start:], flags=re.IGNORECASE)
    return sql[:start].rstrip(), [key.strip() for key in keys.split(",") if key.strip()]
