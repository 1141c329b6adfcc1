"""What commands take: options with their help, and the plain values they stand for."""

import csv
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines import reports
from pipelines.publish import current
from pipelines.questions import QUESTIONS, Question
from pipelines.reading.decoding import RefusedError
from pipelines.rules import RuleSet
from pipelines.sources import SOURCES
from pipelines.warehouse import Warehouse, WarehouseError

_DATA = Path(__file__).parents[1] / "data"
DEFAULT_WAREHOUSE = _DATA / "warehouse"
DEFAULT_RULES = _DATA / "rules"
DEFAULT_SAMPLE = _DATA / "sample"

WarehouseFolder = Annotated[
    Path,
    typer.Option("--warehouse", envvar="CARE_WAREHOUSE", help="Folder of the builds.", show_default="data/warehouse"),
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
    """Headings as they are given on the command line; one left blank is a column that is not read."""
    return tuple(next(csv.reader([text], skipinitialspace=True))) if text else ()


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
        name, separator, value = pair.partition("=")
        if not separator or name not in question.params.model_fields:
            known = ", ".join(question.params.model_fields)
            raise RefusedError(f"--param {name} is not a parameter of {question.name}. It has: {known}.")
        params[name] = value
    return params
