"""Good rows to what was known when. Nothing is updated away: a row is recorded on one day and superseded on another.

Every sighting of a row in a file is kept in `<source>_seen`, so that history is a function of the files and of the days
they were received, whatever the order they were loaded in. Files of one source received on the same day are parts of
one register: none of them closes what another one brought.

A row that was refused was seen all the same, as far as its key could be read: its record stays as last known.

A load that is undone counts as never received, for every `known_on`: its record stays, its rows and rejects go. So what
was known on a past day changes with an undo, and with nothing else. A load that was replaced, by a file of the same
name and day, counts as never received while one that replaced it stands; loaded again, it is a new load.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from pipelines.loading import disagreeing, refused
from pipelines.loading.sightings import names_of, open_rows, rows_once, sight_nothing, sightings, weaker_than_known
from pipelines.registers.all import SOURCES, history_table
from pipelines.warehouse.driver import Connection, WarehouseError, execute, transaction


@dataclass(frozen=True)
class Changes:
    """What one file changed: rows not known before, known with other values, no longer there, and as they were.

    unread: rows whose key could not be read; each may be any record that the file does not show, so none was closed.
    disagreed: records of which another file of the day says something else.
    standing: rows known before that are in the file, but refused: they stand as they were.
    """

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    unread: int = 0
    disagreed: int = 0
    standing: int = 0


def record(con: Connection, source: str, load_no: int, received_on: date) -> Changes:
    """Bring the temporary view `checked`, and what was refused beside it, into the history of a source.

    The load is in `loads` already. A file received before others that are loaded is put in its place, and what came
    after is worked out again.
    """
    history = history_table(source)
    [(last_id,)] = execute(con, f"select coalesce(max(row_id), 0) from {history}")
    known, row_id = "", f"{last_id + 1} + c.place"
    if last_id:
        execute(
            con,
            f"""create or replace temp table recognised as
            select c.place, k.row_id from checked as c
            join ({rows_once(source)}) as k on k.key_hash = c.key_hash and k.row_hash = c.row_hash""",
        )
        known, row_id = "left join recognised as r on r.place = c.place", f"coalesce(r.row_id, {row_id})"
    rows = f"select c.*, {row_id} as row_id from checked as c {known}"
    execute(con, f"create or replace temp view sighted as {rows}")
    execute(con, f"insert into {source}_seen select {load_no}, row_id, source_row from sighted")
    refused.remember(con, source, load_no)
    is_replayed = _is_out_of_order(con, source, load_no, received_on)
    changes = _replayed(con, source, load_no) if is_replayed else _applied(con, source, load_no)
    refused.settle_cells(con, source)
    return changes


def _is_out_of_order(con: Connection, source: str, load_no: int, received_on: date) -> bool:
    """Whether a load changes what others left: it came before them, with them, or in the place of one."""
    [(later, same_day, replaced)] = execute(
        con,
        f"""select count(*) filter (where received_on > $day), count(*) filter (where received_on = $day),
            (select count(*) from loads where replaced_by = (select load_id from loads where load_no = $no))
        from ({_RECEIVED}) where load_no <> $no""",
        {"source": source, "day": received_on, "no": load_no},
    )
    if later or replaced:
        return True
    # Of one day each file counts, so what two of them say of one record is held side by side.
    row = SOURCES[source].SOURCE
    return bool(same_day) and (row.kind == "snapshot" or _says_otherwise(con, source, load_no, received_on))


def _says_otherwise(con: Connection, source: str, load_no: int, received_on: date) -> bool:
    """Whether another file of the day has a record of this one, in other words."""
    others = f"""select row_id from {source}_seen where load_no in (
        select load_no from ({_RECEIVED}) where received_on = $day and load_no <> $no)"""
    [(is_found,)] = execute(
        con,
        f"""select exists (from sighted as s join ({rows_once(source)}) as k on k.key_hash = s.key_hash
            where k.row_id in ({others}) and k.row_hash <> s.row_hash)""",
        {"source": source, "day": received_on, "no": load_no},
    )
    return bool(is_found)


def undo(con: Connection, load_id: str) -> tuple[str, str]:
    """Work a source out again as if one of its files had never come. Returns the file's name and the source.

    The load stays in `loads` with the time of the undo, so the same file can be loaded again. What it had replaced
    counts again. Raises WarehouseError when there is no such load, or it brought nothing that could be taken out.
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
        sight_nothing(con, source)
        execute(con, f"delete from {source}_seen where load_no = $no", {"no": load_no})
        execute(con, "delete from rejects where load_id = $id", {"id": load_id})
        refused.forget(con, load_no)
        now = datetime.now(UTC).replace(tzinfo=None)
        execute(con, "update loads set undone_at = $now where load_no = $no", {"now": now, "no": load_no})
        # What it had replaced counts again, unless a later version stands in the place of both.
        execute(
            con,
            """update loads set replaced_by = (select replaced_by from loads where load_no = $no)
            where replaced_by = $id""",
            {"no": load_no, "id": load_id},
        )
        _replayed(con, source, load_no)
        refused.settle_cells(con, source)
    return file, source


_RECEIVED = """select load_no, received_on from loads
    where source = $source and undone_at is null and replaced_by is null and refused_because is null"""
"""The loads of a source that count."""


def _applied(con: Connection, source: str, load_no: int, *, is_disagreed: bool = False) -> Changes:
    """Move the history of a source on by the load whose rows are in `sighted`.

    is_disagreed: files of the day say different things of the keys in `disagreed`, which are settled by themselves.
    """
    history, row = history_table(source), SOURCES[source]
    [(load_id, file, part, received_on)] = execute(
        con, "select load_id, file, part, received_on from loads where load_no = $no", {"no": load_no}
    )
    agreed = "where key_hash not in (select key_hash from disagreed)" if is_disagreed else ""
    execute(
        con,
        f"""create or replace temp table compared as
        select s.row_id, k.row_id as known_id, s.key_hash is not null as is_there,
            coalesce(k.row_hash = s.row_hash, false) as is_same,
            coalesce({weaker_than_known(row)}, false) as is_weaker, k.load_id, k.key_hash, k.lead_hash, s.source_row
        from (select * from sighted {agreed}) as s
        full join ({open_rows(source)}) as k on k.key_hash = s.key_hash""",
    )
    is_gone, params = "false", None
    found = refused.standing(con, source, load_no)
    if row.SOURCE.kind == "snapshot" and not found.unread:
        # Rows seen in another file of the same part and day belong to the same register, and so do those refused.
        same_day = f"""select load_no from loads where source = '{source}' and part = $part and received_on = $day
            and undone_at is null and replaced_by is null"""
        is_gone = f"""not is_there and load_id in (select load_id from loads where source = '{source}' and part = $part)
            and known_id not in (select row_id from {source}_seen where load_no in ({same_day}))
            and {refused.is_not_among(same_day)} {agreed.replace("where", "and")}"""
        params = {"part": part, "day": received_on}
    execute(con, f"create or replace temp table gone as select known_id from compared where {is_gone}", params)
    [(new, changed, same, weaker)] = execute(
        con,
        """select count(*) filter (where is_there and known_id is null),
            count(*) filter (where is_there and known_id is not null and not is_same and not is_weaker),
            count(*) filter (where is_there and (is_same or is_weaker)),
            count(*) filter (where is_there and is_weaker) from compared""",
    )
    [(gone,)] = execute(con, "select count(*) from gone")
    standing = 0
    if gone:
        named = f"select count(*) from compared where not is_there and not ({refused.is_not_among(str(load_no))})"
        [(standing,)] = execute(con, named)
    if changed or gone:
        execute(
            con,
            f"""update {history} set superseded_on = $day where superseded_on is null and row_id in (
                select known_id from gone
                union all
                select known_id from compared where is_there and known_id is not null and not is_same and not is_weaker
            )""",
            {"day": received_on},
        )
    names = names_of(row)
    # Without the condition nothing is joined, which is half of the time of a first load.
    but = ["row_id not in (select row_id from compared where is_there and (is_same or is_weaker))"] if same else []
    but += [agreed.removeprefix("where ")] if agreed else []
    execute(
        con,
        f"""insert into {history} (row_id, {names}, source_file, source_row, load_id, recorded_on)
        select row_id, {names}, $file, source_row, $load_id, $day from sighted
        {f"where {' and '.join(but)}" if but else ""}""",
        {"file": file, "load_id": load_id, "day": received_on},
    )
    refused.settle_rows(con, source, load_no, found, open_rows(source), has_weaker=bool(weaker))
    unread = found.unread if row.SOURCE.kind == "snapshot" else 0  # of events none is ever taken for gone
    return Changes(new, changed, gone, same, unread, standing=standing)


def _replayed(con: Connection, source: str, wanted: int) -> Changes:
    """Work out the history of a source again from every sighting, in the order the files were received."""
    row, history = SOURCES[source], history_table(source)
    names = names_of(row)
    execute(
        con,
        f"""create or replace temp table contents as
        select row_id, {names} from {history} where row_id in (select row_id from {source}_seen)
        qualify row_number() over (partition by row_id order by recorded_on) = 1
        union all
        select row_id, {names} from sighted where row_id not in (select row_id from {history})""",
    )
    execute(con, f"delete from {history}")
    refused.start_again(con, source)
    days: dict[date, list[int]] = {}
    for load_no, day in execute(con, f"{_RECEIVED} order by received_on, load_no", {"source": source}):
        days.setdefault(day, []).append(load_no)
    found = Changes()
    for day, loads in days.items():
        is_disagreed = len(loads) > 1 and disagreeing.find(con, row, loads)
        for load_no in loads:
            execute(con, f"create or replace temp view sighted as {sightings(row, load_no)}")
            changes = _applied(con, source, load_no, is_disagreed=is_disagreed)
            if load_no == wanted:
                found = replace(changes, disagreed=disagreeing.count(con, wanted) if is_disagreed else 0)
        if is_disagreed:
            disagreeing.settle(con, row, day, open_rows(source))
    # What counts on no day is kept all the same: a load that was replaced may count again.
    execute(
        con,
        f"""insert into {history} (row_id, {names}, source_file, source_row, load_id, recorded_on, superseded_on)
        select row_id, {names}, first_file, first_row, first_load, first_day, first_day
        from contents join (
            select seen.row_id, l.file as first_file, seen.source_row as first_row, l.load_id as first_load,
                l.received_on as first_day
            from {source}_seen as seen join loads as l using (load_no)
            qualify row_number() over (partition by seen.row_id order by l.received_on, l.load_no, seen.source_row) = 1
        ) using (row_id)
        where row_id not in (select row_id from {history})""",
    )
    return found
