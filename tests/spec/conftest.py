"""Pipe tables in, a real warehouse out, on both engines."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.answers.loads import Load, LoadColumn, RefusedCell, RefusedRow, Reject
from pipelines.answers.matches import NameScore
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.all import SOURCES, history_table
from pipelines.registers.columns import columns_of
from pipelines.rules import RuleSet, load_rules
from pipelines.warehouse.driver import Build, Connection, connect, execute, insert_rows
from pipelines.warehouse.schema import create_schema, write_rules
from tests.portability.sqlite_engine import SqliteWarehouse

RULES = Path(__file__).parents[2] / "data" / "rules"
ALWAYS = date(1990, 1, 1)
RECORDS = {
    "loads": Load,
    "load_columns": LoadColumn,
    "rejects": Reject,
    "refused_rows": RefusedRow,
    "refused_cells": RefusedCell,
    "name_scores": NameScore,
}
Given = Callable[..., Warehouse]


def pipe_rows(table: str) -> list[dict[str, str]]:
    """`a | b` under a heading line, one row a line; blank cells are left out."""
    lines = [line for line in table.strip().splitlines() if line.strip() and set(line.strip()) - set("-+| ")]
    if not lines:
        return []
    headings = [cell.strip() for cell in lines[0].split("|")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines[1:]]
    return [{h: cell for h, cell in zip(headings, row, strict=True) if cell} for row in rows]


def headings(table: str) -> set[str]:
    """The columns that a pipe table has a heading for."""
    return {cell.strip() for cell in table.strip().partition("\n")[0].split("|")}


@pytest.fixture(scope="session")
def live_rules() -> RuleSet:
    return load_rules(RULES)


class Bench:
    """One database that every test of a worker fills anew: making the tables is what takes long."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.con: Connection = connect(None)
        create_schema(self.con, rules)
        self.filled: set[str] = set()
        self.sqlite = SqliteWarehouse(self.con, rules)

    def use(self, rules: RuleSet) -> None:
        if rules is not self.rules:
            write_rules(self.con, rules)
            self.rules = rules
            self.sqlite = SqliteWarehouse(self.con, rules)

    def empty(self) -> None:
        for table in self.filled:
            execute(self.con, f"delete from {table}")
        self.filled = set()

    def add(self, table: str, cells: dict[str, str]) -> None:
        self.filled.add(table)
        names, marks = ", ".join(cells), ", ".join(f"${name}" for name in cells)
        execute(self.con, f"insert into {table} ({names}) values ({marks})", cells)


@pytest.fixture(scope="session")
def bench(live_rules: RuleSet) -> Bench:
    return Bench(live_rules)


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    """Every spec test runs on both: the SQL has to mean the same elsewhere."""
    return str(request.param)


@pytest.fixture
def given(bench: Bench, live_rules: RuleSet, engine: str) -> Iterator[Given]:
    """`given(reviews="…pipe table…")`: a warehouse in memory with these rows and the live rules.

    One at a time: the next call empties the last. A source that is named was received, also when its table
    is empty; a table `loads` says otherwise. A row may name `recorded_on` and `superseded_on`; without them
    it was always known. The first row under the headings is row 2 of `<source>.csv`, as it would be in Excel.
    """

    def build(rules: RuleSet = live_rules, **tables: str) -> Warehouse:
        bench.empty()
        bench.use(rules)
        bench.filled.add("build")
        insert_rows(bench.con, "build", [Build(build_id="spec", rules_hash=rules.hash)])
        for source, table in tables.items():
            if source in RECORDS:
                declared = {column.name for column in columns_of(RECORDS[source])}
            else:
                declared = {column.name for column in columns_of(SOURCES[source])}
                if "loads" not in tables:
                    bench.add("loads", {"load_id": source, "source": source, "received_on": str(ALWAYS)})
                    for field in declared & headings(table):
                        bench.add("load_columns", {"load_id": source, "source": source, "field": field})
            for number, cells in enumerate(pipe_rows(table), start=2):
                cells = {h: {"Y": "true", "N": "false"}.get(v, v) for h, v in cells.items()}
                if "refused_columns" in cells:
                    cells["refused_columns"] = f" {cells['refused_columns']} "
                if source in SOURCES:
                    where = {"source_file": f"{source}.csv", "source_row": str(number)}
                    cells = {**where, "recorded_on": str(ALWAYS), **cells}
                elif source in ("refused_rows", "refused_cells"):
                    cells = {"source_file": "newer.csv", "source_row": str(number), "recorded_on": str(ALWAYS), **cells}
                unknown = set(cells) - declared - {"recorded_on", "superseded_on", "refused_columns"}
                assert not unknown, f"{source} has no column {', '.join(sorted(unknown))}"
                bench.add(history_table(source) if source in SOURCES else source, cells)
        if engine == "duckdb":
            return Warehouse.over(bench.con)
        bench.sqlite.copy(bench.con)
        return bench.sqlite

    yield build
    bench.empty()
    bench.use(live_rules)
