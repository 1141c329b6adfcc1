"""The commands `load` and `check`: files in, and a report for each that accounts for every row."""

import json
from collections.abc import Callable
from pathlib import Path

import typer
from rich.progress import Progress, SpinnerColumn

from pipelines.answers.loads import Load
from pipelines.audit import must_record
from pipelines.commands import options as use
from pipelines.commands import reports
from pipelines.commands.console import column, complain, err, say, say_line
from pipelines.loading.load import Asked, Incoming, files_in, load_all
from pipelines.loading.publish import current, new_build, trial_build
from pipelines.loading.unchanged import new_files
from pipelines.reading.decoding import RefusedError
from pipelines.reading.finding import passed_over
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules


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
    if said := passed_over(paths):
        complain(said)
    if new_in and (files or current(new_in)):
        files = new_files(new_in, files, complain)
    elif not files:
        raise RefusedError(f"There is no file to load in {', '.join(map(str, paths))}. Put CSV or XLSX files there.")
    name, part = use.known_source(source), use.plain(part, "--part")
    return files, Asked(Spellings.load(rules), name, part, use.headings(header))


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
