"""The command line: `python -m pipelines COMMAND`."""

import csv
import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from pipelines import reports
from pipelines.contracts.loads import Load
from pipelines.loading import Incoming, files_in, load_all, today
from pipelines.publish import current, new_build
from pipelines.questions import QUESTIONS, Question
from pipelines.reading.decoding import RefusedError
from pipelines.reading.headings import Spellings
from pipelines.rules import RulesError, RuleSet, load_rules
from pipelines.sources import SOURCES
from pipelines.warehouse import Warehouse, WarehouseError, connect, create_schema

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
out = Console()
err = Console(stderr=True)

WarehouseFolder = Annotated[
    Path, typer.Option("--warehouse", envvar="CARE_WAREHOUSE", help="Folder of the published builds.")
]
RulesFolder = Annotated[Path, typer.Option("--rules", envvar="CARE_RULES", help="Folder of the rules.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Paths = Annotated[list[Path], typer.Argument(help="Files or folders.")]
SourceName = Annotated[
    str | None, typer.Option("--source", help="What the files are, if headings do not tell.")
]
ReceivedOn = Annotated[
    str | None, typer.Option("--received-on", help="The day the files were received, such as 2026-08-31.")
]
Part = Annotated[
    str, typer.Option("--part", help="The part of a register the file speaks for, such as one body's list.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when a row was rejected.")]
DEFAULT_WAREHOUSE = Path("data/warehouse")
DEFAULT_RULES = Path("data/rules")


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise RefusedError(f"{option} is not a date such as 2026-08-31.") from error


def _report(loads: list[Load], *, as_json: bool, is_strict: bool) -> None:
    for load in loads:
        if as_json:
            print(json.dumps(reports.load_object(load), default=str))
        else:
            out.print(reports.load_text(load), markup=False, highlight=False, soft_wrap=True)
    if any(load.refused_because for load in loads):
        raise typer.Exit(2)
    if is_strict and any(load.rejected_count for load in loads):
        raise typer.Exit(1)


def _watched(files: list[Incoming], *, as_json: bool, run: Any) -> list[Load]:
    """Run with a line of progress on the error stream, where it does not mix with the report."""
    columns = (SpinnerColumn(), TextColumn("{task.completed} of {task.total}  {task.description}"))
    with Progress(*columns, console=err, transient=True, disable=as_json or not err.is_terminal) as bar:
        task = bar.add_task("", total=len(files))
        done: list[Load] = run(lambda file: bar.update(task, advance=1, description=file.name))
    return done


def _source(name: str | None) -> str | None:
    if name and name not in SOURCES:
        raise RefusedError(f"There is no source {name}. The sources are: {', '.join(SOURCES)}.")
    return name


@app.command()
def load(
    paths: Paths,
    source: SourceName = None,
    received_on: ReceivedOn = None,
    part: Part = "",
    strict: Strict = False,
    json_: AsJson = False,
    warehouse: WarehouseFolder = DEFAULT_WAREHOUSE,
    rules: RulesFolder = DEFAULT_RULES,
) -> None:
    """Load files into a new build and publish it."""
    files = files_in(paths, _day(received_on, "--received-on"))
    ruleset, spellings, name = load_rules(rules), Spellings.load(rules), _source(source)
    if not files:
        raise RefusedError(
            f"There is no CSV file in {', '.join(map(str, paths))}. Put the files there and try again."
        )
    with new_build(warehouse, ruleset) as con:
        loads = _watched(
            files,
            as_json=json_,
            run=lambda seen: load_all(con, files, spellings, source=name, part=part, progress=seen),
        )
    _report(loads, as_json=json_, is_strict=strict)


@app.command()
def check(
    paths: Paths,
    source: SourceName = None,
    strict: Strict = False,
    json_: AsJson = False,
    rules: RulesFolder = DEFAULT_RULES,
) -> None:
    """Say what a load would do to an empty warehouse, without loading."""
    files = files_in(paths, None)
    ruleset, spellings, name = load_rules(rules), Spellings.load(rules), _source(source)
    con = connect(None)
    create_schema(con, ruleset)
    loads = _watched(
        files, as_json=json_, run=lambda seen: load_all(con, files, spellings, source=name, progress=seen)
    )
    if not json_:
        out.print(reports.reject_text(con), markup=False, highlight=False, soft_wrap=True)
    _report(loads, as_json=json_, is_strict=strict)


@app.command()
def build(warehouse: WarehouseFolder = DEFAULT_WAREHOUSE, rules: RulesFolder = DEFAULT_RULES) -> None:
    """Publish a new build with the rules as they are now, and the same data."""
    with new_build(warehouse, load_rules(rules)):
        pass
    out.print(f"Published with the rules in {rules}.", markup=False)


@app.command()
def status(
    json_: AsJson = False, warehouse: WarehouseFolder = DEFAULT_WAREHOUSE, rules: RulesFolder = DEFAULT_RULES
) -> None:
    """Say what is loaded, from when, and what is late."""
    opened = _opened(warehouse, load_rules(rules))
    frame = QUESTIONS["data_freshness"].ask(opened, as_of=today(), known_on=today())
    if json_:
        build_facts = {**opened.build.model_dump(), "rules_in_use": opened.rules_hash}
        print(json.dumps(build_facts | {"sources": reports.records(frame)}, default=str))
        return
    out.print(f"Build {opened.build.build_id}, rules {opened.rules_hash}.", markup=False)
    out.print(reports.table(frame))


@app.command()
def template(source: Annotated[str, typer.Argument(help="The source, such as contracts.")]) -> None:
    """Print the CSV template of a source: its headings and two example rows."""
    _source(source)
    csv.writer(sys.stdout, lineterminator="\n").writerows(reports.template_rows(SOURCES[source]))


@app.command()
def dictionary() -> None:
    """Print the data dictionary of every source as CSV."""
    csv.writer(sys.stdout, lineterminator="\n").writerows(reports.dictionary_rows())


@app.command()
def sample(
    scale: Annotated[str, typer.Option(help="council, county or national.")] = "council",
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 2026,
    out_folder: Annotated[Path, typer.Option("--out", help="Folder to write to.")] = Path("data/sample"),
) -> None:
    """Write an invented council's files."""
    from pipelines.sample import write

    write(scale, seed, out_folder)
    out.print(f"Wrote the {scale} sample to {out_folder}.", markup=False)


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; without it, the list of them.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Position on this day.")] = None,
    known_on: Annotated[str | None, typer.Option("--known-on", help="As known on this day.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="A parameter, as name=value.")] = None,
    format_: Annotated[str, typer.Option("--format", help="csv or json.")] = "csv",
    warehouse: WarehouseFolder = DEFAULT_WAREHOUSE,
    rules: RulesFolder = DEFAULT_RULES,
) -> None:
    """Answer a question without the dashboard."""
    if question is None:
        for one in QUESTIONS.values():
            out.print(
                f"{one.name:26} {one.header['question']}", markup=False, highlight=False, soft_wrap=True
            )
        return
    frame = _answer(_question(question), _opened(warehouse, load_rules(rules)), as_of, known_on, param or [])
    if format_ == "json":
        print(json.dumps(reports.records(frame), default=str))
    elif format_ == "csv":
        frame.to_csv(sys.stdout, index=False, lineterminator="\n", date_format="%Y-%m-%d")
    else:
        raise RefusedError("--format is csv or json.")


@app.command()
def explain(
    question: Annotated[str, typer.Argument(help="The question, such as provider_tiers.")],
    key: Annotated[str, typer.Argument(help="The row to explain, such as a location id.")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="Position on this day.")] = None,
    known_on: Annotated[str | None, typer.Option("--known-on", help="As known on this day.")] = None,
    warehouse: WarehouseFolder = DEFAULT_WAREHOUSE,
    rules: RulesFolder = DEFAULT_RULES,
) -> None:
    """Print the chain from a figure to its rules, its records, and their file and row."""
    asked = _question(question)
    opened = _opened(warehouse, load_rules(rules))
    scope = reports.dates(opened, _day(as_of, "--as-of"), _day(known_on, "--known-on"))
    out.print(reports.chain(opened, asked, key, scope), markup=False, highlight=False, soft_wrap=True)


def _question(name: str) -> Question:
    if name not in QUESTIONS:
        raise RefusedError(f"There is no question {name}. The questions are: {', '.join(QUESTIONS)}.")
    return QUESTIONS[name]


def _opened(folder: Path, rules: RuleSet) -> Warehouse:
    path = current(folder)
    if path is None:
        raise WarehouseError(f"Nothing is loaded in {folder}. Load files with: python -m pipelines load PATH")
    return Warehouse.open(path, rules)


def _answer(
    question: Question, opened: Warehouse, as_of: str | None, known_on: str | None, pairs: list[str]
) -> Any:
    params: dict[str, Any] = reports.dates(opened, _day(as_of, "--as-of"), _day(known_on, "--known-on"))
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or name not in question.params.model_fields:
            known = ", ".join(question.params.model_fields)
            raise RefusedError(f"--param {name} is not a parameter of {question.name}. It has: {known}.")
        params[name] = value
    return question.ask(opened, **params)


def main() -> None:
    """Run a command; a problem that can be put right is one sentence, and exit code 2."""
    try:
        app()
    except (RefusedError, WarehouseError, RulesError) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
