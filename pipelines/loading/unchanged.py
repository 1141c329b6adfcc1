"""Which files of a folder are new: what `load --new-only` leaves out, and what it says of files that are gone."""

import hashlib
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipelines.loading.load import Incoming
from pipelines.loading.publish import current
from pipelines.warehouse.driver import connect, execute

DAY_IN_FRONT = r"^\d{4}-\d{2}-\d{2}/"


class _Loaded(NamedTuple):
    """One load on record. file: the file's name, with `#` and a sheet's name behind it where it has several."""

    load_no: int
    load_id: str
    file: str
    file_hash: str
    is_refused: bool
    is_undone: bool


def new_files(folder: Path, files: list[Incoming], say: Callable[[str], None]) -> list[Incoming]:
    """Those of which the warehouse in `folder` does not know these bytes, under this name, as the newest.

    A file that was refused is new until it is not. One whose load was undone is left out until it changes, which is
    said. So is a load whose file is there no more. Raises WarehouseError when the current build cannot be read.
    """
    hashes = {file.name: _hash_of(file.path) for file in files}
    named = {file.name: file.name for file in files}
    given = {file.given: file.name for file in files if file.given}
    # Each sheet's newest load: what was refused once and then loaded is refused no more.
    newest: dict[str, dict[str, _Loaded]] = {file.name: {} for file in files}
    gone, found = [], []
    for load in _loads(folder):
        name, sheet = _file_and_sheet(load.file, named, given)
        if name:
            newest[name][sheet] = load
        elif not (load.is_refused or load.is_undone or load.file_hash in hashes.values()):
            gone.append(load)
    for file in files:
        loads = newest[file.name].values()
        as_now = [load for load in loads if load.file_hash == hashes[file.name]]
        is_known = bool(as_now) and max(loads) in as_now
        if not is_known or any(load.is_refused for load in as_now):
            found.append(file)
        elif undone := [load.load_id for load in as_now if load.is_undone]:
            say(f"{file.name}: left out until it changes, because it was undone ({', '.join(undone)}).")
    for load in gone:
        command = f"python -m pipelines undo {shlex.quote(load.load_id)} --warehouse {shlex.quote(str(folder))}"
        say(f"{load.file}: no longer there, and still in the figures. Put it back, or take it out: {command}")
    return found


def _file_and_sheet(loaded: str, named: dict[str, str], given: dict[str, str]) -> tuple[str, str]:
    """The name of the file that a load's table came from, and the sheet; no name when that file is not there.

    A file without a day of its own is found on whichever day it came, unless that is another file's whole name.
    """
    parts = loaded.split("#")
    for size in range(len(parts), 0, -1):
        whole = "#".join(parts[:size])
        undated = re.sub(DAY_IN_FRONT, "", whole)
        if name := named.get(whole) or given.get(whole) or given.get(undated):
            return name, "#".join(parts[size:])
    return "", ""


def _hash_of(path: Path) -> str:
    """As `loads.file_hash` has it; nothing for a file that cannot be read, which is for the loader to say."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _loads(folder: Path) -> list[_Loaded]:
    """Every load on record, oldest first, but those that were refused and replaced since: the file is not so now."""
    build = current(folder)
    if build is None:
        return []
    con = connect(build, read_only=True)
    columns = "load_no, load_id, file, file_hash, refused_because is not null, undone_at is not null"
    counting = "refused_because is null or replaced_by is null"
    return [_Loaded(*row) for row in execute(con, f"select {columns} from loads where {counting} order by load_no")]
