"""What the modules of a package declare: the folder is the list, so nothing has to be remembered."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

One = TypeVar("One")


def declared(package: ModuleType) -> Iterator[object]:
    """Every object that is named in a module of the package, each once, by module and then in the order of its lines.

    Raises whatever a module raises when it is imported: one that is left out in silence would be missed by nobody.
    """
    seen: set[int] = set()
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        for found in vars(import_module(module.name)).values():
            if id(found) not in seen:
                seen.add(id(found))
                yield found


def by_name(found: Iterable[One], name: Callable[[One], str]) -> dict[str, One]:
    """Name → what is declared. Raises ValueError where two have one name and are not the same."""
    named: dict[str, One] = {}
    for one in found:
        if named.setdefault(name(one), one) != one:
            raise ValueError(f"Two are called {name(one)}: {named[name(one)]} and {one}. Rename one.")
    return named
