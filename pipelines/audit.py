"""The audit log: one JSON line for each event, each with the hash of the one before, so that a change shows.

It lies in `audit` beside the builds, or where CARE_AUDIT says. A line's hash is over its own bytes up to there.
`head.json` has the number and hash of the last line, so that lines cut off at the end are missed too. It is written
before the first line, so a log without one has lost it: the next entry is then a repair that says so, for good. Who may
write to the folder can write all of it anew: a copy of `head.json` kept elsewhere proves that nobody did.
"""

import json
import logging
import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from filelock import FileLock

from pipelines.answers.audit import AuditEntry, Event
from pipelines.audit_lines import GAP, HEAD, START, At, Line, files_in, last_of, line_of, read_head, read_line, split

TORN = "torn.txt"
FILE_BYTES = 1_000_000
"""A file that has grown to this is closed and the next begun: small enough to read whole for every entry."""

LOCK_SECONDS = 5
REMEDY = "Somebody or something has changed the audit log: keep it as it is, and compare it with a backup."
THE_LOG, BY_COMMAND = "the log itself", "command line"
_log = logging.getLogger(__name__)


class AuditError(Exception):
    """The audit log is broken; the message says where, and what to do."""


class UnrecordedError(Exception):
    """Something was not done because the audit log cannot be written; the message says what, and what to do."""


def place_of(folder: Path) -> Path:
    """Where the log of the warehouse in `folder` is. CARE_AUDIT is for a dashboard that may only read its builds."""
    return Path(os.environ.get("CARE_AUDIT") or folder / "audit")


def record(folder: Path, event: Event, *, who: str, role: str, **facts: str | int | None) -> bool:
    """Add an entry, for good; False when it cannot be written, which is then in the program's own log.

    It does not raise, because no page may fail for it: what must not happen unrecorded looks at the answer.
    who: a code that stands for the person.  facts: named as AuditEntry's columns where it has one. Never a value of
    a row.
    """
    place = place_of(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / ".lock", timeout=LOCK_SECONDS):
            _append(place, event, who, role, {name: value for name, value in facts.items() if value is not None})
    except Exception as error:
        _log.error("The audit log in %s cannot be written (%s).", place, type(error).__name__)
        return False
    return True


def must_record(folder: Path, event: Event, undone: str, **facts: str | int | None) -> None:
    """Add an entry of a command, before what it tells of is done.

    undone: what is not done without the entry, such as "nothing was loaded".
    Raises UnrecordedError when it cannot be written.
    """
    if not record(folder, event, who=BY_COMMAND, role="", **facts):
        raise UnrecordedError(
            f"The audit log in {place_of(folder)} cannot be written, so {undone}. Make room there, or see who may write"
            " to that folder, and try again."
        )


def _append(place: Path, event: Event, who: str, role: str, facts: dict[str, Any]) -> None:
    files, head = files_in(place), read_head(place / HEAD)
    whole, torn = split(files[-1].read_bytes()) if files else (b"", b"")
    last = next((found for file in reversed(files) if (found := last_of(file)) != START), START)
    # The head before a last line of the same number: if they differ, the line was changed, and it has to go on showing.
    at, lines = last if last.seq > (head or START).seq else head or START, b""
    repair: dict[str, str] = {}
    if head is None and (files or (place / HEAD).exists()):
        state = "damaged" if (place / HEAD).exists() else "missing"
        repair[GAP] = f"{HEAD} was {state}, so nobody can say which entry was the last before this one"
    if torn:
        with (place / TORN).open("ab") as aside:
            aside.write(torn + b"\n")
        os.truncate(files[-1], len(whole))
        repair["detail"] = f"{len(torn)} bytes of an entry that was not written to its end are in {TORN}"
    if head is None and not repair:
        _write_head(place, START)
    if repair:
        at, lines = line_of(at, "repair", THE_LOG, "", repair)
    file = files[-1] if files and len(whole) < FILE_BYTES else place / f"audit-{at.seq + 1:09}.jsonl"
    at, line = line_of(at, event, who, role, facts)
    with file.open("ab") as out:
        out.write(lines + line)
        out.flush()
        os.fsync(out.fileno())
    _write_head(place, at)


def _write_head(place: Path, at: At) -> None:
    draft = place / f".{HEAD}"
    draft.write_text(json.dumps(at._asdict()) + "\n", encoding="utf-8")
    os.replace(draft, place / HEAD)


def verify(folder: Path, *, happened: Set[tuple[Event, str]] = frozenset(), copy: Path | None = None) -> str:
    """How many entries are in how many files, in a sentence, if every byte of them is as it was written.

    happened: what the current build knows was done, as (event, load id); the log has to tell of each.
    copy: a copy of `head.json` that was kept elsewhere; the log has to hold the entry it tells of.
    Raises AuditError with the file and line of the first break.
    """
    place = place_of(folder)
    # Before the files: entries that are being added meanwhile are then beyond the head, and in order.
    heads = _heads(place, copy)
    files, at, torn, gaps, told = files_in(place), START, b"", [], set()
    for file in files:
        if torn:
            raise AuditError(f"The file before {file.name} ends within a line. {REMEDY}")
        whole, torn = split(_bytes(file))
        for number, text in enumerate(whole.split(b"\n")[:-1], start=1):
            line = _next(at, heads, text, f"{file.name}, line {number}")
            at = line.at
            told.add((line.shown.event, line.facts.get("load_id")))
            gaps += [f"Entry {at.seq}: {line.facts[GAP]}"] if GAP in line.facts else []
    if HEAD not in heads:
        heads = _heads(place, copy)  # the first entry of all was being written
    if HEAD not in heads and (files or (place / HEAD).exists()):
        raise AuditError(f"{HEAD} is missing or damaged, so nobody can say which entry was the last. {REMEDY}")
    for name, head in heads.items():
        if head.seq > at.seq:
            missing = f"Entry {at.seq + 1} and those after it, up to {head.seq}, are missing at the end"
            raise AuditError(f"{missing}, by {name}. {REMEDY}")
    if gaps:
        raise AuditError(f"{gaps[0]}. {REMEDY}")
    if untold := sorted(happened - told):
        event, load_id = untold[0]
        size = "one event" if len(untold) == 1 else f"{len(untold):,} events"
        raise AuditError(f"The log does not tell of {size} that the build tells of, first: {event} {load_id}. {REMEDY}")
    if not files:
        return "No entry has been written yet."
    said = (
        f"{at.seq:,} {'entry' if at.seq == 1 else 'entries'} in {len(files)} {'file' if len(files) == 1 else 'files'}"
    )
    cut = " One that was not written to its end is set aside with the next entry." if torn else ""
    return f"{said}, unbroken.{cut}"


def _heads(place: Path, copy: Path | None) -> dict[str, At]:
    """What `head.json`, and the copy of one, say was the last entry, by their names."""
    try:
        found = {HEAD: read_head(place / HEAD), **({str(copy): read_head(copy)} if copy else {})}
    except OSError as error:
        raise AuditError(f"{error.filename} cannot be read ({error.strerror}). {REMEDY}") from error
    if copy and found[str(copy)] is None:
        raise AuditError(f"{copy} is not a copy of {HEAD}, or it is damaged. Give another with --head.")
    return {name: head for name, head in found.items() if head}


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise AuditError(f"{file.name} cannot be read ({error.strerror}). {REMEDY}") from error


def _next(at: At, heads: dict[str, At], text: bytes, where: str) -> Line:
    line = read_line(text)
    if line is None:
        raise AuditError(f"{where}: the line is not as it was written, or not by this version. {REMEDY}")
    here = line.at
    if here.seq != at.seq + 1:
        raise AuditError(f"{where}: entry {at.seq + 1} should be here, and {here.seq} is. {REMEDY}")
    if line.previous != at.hash:
        raise AuditError(f"{where}: it does not follow on the line before. {REMEDY}")
    for name, head in heads.items():
        if head.seq == here.seq and head.hash != here.hash:
            raise AuditError(f"{where}: it is not the line that {name} tells of. {REMEDY}")
    return line


def entries(folder: Path) -> Iterator[AuditEntry]:
    """Every entry that can be read, newest first. Whether they are as they were written is for `verify` to say."""
    for file in reversed(files_in(place_of(folder))):
        try:
            written = file.read_bytes()
        except OSError:
            continue
        for text in reversed(split(written)[0].split(b"\n")[:-1]):
            if line := read_line(text):
                yield line.shown
