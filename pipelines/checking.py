"""Text rows and a contract in; good rows, rejects and counts out. By set, in the database, never row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.columns import Column, columns_of
from pipelines.compiling import cleaned, faults_of, is_one_of, plain_number, typed
from pipelines.contracts.base import Sourced, SourceRow
from pipelines.faults import Fault, Masks, masks_of, quoted
from pipelines.forms import Forms, forms_of, odd
from pipelines.reading.decoding import RefusedError
from pipelines.reading.headings import Spellings
from pipelines.reading.incoming import OTHERS, Incoming
from pipelines.reading.layout import TOO_LONG
from pipelines.reading.table import Reading
from pipelines.sources import SOURCES
from pipelines.warehouse import Connection, DatabaseError, execute


@dataclass(frozen=True)
class Checked:
    """The temporary view `checked` (good rows, typed) and table `rejected` (source_row, field, reason), counted."""

    read: int
    kept: int
    rejected: int
    blank: int
    notes: tuple[str, ...]


@contextmanager
def room_for(con: Connection, reading: Reading, folder: Path) -> Iterator[None]:
    """Where the judged rows of a file are while it is loaded: a database of its own for a big one, else memory.

    What memory cannot hold is written to disk as it lies, which takes many times as long as packed into a table.
    """
    if not reading.is_big:
        yield
        return
    file = folder / "scratch.duckdb"
    execute(con, f"attach {quoted(str(file))} as scratch")
    try:
        yield
    finally:
        execute(con, "detach scratch")
        file.unlink()


def checked_columns(row: type[SourceRow]) -> list[Column]:
    return [column for column in columns_of(row) if column.name not in Sourced.model_fields]


def check(con: Connection, reading: Reading, spellings: Spellings) -> Checked:
    """Judge every row of a file. Each ends in `checked`, in `rejected`, or is blank.

    The rows are written once, as `judged`: the good with the bad, in the order of the file, so that the place of a row
    in the table is its place in the file. To number the rows while reading would take one core only.

    Raises nothing for bad data: that is what rejects are for. Raises RefusedError when rows cannot be told apart.
    """
    row = SOURCES[reading.source]
    there = [column for column in checked_columns(row) if column.name in reading.columns]
    nulls = spellings.nulls + spellings.suppressed
    # Few files have any, and to look for them in every cell takes a fifth of the planning.
    hiding = there if reading.suppressed else []
    hidden = Masks("hidden", [_is_suppressed(column, reading.suppressed) for column in hiding])
    incoming, faults = _judge_readable(con, reading, nulls, hidden)
    forms = forms_of(there, lambda counts: _counted(con, counts))
    notes = list(forms.notes)
    if not forms.are_ours:
        faults = _judge(con, reading, incoming, nulls, hidden, forms)
    _find_repeats(con)
    _name_results(con, row, faults)
    read, blank, ghosts, *suppressed = _counted(
        con,
        [
            "count(*)",
            "count(*) filter (where is_blank)",
            "count(*) filter (where has_ghost and set_aside is null)",
            *(f"count(*) filter (where {hidden.is_set(place)})" for place in range(len(hiding))),
        ],
    )
    if ghosts:
        rows = "1 row has" if ghosts == 1 else f"{ghosts:,} rows have"
        notes.insert(0, f"{rows} values in columns without a heading ({reading.ghosts}), which are not read")
    notes += _suppressed(hiding, suppressed, spellings.suppressed)
    [(kept, rejected)] = execute(
        con, "select (select count(*) from checked), (select count(distinct place) from rejected)"
    )
    if kept + rejected + blank != read:
        raise AssertionError(f"{read} rows read, but {kept} + {rejected} + {blank} accounted for")
    return Checked(read, kept, rejected, blank, (*reading.notes, *notes))


def _counted(con: Connection, counts: list[str]) -> Sequence[int]:
    """Counts over all judged rows, in one look."""
    return execute(con, f"select {', '.join(counts)} from judged")[0] if counts else ()


def _judge_readable(
    con: Connection, reading: Reading, nulls: tuple[str, ...], hidden: Masks
) -> tuple[Incoming, list[Fault]]:
    """Judge the rows as they are, or as a copy where the database cannot tell them apart. Dates as we write them."""
    if reading.tidied:
        try:
            faults = _judge(con, reading, reading.incoming, nulls, hidden, Forms())
            if _counted(con, ["count(*)", f"count(*) filter (where set_aside = {quoted(OTHERS)})"]) == (
                reading.rows,
                0,
            ):
                return reading.incoming, faults
        except DatabaseError:
            pass
        # Rows of unequal length, odd quotation marks, a second table: the other road tells which row.
        incoming = reading.tidied()
    else:
        incoming = reading.incoming
    try:
        return incoming, _judge(con, reading, incoming, nulls, hidden, Forms())
    except DatabaseError as error:
        if not str(error).startswith("Invalid Input Error"):
            raise
        raise RefusedError(TOO_LONG) from error


def _judge(
    con: Connection,
    reading: Reading,
    incoming: Incoming,
    nulls: tuple[str, ...],
    hidden: Masks,
    forms: Forms,
) -> list[Fault]:
    """`judged`: every row typed, with its faults, whether it is good, hashes of its key and contents, and its place.

    Returns what can be wrong with a row, in the order of the masks.
    """
    source = SOURCES[reading.source].SOURCE
    columns = checked_columns(SOURCES[reading.source])
    there = [column for column in columns if column.name in reading.columns]
    faults = [fault for column in there for fault in faults_of(column)]
    faults += [fault for name, form in forms.dates.items() for fault in form.faults(name)]
    faults.append(Fault("(row)", "has more cells than there are headings", "has_extra"))
    faults += [Fault(" and ".join(check.fields), check.reason, check.sql) for check in source.checks]
    masks = masks_of(faults)
    names = ", ".join(column.name for column in columns)
    facts = ("" if incoming.first_row else "source_row, ") + "is_blank, has_extra, has_ghost, set_aside"
    cells = ", ".join(f"{c.name} as {c.name}_cell, {cleaned(c, nulls)} as {c.name}_text" for c in there)
    plain = "".join(
        f", {plain_number(c, c.name + '_text', forms.number(c))} as {c.name}_plain" for c in there if c.is_number
    )
    missing = "".join(f", cast(null as varchar) as {c.name}_text" for c in columns if c not in there)
    odd_cells = "".join(f", {cell} as {c.name}_odd" for c in there if (cell := odd(c)))
    typed_columns = ", ".join(
        _value(column, forms, has_entities=reading.has_entities)
        if column in there
        else f"cast(null as {column.sql_type}) as {column.name}"
        for column in columns
    )
    kind, place = ("table", "scratch.judged_rows") if reading.is_big else ("temp table", "judged_rows")
    execute(
        con,
        f"""create or replace {kind} {place} as
        select * exclude (has_extra), not is_blank and set_aside is null and {masks.is_clear} as is_good,
            hash({", ".join(source.key)}) as key_hash, hash({names}) as row_hash
        from (select {facts}, {names}{odd_cells}, {", ".join((*masks.columns(), *hidden.columns()))}
            from (select *, {typed_columns}
                from (select *{plain}{missing} from (select {facts}, {cells} from ({incoming.sql})))))""",
        incoming.params,
    )
    # A record of an answer in JSON can be many rows: they share its number, and not their place.
    number = f", rowid + {incoming.first_row} as source_row" if incoming.first_row else ""
    execute(con, f"create or replace temp view judged as select *, rowid as place{number} from {place}")
    return faults


def _value(column: Column, forms: Forms, *, has_entities: bool) -> str:
    text = f"{column.name}_{'plain' if column.is_number else 'text'}"
    return f"{typed(column, text, forms.date(column), has_entities=has_entities)} as {column.name}"


def _find_repeats(con: Connection) -> None:
    """`repeats`: good rows whose key an earlier row has, that row, and the which-th of them each is.

    Hashes have 64 bits: among ten million rows the chance of any two meeting is about three in a million.
    """
    execute(
        con,
        """create or replace temp table repeats as
        select place, source_row, first_row, nth
        from (
            select place, source_row, first_value(source_row) over same_key as first_row,
                row_number() over same_key as nth
            from judged
            where is_good and key_hash in (
                select key_hash from judged where is_good group by key_hash having count(*) > 1)
            window same_key as (partition by key_hash order by place)
        )
        where nth > 1""",
    )


def _name_results(con: Connection, row: type[SourceRow], faults: list[Fault]) -> None:
    """The view `checked` over the rows that were judged, and what was found against the others as `rejected`."""
    source, masks = row.SOURCE, masks_of(faults)
    names = ", ".join(column.name for column in checked_columns(row))
    key = ", ".join(source.key)
    if source.is_keyed_by_whole_row:
        # The second of two rows that say the same is a row of its own.
        good = f"""select {names}, place, source_row, hash({key}, coalesce(nth, 1)) as key_hash, row_hash
            from judged left join (select place, nth from repeats) using (place) where is_good"""
    else:
        good = f"""select {names}, place, source_row, key_hash, row_hash
            from judged where is_good and place not in (select place from repeats)"""
    execute(con, f"create or replace temp view checked as {good}")
    listed = ", ".join(
        f"({number}, {bit}, {quoted(fault.field)}, {quoted(fault.reason)})"
        for (number, bit), fault in zip(masks.places, faults, strict=True)
    )
    found = " ".join(f"when {number} then {name}" for number, name in enumerate(masks.names))
    repeated = f"""union all
        select place, source_row, {quoted(key)}, 'has the same key as row ' || first_row from repeats"""
    execute(
        con,
        f"""create or replace temp table rejected as
        select place, source_row, field, reason
        from (select place, source_row, {", ".join(masks.names)} from judged
                where not is_good and not is_blank and set_aside is null) as bad,
            (values {listed}) as faults(number, bit, field, reason)
        where case number {found} end & bit <> 0
        union all
        select place, source_row, '(row)', set_aside from judged where set_aside is not null
        {"" if source.is_keyed_by_whole_row else repeated}""",
    )


def _is_suppressed(column: Column, marks: tuple[str, ...]) -> str:
    """Whether a cell is a figure that is known and not told."""
    return f"case when {column.name}_text is null then {is_one_of(column.name + '_cell', marks)} end"


def _suppressed(columns: list[Column], counts: Sequence[int], marks: tuple[str, ...]) -> list[str]:
    """Columns with suppressed figures, in words: they are read as nothing, never as 0."""
    return [
        f"{column.name} is suppressed in {count:,} {'row' if count == 1 else 'rows'} ({' or '.join(marks)}): read as"
        " blank, never as 0"
        for column, count in zip(columns, counts, strict=True)
        if count
    ]
