"""How the audit log stands in its files: one JSON line for each entry, which ends in the hash of its own bytes.

Whoever can write to the folder can put anything there. So nothing here trusts the form of what it reads: what is not
as this product writes it is None, and never an error of another kind.
"""

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipelines.answers.audit import LARGEST, AuditEntry, Event

HEAD = "head.json"
GAP = "gap"
"""The fact of a repair that says what was missing: nobody can say whether entries before it were taken away."""

_TAIL = ',"hash":"%s"}'
_TAIL_BYTES = len(_TAIL % ("0" * 64))
_UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)


class At(NamedTuple):
    """A place in the log: the number of an entry, and its hash."""

    seq: int
    hash: str


START = At(0, "0" * 64)


class Line(NamedTuple):
    """One entry as it was read: its place, the hash of the line before, its facts, and how it is shown."""

    at: At
    previous: str
    facts: dict[str, Any]
    shown: AuditEntry


def files_in(place: Path) -> list[Path]:
    """The files of the log, the oldest first."""
    return sorted(place.glob("audit-*.jsonl"))


def split(written: bytes) -> tuple[bytes, bytes]:
    """What ends in a line end, and what was being written when the machine or the program stopped."""
    end = written.rfind(b"\n") + 1
    return written[:end], written[end:]


def line_of(at: At, event: Event, who: str, role: str, facts: dict[str, Any]) -> tuple[At, bytes]:
    """The entry that follows the one at `at`: its place, and its line."""
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
    return At(at.seq + 1, own), (text + _TAIL % own).encode() + b"\n"


def read_line(line: bytes) -> Line | None:
    """The entry of a line without its end, or None when it is not as this product writes one."""
    text, tail = line[:-_TAIL_BYTES], line[-_TAIL_BYTES:]
    own = hashlib.sha256(text).hexdigest()
    if tail != (_TAIL % own).encode():
        return None
    try:
        entry = json.loads(line)
        facts = dict(entry["facts"])
        shown = _shown(entry, facts)
        "".join(map(str, shown.model_dump().values())).encode()  # half a character stops a page
        return Line(At(shown.seq, own), str(entry["previous"]), facts, shown)
    except (*_UNREADABLE, ValidationError):
        return None


def _shown(entry: dict[str, Any], facts: dict[str, Any]) -> AuditEntry:
    known = AuditEntry.model_fields
    told = {name: value for name, value in facts.items() if name in known}
    others = [f"{name}: {value}" for name, value in facts.items() if name not in known]
    if others:
        told["detail"] = "; ".join([*filter(None, [told.get("detail")]), *others])
    written_at = datetime.fromisoformat(entry["written_at"]).replace(tzinfo=None)
    own = {name: entry[name] for name in ("seq", "event", "who", "role")}
    # Strict, so that true is no number and 1 is no text.
    return AuditEntry.model_validate({**told, **own, "written_at": written_at}, strict=True)


def last_of(file: Path) -> At:
    """The place of a file's last line, or the start when there is none or it is damaged."""
    whole, _ = split(file.read_bytes())
    found = read_line(whole[:-1].rpartition(b"\n")[2])
    return found.at if found else START


def read_head(file: Path) -> At | None:
    """What a `head.json`, or a copy of one, says was the last entry; None when it is missing or damaged.

    Raises OSError when it is there and cannot be read.
    """
    try:
        head = json.loads(file.read_text(encoding="utf-8"))
        seq, own = head["seq"], head["hash"]
    except (FileNotFoundError, *_UNREADABLE):
        return None
    is_number = type(seq) is int and 0 <= seq <= LARGEST
    return At(seq, own) if is_number and isinstance(own, str) and re.fullmatch("[0-9a-f]{64}", own) else None
