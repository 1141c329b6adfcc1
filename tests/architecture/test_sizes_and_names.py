"""Sizes that keep a file readable in one sitting, and names that say what a column holds."""

import types
import typing
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any

import pytest
from pydantic import BaseModel

from tests.helpers.project import CODE, ROOT, modules, name, text_files

PAGE_LINES = 40
MODULE_LINES = 250
# Names that say nothing of what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "data"}
ROW_CLASSES = ("pipelines/registers", "pipelines/answers", "pipelines/rules", "pipelines/access")
# In two parts, so that this file does not hold what it looks for.
REGISTRIES = tuple("".join(parts) for parts in (("py", "pi.org"), ("python", "hosted"), ("npm", "js.org")))
SETTINGS_OF_REGISTRIES = ("".join(("--index", "-url")), "".join(("--extra-index", "-url")))


@pytest.mark.parametrize(
    ("place", "most"),
    [("dashboard/views", PAGE_LINES), *((place, MODULE_LINES) for place in (*CODE, "run.py"))],
)
def test_a_file_fits_in_one_sitting(place: str, most: int) -> None:
    sizes = {name(module): len(module.read_text(encoding="utf-8").splitlines()) for module in modules(place)}
    assert {module: size for module, size in sizes.items() if size > most} == {}


FEW, LISTED = 12, 24
LISTS = {
    "pipelines/registers",
    "pipelines/answers",
    "pipelines/rules",
    "pipelines/rules/tables",
    "pipelines/sample",
    "dashboard/topics",
}
"""Folders that are lists: a module more is an entry more."""


def test_a_folder_is_seen_at_one_look() -> None:
    folders = Counter(module.parent for place in CODE for module in modules(place) if module.stem != "__init__")
    sizes = {name(folder): size for folder, size in folders.items()}
    assert {folder: n for folder, n in sizes.items() if n > (LISTED if folder in LISTS else FEW)} == {}


def test_a_module_is_named_for_what_it_holds() -> None:
    assert [name(module) for place in CODE for module in modules(place) if module.stem in EMPTY_NAMES] == []


def kind(annotation: Any) -> Any:
    """The type of a field without `| None` and without what is annotated to it."""
    parts = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        return kind(parts[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        [only] = [part for part in parts if part is not type(None)]
        return kind(only)
    return annotation


def fields() -> Iterator[tuple[str, str, Any]]:
    """(class, field, type) of every row class of a register, an answer or a rule."""
    for module in (path for place in ROW_CLASSES for path in modules(place)):
        loaded = import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
        for row in vars(loaded).values():
            if isinstance(row, type) and issubclass(row, BaseModel) and row.__module__ == loaded.__name__:
                yield from ((row.__name__, field, kind(info.annotation)) for field, info in row.model_fields.items())


def test_is_and_has_begin_the_name_of_every_yes_or_no_and_of_nothing_else() -> None:
    wrong = [f"{row}.{field}" for row, field, type_ in fields() if field.startswith(("is_", "has_")) != (type_ is bool)]
    assert not wrong, "\n".join(wrong)


def test_on_ends_the_names_of_dates_only() -> None:
    wrong = [f"{row}.{field}" for row, field, type_ in fields() if field.endswith("_on") and type_ is not date]
    assert not wrong, "\n".join(wrong)


def test_no_row_holds_a_time_of_day_under_the_name_of_a_date() -> None:
    wrong = [f"{row}.{field}" for row, field, type_ in fields() if type_ is datetime and not field.endswith("_at")]
    assert not wrong, "\n".join(wrong)


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the business of the machine that installs them."""
    wrong = [
        f"{name(path)}: {word}"
        for path in text_files()
        for word in (*REGISTRIES, *SETTINGS_OF_REGISTRIES)
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert not wrong, "\n".join(wrong)
