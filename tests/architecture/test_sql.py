"""The SQL of the questions: a header that is its definition, a spec test, and a dialect all engines share."""

import re
from pathlib import Path

import pytest

from pipelines.querying.questions import QUESTIONS
from tests.helpers.project import ROOT, name

SQL = ROOT / "pipelines" / "sql"
HEADER = ("title", "question", "counts", "source", "limitations")
NOT_IN_THE_DIALECT = {
    "today's date instead of $as_of": r"\b(current_(date|timestamp)|localtimestamp)\b|\b(now|today)\s*\(",
    "an interval: pass the date in, or join the calendar": r"\binterval\b",
    "the difference of two dates: use date_diff('day', …)": r"_on\s*-\s*\w|\$as_of\s*-|-\s*\$as_of",
    "months between dates: join the calendar": r"\bdate_diff\s*\(\s*'(?!day')|\bdate(diff|sub)\b",
    "qualify": r"\bqualify\b",
    "a pick of any row that ties for largest: use row_number": r"\b(max|min)_by\b|\barg_(max|min)\b",
    "group by all": r"\b(group|order)\s+by\s+all\b",
    "a column's position instead of its name": r"\b(group|order)\s+by\s+\d",
    "filter (where …): use case": r"\bfilter\s*\(",
    "select * with columns left out or replaced": r"\*\s*(exclude|replace|except)\b",
    "a list or a struct": r"\b(list|struct_pack|array_agg|list_value|unnest)\s*\(|\[",
    "rows instead of dates in a window": r"\brows\s+between\b",
    "an asof join": r"\basof\b",
    "a division: return both numbers, and declare the question's `ratios`": r"/",
}


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((SQL / folder).rglob("*.sql"))]
    assert found, f"there is no SQL in {', '.join(folders)}: the test would look at nothing"
    return found


def statement(path: Path) -> str:
    """The SQL without its comments, in lower case."""
    return re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8")).lower()


def without_texts(sql: str) -> str:
    """The SQL with every quoted text emptied, except the unit that date_diff is given."""
    return re.sub(r"(date_diff\s*\(\s*)?'[^']*'", lambda found: found[0] if found[1] else "''", sql)


def last_select(sql: str) -> str:
    """The SQL from the last `select` that stands in no bracket."""
    depth, start = 0, 0
    for found in re.finditer(r"[()]|\bselect\b", without_texts(sql)):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == "select" and depth == 0:
            start = found.start()
    return without_texts(sql)[start:]


def test_every_question_states_its_definition() -> None:
    wrong = []
    for path in files("lists", "measures"):
        header = path.read_text(encoding="utf-8").split("\n\n")[0]
        wrong += [f"{name(path)}: {key}" for key in HEADER if not re.search(rf"(?m)^-- *{key}: *\S", header)]
    assert not wrong, "\n".join(wrong)


def test_every_question_has_a_spec_test() -> None:
    specs = {path.stem for path in (ROOT / "tests" / "spec").rglob("test_*.py")}
    wrong = [f"test_{path.stem}.py" for path in files("lists", "measures") if f"test_{path.stem}" not in specs]
    assert not wrong, "\n".join(wrong)


def test_every_question_is_in_the_registry_and_the_registry_names_no_other() -> None:
    assert sorted(path.stem for path in files("lists")) == sorted(QUESTIONS)


@pytest.mark.parametrize("ban", NOT_IN_THE_DIALECT)
def test_the_sql_stays_in_the_small_dialect(ban: str) -> None:
    found = [
        f"{name(path)}: {match[0].strip()}"
        for path in files("lists", "measures", "signals", "left_out", "scopes", "steps")
        for match in re.finditer(NOT_IN_THE_DIALECT[ban], without_texts(statement(path)))
    ]
    assert not found, f"{ban}\n" + "\n".join(found)


def test_no_file_ends_in_select_star() -> None:
    """What comes out is said column by column, so that a new column upstream changes no answer."""
    ends = r"select\s+(distinct\s+)?(\w+\.)?\*"
    found = [
        name(path)
        for path in files("lists", "measures", "signals", "left_out", "scopes", "steps")
        if re.match(ends, last_select(statement(path)))
    ]
    assert not found, "\n".join(found)


def test_no_number_of_a_rule_stands_in_the_sql() -> None:
    """Thresholds are data in data/rules. 0, 1 and 100 (per cent) count and scale; they decide nothing.

    Nor does the number of decimals that `round` keeps.
    """
    decimals = re.compile(r"(\bround\((?:[^()]|\([^()]*\))*),\s*\d+\s*\)")
    found = [
        f"{name(path)}: {number}"
        for path in files("lists", "measures", "signals", "left_out", "scopes", "steps")
        for number in re.findall(
            r"(?<![\w$.])\d+(?:\.\d+)?(?![\w.])", decimals.sub(r"\1)", without_texts(statement(path)))
        )
        if number not in {"0", "1", "100"}
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("sql", "ban"),
    [
        ("select current_date", "today's date instead of $as_of"),
        ("select $as_of - due_on", "the difference of two dates: use date_diff('day', …)"),
        ("select date_diff('month', a, b)", "months between dates: join the calendar"),
        ("select count(*) filter (where a)", "filter (where …): use case"),
        ("select a / b", "a division: return both numbers, and declare the question's `ratios`"),
        ("select a from b group by 1", "a column's position instead of its name"),
    ],
)
def test_the_bans_find_what_they_ban(sql: str, ban: str) -> None:
    assert re.search(NOT_IN_THE_DIALECT[ban], without_texts(sql))


def test_what_is_quoted_and_what_is_in_brackets_does_not_count() -> None:
    assert not re.search(NOT_IN_THE_DIALECT["a list or a struct"], without_texts("select 'a [b]'"))
    assert last_select("with a as (select * from b) select c from a where exists (select * from d)").startswith(
        "select c"
    )
