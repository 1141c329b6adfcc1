"""What was not kept: cells of rows that are, and whole rows; and why, with the value where that may be told."""

from pipelines import values
from pipelines.checking.compiling import is_one_of
from pipelines.checking.faults import Fault, Masks
from pipelines.checking.judging import Bench, Judged, checked_columns
from pipelines.registers.base import Source
from pipelines.values import quoted
from pipelines.warehouse.driver import execute

KEY_DOT = " · "
"""Stands between the parts of a record's key."""

PLACED_BY = {"contract_ref": ("contract_ref", "replaces_contract_ref"), "provider_id": ("provider_id",)}
PLACED_BY |= {"location_id": ("location_id", "cqc_location_id")}
"""What a refused row is about → the columns that may say so."""


def refuse_cells(bench: Bench, judged: Judged, seen: list[int]) -> None:
    """Take out of `judged` each cell that could not be read, of rows that are kept.

    The value becomes null and `refused_columns` names the column; `refused_found` has place, field and reason.
    seen: which faults of cells there are at all, as `Masks.among` has it. A file without any costs nothing here.
    """
    con = bench.con
    execute(con, "create or replace temp table refused_found (place bigint, field varchar, reason varchar)")
    if not seen:
        return
    masks = judged.cells
    execute(
        con,
        f"""insert into refused_found
        select place, field, string_agg(reason, '; ') from ({_reasons(bench, masks, seen)}) where is_good
        group by place, field""",
    )
    fields: dict[str, list[int]] = {}
    for place in seen:
        fields.setdefault(masks.of[place].field, []).append(place)
    at_fault = {field: " or ".join(f"({masks.is_set(place)})" for place in places) for field, places in fields.items()}
    blank(
        bench,
        {field: f"coalesce({condition}, false)" for field, condition in at_fault.items()},
        "is_good and place in (select place from refused_found)",
    )


def blank(bench: Bench, columns: dict[str, str], where: str) -> None:
    """Make cells of `judged` null and name their columns as refused. columns: name → the condition, as SQL."""
    con, row = bench.con, bench.row
    table = "scratch.judged_rows" if bench.reading.is_big else "judged_rows"
    kept = {name: f"case when {sql} then null else {name} end" for name, sql in columns.items()}
    nulled = ", ".join(f"{name} = {value}" for name, value in kept.items())
    # In the order they are declared, whatever was found first: the text is part of what the row says.
    named = " || ".join(
        f"case when {columns.get(column.name, 'false')} or coalesce(refused_columns like '% {column.name} %', false)"
        f" then '{column.name} ' else '' end"
        for column in checked_columns(row)
    )
    refused = f"nullif(' ' || {named}, ' ')"
    # What stands on the right is the row as it was, so that the hashes are of what it becomes.
    contents = ", ".join([*(kept.get(one.name, one.name) for one in checked_columns(row)), refused])
    key = ", ".join(kept.get(name, name) for name in row.SOURCE.key)
    hashes = f"row_hash = hash({contents})" + (f", key_hash = hash({key})" if row.SOURCE.is_keyed_by_whole_row else "")
    rows = where.replace("place in", "rowid in")
    execute(con, f"update {table} set {nulled}, refused_columns = {refused}, {hashes} where {rows}")


def _reasons(bench: Bench, masks: Masks[Fault], places: list[int], *, tells_amounts: bool = True) -> str:
    """place, is_good, field and reason of every fault in these places of the masks, as SQL.

    tells_amounts: whether a reason may repeat an amount. Whoever sees rejected rows need not see amounts.
    """
    position = {column.name: number for number, column in enumerate(bench.there, start=1)}
    shown = {column.name for column in bench.there if column.is_shown and (tells_amounts or not column.is_number)}
    listed = ", ".join(
        f"({masks.places[place][0]}, {masks.places[place][1]}, {quoted(fault.field)}, {quoted(fault.reason)},"
        f" {position.get(fault.field, 0)}, {fault.field in shown})"
        for place, fault in ((place, masks.of[place]) for place in places)
    )
    number = " ".join(f"when {number} then {name}" for number, name in enumerate(masks.names))
    cell = f"string_split(found, {quoted(values.SEPARATOR)})[position]"
    return f"""select place, is_good, field, case
            when position > 0 and starts_with(cell, {quoted(values.UNREAD)}) then substr(cell, 2)
            when position > 0 and {is_one_of("cell", values.ERROR_WORDS)} then 'shows an error (' || cell || ')'
            when word is not null then reason || ': found ' || cell || ', which is nearest to ' || word
            when is_shown and regexp_full_match(cell, {quoted(values.SHOWN)}) then reason || ': found ' || cell
            else reason end as reason
        from (select place, is_good, field, reason, position, is_shown, {cell} as cell
            from (select place, is_good, found, {", ".join(masks.names)} from judged
                where not is_blank and set_aside is null and found is not null) as bad,
                (values {listed}) as faults(number, bit, field, reason, position, is_shown)
            where case number {number} end & bit <> 0) as one
        left join near_words using (field, cell)"""


def name_rejects(bench: Bench, judged: Judged, rows_seen: list[int], cells_seen: list[int], *, is_any: bool) -> None:
    """`rejected`: place, source_row, field and reason of all that is wrong with rows that are not kept.

    is_any: whether there is such a row; a file without costs nothing here.
    """
    if not is_any:
        execute(
            bench.con,
            """create or replace temp table rejected
            (place bigint, source_row bigint, field varchar, reason varchar)""",
        )
        return
    wrong = [
        f"select place, field, reason from ({_reasons(bench, masks, seen, tells_amounts=is_needed)}) where not is_good"
        # An amount that costs the row, as a payment's does, is no secret of a contract.
        for masks, seen, is_needed in ((judged.rows, rows_seen, True), (judged.cells, cells_seen, False))
        if seen
    ]
    found = "\nunion all\n".join(
        [
            *wrong,
            "select place, '(row)' as field, set_aside as reason from judged where set_aside is not null",
            "select place, field, reason from repeated",
        ]
    )
    execute(
        bench.con,
        f"""create or replace temp table rejected as
        select place, source_row, field, reason
        from ({found}) join (select place, source_row from judged) using (place)""",
    )


def name_refused_rows(bench: Bench, judged: Judged, rows_seen: list[int], *, is_any: bool) -> None:
    """Makes `refused_here`: the refused rows, with what could be read of their key, contract, provider and location.

    key_hash is blank when the key could not be read, lead_hash when not even its first part could. A row that is its
    own key is no other record's newer row, so it has neither.
    """
    source = bench.row.SOURCE
    columns = {column.name for column in checked_columns(bench.row)}
    bad_key = "true" if source.is_keyed_by_whole_row else _any_of(judged.rows, rows_seen, set(source.key))
    bad_lead = "true" if source.is_keyed_by_whole_row else _any_of(judged.rows, rows_seen, {source.key[0]})
    about = {name: next((column for column in known if column in columns), None) for name, known in PLACED_BY.items()}
    placed = ", ".join(
        f"cast({f'case when not ({_any_of(judged.rows, rows_seen, {column})}) then {column} end' if column else 'null'}"
        f" as varchar) as {name}"
        for name, column in about.items()
    )
    execute(
        bench.con,
        f"""create or replace temp table refused_here as
        select source_row, case when {bad_key} then null else key_hash end as key_hash,
            case when {bad_lead} then null else hash({source.key[0]}) end as lead_hash,
            case when not ({bad_lead}) then {record_of(source)} end as record, {placed}, faults.why as reason
        from judged join (
            select place, string_agg(field || ' ' || reason, '; ' order by field, reason) as why
            from rejected group by place) faults using (place)
        where not is_good and not is_blank and set_aside is null"""
        if is_any
        else """create or replace temp table refused_here (source_row bigint, key_hash ubigint, lead_hash ubigint,
            record varchar, contract_ref varchar, provider_id varchar, location_id varchar, reason varchar)""",
    )


def record_of(source: Source, of: str = "") -> str:
    """A record's key in words, as SQL. of: the alias of what has the key, with its point."""
    return f"concat_ws('{KEY_DOT}', {', '.join(f'cast({of}{name} as varchar)' for name in source.key)})"


def _any_of(masks: Masks[Fault], seen: list[int], fields: set[str]) -> str:
    """Whether a row has a fault in one of the fields."""
    found = [masks.is_set(place) for place in seen if fields & set(masks.of[place].field.split(" and "))]
    return " or ".join(f"({one})" for one in found) or "false"
