"""Which files a folder holds: those to read, and those that are passed over, by name."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.reading.decoding import RefusedError
from pipelines.reading.opening import SUFFIXES

FIRST_DAY = date(1980, 1, 1)
"""The first day of the calendar: nothing can have been received before."""

OTHER_DAY = (
    r"\d{1,2}[-_. ]\d{1,2}[-_. ]\d{4}|(?:19|20)\d{2}[_. ]\d{1,2}[_. ]\d{1,2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d"
)
"""A folder's name that looks like a day and is not as 2026-08-31."""

_OWNERS = ("~$", ".")
"""How the files begin that an office program keeps while a workbook is open, and hidden ones."""

_SYSTEMS = ("thumbs.db", "desktop.ini")
_NAMED = 20


@dataclass
class Finding:
    """What is below a path. `files` has the folders that may not be opened as well: they are refused, not left out."""

    files: list[Path] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def files_below(path: Path) -> Finding:
    """The files of a folder, also of those that links lead to, each once; of a file, itself.

    Raises RefusedError when there is no such file or folder.
    """
    if not os.path.lexists(path):
        raise RefusedError(f"There is no file or folder {path}. Correct the path.")
    found = Finding()
    if path.exists() and not path.is_dir() and not path.is_file():
        raise RefusedError(f"{path.name} is no file that can be read to its end. Save what it gives in a file.")
    if not path.is_dir():
        found.files.append(path)
        return found
    for file in _walked(path, set(), found):
        # A link that leads nowhere and a pipe are no files, and to open a pipe waits for ever.
        if not file.is_file() or file.suffix.lower() not in SUFFIXES:
            found.passed_over.append(name_below(file, path))
        else:
            found.files.append(file)
    return found


def _walked(folder: Path, seen: set[Path], found: Finding) -> Iterator[Path]:
    try:
        real = folder.resolve()
        entries = sorted(folder.iterdir())
    except OSError:
        found.files.append(folder)
        return
    if real in seen:
        return
    seen.add(real)
    for entry in entries:
        if entry.name.startswith(_OWNERS) or entry.name.lower() in _SYSTEMS:
            continue
        if entry.is_dir():
            yield from _walked(entry, seen, found)
        else:
            yield entry


def passed_over(paths: list[Path]) -> str | None:
    """What to say of files that a load of these paths does not read; null when there is none."""
    names = [name for path in paths for name in files_below(path).passed_over]
    if not names:
        return None
    named = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
    kinds = ", ".join(suffix[1:].upper() for suffix in SUFFIXES)
    return f"Passed over, since only files ending in {kinds} are read: {named}."


def name_below(file: Path, path: Path) -> str:
    """The file's name in reports: below the folder that was given, and readable whatever its bytes."""
    name = file.relative_to(path).as_posix() if path.is_dir() and file != path else file.name
    return name.encode(errors="surrogateescape").decode(errors="replace")


def stamp_of(file: Path) -> tuple[int, int]:
    """What changes while a file is written: its size in bytes, and the time of its last change in nanoseconds.

    Raises RefusedError for a folder, which is among the files where it may not be opened.
    """
    if file.is_dir():
        raise RefusedError("The folder may not be opened. Give the account that loads files the right to read it.")
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def refuse_written(file: Path, before: tuple[int, int]) -> None:
    """Raise RefusedError when a file has changed since its stamp was taken: it is read more than once."""
    if stamp_of(file) != before:
        raise RefusedError(
            "The file changed while it was read, so somebody may still be writing it. Load it once it is whole."
        )


def day_of(file: Path) -> date | None:
    """The day in the name of the nearest folder above a file, as its path is written: a link has the name it shows.

    Raises RefusedError for a folder named like a day that is none, or like a day in another form: its files would count
    as received today, and so be unknown on every day before.
    """
    for parent in [*Path(os.path.abspath(file)).parents, *file.resolve().parents]:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", parent.name):
            try:
                return date.fromisoformat(parent.name)
            except ValueError as error:
                raise RefusedError(f"The folder {parent.name} is named like a day that is none. Correct it.") from error
        if re.fullmatch(OTHER_DAY, parent.name):
            raise RefusedError(
                f"The folder {parent.name} is named like a day, but not as 2026-08-31. Rename it, or say --received-on."
            )
    return None
