"""Who has signed out: that sign-in counts no longer, in no other tab and by no copy of its cookie.

The framework keeps an identity in a cookie alone, which signing out only takes from one browser. So the moment that the
identity was issued is remembered until it would have ended, beside the audit log, where all dashboards of one service
look: whoever signed out is let in again by a later sign-in, and by nothing else.
"""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from dashboard.session.settings import folder
from pipelines import audit

FILE = "signed-out.json"
LOCK_SECONDS = 5
_read: dict[Path, tuple[tuple[int, int, int], dict[str, list[float]]]] = {}
"""The file as it was read last, and how to tell that it is another now."""


def has_left(key: str, claims: Mapping[str, Any]) -> bool:
    """Whether this person has signed out since these claims were issued."""
    issued = claims.get("iat")
    left = _known().get(key)
    return left is not None and isinstance(issued, (int, float)) and issued <= left[0]


def leave(key: str, role: str, claims: Mapping[str, Any], ends_at: float | None) -> None:
    """Put a person's sign-out on record, once for each sign-in, and let that sign-in count no longer."""
    if has_left(key, claims):
        return
    audit.record(folder(), "sign-out", who=key, role=role)
    place = audit.place_of(folder())
    try:
        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / f".{FILE}.lock", timeout=LOCK_SECONDS):
            now = time.time()
            known = {one: left for one, left in _known().items() if left[1] > now}
            known[key] = [float(claims["iat"]), ends_at or now]
            draft = place / f".{FILE}"
            draft.write_text(json.dumps(known), encoding="utf-8")
            os.replace(draft, place / FILE)
    except OSError:
        # The audit log beside it has then failed as well, which is in the program's own log.
        return


def _known() -> dict[str, list[float]]:
    """key → when the identity that was signed out was issued, and when it would have ended; in seconds since 1970."""
    file = audit.place_of(folder()) / FILE
    try:
        found = file.stat()
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        if file not in _read or _read[file][0] != mark:
            left = json.loads(file.read_text(encoding="utf-8"))
            _read[file] = (mark, {str(key): [float(issued), float(end)] for key, (issued, end) in left.items()})
        return _read[file][1]
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}
