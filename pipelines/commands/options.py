"""What commands take: options with their help, and the plain values they stand for."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.answers.base import Question
from pipelines.commands import reports
from pipelines.loading.publish import current
from pipelines.querying.questions import QUESTIONS
from pipelines.querying.warehouse import Warehouse
from pipelines.reading.decoding import RefusedError
from pipelines.registers.all import SOURCES
from pipelines.rules import RuleSet
from pipelines.warehouse.driver import WarehouseError

_DATA = Path(__file__).parents[2] / "data"
DEFAULT_WAREHOUSE = _DATA / "warehouse"
DEFAULT_RULES = _DATA / "rules"
DEFAULT_SAMPLE = _DATA / "sample"
OWN = ".warehouse"
"""The folder of the builds inside a council's own folder of files."""

WarehouseFolder = Annotated[
    Path,
    typer.Option("--warehouse", envvar="CARE_WAREHOUSE", help="Folder of the builds.", show_default="data/warehouse"),
]
OwnWarehouseFolder = Annotated[
    Path | None,
    typer.Option(
        "--warehouse", envvar="CARE_WAREHOUSE", help="Folder of the builds.", show_default=".warehouse in the folder"
    ),
]
RulesFolder = Annotated[
    Path, typer.Option("--rules", envvar="CARE_RULES", help="Folder of the rules.", show_default="data/rules")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Paths = Annotated[list[Path], typer.Argument(help="Files or folders.")]
SourceName = Annotated[str | None, typer.Option("--source", help="What the files are, if headings do not tell.")]
ReceivedOn = Annotated[
    str | None, typer.Option("--received-on", help="The day the files were received, such as 2026-08-31.")
]
Part = Annotated[
    str, typer.Option("--part", help="The part of a register the file speaks for, such as one body's list.")
]
Header = Annotated[
    str | None, typer.Option("--header", help='Headings of files that have none, in order: "supplier_name,,amount".')
]
NewOnly = Annotated[
    bool, typer.Option("--new-only", help="Leave out files that are as they were when last loaded, or undone since.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when a row was rejected.")]
Day = Annotated[str | None, typer.Option("--as-of", help="Position on this day; the newest load's without it.")]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="As known on this day; the newest load's without it.")]


def day(text: str | None, option: str) -> date | None:
    """A date as it is given on the command line. Raises RefusedError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RefusedError(f"{option} is not a date such as 2026-08-31.") from error


def headings(text: str | None) -> tuple[str, ...]:
    """Headings as they are given on the command line; one left blank is a column that is not read.

    Raises RefusedError when they are not one line of CSV.
    """
    try:
        rows = list(csv.reader([plain(text or "", "--header")], skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise RefusedError('--header is not one line of headings such as "supplier_name,,amount".') from error
    return tuple(rows[0]) if rows else ()


def plain(text: str, option: str) -> str:
    """A text as it is given on the command line. Raises RefusedError when its bytes are no text."""
    if not text.isprintable():
        raise RefusedError(f"{option} holds a character that cannot be printed, or that is not UTF-8. Type it again.")
    return text


def warehouse_of(paths: list[Path], given: Path | None) -> Path:
    """Where files are loaded: the folder that was given; else the one that belongs to the folder they are in.

    That is `.warehouse` in the nearest folder that has one, or else in the folder that was named, so that a council's
    files never mix with the sample's. Folders named by a day belong to the one around them. The project's own files go
    to data/warehouse. Raises RefusedError when there is no such folder, or more than one.
    """
    if given:
        return given
    found = {_own_warehouse(path.resolve()) for path in paths}
    if len(found) > 1:
        places = ", ".join(sorted(map(str, found)))
        raise RefusedError(f"The paths have warehouses of their own: {places}. Load them apart, or give --warehouse.")
    return found.pop()


def _own_warehouse(path: Path) -> Path:
    if any(path.is_relative_to((_DATA / name).resolve()) for name in ("sample", "incoming")):
        return DEFAULT_WAREHOUSE
    folder = path if path.is_dir() else path.parent
    while re.fullmatch(r"\d{4}-\d{2}-\d{2}", folder.name):
        folder = folder.parent
    for place in (folder, *folder.parents):
        if (place / OWN).is_dir():
            return place / OWN
    if path.is_file():
        raise RefusedError(
            f"{path} is in no folder that has a warehouse. Give its folder, which then gets one, or --warehouse DIR."
        )
    return folder / OWN


def known_source(name: str | None) -> str | None:
    """The name, if there is such a source. Raises RefusedError with the list of them."""
    if name and name not in SOURCES:
        raise RefusedError(f"There is no source {name}. The sources are: {', '.join(SOURCES)}.")
    return name


def known_question(name: str) -> Question:
    """The question of that name. Raises RefusedError with the list of them."""
    if name not in QUESTIONS:
        raise RefusedError(f"There is no question {name}. The questions are: {', '.join(QUESTIONS)}.")
    return QUESTIONS[name]


def opened(folder: Path, rules: RuleSet) -> Warehouse:
    """The current build. Raises WarehouseError when nothing is loaded."""
    path = current(folder)
    if path is None:
        raise WarehouseError(f"Nothing is loaded in {folder}. Load files with: python -m pipelines load PATH")
    return Warehouse.open(path, rules)


def parameters(
    question: Question, warehouse: Warehouse, as_of: str | None, known_on: str | None, pairs: list[str]
) -> dict[str, Any]:
    """The two dates and `name=value` pairs as a question's parameters. Raises RefusedError for an unknown one."""
    params: dict[str, Any] = reports.dates(warehouse, day(as_of, "--as-of"), day(known_on, "--known-on"))
    for pair in pairs:
        name, separator, value = plain(pair, "--param").partition("=")
        if not separator or name not in question.params.model_fields:
            known = ", ".join(question.params.model_fields)
            raise RefusedError(f"--param {name} is not a parameter of {question.name}. It has: {known}.")
        params[name] = value
    return params
