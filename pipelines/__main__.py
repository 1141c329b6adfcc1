"""The command line: `python -m pipelines COMMAND`."""

import csv
import json
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from pipelines.answers.base import Question
from pipelines.audit import must_record
from pipelines.commands import options as use
from pipelines.commands import reports
from pipelines.commands.audit import audit as audit_command
from pipelines.commands.console import complain, explained, for_programs, out, say, say_line, take_any_letter
from pipelines.commands.loads import check, load
from pipelines.cqc_api.command import fetch_cqc
from pipelines.loading import history
from pipelines.loading.load import today
from pipelines.loading.publish import new_build
from pipelines.querying import known_days, questions
from pipelines.querying.questions import QUESTIONS
from pipelines.querying.warehouse import Warehouse
from pipelines.reading.decoding import RefusedError
from pipelines.registers.all import SOURCES
from pipelines.rules import load_rules, load_words

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
Scale = Literal["council", "county", "national"]
PUBLISHING = ("load", "undo", "build")
"""Commands that publish a build: one of them that publishes nothing exits with 1, never with 2."""


app.command()(load)
app.command()(check)


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
    frame = questions.ask(QUESTIONS["data_freshness"], opened, as_of=today(), known_on=today())
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


def _say_beyond(asked: Question, warehouse: Warehouse, params: dict[str, Any]) -> None:
    for sentence in known_days.said(asked, warehouse, params["as_of"], params["known_on"], today()):
        complain(sentence)


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
    params = use.parameters(asked, opened, as_of, known_on, param or [])
    _say_beyond(asked, opened, params)
    frame = questions.ask(asked, opened, **params)
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
    params = use.parameters(asked, opened, as_of, known_on, [])
    _say_beyond(asked, opened, params)
    say(reports.chain(opened, asked, key, params))


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
