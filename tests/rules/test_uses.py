"""Rules and SQL hold each other: what nothing reads, and what reads nothing, is sent back with its line."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from pipelines.querying.guarding import MARK
from pipelines.querying.questions import QUESTIONS
from pipelines.rule_files import RuleFile
from pipelines.rules import RULE_TABLES, RulesError, load_rules
from pipelines.rules.base import Setting
from pipelines.rules.sql_words import Compared, all_sql, answered_by, compared_in, looked_for, reached_from
from pipelines.rules.tables.tiers import TierRule, TierWord
from pipelines.rules.uses import signal_faults
from pipelines.sql_files import SQL
from tests.rules.spoiling import LIVE

READ_BY_PYTHON = {"disclosure_settings", "publications", "people_counts"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the live rules to spoil."""
    return Path(shutil.copytree(LIVE, tmp_path / "rules"))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "tiers.toml",
            'rule_id = "notice-rectification"',
            'rule_id = "notice-rectifcation"',
            r"line \d+, notice-rectifcation: no SQL is a signal of that name.*nearest is notice-rectification",
        ),
        (
            "indicators.toml",
            'indicator_id = "new_contracts"',
            'indicator_id = "new_contract"',
            r"line \d+, new_contract: no SQL is a measure of that name.*nearest is new_contracts",
        ),
        (
            "tiers.toml",
            'name = "least_families_regulated"',
            'name = "least_familes_regulated"',
            r"line \d+, least_familes_regulated: nothing reads this .* least_families_regulated\)",
        ),
        ("checks.toml", 'name = "contract_days"', 'name = "contracts_days"', "nothing reads this limit"),
        ("disclosure.toml", 'name = "counts_rounded_to"', 'name = "count_rounded_to"', "nothing reads this setting"),
        ("indicators.toml", 'name = "months_shown"', 'name = "month_shown"', "nothing reads this setting"),
        (
            "tiers.toml",
            '"Partially upheld" = 1',
            '"Partly upheld" = 1',
            r"line \d+, complaints-upheld / Partly upheld is no word of the lists.*nearest is Partially upheld",
        ),
        ("tiers.toml", '"Incident: Severe" = 1', '"Incident: Serious" = 1', "Incident: Serious is no word"),
        ("tiers.toml", '[rule.words]\n"Rectification" = 1\n', "", r"notice-rectification has no \[rule\.words\]"),
        (
            "tiers.toml",
            'rule_id = "cqc-safe"',
            'rule_id = "cqc-safe"\nwords = { Good = 1 }',
            "cqc-safe: nothing reads its words",
        ),
        ("tiers.toml", "window_days = 365\n", "", "complaints-upheld has no window_days, and counts nothing"),
        (
            "tiers.toml",
            'rule_id = "cqc-safe"',
            'rule_id = "cqc-safe"\nwindow_days = 30',
            "nothing reads its window_days",
        ),
        ("words.toml", '"Postponed"', '"Completed "', "begins or ends with a space"),
        ("words.toml", '"Scheduled", "Completed"', '"Scheduled", "Done"', "list review_status has no word Completed"),
        (
            "words.toml",
            '"Informal stage"',
            '"Informal"',
            "list case_event has no word Informal stage",
        ),
        ("indicators.toml", 'status = "Notice given"', 'status = "On notice"', ""),
        ("disclosure.toml", 'question = "left_out"', 'question = "leftout"', r"leftout is not a question.*left_out"),
        ("disclosure.toml", 'column = "rows_known"', 'column = "row_known"', r"row_known is not a column.*rows_known"),
        ("disclosure.toml", 'where_value = "complaints"', 'where_value = "complaint"', "complaint is not a source"),
        ("access.toml", 'name = "Care Homes"', 'name = "Care Home"', "Care Home is not a market segment.*Care Homes"),
        ("access.toml", 'name = "North Vale"', 'name = "North Vail"', r"North Vail is not an area of areas\.csv"),
        ("access.toml", 'columns = ["lead"]', 'columns = ["annual_value"]', "lead is of no kind"),
        ("reviews.toml", "months = 3\n", "months = 60\n", ""),
        ("reviews.toml", 'contract_tier = "Not tiered"\n', 'contract_tier = "Gold"\n', "two versions in force"),
        ("contract_tiering.toml", 'contract_tier = "Gold"', 'contract_tier = "Silver"', "two versions in force"),
        ("reviews.toml", "tier_rank = 3", "tier_rank = 2", "its tier_rank, 2, is not the one in tiers.toml"),
        ("cqc_ratings.csv", "Inadequate,1", "Inadequate,2", "no word for rating_rank 1"),
        ("cqc_ratings.csv", "Good,3,true", "outstanding,3,true", "is there twice: capitals do not matter"),
        ("tiers.toml", 'family = "Notices"', 'family = "Notice"', "nearly alike, and would count as two"),
        (
            "service_types.csv",
            "Nursing home,Care Homes",
            "Nursing home,Care Home",
            r"service_types\.csv, line 3, Care Home: the market segment is nearly Care Homes",
        ),
    ],
)
def test_an_entry_that_misses_is_sent_back_with_its_line(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds what this test changes"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    if not message:
        load_rules(folder)
        return
    with pytest.raises(RulesError, match=message):
        load_rules(folder)


@pytest.mark.parametrize(
    ("file", "first", "message"),
    [
        ("tiers.toml", '[[rule]]\nrule_id = "suspension"', "no rule suspension, and its SQL is there as a signal"),
        ("indicators.toml", '[[indicator]]\nindicator_id = "default_notices"', "no indicator default_notices"),
        ("reviews.toml", "[[setting]]", "reviews.toml has no setting"),
        ("checks.toml", '[[limit]]\nname = "payment_pounds"', "no limit payment_pounds, which is needed"),
        ("words.toml", '[[list]]\nname = "severity"', r"no list severity, which concerns\.severity needs"),
    ],
)
def test_an_entry_that_the_sql_needs_is_asked_for_when_it_is_gone(
    folder: Path, file: str, first: str, message: str
) -> None:
    path = folder / file
    before, _, after = path.read_text(encoding="utf-8").partition(first)
    path.write_text(before + after[after.index("\n[[") :], encoding="utf-8")
    with pytest.raises(RulesError, match=message):
        load_rules(folder)


def test_months_are_found_by_name_in_any_table() -> None:
    rules = load_rules(LIVE)
    longer = Setting(name="grace_months", value=7, effective_from=date(2020, 1, 1), authority="A test of this")
    more = {**rules.rows, "check_limits": [*rules.rows["check_limits"], longer]}
    assert list(rules.months) == [1, 3, 4, 6, 9, 12, 18]
    assert list(type(rules)(rules.hash, more, rules.access).months) == [1, 3, 4, 6, 7, 9, 12, 18]


def test_every_rule_table_is_read_or_says_that_it_is_not_asked_yet() -> None:
    read, _ = reached_from("\n".join(all_sql().values()))
    unread = {name for name, table in RULE_TABLES.items() if table.is_table} - read - READ_BY_PYTHON
    assert unread == {name for name, table in RULE_TABLES.items() if table.asked_later}
    for name in unread:
        text = (LIVE / RULE_TABLES[name].file).read_text(encoding="utf-8")
        assert "No question reads" in text, f"{RULE_TABLES[name].file} does not say that {name} is for later"


def parsed(sql: str) -> set[Compared]:
    """What `compared_in` finds, by a parser of SQL."""
    found: set[Compared] = set()

    def add(side: exp.Expression | None, words: list[exp.Expression]) -> None:
        while isinstance(side, exp.Coalesce):
            side = side.this
        if isinstance(side, exp.Column):
            found.update(Compared(side.table, side.name, word.this) for word in words if word.is_string)

    tree = sqlglot.parse_one(sql, read="duckdb")
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ):
        add(node.left, [node.right])
        add(node.right, [node.left])
    for node in tree.find_all(exp.In):
        add(node.this, node.expressions)
    for node in tree.find_all(exp.Case):
        if node.this:
            add(node.this, [branch.this for branch in node.args["ifs"]])
    return found


@pytest.mark.parametrize("file", sorted(all_sql()))
def test_the_pattern_sees_what_a_parser_sees(file: str) -> None:
    sql = (SQL / file).read_text(encoding="utf-8")
    assert compared_in(all_sql()[file]) == parsed(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select a from b where c.d = 'x' and 'y' <> e",
        "select a from b where c.d in ('x', 'it''s') or e not in ('y')",
        "select case c.d when 'x' then 1 when 'y' then 2 else 3 end as z from b",
        "select a from b where coalesce(c.d, 'none') = 'x' and f is not distinct from 'y'",
        "select a from b join c on c.d = case when e then 'x' else 'y' end",
    ],
)
def test_every_form_of_a_comparison_is_found(sql: str) -> None:
    assert compared_in(sql) == parsed(sql)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_columns_of_an_answer_are_found_in_its_sql(question: str) -> None:
    [text] = [text for file, text in all_sql().items() if re.fullmatch(rf"lists/\w+/{question}\.sql", file)]
    assert answered_by(text) == set(QUESTIONS[question].row.model_fields) - {MARK}


def test_the_sql_looks_for_words_of_every_kind() -> None:
    """So that a pattern which finds nothing is noticed."""
    found = {(table, one.word) for one in looked_for() for table in one.tables}
    assert {("concerns", "Incident"), ("reviews", "Completed"), ("check_limits", "contract_days")} <= found
    assert len(found) > 50


def test_a_signal_of_ones_own_is_held_to_its_rule() -> None:
    rules = load_rules(LIVE)
    lists = rules.words
    rule = TierRule(
        rule_id="lateness",
        family="Lateness",
        title="Late replies",
        applies_to="all",
        is_evidence=True,
        effective_from=date(2026, 4, 1),
        authority="A test of this",
    )
    word = TierWord(rule_id="lateness", effective_from=rule.effective_from, word="Upheld", value=1)
    files = {"tiers.toml": RuleFile("tiers.toml", "")}
    sql = "select e.location_id from complaints as e join rule_words as w on w.word = e.outcome"

    def faults(text: str, words: list[TierWord]) -> list[str]:
        return list(signal_faults({"tier_rules": [rule], "tier_words": words}, files, {"lateness": text}, lists))

    assert faults(sql, [word]) == []
    assert faults(sql, []) == ["tiers.toml, lateness has no [rule.words], and counts nothing without them"]
    assert faults("select e.location_id from complaints as e", [word]) == [
        "tiers.toml, lateness: nothing reads its words"
    ]
    [said] = faults(sql, [word.model_copy(update={"word": "Upheldd"})])
    assert said.startswith("tiers.toml, lateness / Upheldd is no word of the lists in words.toml that the rule reads")
    assert said.endswith("(the nearest is Upheld)")
