"""Which days have an answer, and what is said of one that has none: its figures would be 0 and look like an answer."""

from datetime import date

from pipelines.answers.base import Question
from pipelines.querying.planning import with_steps
from pipelines.querying.warehouse import Warehouse
from pipelines.rules import RuleSet
from pipelines.rules.tables.tiers import QUALITY_TIERS
from pipelines.sql_files import parameters_of
from pipelines.warehouse.driver import execute


def days(rules: RuleSet, newest: date, today: date) -> tuple[date, date]:
    """The first day that rules are in force for, and the last that is no guess: today, or the newest file's day."""
    first = min(rule.effective_from for rule in QUALITY_TIERS.of(rules.rows))
    return first, max(newest, today)


def beyond(asked: date, first: date, last: date, how: str) -> str:
    """Why a position date has no answer, in a sentence; blank where it has one. how: where another day is chosen."""
    if first <= asked <= last:
        return ""
    why = "no rule was in force yet" if asked < first else "it has not come yet"
    return (
        f"Nothing is known of {in_words(asked)}: {why}. Choose a day from {in_words(first)} to {in_words(last)} {how}."
    )


def before_all(known_on: date, oldest: date | None, how: str) -> str:
    """Why nothing was known on a day, in a sentence; blank where something was. oldest: the day of the first file."""
    if oldest is None or oldest <= known_on:
        return ""
    return (
        f"Nothing was known on {in_words(known_on)}: no file had been received yet. Choose a day from"
        f" {in_words(oldest)} {how}."
    )


def said(question: Question, warehouse: Warehouse, as_of: date, known_on: date, today: date) -> list[str]:
    """A sentence for each day on the command line that has no answer, of the days that the question looks at."""
    cursor = warehouse.cursor()
    [(oldest, newest)] = execute(
        cursor,
        "select min(received_on), max(received_on) from loads where source is not null and undone_at is null",
    )
    cursor.close()
    looks_at = parameters_of(with_steps(question.sql))
    found = [before_all(known_on, oldest, "with --known-on")] if "known_on" in looks_at else []
    if "as_of" in looks_at and warehouse.rules:
        found.append(beyond(as_of, *days(warehouse.rules, newest or today, today), "with --as-of"))
    return [sentence for sentence in found if sentence]


def in_words(day: date) -> str:
    """31 August 2026."""
    return f"{day.day} {day:%B %Y}"
