"""The folder of rules as one set of tables, and who may see what."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from pipelines.access.policy import Policy
from pipelines.access.reading import FILE, read_policy
from pipelines.registers.all import SOURCES
from pipelines.registers.base import Row
from pipelines.registers.words import WordLists
from pipelines.rule_files import REMEDY, Entry, RuleFile, RulesError
from pipelines.rules.all import RULE_TABLES
from pipelines.rules.base import Rows, RuleTable, Setting
from pipelines.rules.checks import Files, check_rows
from pipelines.rules.tables.tiers import TIER_RULES
from pipelines.rules.uses import check_uses, months_in_sql
from pipelines.rules.words import WORD_TABLES, check_words, words_of

Table = tuple[type[BaseModel], Sequence[BaseModel]]
MOST_MONTHS = 600
"""The calendar of a build covers a century: half of it is the most that may be added to a day."""


class SourceListed(Row):
    """One source, as its contract declares it."""

    source: str = Field(description="Its name.")
    source_title: str = Field(description="Its title.")
    kind: str = Field(description="Snapshot or events.")
    rhythm_days: int = Field(description="How often a new file is expected, in days.")


@dataclass(frozen=True)
class RuleSet:
    """Every rule table, checked, and a hash of the files they came from; and who may see what."""

    hash: str
    rows: Rows
    access: Policy

    def tables(self) -> dict[str, Table]:
        """Table name → row class and rows; beside the rules, the sources as their contracts declare them."""
        listed = [
            SourceListed(
                source=name,
                source_title=source.SOURCE.title,
                kind=source.SOURCE.kind,
                rhythm_days=source.SOURCE.rhythm_days,
            )
            for name, source in SOURCES.items()
        ]
        found: dict[str, Table] = {
            name: (table.row, self.rows[name]) for name, table in RULE_TABLES.items() if table.is_table
        }
        return {**found, "source_list": (SourceListed, listed)}

    @property
    def words(self) -> WordLists:
        """The words of the registers."""
        return words_of(self.rows)

    @property
    def months(self) -> Sequence[int]:
        """Every number of months that a rule adds to a day, and those that a question names itself."""
        return sorted({count for _, _, count in _months(self.rows)} | months_in_sql())


def load_rules(folder: Path) -> RuleSet:
    """The rules in a folder. Raises RulesError when a file is missing or says something that cannot be."""
    files = _files(folder, RULE_TABLES.values())
    rows = _all_rows(files, RULE_TABLES)
    check_rows(rows, files)
    check_words(rows, files)
    for name, entry, count in _months(rows):
        if count > MOST_MONTHS:
            where = files[RULE_TABLES[name].file].name
            raise RulesError(f"{where}, {entry}: {count:,} months are more than {MOST_MONTHS}. {REMEDY}")
    rule_ids = {rule.rule_id for rule in TIER_RULES.of(rows)}
    access = read_policy(folder / FILE, rule_ids)
    check_uses(rows, files, access)
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.toml"), *folder.glob("*.csv")]):
        if path.name != FILE:  # it changes no figure, and a build made with other rules answers ten times slower
            digest.update(path.name.encode() + b"\0" + RuleFile.read_bytes(path))
    return RuleSet(digest.hexdigest()[:12], rows, access)


def load_words(folder: Path) -> WordLists:
    """The words of the registers alone, for reading a file. Raises RulesError as `load_rules` does."""
    tables = {name: RULE_TABLES[name] for name in WORD_TABLES}
    files = _files(folder, tables.values())
    rows = _all_rows(files, tables)
    check_words(rows, files)
    return words_of(rows)


def _files(folder: Path, tables: Iterable[RuleTable[Any]]) -> Files:
    return {name: RuleFile.read(folder / name) for name in dict.fromkeys(table.file for table in tables)}


def _all_rows(files: Files, tables: Mapping[str, RuleTable[Any]]) -> Rows:
    sections = {name: file.sections() for name, file in files.items()}
    for file, found in sections.items():
        known = {s.section for s in RULE_TABLES.values() if s.file == file and not s.nested_in}
        for odd in sorted(set(found) - known):
            raise RulesError(f"{file}: [[{odd}]] is not known here; expected {', '.join(sorted(known))}. {REMEDY}")
    return {name: _rows(table, files[table.file], sections[table.file]) for name, table in tables.items()}


def _rows(table: RuleTable[Any], file: RuleFile, sections: Mapping[str, list[Entry]]) -> list[BaseModel]:
    nested = {s.section for s in RULE_TABLES.values() if s.file == table.file and s.nested_in == table.section}
    found = []
    for number, entry in enumerate(sections.get(table.nested_in or table.section, []), start=1):
        if table.nested_in:
            parent = {name: entry[name] for name in ("rule_id", "effective_from") if name in entry}
            parts = [{**parent, **part} for part in _inner(table, file, number, entry)]
        else:
            parts = [{name: value for name, value in entry.items() if name not in nested}]
        found += [_row(table, file, number, part) for part in parts]
    if not found and not table.nested_in and not table.may_be_empty:
        raise RulesError(f"{table.file} has no {table.section or 'row'}. Add at least one.")
    return found


def _inner(table: RuleTable[Any], file: RuleFile, number: int, entry: Entry) -> list[Entry]:
    """The entries within an entry: a list of tables, or words with a number each."""
    inner = entry.get(table.section, [])
    if isinstance(inner, dict):
        return [{"word": word, "value": value} for word, value in inner.items()]
    if not (isinstance(inner, list) and all(isinstance(part, dict) for part in inner)):
        raise RulesError(f"{_where(table, file, number)}, {table.section} is not a list of entries in braces. {REMEDY}")
    return inner


def _where(table: RuleTable[Any], file: RuleFile, number: int) -> str:
    section = table.nested_in or table.section
    line = file.line_of_section(section, number)
    return f"{file.name}, {f'line {line}, ' if line else ''}{section or 'row'} {number}"


def _row(table: RuleTable[Any], file: RuleFile, number: int, part: Entry) -> BaseModel:
    is_toml = file.name.endswith(".toml")
    try:
        # A text is no number and a number is no Y or N in TOML; a CSV file has nothing but texts.
        found: BaseModel = table.row.model_validate(_typed(table.row, part) if is_toml else part, strict=is_toml)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise RulesError(f"{_where(table, file, number)}, {key}: {first['msg']}. {REMEDY}") from error
    return found


def _typed(row_class: type[BaseModel], part: Entry) -> dict[str, Any]:
    """What TOML has no type for: lists of texts as they are declared, and amounts of pounds."""
    pounds = {name for name, info in row_class.model_fields.items() if "Decimal" in str(info.annotation)}

    def value(name: str, found: Any) -> Any:
        if isinstance(found, list):
            return tuple(found)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        return Decimal(str(found)) if name in pounds and is_number else found

    return {name: value(name, found) for name, found in part.items()}


def _months(rows: Rows) -> list[tuple[str, str, int]]:
    """(table, entry, months) for every column or setting that is named months, or whose name ends so."""
    found = []
    for name, several in rows.items():
        for number, rule in enumerate(several, start=1):
            named = {rule.name: rule.value} if isinstance(rule, Setting) else dict(rule)
            found += [
                (name, f"{RULE_TABLES[name].section or 'row'} {number}, {key}", value)
                for key, value in named.items()
                if (key == "months" or key.endswith("_months")) and isinstance(value, int)
            ]
    return found
