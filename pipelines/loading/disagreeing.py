"""Two files of one register and day that say different things of one record: neither is taken for a correction.

What they agree on is kept. A cell in which they differ is refused; where that is a cell without which a row is nothing,
both rows are, and so they are where the cell is what the row known before is bad news by: the record stays as it was
known before the day. So the order of the files decides nothing. A file that does not have a column says nothing about
it. Where the register knows which of two statements counts, that one is kept, as of two rows of one file.
"""

from datetime import date

from pipelines.checking.judging import checked_columns
from pipelines.checking.refusing import PLACED_BY, record_of
from pipelines.loading.sightings import weaker_than_known
from pipelines.registers.all import history_table
from pipelines.registers.base import Source, SourceRow
from pipelines.warehouse.driver import Connection, execute

_NOTHING = "\x00"
_PLACE = "file || ' row ' || source_row"
_FIRST = "{'file': file, 'source_row': source_row, 'load_id': load_id, 'load_no': load_no}"


def find(con: Connection, row: type[SourceRow], loads: list[int]) -> bool:
    """Whether files of a day disagree. `disagreed`: the keys; `day_rows`: what each file has under them.

    loads: the day's loads, whose rows are in `contents` and in the source's sightings.
    """
    source = row.SOURCE
    if source.is_keyed_by_whole_row:
        return False
    names = [column.name for column in checked_columns(row)]
    key = f"hash({', '.join(source.key)})"
    execute(
        con,
        f"""create or replace temp table day_rows as
        select load_no, l.file, l.load_id, seen.source_row, {key} as key_hash, {", ".join(names)}, refused_columns,
            hash({", ".join(names)}, refused_columns) as said
        from {source.name}_seen as seen join contents using (row_id)
            join (select load_no, file, load_id from loads) as l using (load_no)
        where load_no in ({", ".join(map(str, loads))})""",
    )
    execute(
        con,
        """create or replace temp table disagreed as
        select key_hash from day_rows group by key_hash having count(distinct said) > 1""",
    )
    if not execute(con, "select exists (from disagreed)")[0][0]:
        return False
    execute(con, "delete from day_rows where key_hash not in (select key_hash from disagreed)")
    return True


def count(con: Connection, load_no: int) -> int:
    """Records of a load of which another file of the day says something else."""
    sql = "select count(distinct key_hash) from day_rows where load_no = $no"
    return int(execute(con, sql, {"no": load_no})[0][0])


def settle(con: Connection, row: type[SourceRow], day: date, open_rows: str) -> None:
    """After the day's files were applied without the keys in `disagreed`: what holds of these."""
    source, history = row.SOURCE, history_table(row.SOURCE.name)
    others = [column.name for column in checked_columns(row) if column.name not in source.key]
    held = _preferred(source, others) if source.preferred else _agreed(con, source, others)
    cells = ", ".join(f"case when differs_{n} or unread_{n} then null else {n} end as {n}" for n in others)
    named = " || ".join(f"case when differs_{n} or unread_{n} then '{n} ' else '' end" for n in others)
    costly = [f"s.differs_{name}" for name in others if name in source.costs_row]
    execute(
        con,
        f"""create or replace temp table held as
        select s.*, {" or ".join([*costly, f"coalesce({weaker_than_known(row)}, false)"])} as is_lost
        from (select key_hash, {", ".join(source.key)}, {cells}, nullif(' ' || {named}, ' ') as refused_columns,
                first, places, {", ".join(f"differs_{name}" for name in others)} from ({held})) as s
        left join ({open_rows}) as k using (key_hash)""",
    )
    _refuse(con, row)
    [(last_id,)] = execute(
        con,
        f"select coalesce(max(row_id), 0) from (select row_id from {history}"
        f" union all select row_id from {source.name}_seen union all select row_id from contents)",
    )
    execute(
        con,
        f"""create or replace temp table merged as
        select *, {last_id} + row_number() over (order by key_hash) as row_id, first.file as file,
            first.source_row as source_row, first.load_id as load_id, first.load_no as load_no
        from held where not is_lost""",
    )
    execute(
        con,
        f"""update {history} set superseded_on = $day where superseded_on is null and row_id in (
            select k.row_id from ({open_rows}) as k join merged using (key_hash))""",
        {"day": day},
    )
    names = ", ".join([*source.key, *others, "refused_columns"])
    execute(
        con,
        f"""insert into {history} (row_id, {names}, source_file, source_row, load_id, recorded_on)
        select row_id, {names}, file, source_row, load_id, $day from merged""",
        {"day": day},
    )
    for name in others:
        execute(
            con,
            f"""insert into refused_cells_seen
            select load_no, '{source.name}', row_id, '{name}', 'differs in ' || places || ', received on one day', true
            from merged where differs_{name}
            union all
            select m.load_no, '{source.name}', m.row_id, '{name}', 'could not be read in ' || m.places, true
            from merged as m where m.refused_columns like '% {name} %' and not differs_{name}""",
        )


def _preferred(source: Source, others: list[str]) -> str:
    """The row of each record that counts, as SQL: all of it is believed, and nothing of the others."""
    return f"""select key_hash, {_FIRST} as first, {_PLACE} as places,
        {", ".join(f"false as differs_{name}" for name in others)}, {", ".join([*source.key, *others])},
        {", ".join(f"coalesce({_is_unread(name)}, false) as unread_{name}" for name in others)}
        from day_rows as said
        qualify row_number() over (partition by key_hash order by {", ".join((*source.preferred, "said.said"))}) = 1"""


def _agreed(con: Connection, source: Source, others: list[str]) -> str:
    """What the rows of each record agree on, and where they differ, as SQL."""
    having = {name: _loads_with(con, source.name, name) for name in others}
    return f"""select key_hash, min({_FIRST}) as first,
        string_agg(distinct {_PLACE}, ' and ' order by {_PLACE}) as places,
        {", ".join(f"{_differs(name, having[name])} as differs_{name}" for name in others)},
        {", ".join(f"min({name}) as {name}" for name in source.key)},
        {", ".join(f"min({name}) filter (where load_no in ({having[name]})) as {name}" for name in others)},
        {", ".join(f"coalesce(bool_or({_is_unread(name)}), false) as unread_{name}" for name in others)}
        from day_rows group by key_hash"""


def _refuse(con: Connection, row: type[SourceRow]) -> None:
    """Both rows of what is lost of a record. The record is as it was known before the day."""
    source = row.SOURCE
    names = row.columns()
    places = ", ".join(
        f"cast({next((f'd.{one}' for one in known if one in names), 'null')} as varchar)"
        for known in PLACED_BY.values()
    )
    execute(
        con,
        f"""insert into refused_rows
        select d.load_id, '{source.name}', {record_of(source, "d.")}, {places},
            'says other things than ' || h.places || ', received on one day', k.source_file, k.source_row,
            l.received_on, null, d.file, d.source_row
        from day_rows as d
        join held as h using (key_hash)
        join loads as l on l.load_no = d.load_no
        left join (select *, hash({", ".join(source.key)}) as key_hash from {history_table(source.name)}
            where superseded_on is null) as k using (key_hash)
        where h.is_lost""",
    )


def _loads_with(con: Connection, source: str, field: str) -> str:
    """The day's loads that had a heading for a column, as a list; -1 for none."""
    found = execute(
        con,
        """select distinct load_no from day_rows where load_id in (
            select load_id from load_columns where source = $source and field = $field)""",
        {"source": source, "field": field},
    )
    return ", ".join(str(number) for (number,) in found) or "-1"


def _differs(name: str, loads: str) -> str:
    said = f"coalesce(cast({name} as varchar), '{_NOTHING}') || case when {_is_unread(name)} then '?' else '' end"
    return f"count(distinct {said}) filter (where load_no in ({loads})) > 1"


def _is_unread(name: str) -> str:
    return f"refused_columns like '% {name} %'"
