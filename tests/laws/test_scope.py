"""Nothing in scope is in neither: every question answers it, or it is left out with a reason, for every role.

CARE_LAWS sets how many councils the questions are tried on, at random; without it they are few, and the same each time.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.access.policy import ALL, Rights
from pipelines.answers.base import Question
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.all import history_table
from pipelines.rules import load_rules
from pipelines.warehouse.driver import Build, Connection, connect, execute, insert_rows
from pipelines.warehouse.schema import create_schema
from tests.laws.councils import DAY, DROPS, Tables, council
from tests.spec.conftest import RULES

SCOPED = sorted(name for name, question in QUESTIONS.items() if question.scope_sql)
OF_FILES = sorted(name for name, question in QUESTIONS.items() if question.is_of_files)
OTHER_HALF = ["left_out"]
POSITIONS = (DAY, date(2026, 7, 31), date(2024, 2, 29), date(2023, 3, 31), date(2080, 1, 1))
EXAMPLES = int(os.environ.get("CARE_LAWS", "10"))
ARE_CHOSEN = "CARE_LAWS" not in os.environ


def limited(**limits: Any) -> Rights:
    return Rights(role="limited", sees=limits.pop("sees", ALL.sees), **limits)


ROLES = (
    ALL,
    limited(areas=("North Vale",)),
    limited(segments=("Care Homes",)),
    limited(bodies=("Trust",)),
    limited(officer_ids=("O1",)),
    limited(areas=("North Vale", "West Heath"), officer_ids=("O1", "O2")),
    limited(sees=frozenset()),
    limited(sees=frozenset({"names of staff"}), areas=("North Vale",)),
    limited(sees=frozenset({"exempt values"}), areas=("North Vale",)),
    limited(sees=frozenset({"counts of people"}), areas=("North Vale",)),
    limited(sees=frozenset(), hidden_rules=("complaints-upheld",), least_count=5),
)


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    rules = load_rules(RULES)
    con = connect(None)
    create_schema(con, rules)
    insert_rows(con, "build", [Build(build_id="law", rules_hash=rules.hash)])
    yield con
    con.close()


def filled(con: Connection, tables: Tables) -> Warehouse:
    execute(con, "delete from loads")
    for source, rows in tables.items():
        table = source if source == "refused_rows" else history_table(source)
        execute(con, f"delete from {table}")
        if table != source:
            execute(con, "insert into loads (source, received_on) values ($s, $d)", {"s": source, "d": DROPS[0]})
        for cells in rows:
            marks = ", ".join(f"${name}" for name in cells)
            execute(con, f"insert into {table} ({', '.join(cells)}) values ({marks})", cells)
    return Warehouse.over(con)


def keys(frame: pd.DataFrame, columns: list[str]) -> set[tuple[str, ...]]:
    return set(frame[columns].astype(str).itertuples(index=False, name=None))


def in_neither(
    warehouse: Warehouse, question: Question, dates: dict[str, date], left: pd.DataFrame
) -> set[tuple[str, ...]]:
    """What is in scope of a question, and neither in its answer nor in `left`, what was left out."""
    assert question.scope_sql
    whole = question.params.model_validate(dates).model_dump()
    scope = warehouse.frame(question.scope_sql, whole)
    answer = ask(question, warehouse, **dates)
    shared = [name for name in scope.columns if name in answer.columns]
    missing = scope[
        [key not in keys(answer, shared) for key in scope[shared].astype(str).itertuples(index=False, name=None)]
    ]
    where = ["source_file", "source_row"]
    if set(where) <= set(scope.columns) and len(missing):
        # The records of a figure are left out of the figure.
        names = {question.name, question.name.replace("indicator_rows", "indicators")}
        told = keys(left[left["question"].isin(names)], where)
        missing = missing[[key not in told for key in missing[where].astype(str).itertuples(index=False, name=None)]]
    return keys(missing, list(missing.columns))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=ARE_CHOSEN,
    suppress_health_check=list(HealthCheck),
)
@given(
    seed=st.integers(0, 2**32),
    as_of=st.sampled_from(POSITIONS),
    known_on=st.sampled_from(DROPS[1:]),
    rights=st.sampled_from(ROLES),
)
def test_what_is_in_scope_is_answered_or_left_out(
    con: Connection, seed: int, as_of: date, known_on: date, rights: Rights
) -> None:
    warehouse = replace(filled(con, council(seed)), rights=rights)
    dates = {"as_of": as_of, "known_on": known_on}
    left = ask(QUESTIONS["left_out"], warehouse, **dates)
    missing = {name: in_neither(warehouse, QUESTIONS[name], dates, left) for name in SCOPED}
    assert {name: keys for name, keys in missing.items() if keys} == {}


def test_every_question_has_a_scope_or_is_of_files() -> None:
    assert sorted([*SCOPED, *OF_FILES, *OTHER_HALF]) == sorted(QUESTIONS)
