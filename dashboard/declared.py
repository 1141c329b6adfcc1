"""Every choice and every listing that there is: those beside each page, and what the topics declare, found there."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from dashboard import topics
from dashboard.shapes import Filter, Listing, RowFilter
from pipelines.declared import declared

T = TypeVar("T")

AS_OF, KNOWN_ON = Filter("as_of", "Position on"), Filter("known_on", "As known on")
SEGMENT, AREA = Filter("segment", "Market segment", is_public=True), Filter("area", "Area", is_public=True)
SHARED = (AS_OF, KNOWN_ON, SEGMENT, AREA)
"""Beside every page."""


def _of_topics(kind: type[T]) -> Iterator[T]:
    for value in declared(topics):
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, kind))


def by_key(found: Iterable[T], key: Callable[[T], str]) -> dict[str, T]:
    """Each by its key. Raises ValueError where two have one key and are not the same."""
    known: dict[str, T] = {}
    for one in found:
        if known.setdefault(key(one), one) != one:
            raise ValueError(f"Two have the key {key(one)}: {known[key(one)]} and {one}.")
    return known


FILTERS = by_key((*SHARED, *_of_topics(Filter)), lambda choice: choice.key)
LISTINGS = by_key(_of_topics(Listing), lambda listing: listing.name)
COLUMNS = {column for listing in LISTINGS.values() for column in listing.row.model_fields}

for choice in _of_topics(RowFilter):
    # It would be taken for one that this reader may not see, and left out in silence.
    if choice.column and choice.column not in COLUMNS:
        raise ValueError(f"The filter {choice.key} is by a column that no listing has, {choice.column}.")
