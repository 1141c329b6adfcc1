"""What a row class says about each of its columns: kind, limits, words, label and help."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pipelines.registers.base import ListOf, Names, Refers
from pipelines.registers.value_kinds import KINDS, Kind
from pipelines.registers.words import WordLists

ID_LENGTH = 100
HAPPENED = frozenset({
    "acknowledged_on", "assessed_on", "completed_on", "concluded_on", "decided_on", "event_on", "issued_on",
    "learning_done_on", "published_on", "raised_on", "received_on", "requested_on", "responded_on", "reviewed_on",
})  # fmt: skip
"""Days of events in every register. Planned days (due, scheduled, start, end, effective, closed) may lie ahead."""


@dataclass(frozen=True)
class Column:
    """One column of a row class. `type` is the Python type of a value that is there.

    list_name: the list of data/rules whose words it holds; `with_words` puts them in place.  is_open: and other text.
    words: the only ones it may hold; none where any text is kept.  same: what else is written → the word it is read as.
    refers_to: the register whose records it names.  is_name: it names its own record.
    """

    name: str
    type: type
    is_optional: bool
    label: str
    description: str
    words: tuple[str, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    at_least: float | None = None
    more_than: float | None = None
    at_most: float | None = None
    list_name: str = ""
    is_open: bool = False
    same: Mapping[str, str] = field(default_factory=dict, hash=False)
    refers_to: str = ""
    is_name: bool = False

    @property
    def kind(self) -> Kind:
        return KINDS[self.type]

    @property
    def sql_type(self) -> str:
        return self.kind.stored

    @property
    def is_number(self) -> bool:
        return self.type in (int, float, Decimal)

    @property
    def is_id(self) -> bool:
        """A reference, and never a word for nothing or a name."""
        return self.type is str and not self.words and self.max_length == ID_LENGTH

    @property
    def is_shown(self) -> bool:
        """Whether a reason may say the value: only days, amounts, counts and words of a list, never text or ids."""
        return self.type is not str or bool(self.words) or (bool(self.list_name) and not self.is_open)

    @property
    def has_happened(self) -> bool:
        """A day on which something has happened, so that it cannot lie after the day it was reported."""
        return self.type is date and self.name in HAPPENED

    @property
    def expects(self) -> str:
        """What a value must be, in words for a message."""
        if self.words:
            return f"one of {', '.join(self.words)}"
        return self.kind.expects


def _unwrapped(annotation: Any) -> tuple[Any, bool, list[Any]]:
    """The plain type, whether None is allowed, and the limits found on the way."""
    limits: list[Any] = []
    is_optional = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *extra = get_args(annotation)
            for item in extra:
                limits.extend(item.metadata if isinstance(item, FieldInfo) else [item])
        elif get_origin(annotation) in (Union, types.UnionType):
            is_optional = True
            annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
        else:
            return annotation, is_optional, limits


def _column(name: str, info: FieldInfo) -> Column:
    annotation, is_optional, limits = _unwrapped(info.annotation)
    words: tuple[str, ...] = ()
    if get_origin(annotation) is Literal:
        words, annotation = get_args(annotation), str
    found: dict[str, Any] = {}
    for limit in [*limits, *info.metadata]:
        match limit:
            case MinLen(value):
                found["min_length"] = value
            case MaxLen(value):
                found["max_length"] = value
            case Ge(value):
                found["at_least"] = value
            case Gt(value):
                found["more_than"] = value
            case Le(value):
                found["at_most"] = value
            case ListOf():
                found |= {"list_name": limit.name, "is_open": limit.is_open}
            case Refers():
                found["refers_to"] = limit.register
            case Names():
                found["is_name"] = True
    return Column(
        name=name,
        type=annotation,
        is_optional=is_optional,
        label=info.title or name.removesuffix("_on").replace("_", " ").capitalize(),
        description=info.description or "",
        words=words,
        **found,
    )


@cache
def columns_of(row: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a row class, in declared order, where the row came from last."""
    columns = {name: _column(name, info) for name, info in row.model_fields.items()}
    trailing = [columns.pop(name) for name in ("not_read", "source_file", "source_row") if name in columns]
    return (*columns.values(), *trailing)


def with_words(column: Column, lists: WordLists) -> Column:
    """The column with the words of its list; as it is when it has none."""
    if not column.list_name:
        return column
    words = lists[column.list_name]
    if column.is_open:
        # Any text is kept, and a word of the list in other letters is that word.
        return replace(column, same={word: word for word in words.words} | {**words.same})
    return replace(column, words=words.words, same=words.same)
