"""The same questions on SQLite: tables copied over, SQL translated, nothing else changed."""

import sqlite3
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import sqlglot
from sqlglot import exp

from pipelines.querying.kept import on_day
from pipelines.querying.planning import planned
from pipelines.querying.steps import rights_parameters
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.all import SOURCES, history_table
from pipelines.rules import RuleSet
from pipelines.sql_files import parameters_of
from pipelines.warehouse.driver import Build, Connection, execute

FILLED = (
    *(history_table(source) for source in SOURCES),
    "loads",
    "load_columns",
    "rejects",
    "refused_rows",
    "refused_cells",
    "name_scores",
    "build",
)


class OrderedConcat:
    """`string_agg(text, separator order by a, b)`, which SQLite has only from 3.44 on."""

    def __init__(self) -> None:
        self.found: list[tuple[Any, ...]] = []
        self.separator = ""

    def step(self, text: str | None, separator: str, *order: Any) -> None:
        self.separator = separator
        if text is not None:
            self.found.append((*order, text))

    def finalize(self) -> str | None:
        return self.separator.join(row[-1] for row in sorted(self.found)) if self.found else None


def _ordered(node: exp.Expression) -> exp.Expression:
    if not isinstance(node, exp.GroupConcat) or not isinstance(node.this, exp.Order):
        return node
    keys = [key.this for key in node.this.expressions]
    return exp.Anonymous(this="ordered_concat", expressions=[node.this.this, node.args["separator"], *keys])


@cache
def translated(sql: str) -> str:
    """A text of our SQL as SQLite has it. Raises sqlglot's UnsupportedError rather than guess."""
    tree = sqlglot.parse_one(sql, read="duckdb").transform(_ordered)
    return tree.sql(dialect="sqlite", unsupported_level=sqlglot.ErrorLevel.RAISE)


class SqliteWarehouse(Warehouse):
    """Answers what a Warehouse answers. Rules and calendar are copied once, the rest each time."""

    def __init__(self, con: Connection, rules: RuleSet) -> None:
        super().__init__(con, Build(build_id="sqlite", rules_hash=rules.hash))
        lite = sqlite3.connect(":memory:", check_same_thread=False)
        lite.create_aggregate("ordered_concat", -1, OrderedConcat)
        object.__setattr__(self, "lite", lite)
        for table in [*FILLED, *rules.tables(), "calendar_months", "calendar_days", "month_days", "statutory_days"]:
            names = [name for name, *_ in execute(con, f"describe {table}")]
            lite.execute(f"create table {table} ({', '.join(names)})")
            if table not in FILLED:
                self._fill(con, table)
        lite.execute("create index days on calendar_days (day)")
        lite.execute("create index months on month_days (month_number, day_of_month)")

    def _fill(self, con: Connection, table: str) -> None:
        rows = [tuple(_plain(value) for value in row) for row in execute(con, f"from {table}")]
        if rows:
            self.lite.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)

    def copy(self, con: Connection) -> None:
        for table in FILLED:
            self.lite.execute(f"delete from {table}")
            self._fill(con, table)

    def frame(self, sql: str, params: Mapping[str, Any]) -> pd.DataFrame:
        plan, given = planned(sql, self.rights), {**params, **rights_parameters(self.rights)}

        def run(text: str, put_into: str = "") -> sqlite3.Cursor:
            used = {name: _plain(given[name]) for name in parameters_of(text)}
            return self.lite.execute(put_into + translated(text), used)

        try:
            for name, step in plan.on_days.items():
                days = [self.frame(on_day(step), {**params, "as_of": day}) for day in params["days"]]
                rows = pd.concat(days)
                self.lite.execute(f"create temp table {name} ({', '.join(rows.columns)})")
                marks = ", ".join("?" * len(rows.columns))
                self.lite.executemany(f"insert into {name} values ({marks})", rows.itertuples(index=False, name=None))
            # Each step as a table of its own: in one text, this engine writes out a step anew wherever it is read.
            for name, step in plan.steps.items():
                run(step, f"create temp table {name} as ")
            cursor = run(plan.text)
            names = [column[0] for column in cursor.description]
            return pd.DataFrame(cursor.fetchall(), columns=names, dtype=object)
        finally:
            for name in (*plan.steps, *plan.on_days):
                self.lite.execute(f"drop table if exists temp.{name}")


def _plain(value: Any) -> Any:
    """Dates as text and pounds as numbers: SQLite has neither."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    return str(value) if hasattr(value, "year") else float(value)
