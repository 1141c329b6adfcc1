"""The command line: `python -m pipelines COMMAND`."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from pipelines import audit, history, reports
from pipelines import options as use
from pipelines.audit_command import audit as audit_command
from pipelines.contracts.loads import Load
from pipelines.cqc_api.command import fetch_cqc
from pipelines.loading import Asked, Incoming, files_in, load_all, today
from pipelines.publish import new_build, trial_build
from pipelines.questions import QUESTIONS
from pipelines.reading.decoding import RefusedError
from pipelines.reading.finding import passed_over
from pipelines.reading.headings import Spellings
from pipelines.rules import RulesError, load_rules
from pipelines.sources import SOURCES
from pipelines.warehouse import WarehouseError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
out = Console()
err = Console(stderr=True)
BY_COMMAND = "command line"


def say(text: str) -> None:
    """Text as it is: file names may hold what rich would take for markup."""
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def _report(loads: list[Load], *, as_json: bool, is_strict: bool) -> None:
    for load in loads:
        say(json.dumps(reports.load_object(load), default=str) if as_json else reports.load_text(load))
    if any(load.refused_because for load in loads):
        raise typer.Exit(2)
    if is_strict and any(load.rejected_count for load in loads):
        raise typer.Exit(1)


def _watched(files: list[Incoming], run: Callable[[Callable[[Incoming], None]], list[Load]]) -> list[Load]:
    """Run with a line of progress on the error stream, where it does not mix with the report."""
    columns = (SpinnerColumn(), TextColumn("{task.completed} of {task.total}  {task.description}"))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=len(files))
        return run(lambda file: bar.update(task, advance=1, description=file.name))


def _found(paths: list[Path], received_on: str | None) -> list[Incoming]:
    files = files_in(paths, use.day(received_on, "--received-on"))
    if said := passed_over(paths):
        err.print(said, markup=False, highlight=False, soft_wrap=True)
    if not files:
        raise RefusedError(f"There is no file to load in {', '.join(map(str, paths))}. Put CSV or XLSX files there.")
    return files


@app.command()
def load(
    paths: use.Paths,
    source: use.SourceName = None,
    received_on: use.ReceivedOn = None,
    part: use.Part = "",
    header: use.Header = None,
    strict: use.Strict = False,
    json_: use.AsJson = False,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Load files into a new build and publish it."""
    files, name = _found(paths, received_on), use.known_source(source)
    ruleset, spellings = load_rules(rules), Spellings.load(rules)
    with new_build(warehouse, ruleset) as con:
        asked = Asked(spellings, name, part, use.headings(header))
        loads = _watched(files, lambda seen: load_all(con, files, asked, progress=seen))
    for one in loads:
        audit.record(warehouse, "load", who=BY_COMMAND, role="", load_id=one.load_id, row_count=one.kept_count)
    _report(loads, as_json=json_, is_strict=strict)


@app.command()
def check(
    paths: use.Paths,
    source: use.SourceName = None,
    received_on: use.ReceivedOn = None,
    part: use.Part = "",
    header: use.Header = None,
    strict: use.Strict = False,
    json_: use.AsJson = False,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Say what a load would do, row by rejected row, without loading."""
    files, name = _found(paths, received_on), use.known_source(source)
    ruleset, spellings = load_rules(rules), Spellings.load(rules)
    with trial_build(warehouse, ruleset) as con:
        asked = Asked(spellings, name, part, use.headings(header))
        loads = _watched(files, lambda seen: load_all(con, files, asked, progress=seen))
        if not json_:
            say(reports.reject_text(con, loads))
    _report(loads, as_json=json_, is_strict=strict)


@app.command()
def undo(
    load_id: Annotated[str, typer.Argument(help="The load, as in: python -m pipelines ask loads")],
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Take a load out again, as if its file had never come."""
    with new_build(warehouse, load_rules(rules)) as con:
        file, source = history.undo(con, load_id)
    audit.record(warehouse, "undo", who=BY_COMMAND, role="", load_id=load_id)
    say(f"Undone: {file} counts as never received, and {source} is worked out without it.")


@app.command()
def build(warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE, rules: use.RulesFolder = use.DEFAULT_RULES) -> None:
    """Publish a new build with the rules as they are now, and the same data."""
    with new_build(warehouse, load_rules(rules)):
        pass
    say(f"Published with the rules in {rules}.")


@app.command()
def status(
    json_: use.AsJson = False,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Say what is loaded, from when, and what is late."""
    opened = use.opened(warehouse, load_rules(rules))
    frame = QUESTIONS["data_freshness"].ask(opened, as_of=today(), known_on=today())
    if json_:
        facts = {**opened.build.model_dump(), "rules_in_use": opened.rules_hash}
        say(json.dumps(facts | {"sources": reports.records(frame)}, default=str))
        return
    say(f"Build {opened.build.build_id}, rules {opened.rules_hash}.")
    out.print(reports.table(frame))


@app.command()
def template(
    source: Annotated[str, typer.Argument(help="The source, such as contracts.")],
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Print the CSV template of a source: its headings and two example rows."""
    use.known_source(source)
    csv.writer(sys.stdout, lineterminator="\n").writerows(reports.template_rows(SOURCES[source]))


@app.command()
def dictionary(
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE, rules: use.RulesFolder = use.DEFAULT_RULES
) -> None:
    """Print the data dictionary of every source as CSV."""
    csv.writer(sys.stdout, lineterminator="\n").writerows(reports.dictionary_rows())


@app.command()
def sample(
    scale: Annotated[str, typer.Option(help="council, county or national.")] = "council",
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 2026,
    out_folder: Annotated[
        Path, typer.Option("--out", help="Folder to write to.", show_default="data/sample")
    ] = use.DEFAULT_SAMPLE,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Write an invented council's files."""
    # Only this command needs numpy, which takes a while to start.
    from pipelines.sample import write

    write(scale, seed, out_folder)
    say(f"Wrote the {scale} sample to {out_folder}.")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question; without it, the list of them.")] = None,
    as_of: use.Day = None,
    known_on: use.KnownOn = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="A parameter, as name=value.")] = None,
    format_: Annotated[str, typer.Option("--format", help="csv or json.")] = "csv",
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Answer a question without the dashboard."""
    if question is None:
        for one in QUESTIONS.values():
            say(f"{one.name:26} {one.header['question']}")
        return
    if format_ not in ("csv", "json"):
        raise RefusedError("--format is csv or json.")
    asked, opened = use.known_question(question), use.opened(warehouse, load_rules(rules))
    frame = asked.ask(opened, **use.parameters(asked, opened, as_of, known_on, param or []))
    if format_ == "json":
        say(json.dumps(reports.records(frame), default=str))
    else:
        frame.to_csv(sys.stdout, index=False, lineterminator="\n", date_format="%Y-%m-%d")


@app.command()
def explain(
    question: Annotated[str, typer.Argument(help="The question, such as provider_tiers.")],
    key: Annotated[str, typer.Argument(help="The row to explain, such as a location id.")],
    as_of: use.Day = None,
    known_on: use.KnownOn = None,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Print the chain from a figure to its rules, its records, and their file and row."""
    asked, opened = use.known_question(question), use.opened(warehouse, load_rules(rules))
    say(reports.chain(opened, asked, key, use.parameters(asked, opened, as_of, known_on, [])))


app.command()(fetch_cqc)
app.command("audit")(audit_command)


def main() -> None:
    """Run a command; a problem that can be put right is one sentence, and exit code 2."""
    try:
        app()
    except (RefusedError, WarehouseError, RulesError) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        err.print(f"A parameter is not right. {faults}.", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
