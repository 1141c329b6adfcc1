"""Files to history: which files, received when, and a report for each that accounts for every row."""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.checking import check
from pipelines.contracts.loads import Load
from pipelines.history import Changes, record
from pipelines.reading.decoding import CHUNK, RefusedError
from pipelines.reading.headings import Spellings
from pipelines.reading.table import read
from pipelines.warehouse import Connection, execute, insert_rows, transaction

SUFFIXES = (".csv", ".txt", ".tsv")
MOST_GONE = 0.5
"""A register that loses more than this share of its rows at once is more often another list than a shorter one."""


@dataclass(frozen=True)
class Incoming:
    """A file to load, its name in reports, and the day it was received."""

    path: Path
    name: str
    received_on: date


def today() -> date:
    return datetime.now().date()


def files_in(paths: list[Path], received_on: date | None) -> list[Incoming]:
    """The files to load, oldest first. Without `received_on` the day is a folder's name such as 2026-08-31, or today.

    Raises RefusedError when a path does not exist.
    """
    found: list[Incoming] = []
    for path in paths:
        if not path.exists():
            raise RefusedError(f"There is no file or folder {path}. Correct the path.")
        for file in _files(path):
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            found.append(Incoming(file, name, received_on or _day_of(file) or today()))
    return sorted(found, key=lambda one: (one.received_on, one.name))


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in path.rglob("*"):
        is_hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file.is_file() and not is_hidden and file.suffix.lower() in SUFFIXES:
            yield file


def _day_of(file: Path) -> date | None:
    for parent in file.resolve().parents:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", parent.name):
            try:
                return date.fromisoformat(parent.name)
            except ValueError:
                continue
    return None


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def load_all(
    con: Connection,
    files: list[Incoming],
    spellings: Spellings,
    *,
    source: str | None = None,
    part: str = "",
    progress: Callable[[Incoming], None] = lambda _: None,
) -> list[Load]:
    """Load each file whole or not at all. A file that is refused is reported, and the others go on."""
    loads = []
    for file in files:
        progress(file)
        with tempfile.TemporaryDirectory(prefix="care-") as folder:
            loads.append(_load(con, file, spellings, Path(folder), source, part))
    return loads


def _load(con: Connection, file: Incoming, spellings: Spellings, folder: Path, source: str | None, part: str) -> Load:
    file_hash = _file_hash(file.path)
    [(load_no,)] = execute(con, "select coalesce(max(load_no), 0) + 1 from loads")
    facts: dict[str, Any] = {
        "load_no": load_no,
        "load_id": f"{file.received_on}-{source or 'refused'}-{file_hash[:8]}",
        "file": file.name,
        "file_hash": file_hash,
        "part": part,
        "received_on": file.received_on,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        **dict.fromkeys(("encoding", "header_row", "refused_because", "dropped_columns", "warnings", "source")),
        **{name: 0 for name in Load.model_fields if name.endswith("_count")},
    }
    try:
        reading = read(con, file.path, spellings, folder, source)
    except RefusedError as error:
        load = Load(**{**facts, "refused_because": str(error)})
        known = execute(con, "select 1 from loads where load_id = $id", {"id": load.load_id})
        if not known:
            insert_rows(con, "loads", [load])
        return load
    checked = check(con, reading, spellings.nulls)
    facts |= {
        "load_id": "-".join(filter(None, (str(file.received_on), reading.source, part, file_hash[:8]))),
        "source": reading.source,
        "encoding": reading.encoding,
        "header_row": reading.header_row,
        "read_count": reading.read,
        "kept_count": checked.kept,
        "rejected_count": checked.rejected,
        "blank_count": reading.blank,
        "dropped_columns": ", ".join(reading.dropped) or None,
    }
    if execute(con, "select 1 from loads where load_id = $id", {"id": facts["load_id"]}):
        note = "this file was loaded for this day already, and nothing has changed"
        return Load(**{**facts, "same_count": checked.kept, "warnings": "; ".join((*checked.notes, note))})
    with transaction(con):
        insert_rows(con, "loads", [Load(**facts)])
        changes = record(con, reading.source, load_no, file.received_on)
        facts |= {
            "new_count": changes.new,
            "changed_count": changes.changed,
            "gone_count": changes.gone,
            "same_count": changes.same,
            "warnings": "; ".join((*checked.notes, *_shrunk(changes))) or None,
        }
        load = Load(**facts)
        execute(con, "delete from loads where load_no = $no", {"no": load_no})
        insert_rows(con, "loads", [load])
        execute(
            con,
            """insert into rejects (load_id, source, received_on, field, reason, source_file, source_row)
            select $load_id, $source, $day, field, reason, $file, source_row from rejected
            order by source_row, field""",
            {"load_id": load.load_id, "source": load.source, "day": load.received_on, "file": load.file},
        )
    return load


def _shrunk(changes: Changes) -> list[str]:
    before = changes.gone + changes.changed + changes.same
    if not before or changes.gone / before <= MOST_GONE:
        return []
    return [
        f"{changes.gone:,} of {before:,} rows known before are not in this file and are no longer in force: if it is"
        " one body's list and not the whole register, load it with --part NAME"
    ]
