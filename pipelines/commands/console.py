"""The terminal: what is said to people and to programs, as it is, and what went wrong in one sentence."""

import sys
import traceback
from pathlib import Path
from typing import IO

from pydantic import ValidationError
from rich.console import Console
from rich.progress import TextColumn

from pipelines.audit import AuditError, UnrecordedError
from pipelines.reading.decoding import RefusedError
from pipelines.rules import RulesError
from pipelines.warehouse.driver import DatabaseError, WarehouseError

# File names and cells may hold what rich would take for markup or for the name of a picture, such as :100:.
out = Console(markup=False, emoji=False, highlight=False)
err = Console(stderr=True, markup=False, emoji=False, highlight=False)

HERE = Path(__file__).parent
IN_WORDS = (RefusedError, WarehouseError, RulesError, UnrecordedError, AuditError)
"""Errors whose message is a sentence for the reader."""


def take_any_letter() -> None:
    """A letter that the terminal or a log's encoding lacks becomes a question mark: a report must not fail for it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def say(text: str) -> None:
    """Text for people on standard output, as it is."""
    out.print(text, soft_wrap=True)


def complain(text: str) -> None:
    """Text for people on the error stream, where it does not mix with an answer."""
    err.print(text, soft_wrap=True)


def for_programs() -> IO[str]:
    """Standard output for CSV and JSON. UTF-8 wherever it is not a terminal, so that no letter is lost."""
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return sys.stdout


def say_line(text: str) -> None:
    """A line for programs, byte by byte."""
    for_programs().write(text + "\n")


def column(text: str) -> TextColumn:
    """A column of a progress line, with file names as they are."""
    return TextColumn(text, markup=False)


def explained(error: Exception) -> str:
    """What went wrong and what to do, in one sentence or two. Never a value of a row."""
    match error:
        case _ if isinstance(error, IN_WORDS):
            return str(error)
        case ValidationError():
            faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
            return f"A parameter is not right. {faults}."
        case OSError(strerror=str(reason)) if error.filename:
            remedy = "See whether it is there, is a file or a folder as it should be, and may be read and written"
            return f"{error.filename} cannot be used: {reason}. {remedy}."
        case DatabaseError():
            return (
                f"The database failed ({type(error).__name__}). See that the disk has room and that nothing else"
                " changes the warehouse, and try again; if it stays, put back a backup or load the files again into a"
                " new folder, with --warehouse DIR."
            )
        case MemoryError():
            return "There is not enough memory. Load fewer or smaller files at once."
        case _:
            steps = traceback.extract_tb(error.__traceback__)
            ours = [step for step in steps if Path(step.filename).is_relative_to(HERE)] or steps
            where = f"{type(error).__name__} at {Path(ours[-1].filename).name}, line {ours[-1].lineno}"
            return f"Something went wrong that was not foreseen ({where}). Tell whoever keeps this service."
