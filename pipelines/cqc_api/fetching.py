"""Which locations to ask for, and the file that `load` takes."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.counting import counted
from pipelines.cqc_api.client import GO_ON, Client, MissingError, NoAnswerError
from pipelines.cqc_api.journal import Journal, stamp, write_whole
from pipelines.cqc_api.keeping import kept
from pipelines.reading.decoding import RefusedError

FAILURES_IN_A_ROW = 3
"""After so many locations without an answer the service is down, and the others are not tried."""
OVERLAP = timedelta(days=1)
"""Changes are asked for from a day before the last fetch, since CQC's clock and this one may differ."""


@dataclass(frozen=True)
class Fetched:
    """What a fetch did, in locations."""

    path: Path
    in_file: int
    fetched: int
    missing: int
    """In CQC's list, but without an answer of their own."""


def fetch(
    client: Client,
    local_authority: str,
    folder: Path,
    *,
    since: date | None = None,
    progress: Callable[[int, int], None] = lambda number, of: None,
) -> Fetched:
    """Fetch what is new or has changed in a council area, and write all its locations to one file.

    local_authority: by CQC's name for it.  since: ask for changes from this day on, if the last whole fetch was later.
    Each answer is saved as it comes, so a fetch that was stopped goes on. The file is written when all are there: a
    file of half the locations would look as if the others had closed.
    Raises RefusedError.
    """
    name = re.sub(r"[^a-z0-9]+", "_", local_authority.lower()).strip("_")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            FileLock(folder / f".cqc_{name}.lock", timeout=0),
            Journal(folder / f".cqc_{name}.jsonl") as journal,
        ):
            return _fetch(client, local_authority, folder / f"cqc_{name}.json", journal, since, progress)
    except Timeout as error:
        raise RefusedError(f"Another fetch of {local_authority} is writing to {folder}. Wait until it ends.") from error
    except OSError as error:
        raise RefusedError(f"{folder} cannot be written to: {error.strerror}. Put that right. {GO_ON}") from error


def _fetch(
    client: Client,
    local_authority: str,
    path: Path,
    journal: Journal,
    since: date | None,
    progress: Callable[[int, int], None],
) -> Fetched:
    listed = client.locations(local_authority)
    if not listed:
        raise RefusedError(
            f"CQC has no location in the council area {local_authority}. Write its name as CQC does, such as Oldham or"
            " Bristol, City of."
        )
    changed = _changed(client, journal, since)
    journal.begin(datetime.now(UTC))
    due = [one for one in listed if one not in journal.answers or (one in changed and one not in journal.fetched)]
    failures: list[str] = []
    in_a_row = fetched = 0
    for number, location_id in enumerate(due, start=1):
        progress(number, len(due))
        try:
            journal.add(kept(client.location(location_id)))
            in_a_row, fetched = 0, fetched + 1
        except MissingError:
            in_a_row = 0
        except NoAnswerError as error:
            failures.append(str(error))
            in_a_row += 1
            if in_a_row == FAILURES_IN_A_ROW:
                break
    there = sum(one in journal.answers for one in listed)
    if failures:
        is_ = "is" if there == 1 else "are"
        raise RefusedError(f"{failures[-1]}. {there:,} of {counted(len(listed), 'location')} {is_} saved. {GO_ON}")
    answers = [journal.answers[one] for one in sorted(listed) if one in journal.answers]
    write_whole(path, "[\n" + ",\n".join(json.dumps(answer, sort_keys=True) for answer in answers) + "\n]\n")
    journal.finish(listed)
    return Fetched(path, there, fetched, missing=len(listed) - there)


def _changed(client: Client, journal: Journal, since: date | None) -> set[str]:
    """The ids that changed since the day given or since what is known. None when nothing is: then all are new."""
    if journal.known is None:
        return set()
    start = datetime.fromisoformat(journal.known) - OVERLAP
    if since:
        # A later day would leave out what changed before it, and the next fetch would not ask for that either.
        start = min(start, datetime(since.year, since.month, since.day, tzinfo=UTC))
    return client.changed(stamp(start), stamp(datetime.now(UTC)))
