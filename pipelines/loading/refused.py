"""What was refused, from one day to another: rows whose records stand as last known, and cells of rows in force.

What each file brought is kept in `refused_rows_seen` and `refused_cells_seen`, beside the sightings of good rows. From
that `refused_rows` and `refused_cells` are worked out with the history, so that they too are a function of the files.
"""

from dataclasses import dataclass

from pipelines.checking.refusing import record_of
from pipelines.registers.all import SOURCES, history_table
from pipelines.registers.columns import columns_of
from pipelines.warehouse.driver import Connection, execute

_PLACES = "contract_ref, provider_id, location_id"


def remember(con: Connection, source: str, load_no: int) -> None:
    """Keep what the temporary tables `refused_here` and `refused_found` say of a load that was just judged."""
    execute(
        con,
        f"""insert into refused_rows_seen
        select {load_no}, '{source}', source_row, key_hash, lead_hash, record, {_PLACES}, reason, false
        from refused_here""",
    )
    if execute(con, "select exists (from refused_found)")[0][0]:
        execute(
            con,
            f"""insert into refused_cells_seen
            select {load_no}, '{source}', s.row_id, f.field, f.reason, false
            from refused_found as f join sighted as s using (place)""",
        )


def forget(con: Connection, load_no: int) -> None:
    """Drop what a load brought that was undone."""
    for table in ("refused_rows_seen", "refused_cells_seen"):
        execute(con, f"delete from {table} where load_no = $no", {"no": load_no})


def start_again(con: Connection, source: str) -> None:
    """Before a source is worked out anew: nothing that was worked out before is left."""
    execute(con, "delete from refused_rows where source = $source", {"source": source})
    for table in ("refused_rows_seen", "refused_cells_seen"):
        execute(con, f"delete from {table} where source = $source and is_derived", {"source": source})


@dataclass(frozen=True)
class Standing:
    """What there is of refused rows when a load is applied.

    new: its own.  unread: those of which not even the first part of the key could be read.  is_any_open: whether an
    older one of the source is not settled.
    """

    new: int
    unread: int
    is_any_open: bool


def standing(con: Connection, source: str, load_no: int) -> Standing:
    [(new, unread, is_any_open)] = execute(
        con,
        """select count(*), count(*) filter (where lead_hash is null),
            exists (from refused_rows where source = $source and superseded_on is null)
        from refused_rows_seen where load_no = $no""",
        {"source": source, "no": load_no},
    )
    return Standing(new, unread, is_any_open)


def is_not_among(loads: str) -> str:
    """Whether a known record, by key_hash and lead_hash, was in none of the refused rows of these loads, as SQL."""
    rows = f"from refused_rows_seen where load_no in ({loads})"
    return f"""coalesce(key_hash not in (select key_hash {rows} and key_hash is not null), true)
        and coalesce(lead_hash not in (select lead_hash {rows} and key_hash is null and lead_hash is not null), true)"""


def settle_rows(
    con: Connection, source: str, load_no: int, found: Standing, open_rows: str, *, has_weaker: bool
) -> None:
    """Bring `refused_rows` on by a load that was applied. open_rows: the rows now in force, with their hashes, as SQL.

    An older refused row is settled once its record comes again, well or refused anew, or is no longer in a register
    that is sent whole. has_weaker: some row in `compared` lacks a date that the known one has, so the known one stays.
    """
    mine = "select * from refused_rows_seen where load_no = $no"
    if found.is_any_open:
        _settle_older(con, source, load_no, mine)
    if found.new:
        execute(
            con,
            f"""insert into refused_rows
            select l.load_id, '{source}', r.record, r.contract_ref, r.provider_id, r.location_id, r.reason,
                k.source_file, k.source_row, l.received_on, null, l.file, r.source_row
            from ({mine}) as r join loads as l using (load_no)
            left join (
                select r.source_row as refused_row, k.source_file, k.source_row
                from ({mine}) as r join ({open_rows}) as k on k.key_hash = r.key_hash
                union all
                select r.source_row, k.source_file, k.source_row
                from ({mine}) as r join ({open_rows}) as k on k.lead_hash = r.lead_hash
                where r.key_hash is null
            ) as k on k.refused_row = r.source_row""",
            {"no": load_no},
        )
    if has_weaker:
        _mark_weaker(con, source, load_no, open_rows)


def _settle_older(con: Connection, source: str, load_no: int, mine: str) -> None:
    whole = "false"
    if SOURCES[source].SOURCE.kind == "snapshot":
        whole = "part = (select part from loads where load_no = $no)"
    lead = SOURCES[source].SOURCE.key[0]
    execute(
        con,
        f"""update refused_rows set superseded_on = (select received_on from loads where load_no = $no)
        where source = '{source}' and superseded_on is null and (load_id, source_row) in (
            select l.load_id, r.source_row
            from refused_rows_seen as r join loads as l using (load_no)
            where r.source = '{source}' and l.load_no <> $no
                and l.received_on < (select received_on from loads where load_no = $no) and (
                {whole}
                or r.key_hash in (select key_hash from sighted union all select key_hash from ({mine}))
                or (r.key_hash is null and r.lead_hash in (
                    select hash({lead}) from sighted union all select lead_hash from ({mine})))))""",
        {"no": load_no},
    )


def _mark_weaker(con: Connection, source: str, load_no: int, open_rows: str) -> None:
    """Rows that were kept, and stand behind the better row known before: for the reader, refused rows like others."""
    row = SOURCES[source]
    names = row.columns()
    places = ", ".join(f"h.{name}" if name in names else "null" for name in _PLACES.split(", "))
    execute(
        con,
        f"""insert into refused_rows
        select l.load_id, '{source}', {record_of(row.SOURCE, "h.")}, {places}, f.reason, k.source_file, k.source_row,
            l.received_on, null, l.file, c.source_row
        from compared as c
        join ({open_rows}) as k on k.row_id = c.known_id
        join sighted as h on h.row_id = c.row_id
        join loads as l on l.load_no = $no
        join (
            select row_id, string_agg(field || ' ' || reason, '; ' order by field) as reason
            from refused_cells_seen where load_no = $no group by row_id
        ) as f on f.row_id = c.row_id
        where c.is_weaker and not c.is_same""",
        {"no": load_no},
    )


def settle_cells(con: Connection, source: str) -> None:
    """Work out `refused_cells` of a source: each for as long as the row is in force that it is a cell of."""
    row, history = SOURCES[source], history_table(source)
    fields = execute(
        con,
        """select distinct field from refused_cells_seen where source = $source
        union select distinct field from refused_cells where source = $source""",
        {"source": source},
    )
    if not fields:
        return
    execute(con, "delete from refused_cells where source = $source", {"source": source})
    columns = {column.name: column for column in columns_of(row)}
    [(has_before,)] = execute(con, f"select min(recorded_on) < max(recorded_on) from {history}")
    hashed = f"select *, hash({', '.join(row.SOURCE.key)}) as key_hash from {history}"
    before = "\n".join(
        f"""when '{field}' then (
            select cast(p.{field} as varchar) from ({hashed}) as p
            where p.key_hash = h.key_hash and p.recorded_on < h.recorded_on and p.{field} is not null
            order by p.recorded_on desc, p.row_id desc limit 1)"""
        for (field,) in fields
        if columns[field].is_shown
    )
    numbers = ", ".join(f"'{field}'" for (field,) in fields if columns[field].is_number) or "null"
    execute(
        con,
        f"""insert into refused_cells (load_id, source, record, field, reason, last_known, is_number, recorded_on,
            superseded_on, source_file, source_row)
        select h.load_id, '{source}', {record_of(row.SOURCE, "h.")}, s.field, s.reason,
            {f"case s.field {before} end" if has_before and before else "null"},
            coalesce(s.field in ({numbers}), false), h.recorded_on, h.superseded_on, h.source_file, h.source_row
        from ({hashed} where row_id in (select row_id from refused_cells_seen where source = '{source}')) as h
        join loads as l on l.load_id = h.load_id and l.undone_at is null
        join refused_cells_seen as s on s.row_id = h.row_id and s.load_no = l.load_no
        where s.source = '{source}' and (h.superseded_on is null or h.superseded_on > h.recorded_on)""",
    )
