"""Files to history: which files, received when, and a report for each that accounts for every row."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.answers.loads import Load
from pipelines.checking.check import check, room_for
from pipelines.counting import counted
from pipelines.loading.stopping import for_one_file
from pipelines.loading.storing import store, store_refused
from pipelines.reading.decoding import CHUNK, RefusedError
from pipelines.reading.finding import FIRST_DAY, day_of, files_below, name_below, refuse_written, stamp_of
from pipelines.reading.headings import Spellings
from pipelines.reading.opening import Table, tables_in
from pipelines.reading.table import is_known, read
from pipelines.warehouse.driver import Connection, execute


@dataclass(frozen=True)
class Incoming:
    """A file to load, its name in reports, and the day it was received.

    given: the name without the day, where the day was put in front of it.
    """

    path: Path
    name: str
    received_on: date
    given: str = ""


@dataclass(frozen=True)
class Asked:
    """How files are to be read, beyond what they say themselves.

    source: what they are.  part: the part of a register they speak for.  header: their headings, if they have none.
    """

    spellings: Spellings
    source: str | None = None
    part: str = ""
    header: tuple[str, ...] = ()


def today() -> date:
    return datetime.now().date()


def files_in(paths: list[Path], received_on: date | None) -> list[Incoming]:
    """The files to load, oldest first. Without `received_on` the day is a folder's name such as 2026-08-31, or today.

    A folder that may not be opened is among them, so that it is refused by name and not passed over.
    Raises RefusedError when a path does not exist, or a day is after today or before the calendar.
    """
    found: list[Incoming] = []
    for path in paths:
        for file in files_below(path).files:
            day = received_on or day_of(file) or today()
            if not FIRST_DAY <= day <= today():
                raise RefusedError(
                    f"{file.name} counts as received on {day}, which is not between {FIRST_DAY} and today. Correct the"
                    " name of its folder, or --received-on."
                )
            name = name_below(file, path)
            # Each month brings files of the same names: the day tells them apart, in evidence as in reports.
            is_dated = str(day) in Path(name).parts
            found.append(Incoming(file, name, day) if is_dated else Incoming(file, f"{day}/{name}", day, name))
    return sorted(found, key=lambda one: (one.received_on, one.name))


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def load_all(
    con: Connection, files: list[Incoming], asked: Asked, *, progress: Callable[[Incoming], None] = lambda _: None
) -> list[Load]:
    """Load each table of each file whole or not at all. One that is refused is reported, and the others go on."""
    loads: list[Load] = []
    for file in files:
        progress(file)
        with tempfile.TemporaryDirectory(prefix=".building-files-", dir=_beside(con)) as folder:
            loads += _load_file(con, file, Path(folder), asked)
    return loads


def _beside(con: Connection) -> str | None:
    """The folder of the build, where there is room and where the next load clears up after one that was killed."""
    [(path,)] = execute(con, "select path from duckdb_databases() where database_name = current_database()")
    return str(Path(path).parent) if path else None


def _load_file(con: Connection, file: Incoming, folder: Path, asked: Asked) -> Iterator[Load]:
    """The loads of a file: of a workbook, each sheet with the headings of a source."""
    file_hash = ""
    try:
        with for_one_file():
            before = stamp_of(file.path)
            file_hash = _file_hash(file.path)
            tables = tables_in(file.path, folder)
    except RefusedError as error:
        file_hash = file_hash or hashlib.sha256(file.name.encode(errors="replace")).hexdigest()
        yield store_refused(con, _facts(con, file, file_hash, file_hash, asked), str(error))
        return
    known = tables
    if len(tables) > 1 and not asked.header:
        known = [one for one in tables if is_known(one, asked.spellings, folder, asked.source)] or tables
    others = [one.name[1:] for one in tables if one not in known]
    notes = [f"not loaded, for want of a source's headings: {', '.join(others)}"] if others else []
    for table in known:
        named = Incoming(file.path, file.name + table.name, file.received_on)
        # Two sheets of one source are two loads of the same bytes.
        its_hash = hashlib.sha256((file_hash + table.name).encode()).hexdigest() if table.name else file_hash
        facts = _facts(con, named, file_hash, its_hash, asked)
        notes_here = [*notes, *_hidden(table)]
        yield _load(con, table, facts, folder, asked, notes_here, lambda: refuse_written(file.path, before))


def _hidden(table: Table) -> list[str]:
    rows = counted(table.hidden_rows, "row is", "rows are")
    said = [f"{rows} hidden in the sheet and read all the same"] if table.hidden_rows else []
    return ["the sheet is hidden in the workbook", *said] if table.is_hidden else said


def _facts(con: Connection, file: Incoming, file_hash: str, its_hash: str, asked: Asked) -> dict[str, Any]:
    """What is known of a load before its rows are read. Its id ends in what tells it from the day's others."""
    [(load_no,)] = execute(con, "select coalesce(max(load_no), 0) + 1 from loads")
    return {
        "load_no": load_no,
        "load_id": f"{file.received_on}-refused-{its_hash[:8]}",
        "file": file.name,
        "file_hash": file_hash,
        "part": asked.part,
        "received_on": file.received_on,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        **dict.fromkeys(("encoding", "line_ends", "header_row", "refused_because", "dropped_columns")),
        **dict.fromkeys(("warnings", "source")),
        **{name: 0 for name in Load.model_fields if name.endswith("_count")},
    }


def _load(
    con: Connection,
    table: Table,
    facts: dict[str, Any],
    folder: Path,
    asked: Asked,
    notes: list[str],
    refuse_changed: Callable[[], None],
) -> Load:
    try:
        with for_one_file():
            reading = read(table, asked.spellings, folder, asked.source, asked.header)
            facts["part"] = asked.part or reading.part
            with room_for(con, reading, folder):
                try:
                    checked = check(con, reading, asked.spellings, facts["received_on"])
                finally:
                    # Whatever else is wrong with a file that was not whole, this is why.
                    refuse_changed()
                # Bytes of another encoding are a fault that somebody should look at, and not only a way to read.
                odd = [f"it is {reading.encoding}"] if " but for " in reading.encoding else []
                return store(con, reading, checked, facts, [*notes, *odd, *checked.notes])
    except RefusedError as error:
        return store_refused(con, facts, str(error))
