"""A file of the rules as text and entries. Whatever is wrong with it is a sentence that names the file."""

import csv
import math
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.counting import counted

REMEDY = "Correct that entry and start again."
LARGEST = 10**12
"""The largest number a rule may have, of either sign: beyond it no pound and no day is meant."""

Entry = dict[str, Any]


class RulesError(Exception):
    """A rule file cannot be used; the message names the file, the entry and the remedy."""

    @classmethod
    def of(cls, fault: str) -> "RulesError":
        """With the usual remedy, unless the fault is a whole sentence, which then ends in a remedy of its own."""
        return cls(fault if fault.endswith(".") else f"{fault}. {REMEDY}")


@dataclass(frozen=True)
class RuleFile:
    """A file of the rules: its name and its text."""

    name: str
    text: str

    @classmethod
    def read(cls, path: Path) -> "RuleFile":
        """Raises RulesError when there is no such file, or when it cannot be read or is not UTF-8."""
        found = cls.read_bytes(path)
        try:
            return cls(path.name, found.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = found[: error.start].count(b"\n") + 1
            raise RulesError(
                f"{path.name} cannot be read: line {line} holds a letter that is not UTF-8. Save the file as UTF-8."
            ) from error

    @staticmethod
    def read_bytes(path: Path) -> bytes:
        """Raises RulesError when there is no such file, or when it cannot be read."""
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise RulesError(f"{path.name} is missing from {path.parent.name}. Put the file back.") from error
        except OSError as error:
            what = "it is a folder" if path.is_dir() else "this computer does not allow it, or the disk has a fault"
            raise RulesError(f"{path.name} cannot be read: {what}. Put a file there that can be read.") from error

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def line_of(self, text: str) -> int | None:
        """The number of the first line, from 1, with a text: in quotes, as a cell, as a section, or as a name in one.

        A name in a section is written as section.name. None when no line does.
        """
        section, _, name = text.rpartition(".")
        start = (self.line_of_section(section, 1) or 0) if section and self.name.endswith(".toml") else 0
        for number, line in enumerate(self.lines[start:], start=start + 1):
            is_named = line.partition("=")[0].strip() in (name if start else text, f"[{text}]", f"[[{text}]]")
            if is_named or f'"{text}"' in line or f"'{text}'" in line or text in line.split(","):
                return number
        return None

    def line_of_section(self, section: str, number: int) -> int | None:
        """The line, from 1, of the number-th row of a CSV file, or where the number-th section of that name begins."""
        if self.name.endswith(".csv"):
            return self.rows[number - 1][0]
        heads = (f"[[{section}]]", f"[{section}]")
        found = [at for at, line in enumerate(self.lines, start=1) if line.partition("#")[0].strip() in heads]
        return found[number - 1] if len(found) >= number else None

    def at(self, *names: str) -> str:
        """File, line where it can be told, and entry, as an error begins."""
        line = next((found for name in names if (found := self.line_of(name))), None)
        return f"{self.name}, {f'line {line}, ' if line else ''}{' / '.join(names)}"

    @cached_property
    def toml(self) -> Entry:
        """The sections of a TOML file. Raises RulesError when it is none, or a number is beyond all reason."""
        try:
            found = tomllib.loads(self.text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            said = str(error).removesuffix(".") if not isinstance(error, RecursionError) else "too many brackets"
            raise RulesError(f"{self.name} cannot be read: {said}. {REMEDY}") from error
        for name, entry in found.items():
            self._check_numbers(name, entry)
        return found

    def _check_numbers(self, name: str, entry: Any) -> None:
        if isinstance(entry, dict):
            for key, value in entry.items():
                self._check_numbers(key, value)
        elif isinstance(entry, list):
            for value in entry:
                self._check_numbers(name, value)
        elif isinstance(entry, int | float) and not (math.isfinite(entry) and abs(entry) <= LARGEST):
            raise RulesError(f"{self.name}, {name}: a number is not between -{LARGEST:,} and {LARGEST:,}. {REMEDY}")

    def sections(self) -> dict[str, list[Entry]]:
        """The sections [[section]] of a TOML file, or the rows of a CSV file as the one section without a name."""
        if self.name.endswith(".csv"):
            return {"": [entry for _, entry in self.rows]}
        for name, entries in self.toml.items():
            if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
                raise RulesError(f"{self.name}: {name} is not written as [[{name}]]. {REMEDY}")
        return self.toml

    @cached_property
    def rows(self) -> list[tuple[int, Entry]]:
        """The rows of a CSV file by their line, without blank lines and blank cells.

        Raises RulesError where a row does not fit under the headings.
        """
        reader = csv.reader(self.lines, strict=True)
        try:
            rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
        except csv.Error as error:
            raise RulesError(f"{self.name}, line {reader.line_num}: {error}. {REMEDY}") from error
        if not rows:
            raise RulesError(f"{self.name} is empty. Put its row of headings back.")
        (_, headings), *rows = rows
        headings = [heading.strip() for heading in headings]
        if twice := {heading for heading in headings if headings.count(heading) > 1}:
            raise RulesError(f"{self.name}: the heading {sorted(twice)[0]!r} is there twice. {REMEDY}")
        for line, cells in rows:
            if len(cells) != len(headings):
                found, wanted = counted(len(cells), "cell"), counted(len(headings), "heading")
                raise RulesError(
                    f"{self.name}, line {line} has {found} under {wanted}. Put a text that holds a comma"
                    f" in quotes. {REMEDY}"
                )
        return [
            (line, {name: cell.strip() for name, cell in zip(headings, cells, strict=True) if cell.strip()})
            for line, cells in rows
        ]
