"""Builds on disk: a new file each time, and a pointer that says which is current. A reader never waits."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.answers.loads import Load, Reject
from pipelines.answers.matches import NameScore
from pipelines.loading.matching import score_names
from pipelines.loading.stopping import is_out_of_room
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of
from pipelines.rules import RuleSet
from pipelines.warehouse.calendar import create_calendar
from pipelines.warehouse.driver import (
    REMEDY,
    Build,
    Connection,
    DatabaseError,
    WarehouseError,
    connect,
    execute,
    insert_rows,
)
from pipelines.warehouse.schema import create_schema, write_rules

POINTER = "current"
BUILDS_KEPT = 4
"""Enough for people who have a page open on an older build, and for one look back after a bad load."""

DAYS_KEPT = 30
"""A build that is not current and older than this is removed as well: it may hold what was taken out since."""

LOCK_SECONDS = 60
LONGEST_NAME = 100
"""Letters in the name of a build, with room to spare: a longer one no file system need take."""


def current(folder: Path) -> Path | None:
    """The file of the current build, or None when nothing has been loaded.

    Raises WarehouseError when the pointer or the file it names is damaged or missing.
    """
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise WarehouseError(f"{folder} is a file, and builds need a folder. Correct --warehouse.") from error
    except UnicodeDecodeError as error:
        raise WarehouseError(f"The file {pointer} cannot be read. Delete it. {REMEDY}") from error
    except OSError as error:
        raise WarehouseError(f"The file {pointer} cannot be read: {error.strerror}. See who may read it.") from error
    if Path(name).name != name or not name.endswith(".duckdb") or len(name) > LONGEST_NAME:
        raise WarehouseError(f"The file {pointer} does not name a build. Delete it. {REMEDY}")
    build = folder / name
    if not build.is_file():
        raise WarehouseError(f"The build {name} that {pointer} names is missing. Delete {pointer}. {REMEDY}")
    return build


def schema_hash() -> str:
    """Changes when a contract's columns change: a build of other columns cannot be added to."""
    tables = {**SOURCES, "loads": Load, "rejects": Reject, "name_scores": NameScore}
    text = ";".join(f"{name}:{[(c.name, c.sql_type) for c in columns_of(row)]}" for name, row in tables.items())
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@contextmanager
def new_build(folder: Path, rules: RuleSet, before: Callable[[], None] = lambda: None) -> Iterator[Connection]:
    """A connection to a copy of the current build. It is published when the block ends, and dropped if it fails.

    before: done last of all before it is published, such as an entry in the audit log; if it raises, nothing is.
    Raises WarehouseError when another load has been running for a minute, or the build is damaged or of other columns.
    """
    if folder.exists() and not folder.is_dir():
        raise WarehouseError(f"{folder} is a file, and builds need a folder. Correct --warehouse.")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
            yield from _building(folder, rules, before)
    except Timeout as error:
        raise WarehouseError(
            f"Another load is writing to {folder}, and has been for a minute. Try again when it has ended."
        ) from error


@contextmanager
def trial_build(folder: Path, rules: RuleSet) -> Iterator[Connection]:
    """A connection to a copy of the current build that is never published."""
    with tempfile.TemporaryDirectory(prefix="care-") as scratch:
        con = _drafted(folder, Path(scratch) / "trial.duckdb", rules)
        try:
            yield con
        finally:
            con.close()


def _drafted(folder: Path, draft: Path, rules: RuleSet) -> Connection:
    """A copy of the current build, or an empty one, with the rules as they are now."""
    known = current(folder)
    if known and schema_hash() not in known.stem:
        raise WarehouseError(
            f"The build {known.name} has other columns than this version of the product. Load the files again into"
            " a new folder, with --warehouse DIR."
        )
    con = _copied(known, draft) if known else connect(draft)
    try:
        if known:
            write_rules(con, rules)
            create_calendar(con)
        else:
            create_schema(con, rules)
    except BaseException:
        con.close()
        raise
    return con


def _copied(known: Path, draft: Path) -> Connection:
    """A connection to a copy of a build of which every block has been read. The database looks at a block's checksum
    when it reads it, and a load reads only its own tables: damage to another one would be copied on, build after build.

    Raises WarehouseError when the build is damaged.
    """
    shutil.copyfile(known, draft)
    try:
        with ExitStack() as opened:
            con = connect(draft)
            opened.callback(con.close)
            for (name,) in execute(con, "select table_name from duckdb_tables() where not temporary"):
                execute(con, f'select bit_xor(hash(t)) from "{name}" as t')
            opened.pop_all()
            return con
    except (DatabaseError, WarehouseError) as error:
        raise WarehouseError(
            f"The build {known} is damaged, so nothing is added to it. Put back a backup, or load all files again into"
            " a new folder, with --warehouse DIR."
        ) from error


def _building(folder: Path, rules: RuleSet, before: Callable[[], None]) -> Iterator[Connection]:
    for left in (*folder.glob(".building-*"), *folder.glob(f".{POINTER}-*")):
        # What a load that was killed left behind: its build, and the copies it made of files.
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    draft = folder / f".building-{os.getpid()}.duckdb"
    try:
        con = _drafted(folder, draft, rules)
        try:
            yield con
            score_names(con)
            name = _named(con, rules)
            execute(con, "checkpoint")
        finally:
            con.close()
        before()
        _publish(folder, draft, name)
    except BaseException as error:
        for left in folder.glob(f"{draft.name}*"):
            left.unlink(missing_ok=True)
        if is_out_of_room(error):
            raise WarehouseError(
                f"There is no room to write a new build in {folder}."
                " Nothing was loaded, and the last build is still current. Make room, about three times that"
                " build and the files, and try again."
            ) from error
        raise


def _named(con: Connection, rules: RuleSet) -> str:
    [(contents,)] = execute(
        con, "select coalesce(string_agg(load_id, ';' order by load_no), '') from loads where undone_at is null"
    )
    digest = hashlib.sha256(f"{contents};{rules.hash}".encode()).hexdigest()[:6]
    build_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"[:-3] + f"-{digest}"
    execute(con, "delete from build")
    insert_rows(con, "build", [Build(build_id=build_id, rules_hash=rules.hash)])
    return f"{build_id}-{schema_hash()}.duckdb"


def _publish(folder: Path, draft: Path, name: str) -> None:
    _synced(draft)
    os.replace(draft, folder / name)
    pointer = folder / f".{POINTER}-{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    _synced(pointer)
    os.replace(pointer, folder / POINTER)
    if os.name == "posix":
        # Windows has no handle on a folder, and makes the rename last by itself.
        _synced(folder)
    for old in _outlived(folder, name):
        try:
            old.unlink()
        except OSError:
            # Windows refuses while a dashboard has it open; the next load tries again.
            continue


def _outlived(folder: Path, current_name: str) -> list[Path]:
    """Builds beyond the newest few, and those that are too old. A build's name begins with when it was made, UTC."""
    builds = sorted(build for build in folder.glob("*.duckdb") if not build.name.startswith("."))
    before = f"{datetime.now(UTC) - timedelta(days=DAYS_KEPT):%Y%m%dT%H%M%S}"
    newest = builds[-BUILDS_KEPT:]
    return [one for one in builds if one.name != current_name and (one not in newest or one.name < before)]


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
