"""What the SQL of the questions looks for by name: which words it holds against which column of which table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of
from pipelines.rules.all import RULE_TABLES
from pipelines.sql_files import FOLDER_STEPS, SQL, files_of, references_of

_COMMENT = re.compile(r"--[^\n]*")
_LITERAL = r"'(?:[^']|'')*'"
_COLUMN = r"(?:(?P<owner>[a-z_]\w*)\.)?(?P<column>[a-z_]\w*)"
_OPERAND = (
    rf"(?:coalesce\(\s*{_COLUMN}\s*,[^()]*\)|{_COLUMN.replace('owner', 'bare_owner').replace('column>', 'bare>')})"
)
_EQUALS = r"(?:=|<>|!=|is\s+(?:not\s+)?distinct\s+from)"
_LIST = rf"\bin\s*\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})*\s*\)"
_HELD = re.compile(rf"{_EQUALS}\s*({_LITERAL})|(?:not\s+)?({_LIST})")
_BEFORE = re.compile(rf"{_OPERAND}\s*$")
_TURNED = re.compile(rf"({_LITERAL})\s*{_EQUALS}\s*{_OPERAND}")
_CASE = re.compile(rf"\bcase\s+(?!when\b){_COLUMN}\s+(?P<words>when\b.*?)\bend\b", re.DOTALL)
_WHEN = re.compile(rf"\bwhen\s+({_LITERAL})")
_NAMED = re.compile(
    r"\b(?:from|join)\s+([a-z_]\w*)(?:\s+as)?\s+(?!on\b|where\b|left\b|join\b|cross\b|group\b)([a-z_]\w*)"
)
_MADE = re.compile(rf"(?:\b(?:then|else)\s+|,\s*)({_LITERAL})|({_LITERAL})\s+as\b")
_ID = re.compile(r"'([a-z][a-z0-9]*(?:-[a-z0-9]+)+)'")
_MONTHS = re.compile(r"\bmonths\s*=\s*(\d+)")


@dataclass(frozen=True)
class Compared:
    """A word that a file holds against a column. owner: the table's name there; blank where none is said."""

    owner: str
    column: str
    word: str


def sql_of(path: Path) -> str:
    """The text without its comments."""
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))


def _texts(literals: str) -> Iterator[str]:
    for found in re.findall(_LITERAL, literals):
        yield found[1:-1].replace("''", "'")


def compared_in(sql: str) -> set[Compared]:
    """Every word that a text of SQL holds against a column with =, <>, in, is distinct from, or case … when."""
    found = set()
    # From each literal backwards: to try a column at each place of the text would take ten times as long.
    sides = [
        (words[1] or words[2], _BEFORE.search(sql, max(0, words.start() - 200), words.start()))
        for words in _HELD.finditer(sql)
    ]
    for words, side in [*sides, *((side[1], side) for side in _TURNED.finditer(sql))]:
        if side:
            owner, column = side["owner"] or side["bare_owner"] or "", side["column"] or side["bare"]
            found |= {Compared(owner, column, word) for word in _texts(words)}
    for match in _CASE.finditer(sql):
        words = ", ".join(_WHEN.findall(match["words"]))
        found |= {Compared(match["owner"] or "", match["column"], word) for word in _texts(words)}
    return found


@cache
def made_in(sql: str) -> set[str]:
    """Words that a text of SQL puts in an answer itself, so that they are in no register and in no rule."""
    return {word for pair in _MADE.findall(re.sub(_LIST, "", sql)) for word in _texts("".join(pair))}


def ids_in(sql: str) -> set[str]:
    """Words that are written as the ids of rules are: small letters and hyphens."""
    return set(_ID.findall(sql))


def months_in(sql: str) -> set[int]:
    """Numbers of months that a text of SQL names itself."""
    return {int(count) for count in _MONTHS.findall(sql)}


@cache
def all_sql() -> dict[str, str]:
    """File, from the folder of the SQL, → its text without comments."""
    return {path.relative_to(SQL).as_posix(): sql_of(path) for path in sorted(SQL.rglob("*.sql"))}


@cache
def _steps() -> dict[str, str]:
    steps = {name: sql_of(path) for name, path in files_of("steps").items()}
    for name, listing in FOLDER_STEPS.items():
        steps[name] = listing.sql
        steps |= {step: sql_of(path) for step, (_, path) in listing.files().items()}
    return steps


@cache
def _reached(name: str) -> frozenset[str]:
    """A step, and every step, source and rule table that it reads, itself or by another."""
    if name in SOURCES or name in RULE_TABLES:
        return frozenset({name})
    text = _steps().get(name)
    if text is None:
        return frozenset()
    return frozenset({name}).union(*(_reached(one) for one in references_of(text)))


def reached_from(sql: str) -> tuple[set[str], dict[str, str]]:
    """The sources and rule tables that a text reads, itself or by its steps; and each of these steps with its text."""
    names = set[str]().union(*(_reached(name) for name in references_of(sql)))
    return names - set(_steps()), {name: _steps()[name] for name in sorted(names & set(_steps()))}


def tables_compared(sql: str, one: Compared) -> set[str]:
    """The sources and rule tables whose column it may be; none when the column is made on the way."""
    if one.owner:
        named = {table for table, alias in _NAMED.findall(sql) if alias == one.owner} or {one.owner}
        known = set[str]().union(*(_reached(table) for table in named))
        if not known and any(re.search(rf"\b{table}\s+as\s*\(", sql) for table in named):
            known, _ = reached_from(sql)
        return {name for name in known if one.column in _fields(name)}
    direct = {name for name in references_of(sql) if one.column in _fields(name)}
    return direct or {name for name in reached_from(sql)[0] if one.column in _fields(name)}


@cache
def _fields(table: str) -> frozenset[str]:
    if table in SOURCES:
        return frozenset(column.name for column in columns_of(SOURCES[table]))
    return frozenset(RULE_TABLES[table].row.model_fields) if table in RULE_TABLES else frozenset()


@dataclass(frozen=True)
class Looked:
    """A word that a file looks for in a column of one of some tables."""

    file: str
    tables: frozenset[str]
    column: str
    word: str


def _made_on_the_way(sql: str) -> set[str]:
    return set[str]().union(*map(made_in, (sql, *reached_from(sql)[1].values())))


@cache
def looked_for() -> tuple[Looked, ...]:
    """Every word that the SQL looks for in a column of a source or of a rule table, but for what SQL made itself."""
    found = []
    for file, sql in all_sql().items():
        for one in compared_in(sql):
            if tables := tables_compared(sql, one):
                found.append(Looked(file, frozenset(tables), one.column, one.word))
    made = {one.file: _made_on_the_way(all_sql()[one.file]) for one in found}
    return tuple(sorted((one for one in found if one.word and one.word not in made[one.file]), key=str))


def answered_by(sql: str) -> set[str]:
    """The names of the columns that the last select of a text answers with."""
    depth, start = 0, 0
    for found in re.finditer(r"[()]|\bselect\b", sql):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == "select" and depth == 0:
            start = found.end()
    names, depth, item = set(), 0, ""
    for part in re.findall(rf"{_LITERAL}|[(),]|\bfrom\b|[^'(),]+?(?=\bfrom\b|['(),]|$)", sql[start:]):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if depth == 0 and part in (",", "from"):
            names.add(item.split()[-1].rpartition(".")[2])
            item = ""
            if part == "from":
                break
        else:
            item += part
    return names
