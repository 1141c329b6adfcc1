"""Every choice and every listing that there is: those beside each page, and what the topics declare, found there."""

from collections.abc import Iterator
from typing import TypeVar

from dashboard import topics
from dashboard.shapes import Filter, Listing, RowFilter
from pipelines.declared import by_name, declared

T = TypeVar("T")

AS_OF, KNOWN_ON = Filter("as_of", "Position on"), Filter("known_on", "As known on")
SEGMENT, AREA = Filter("segment", "Market segment", is_public=True), Filter("area", "Area", is_public=True)
SHARED = (AS_OF, KNOWN_ON, SEGMENT, AREA)
"""Beside every page."""


def _of_topics(kind: type[T]) -> Iterator[T]:
    for value in declared(topics):
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, kind))


FILTERS = by_name((*SHARED, *_of_topics(Filter)), lambda choice: choice.key)
LISTINGS = by_name(_of_topics(Listing), lambda listing: listing.name)
COLUMNS = {column for listing in LISTINGS.values() for column in listing.row.model_fields}

for choice in _of_topics(RowFilter):
    # It would be taken for one that this reader may not see, and left out in silence.
    if choice.column and choice.column not in COLUMNS:
        raise ValueError(f"The filter {choice.key} is by a column that no listing has, {choice.column}.")
