"""Every choice and every listing that there is: those beside each page, and what the topics declare, found there."""

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from dashboard import topics
from dashboard.shapes import Filter, Listing

AS_OF, KNOWN_ON = Filter("as_of", "Position on"), Filter("known_on", "As known on")
SEGMENT, AREA = Filter("segment", "Market segment", is_public=True), Filter("area", "Area", is_public=True)
SHARED = (AS_OF, KNOWN_ON, SEGMENT, AREA)
"""Beside every page."""


def _declared() -> Iterator[Any]:
    for module in pkgutil.walk_packages(topics.__path__, f"{topics.__name__}."):
        for value in vars(import_module(module.name)).values():
            yield from value if isinstance(value, tuple) else (value,)


def by_key(filters: Iterable[Filter]) -> dict[str, Filter]:
    """Key in the address bar → its filter. Raises ValueError for one key of two that are not the same choice."""
    found: dict[str, Filter] = {}
    for one in filters:
        known = found.setdefault(one.key, one)
        if (one.label, one.is_public) != (known.label, known.is_public):
            raise ValueError(f"“{known.label}” and “{one.label}” are two choices and have one key, {one.key}.")
    return found


def by_name(listings: Iterable[Listing]) -> dict[str, Listing]:
    """Name → listing. Raises ValueError for one name of two."""
    found: dict[str, Listing] = {}
    for one in listings:
        if found.setdefault(one.name, one) is not one:
            raise ValueError(f"Two listings have the name {one.name}.")
    return found


FILTERS = by_key((*SHARED, *(one for one in _declared() if isinstance(one, Filter))))
LISTINGS = by_name(one for one in _declared() if isinstance(one, Listing))
