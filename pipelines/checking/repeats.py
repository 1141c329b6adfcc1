"""Rows of one file that are about the same record. Which of them comes first in the file decides nothing."""

from pipelines.checking.judging import Bench, checked_columns
from pipelines.checking.refusing import blank
from pipelines.values import quoted
from pipelines.warehouse.driver import execute

_NOTHING = "\x00"


def settle_repeats(bench: Bench) -> int:
    """Of good rows with one key, keep one. `repeated`: place, field and reason of each of the others.

    Returns how many rows share their key with another.

    Rows that say the same are one. Of rows that say different things, what they agree on is kept, and the cells in
    which they differ are refused; where that is a cell without which a row is nothing, all of them are. Where the
    register knows which of two rows counts, that one is kept.

    Hashes have 64 bits: among ten million rows the chance of any two meeting is about three in a million.
    """
    con, source = bench.con, bench.row.SOURCE
    execute(con, "create or replace temp table repeated (place bigint, field varchar, reason varchar)")
    if source.is_keyed_by_whole_row:
        execute(
            con,
            """create or replace temp table repeats as
            select place, row_number() over (partition by key_hash order by place) as nth from judged
            where is_good and key_hash in (
                select key_hash from judged where is_good group by key_hash having count(*) > 1)""",
        )
        return 0
    order = ", ".join((*source.preferred, "row_hash", "place") if source.preferred else ("place",))
    execute(
        con,
        f"""create or replace temp table repeats as
        select place, key_hash, first_value(place) over same_key as kept,
            first_value(source_row) over same_key as kept_row,
            count(*) over (partition by key_hash, row_hash) < count(*) over (partition by key_hash) as is_differing
        from judged as said
        where is_good and key_hash in (select key_hash from judged where is_good group by key_hash having count(*) > 1)
        window same_key as (partition by key_hash order by {order})""",
    )
    [(repeats, differing)] = execute(con, "select count(*), count(*) filter (where is_differing) from repeats")
    if not repeats:
        return 0
    key = quoted(", ".join(source.key))
    said = "'repeats row ' || kept_row"
    if source.preferred:
        said = f"case when is_differing then 'row ' || kept_row || ' is about the same, and counts' else {said} end"
    elif differing:
        _settle_differing(bench)
        same = "'is about the same record as row ' || kept_row || ', and differs'"
        said = f"case when is_differing then {same} else {said} end"
    execute(
        con,
        f"insert into repeated select place, {key}, {said} from repeats where place <> kept"
        " and place not in (select place from repeated)",
    )
    return int(repeats)


def _settle_differing(bench: Bench) -> None:
    con, source = bench.con, bench.row.SOURCE
    columns = [column.name for column in checked_columns(bench.row) if column.name not in source.key]
    counts = ", ".join(
        f"count(distinct coalesce(cast({name} as varchar), {quoted(_NOTHING)})"
        f" || case when refused_columns like '% {name} %' then '?' else '' end) > 1 as {name}"
        for name in columns
    )
    execute(
        con,
        f"""create or replace temp table differing as
        select kept, string_agg(distinct source_row, ', ' order by source_row) as numbers, {counts}
        from judged join repeats using (place) where is_differing group by kept""",
    )
    columns = [
        name for name in columns if execute(con, f"select exists (from differing where {name})")[0][0]
    ]  # one look each: few files come here
    table = "scratch.judged_rows" if bench.reading.is_big else "judged_rows"
    for name in columns:
        if name in source.costs_row:
            execute(
                con,
                f"""insert into repeated
                select place, '{name}', 'differs in rows ' || numbers || ', which are about one record'
                from repeats join differing using (kept) where {name}""",
            )
    execute(con, f"update {table} set is_good = false where rowid in (select place from repeated)")
    for name in (name for name in columns if name not in source.costs_row):
        kept = f"(select kept from differing where {name})"
        execute(
            con,
            f"""insert into refused_found
            select kept, '{name}', 'differs in rows ' || numbers || ', which are about one record'
            from differing where {name}""",
        )
        blank(bench, {name: "true"}, f"is_good and place in {kept}")
