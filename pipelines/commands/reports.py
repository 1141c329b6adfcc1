"""What the command line prints: load reports, templates, the data dictionary, and the chain behind a figure."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from rich.table import Table

from pipelines.answers.audit import Event
from pipelines.answers.base import Question
from pipelines.answers.loads import Load
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.reading.decoding import RefusedError
from pipelines.registers.all import SOURCES
from pipelines.registers.base import Sourced, SourceRow
from pipelines.registers.columns import Column, columns_of, with_words
from pipelines.registers.words import WordLists
from pipelines.warehouse.driver import Connection, execute

if TYPE_CHECKING:
    # Half of the time a command takes to start; a load never needs it.
    import pandas as pd

REJECTS_SHOWN = 50


def load_object(load: Load) -> dict[str, Any]:
    """One file's report for machines."""
    counts = {name.removesuffix("_count"): getattr(load, name) for name in Load.model_fields if name.endswith("_count")}
    return {
        "file": load.file,
        "source": load.source,
        "load_id": load.load_id,
        **counts,
        "warnings": load.warnings.split("; ") if load.warnings else [],
        "refused": load.refused_because,
        "received_on": load.received_on,
        "encoding": load.encoding,
        "line_ends": load.line_ends,
        "header_row": load.header_row,
        "dropped_columns": load.dropped_columns.split(", ") if load.dropped_columns else [],
    }


def load_text(load: Load) -> str:
    """One file's report for people."""
    if load.refused_because:
        return f"{load.file}: not loaded. {load.refused_because}"
    lines = [
        f"{load.file}: {load.source}, received {load.received_on}. Read {load.read_count:,} ="
        f" kept {load.kept_count:,} + rejected {load.rejected_count:,} + blank {load.blank_count:,}."
        f" New {load.new_count:,}, changed {load.changed_count:,}, gone {load.gone_count:,},"
        f" same {load.same_count:,}."
    ]
    if load.warnings:
        lines.append(f"  Note: {load.warnings}.")
    if load.dropped_columns:
        lines.append(f"  Columns not read: {load.dropped_columns}.")
    return "\n".join(lines)


def reject_text(con: Connection, loads: list[Load]) -> str:
    """Rows and cells of these loads that were refused, by file, row, column and reason; never the value."""
    mine = {load.load_id for load in loads}
    rows = execute(
        con,
        """select load_id, source_file, source_row, field, reason from rejects
        union all select load_id, source_file, source_row, field, reason from refused_cells
        order by source_file, source_row, field""",
    )
    lines = [f"{file} row {row}: {field} {reason}" for load_id, file, row, field, reason in rows if load_id in mine]
    if len(lines) > REJECTS_SHOWN:
        lines = [*lines[:REJECTS_SHOWN], f"… and {len(lines) - REJECTS_SHOWN:,} more"]
    return "\n".join(lines) or "No row is rejected."


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows for JSON: ISO dates, and null for blank."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso", date_unit="s"))
    # A question's days come as whole seconds; a moment, such as when a load ran, is finer.
    days = [name for name, kind in frame.dtypes.items() if str(kind) == "datetime64[s]"]
    for row in rows:
        for name in days:
            if row[name]:
                row[name] = row[name][:10]
    return rows


def table(frame: "pd.DataFrame") -> Table:
    """A table for a terminal."""
    shown = Table()
    for name in frame.columns:
        shown.add_column(name.replace("_", " "))
    for row in records(frame):
        shown.add_row(*("" if cell is None else str(cell) for cell in row.values()))
    return shown


def _own_columns(row: type[SourceRow], words: WordLists) -> list[Column]:
    return [with_words(column, words) for column in columns_of(row) if column.name not in Sourced.model_fields]


def _example(column: Column, nth: int) -> str:
    if column.words:
        return column.words[(nth - 1) % len(column.words)]
    if column.name.startswith(("current_end", "max_end")):
        return "2199-12-31"
    if column.is_number:
        return str(max(nth, int(column.at_least or 0)))
    return f"EXAMPLE-{nth}" if column.name.endswith(("_id", "_ref", "_code")) else column.kind.example(nth)


def template_rows(row: type[SourceRow], words: WordLists) -> Iterator[list[str]]:
    """Headings and two example rows that pass every check of the source."""
    columns = _own_columns(row, words)
    yield [column.name for column in columns]
    for nth in (1, 2):
        yield [_example(column, nth) for column in columns]


def dictionary_rows(words: WordLists) -> Iterator[list[str]]:
    """One line a column: source, column, label, what it expects, whether it may be blank, meaning, what it names."""
    yield ["source", "column", "label", "expects", "may_be_blank", "description", "refers_to"]
    for source, row in SOURCES.items():
        for column in _own_columns(row, words):
            blank = "Y" if column.is_optional else "N"
            yield [source, column.name, column.label, column.expects, blank, column.description, column.refers_to]


def dates(warehouse: Warehouse, as_of: date | None, known_on: date | None) -> dict[str, date]:
    """The two dates of a question; where one is missing, the day of the newest load.

    Raises RefusedError when nothing was ever received, so that there is no such day.
    """
    newest = newest_received_on(warehouse)
    if newest is None and not (as_of and known_on):
        raise RefusedError("No file has been loaded, so there is no day to start from. Give --as-of and --known-on.")
    return {"as_of": as_of or newest, "known_on": known_on or newest}  # type: ignore[dict-item]


def newest_received_on(warehouse: Warehouse) -> date | None:
    cursor = warehouse.cursor()
    [(newest,)] = execute(cursor, "select max(received_on) from loads where source is not null and undone_at is null")
    cursor.close()
    return newest if newest is None else date.fromisoformat(str(newest)[:10])


def happened(warehouse: Warehouse) -> set[tuple[Event, str]]:
    """What the build knows was done, as the audit log has to tell of it: (event, load id)."""
    cursor = warehouse.cursor()
    loads = execute(cursor, "select load_id, undone_at is not null from loads")
    cursor.close()
    done: set[tuple[Event, str]] = {("load", load_id) for load_id, _ in loads}
    return done | {("undo", load_id) for load_id, is_undone in loads if is_undone}


def _lines(row: dict[str, Any], model: type[BaseModel], indent: str) -> Iterator[str]:
    for column in columns_of(model):
        if row.get(column.name) not in (None, "") and column.name not in Sourced.model_fields:
            yield f"{indent}{column.label}: {row[column.name]}"


def chain(warehouse: Warehouse, question: Question, key: str, scope: dict[str, date]) -> str:
    """The answer for one key, the evidence behind it, and every file that gave a row.

    Raises RefusedError when no row of the answer has that key.
    """
    if not question.key:
        raise RefusedError(f"{question.name} has no key to explain. Its rows name their file and row themselves.")
    answers = records(ask(question, warehouse, **scope))
    answers = [row for row in answers if row[question.key] == key]
    if not answers:
        raise RefusedError(
            f"{question.name} has no row with {question.key} {key} on {scope['as_of']}, as known on"
            f" {scope['known_on']}. See the keys with: python -m pipelines ask {question.name}"
        )
    lines = [f"{question.title}, position on {scope['as_of']}, as known on {scope['known_on']}", ""]
    files: dict[str, None] = {}
    for row in answers[-1:] if question.is_series else answers:
        lines += [*_lines(row, question.row, "  "), *_where(row, files, "  "), ""]
    for name in question.evidence:
        behind = QUESTIONS[name]
        rows = [row for row in records(ask(behind, warehouse, **scope)) if row[question.key] == key]
        if question.is_series:
            rows = [row for row in rows if row["month"] == answers[-1]["month"]]
        lines.append(f"{behind.title} ({len(rows):,})")
        for row in rows:
            words = "; ".join(_lines({**row, question.key: None}, behind.row, ""))
            lines += [f"  - {words}", *_where(row, files, "    ")]
        lines.append("")
    lines.append("Files")
    known = {row["file"]: row for row in records(ask(QUESTIONS["loads"], warehouse, **scope)) if not row["undone_at"]}
    for file in files:
        if file in known:
            load = known[file]
            lines.append(
                f"  {file}: received {load['received_on']}, load {load['load_id']}, read {load['read_count']},"
                f" kept {load['kept_count']}, contents {load['file_hash'][:16]}"
            )
    return "\n".join([*lines, f"Build {warehouse.build.build_id}, rules {warehouse.rules_hash}"])


def _where(row: dict[str, Any], files: dict[str, None], indent: str) -> Iterator[str]:
    if row.get("source_file"):
        files[row["source_file"]] = None
        yield f"{indent}From {row['source_file']} row {row['source_row']}"
