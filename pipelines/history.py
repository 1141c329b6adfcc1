"""Good rows to what was known when. Nothing is updated away: a row is recorded on one day and superseded on another.

Every sighting of a row in a file is kept in `<source>_seen`, so that history is a function of the files and of the days
they were received, whatever the order they were loaded in. Files of one source received on the same day are parts of
one register: none of them closes what another one brought.

A load that is undone counts as never received, for every `known_on`: its record stays, its rows and rejects go. So what
was known on a past day changes with an undo, and with nothing else.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from pipelines.checking import checked_columns
from pipelines.sources import SOURCES
from pipelines.steps import history_table
from pipelines.warehouse import Connection, WarehouseError, execute, transaction


@dataclass(frozen=True)
class Changes:
    """What one file changed: rows not known before, known with other values, no longer there, and as they were."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0


def record(con: Connection, source: str, load_no: int, received_on: date) -> Changes:
    """Bring the temporary view `checked` into the history of a source.

    The load is in `loads` already. A file received before others that are loaded is put in its place, and what came
    after is worked out again.
    """
    history = history_table(source)
    [(last_id,)] = execute(con, f"select coalesce(max(row_id), 0) from {history}")
    # A second file of one register on one day is worked out with the first, so that neither closes the other's rows.
    later = ">=" if SOURCES[source].SOURCE.kind == "snapshot" else ">"
    [(is_out_of_order,)] = execute(
        con,
        f"select count(*) > 0 from ({_RECEIVED}) where received_on {later} $day and load_no <> $no",
        {"source": source, "day": received_on, "no": load_no},
    )
    known, row_id = "", f"{last_id + 1} + c.place"
    if last_id:
        execute(
            con,
            f"""create or replace temp table recognised as
            select c.place, k.row_id from checked as c
            join ({_rows_once(source)}) as k on k.key_hash = c.key_hash and k.row_hash = c.row_hash""",
        )
        known, row_id = "left join recognised as r on r.place = c.place", f"coalesce(r.row_id, {row_id})"
    rows = f"select c.* exclude (place), {row_id} as row_id from checked as c {known}"
    execute(con, f"create or replace temp view sighted as {rows}")
    execute(con, f"insert into {source}_seen select {load_no}, row_id, source_row from sighted")
    return _replayed(con, source, load_no) if is_out_of_order else _applied(con, source, load_no)


def undo(con: Connection, load_id: str) -> tuple[str, str]:
    """Work a source out again as if one of its files had never come. Returns the file's name and the source.

    The load stays in `loads` with the time of the undo, so the same file can be loaded again.
    Raises WarehouseError when there is no such load, or it brought nothing that could be taken out.
    """
    found = execute(
        con,
        "select load_no, file, source, refused_because, undone_at from loads where load_id = $id order by load_no",
        {"id": load_id},
    )
    if not found:
        raise WarehouseError(f"There is no load {load_id} here. See their ids with: python -m pipelines ask loads")
    load_no, file, source, refused_because, undone_at = found[-1]
    if refused_because:
        raise WarehouseError(f"The load {load_id} was refused, so no row of it was kept. There is nothing to undo.")
    if undone_at:
        raise WarehouseError(f"The load {load_id} was undone already, on {undone_at:%Y-%m-%d}.")
    with transaction(con):
        execute(
            con,
            f"create or replace temp view sighted as select row_id, {_names(source)} from {history_table(source)}"
            " where false",
        )
        execute(con, f"delete from {source}_seen where load_no = $no", {"no": load_no})
        execute(con, "delete from rejects where load_id = $id", {"id": load_id})
        now = datetime.now(UTC).replace(tzinfo=None)
        execute(con, "update loads set undone_at = $now where load_no = $no", {"now": now, "no": load_no})
        _replayed(con, source, load_no)
    return file, source


_RECEIVED = "select load_no, received_on from loads where source = $source and undone_at is null"
"""The loads of a source that count. One that was refused has no source."""


def _names(source: str) -> str:
    return ", ".join(column.name for column in checked_columns(SOURCES[source]))


def _hashed(source: str, rows: str) -> str:
    """Rows of history with the hashes of their key and contents, as `checking` makes them."""
    row = SOURCES[source].SOURCE
    key = ", ".join(row.key)
    if row.is_keyed_by_whole_row:
        key += f", row_number() over (partition by {key} order by row_id)"
    return f"select row_id, load_id, hash({key}) as key_hash, hash({_names(source)}) as row_hash from {rows}"


def _open_rows(source: str) -> str:
    return _hashed(source, f"(select * from {history_table(source)} where superseded_on is null)")


def _rows_once(source: str) -> str:
    """Every content ever known. One that went and came back is in history twice, under one id."""
    once = "qualify row_number() over (partition by row_id order by recorded_on) = 1"
    return _hashed(source, f"(select * from {history_table(source)} {once})")


def _applied(con: Connection, source: str, load_no: int) -> Changes:
    """Move the history of a source on by the load whose rows are in `sighted`."""
    history = history_table(source)
    [(load_id, file, part, received_on)] = execute(
        con, "select load_id, file, part, received_on from loads where load_no = $no", {"no": load_no}
    )
    execute(
        con,
        f"""create or replace temp table compared as
        select s.row_id, k.row_id as known_id, s.key_hash is not null as is_there,
            coalesce(k.row_hash = s.row_hash, false) as is_same, k.load_id
        from sighted as s
        full join ({_open_rows(source)}) as k on k.key_hash = s.key_hash""",
    )
    is_gone = "false"
    if SOURCES[source].SOURCE.kind == "snapshot":
        # Rows seen in another file of the same part and day belong to the same register.
        is_gone = f"""not is_there and load_id in (select load_id from loads where source = '{source}' and part = $part)
            and known_id not in (select seen.row_id from {source}_seen as seen
                join loads as l on l.load_no = seen.load_no
                where l.source = '{source}' and l.part = $part and l.received_on = $day)"""
    params = {"part": part, "day": received_on} if is_gone != "false" else None
    execute(con, f"create or replace temp table gone as select known_id from compared where {is_gone}", params)
    [(new, changed, same)] = execute(
        con,
        """select count(*) filter (where is_there and known_id is null),
            count(*) filter (where is_there and known_id is not null and not is_same),
            count(*) filter (where is_there and is_same) from compared""",
    )
    [(gone,)] = execute(con, "select count(*) from gone")
    if changed or gone:
        execute(
            con,
            f"""update {history} set superseded_on = $day where superseded_on is null and row_id in (
                select known_id from gone
                union all select known_id from compared where is_there and known_id is not null and not is_same)""",
            {"day": received_on},
        )
    names = _names(source)
    # Without the condition nothing is joined, which is half of the time of a first load.
    but_same = "where row_id not in (select row_id from compared where is_there and is_same)" if same else ""
    execute(
        con,
        f"""insert into {history} (row_id, {names}, source_file, source_row, load_id, recorded_on)
        select row_id, {names}, $file, source_row, $load_id, $day from sighted {but_same}""",
        {"file": file, "load_id": load_id, "day": received_on},
    )
    return Changes(new, changed, gone, same)


def _replayed(con: Connection, source: str, wanted: int) -> Changes:
    """Work out the history of a source again from every sighting, in the order the files were received."""
    row, history = SOURCES[source], history_table(source)
    names = _names(source)
    execute(
        con,
        f"""create or replace temp table contents as
        select row_id, {names} from {history}
        qualify row_number() over (partition by row_id order by recorded_on) = 1
        union all
        select row_id, {names} from sighted where row_id not in (select row_id from {history})""",
    )
    execute(con, f"delete from {history}")
    loads = execute(con, f"select load_no from ({_RECEIVED}) order by received_on, load_no", {"source": source})
    found = Changes()
    nth = f"row_number() over (partition by {', '.join(row.SOURCE.key)} order by seen.source_row)"
    for (load_no,) in loads:
        key = ", ".join(row.SOURCE.key) + (f", {nth}" if row.SOURCE.is_keyed_by_whole_row else "")
        execute(
            con,
            f"""create or replace temp view sighted as
            select contents.row_id, {names}, seen.source_row, hash({key}) as key_hash, hash({names}) as row_hash
            from {source}_seen as seen join contents using (row_id)
            where seen.load_no = {load_no}""",
        )
        changes = _applied(con, source, load_no)
        if load_no == wanted:
            found = changes
    return found
