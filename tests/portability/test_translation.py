"""Every file of SQL translates, and the second engine that the spec tests run on is a real one."""

from datetime import date
from pathlib import Path

import pytest
import sqlglot

from pipelines.querying.planning import with_steps
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.registers.all import SOURCES
from pipelines.rules.tables.indicators import INDICATOR_SETTINGS, INDICATORS
from pipelines.sql_files import files_of
from pipelines.warehouse.driver import connect
from pipelines.warehouse.schema import create_schema
from tests.portability.sqlite_engine import OrderedConcat, SqliteWarehouse, translated
from tests.spec.conftest import RULES, load_rules

FILES = sorted((*files_of("lists").values(), *files_of("measures").values(), *files_of("scopes").values()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_translates_without_a_guess(file: Path) -> None:
    text = translated(with_steps(file.read_text(encoding="utf-8")))
    assert sqlglot.parse_one(text, read="sqlite").named_selects


def test_what_has_no_translation_is_refused() -> None:
    with pytest.raises(sqlglot.UnsupportedError):
        translated("select a from b tablesample 10 percent")


def test_every_question_runs_on_the_second_engine_with_nothing_in_it() -> None:
    rules = load_rules(RULES)
    con = connect(None)
    create_schema(con, rules)
    lite = SqliteWarehouse(con, rules)
    day = date(2026, 8, 31)
    rows = {name: len(ask(question, lite, as_of=day, known_on=day)) for name, question in QUESTIONS.items()}
    [months] = {rule.value for rule in INDICATOR_SETTINGS.of(rules.rows) if rule.name == "months_shown"}
    assert {name: count for name, count in rows.items() if count} == {
        "contract_reconciliation": months,
        "data_freshness": len(SOURCES),
        "monthly_indicators": months * len(INDICATORS.of(rules.rows)),
    }


def test_texts_are_joined_in_the_order_of_the_keys() -> None:
    joined = OrderedConcat()
    for text, file, row in (("b 10", "b", 10), ("a 2", "a", 2), ("b 9", "b", 9), (None, "c", 1)):
        joined.step(text, "; ", file, row)
    assert joined.finalize() == "a 2; b 9; b 10"
    assert OrderedConcat().finalize() is None
