"""The audit log: one JSON line for each event, each with the hash of the one before, so that a change shows.

It lies in `audit` beside the builds, or where CARE_AUDIT says. A line's hash is over its own bytes up to there.
`head.json` has the number and hash of the last line, so that lines cut off at the end are missed too. Who may write
to the folder can write all of it anew: a copy of `head.json` kept elsewhere proves that nobody did.
"""

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from pipelines.contracts.audit import AuditEntry, Event

HEAD, TORN = "head.json", "torn.txt"
FILE_BYTES = 1_000_000
"""A file that has grown to this is closed and the next begun: small enough to read whole for every entry."""

LOCK_SECONDS = 5
REMEDY = "Somebody or something has changed the audit log: keep it as it is, and compare it with a backup."
_TAIL = ',"hash":"%s"}'
_TAIL_BYTES = len(_TAIL % ("0" * 64))
_log = logging.getLogger(__name__)


class AuditError(Exception):
    """The audit log is broken; the message says where, and what to do."""


class _At(NamedTuple):
    """A place in the log: the number of an entry, and its hash."""

    seq: int
    hash: str


_START = _At(0, "0" * 64)


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
    except (OSError, Timeout) as error:
        _log.error("The audit log in %s cannot be written (%s).", place, type(error).__name__)
        return False
    return True


def _append(place: Path, event: Event, who: str, role: str, facts: dict[str, Any]) -> None:
    files = _files(place)
    whole, torn = _split(files[-1].read_bytes()) if files else (b"", b"")
    head = _read_head(place) or _START
    last = next((found for file in reversed(files) if (found := _last(file)) != _START), _START)
    # The head before a last line of the same number: if they differ, the line was changed, and it has to go on showing.
    at, lines = last if last.seq > head.seq else head, b""
    if torn:
        with (place / TORN).open("ab") as aside:
            aside.write(torn + b"\n")
        os.truncate(files[-1], len(whole))
        said = f"{len(torn)} bytes of an entry that was not written to its end are in {TORN}"
        at, lines = _line(at, "repair", "the log itself", "", {"detail": said})
    file = files[-1] if files and len(whole) < FILE_BYTES else place / f"audit-{at.seq + 1:09}.jsonl"
    at, line = _line(at, event, who, role, facts)
    with file.open("ab") as out:
        out.write(lines + line)
        out.flush()
        os.fsync(out.fileno())
    draft = place / f".{HEAD}"
    draft.write_text(json.dumps(at._asdict()) + "\n", encoding="utf-8")
    os.replace(draft, place / HEAD)


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("audit-*.jsonl"))


def _split(written: bytes) -> tuple[bytes, bytes]:
    """What ends in a line end, and what was being written when the machine or the program stopped."""
    end = written.rfind(b"\n") + 1
    return written[:end], written[end:]


def _line(at: _At, event: Event, who: str, role: str, facts: dict[str, Any]) -> tuple[_At, bytes]:
    entry = {
        "seq": at.seq + 1,
        "written_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        "event": event,
        "who": who,
        "role": role,
        "facts": facts,
        "previous": at.hash,
    }
    text = json.dumps(entry, separators=(",", ":"), default=str)[:-1]
    own = hashlib.sha256(text.encode()).hexdigest()
    return _At(at.seq + 1, own), (text + _TAIL % own).encode() + b"\n"


def _read(line: bytes) -> tuple[dict[str, Any], _At] | None:
    """An entry and its place, or None when its bytes are not those that were written."""
    text, tail = line[:-_TAIL_BYTES], line[-_TAIL_BYTES:]
    own = hashlib.sha256(text).hexdigest()
    if tail != (_TAIL % own).encode():
        return None
    try:
        entry: dict[str, Any] = json.loads(line)
        return entry, _At(int(entry["seq"]), own)
    except (ValueError, KeyError, TypeError):
        return None


def _last(file: Path) -> _At:
    """The place of a file's last line, or the start when there is none or it is damaged."""
    whole, _ = _split(file.read_bytes())
    found = _read(whole[:-1].rpartition(b"\n")[2])
    return found[1] if found else _START


def _read_head(place: Path) -> _At | None:
    try:
        head = json.loads((place / HEAD).read_text(encoding="utf-8"))
        return _At(int(head["seq"]), str(head["hash"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def verify(folder: Path) -> str:
    """How many entries are in how many files, in a sentence, if every byte of them is as it was written.

    Raises AuditError with the file and line of the first break.
    """
    place = place_of(folder)
    # Before the files: entries that are being added meanwhile are then beyond the head, and in order.
    head = _read_head(place)
    files, at, torn = _files(place), _START, b""
    for file in files:
        if torn:
            raise AuditError(f"The file before {file.name} ends within a line. {REMEDY}")
        whole, torn = _split(file.read_bytes())
        for number, line in enumerate(whole.split(b"\n")[:-1], start=1):
            at = _next(at, head, line, f"{file.name}, line {number}")
    # The very first entry may have been stopped between itself and the head.
    if head is None and ((place / HEAD).exists() or at.seq > 1):
        raise AuditError(f"{HEAD} is missing or damaged, so nobody can say which entry was the last. {REMEDY}")
    if head and head.seq > at.seq:
        raise AuditError(f"Entry {at.seq + 1} and those after it, up to {head.seq}, are missing at the end. {REMEDY}")
    said = (
        f"{at.seq:,} {'entry' if at.seq == 1 else 'entries'} in {len(files)} {'file' if len(files) == 1 else 'files'}"
    )
    cut = " One that was not written to its end is set aside with the next entry." if torn else ""
    return f"{said}, unbroken.{cut}"


def _count(size: int, one: str, many: str) -> str:
    return f"{size:,} {one if size == 1 else many}"


def _next(at: _At, head: _At | None, line: bytes, where: str) -> _At:
    found = _read(line)
    if found is None:
        raise AuditError(f"{where}: the line is not as it was written. {REMEDY}")
    entry, here = found
    if here.seq != at.seq + 1:
        raise AuditError(f"{where}: entry {at.seq + 1} should be here, and {here.seq} is. {REMEDY}")
    if entry.get("previous") != at.hash:
        raise AuditError(f"{where}: it does not follow on the line before. {REMEDY}")
    if head and head.seq == here.seq and head.hash != here.hash:
        raise AuditError(f"{where}: it is not the line that {HEAD} tells of. {REMEDY}")
    return here


def entries(folder: Path) -> Iterator[AuditEntry]:
    """Every entry that can be read, newest first. Whether they are as they were written is for `verify` to say."""
    known = AuditEntry.model_fields
    for file in reversed(_files(place_of(folder))):
        for line in reversed(_split(file.read_bytes())[0].split(b"\n")[:-1]):
            found = _read(line)
            if found is None:
                continue
            entry, _ = found
            facts = entry.pop("facts")
            others = [f"{name}: {value}" for name, value in facts.items() if name not in known]
            told = {name: value for name, value in facts.items() if name in known}
            if others:
                told["detail"] = "; ".join([*filter(None, [told.get("detail")]), *others])
            written_at = datetime.fromisoformat(entry.pop("written_at")).replace(tzinfo=None)
            yield AuditEntry(
                written_at=written_at, **{name: entry[name] for name in entry.keys() & known.keys()}, **told
            )
