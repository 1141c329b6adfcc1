"""The command line: `python -m pipelines COMMAND`."""

import csv
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import Progress, SpinnerColumn

from pipelines import history, reports
from pipelines import options as use
from pipelines.audit import must_record
from pipelines.audit_command import audit as audit_command
from pipelines.console import column, complain, err, explained, for_programs, out, say, say_line, take_any_letter
from pipelines.contracts.loads import Load
from pipelines.cqc_api.command import fetch_cqc
from pipelines.loading import Asked, Incoming, files_in, load_all, today
from pipelines.publish import current, new_build, trial_build
from pipelines.questions import QUESTIONS
from pipelines.reading.decoding import RefusedError
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules, load_words
from pipelines.sources import SOURCES
from pipelines.unchanged import new_files

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
Scale = Literal["council", "county", "national"]
PUBLISHING = ("load", "undo", "build")
"""Commands that publish a build: one of them that publishes nothing exits with 1, never with 2."""


def _report(loads: list[Load], *, as_json: bool, is_strict: bool) -> None:
    for load in loads:
        if as_json:
            say_line(json.dumps(reports.load_object(load), default=str))
        else:
            say(reports.load_text(load))
    if any(load.refused_because for load in loads):
        raise typer.Exit(2)
    if is_strict and any(load.rejected_count for load in loads):
        raise typer.Exit(1)


def _watched(files: list[Incoming], run: Callable[[Callable[[Incoming], None]], list[Load]]) -> list[Load]:
    """Run with a line of progress on the error stream, where it does not mix with the report."""
    columns = (SpinnerColumn(), column("{task.completed} of {task.total}  {task.description}"))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=len(files))
        return run(lambda file: bar.update(task, advance=1, description=file.name))


def _asked(
    paths: list[Path],
    received_on: str | None,
    rules: Path,
    source: str | None,
    part: str,
    header: str | None,
    new_in: Path | None = None,
) -> tuple[list[Incoming], Asked]:
    """The files and how they are to be read; with `new_in`, those that are new to the warehouse in that folder."""
    files = files_in(paths, use.day(received_on, "--received-on"))
    if new_in and (files or current(new_in)):
        files = new_files(new_in, files, complain)
    elif not files:
        raise RefusedError(f"There is no file to load in {', '.join(map(str, paths))}. Put CSV or XLSX files there.")
    name, part = use.known_source(source), use.plain(part, "--part")
    return files, Asked(Spellings.load(rules), name, part, use.headings(header))


@app.command()
def load(
    paths: use.Paths,
    source: use.SourceName = None,
    received_on: use.ReceivedOn = None,
    part: use.Part = "",
    header: use.Header = None,
    new_only: use.NewOnly = False,
    strict: use.Strict = False,
    json_: use.AsJson = False,
    warehouse: use.OwnWarehouseFolder = None,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Load files into a new build and publish it."""
    folder, loads = use.warehouse_of(paths, warehouse), list[Load]()
    files, asked = _asked(paths, received_on, rules, source, part, header, folder if new_only else None)
    if not files:
        return

    def before() -> None:
        for one in loads:
            must_record(folder, "load", "nothing was loaded", load_id=one.load_id, row_count=one.kept_count)

    with new_build(folder, load_rules(rules), before) as con:
        loads += _watched(files, lambda seen: load_all(con, files, asked, progress=seen))
    (complain if json_ else say)(f"Loaded into the warehouse {folder}, which other commands take with --warehouse.")
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
    warehouse: use.OwnWarehouseFolder = None,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Say what a load would do, row by rejected row, without loading."""
    files, asked = _asked(paths, received_on, rules, source, part, header)
    folder = use.warehouse_of(paths, warehouse)
    (complain if json_ else say)(f"Compared with the warehouse {folder}; nothing was changed.")
    with trial_build(folder, load_rules(rules)) as con:
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
    load_id = use.plain(load_id, "The load")
    before = partial(must_record, warehouse, "undo", "nothing was undone", load_id=load_id)
    with new_build(warehouse, load_rules(rules), before) as con:
        file, source = history.undo(con, load_id)
    say(f"Undone: {file} counts as never received, and {source} is worked out without it.")


@app.command()
def build(warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE, rules: use.RulesFolder = use.DEFAULT_RULES) -> None:
    """Publish a new build with the rules as they are now, and the same data."""
    ruleset = load_rules(rules)
    before = partial(must_record, warehouse, "build", "nothing was published", rules=ruleset.hash)
    with new_build(warehouse, ruleset, before):
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
        say_line(json.dumps(facts | {"sources": reports.records(frame)}, default=str))
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
    csv.writer(for_programs(), lineterminator="\n").writerows(reports.template_rows(SOURCES[source], load_words(rules)))


@app.command()
def dictionary(
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE, rules: use.RulesFolder = use.DEFAULT_RULES
) -> None:
    """Print the data dictionary of every source as CSV."""
    csv.writer(for_programs(), lineterminator="\n").writerows(reports.dictionary_rows(load_words(rules)))


@app.command()
def sample(
    scale: Annotated[Scale, typer.Option(help="How large the council is.")] = "council",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 2026,
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
        say_line(json.dumps(reports.records(frame), default=str))
    else:
        frame.to_csv(for_programs(), index=False, lineterminator="\n", date_format="%Y-%m-%d")


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
    """Run a command. What goes wrong is a sentence: exit code 2, or 1 when a build should have been published."""
    take_any_letter()
    try:
        app()
    except Exception as error:
        complain(explained(error))
        sys.exit(1 if sys.argv[1:2] and sys.argv[1] in PUBLISHING else 2)


if __name__ == "__main__":
    main()
