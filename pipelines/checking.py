"""Text rows and a contract in; good rows, rejects and counts out. By set, in the database, never row by row."""

from dataclasses import dataclass

from pipelines.columns import Column, columns_of
from pipelines.compiling import cleaned, faults_of, is_number, plain_number, typed
from pipelines.contracts.base import Sourced, SourceRow
from pipelines.dates import DateForm, date_forms
from pipelines.faults import Fault, quoted
from pipelines.reading.headings import Spellings
from pipelines.reading.table import Reading
from pipelines.sources import SOURCES
from pipelines.warehouse import Connection, execute

BITS = 62
"""Faults in one mask: a 64-bit integer with its sign left alone."""


@dataclass(frozen=True)
class Checked:
    """The temporary tables `checked` (good rows, typed) and `rejected` (source_row, field, reason), counted."""

    kept: int
    rejected: int
    notes: tuple[str, ...]


def checked_columns(row: type[SourceRow]) -> list[Column]:
    return [column for column in columns_of(row) if column.name not in Sourced.model_fields]


def check(con: Connection, reading: Reading, spellings: Spellings) -> Checked:
    """Judge every row of `incoming`. Each ends in `checked`, in `rejected`, or is blank.

    Raises nothing for bad data: that is what rejects are for.
    """
    row = SOURCES[reading.source]
    columns = checked_columns(row)
    there = [column for column in columns if column.name in reading.columns]
    forms, notes = date_forms(con, there)
    notes += _suppressed(con, there, spellings.suppressed)
    nulls = spellings.nulls + spellings.suppressed

    texts = ", ".join(
        f"{cleaned(column, nulls) if column in there else 'cast(null as varchar)'} as {column.name}_text"
        for column in columns
    )
    numbers = "".join(
        f", {plain_number(column, column.name + '_text')} as {column.name}_plain"
        for column in there
        if is_number(column)
    )
    casts = ", ".join(
        f"{_value(column, forms) if column in there else f'cast(null as {column.sql_type})'} as {column.name}"
        for column in columns
    )
    faults = [fault for column in there for fault in faults_of(column)]
    faults += [fault for name, form in forms.items() for fault in form.faults(name)]
    faults.append(Fault("(row)", "has more cells than there are headings", "has_extra"))
    faults += [Fault(" and ".join(check.fields), check.reason, check.sql) for check in row.SOURCE.checks]
    masks = [faults[start : start + BITS] for start in range(0, len(faults), BITS)]
    mask_columns = ", ".join(
        " | ".join(f"(case when {fault.sql} then {1 << bit} else 0 end)" for bit, fault in enumerate(part))
        + f" as mask_{number}"
        for number, part in enumerate(masks)
    )
    names = ", ".join(column.name for column in columns)
    mask_names = ", ".join(f"mask_{number}" for number in range(len(masks)))
    execute(
        con,
        f"""create or replace temp table judged as
        select source_row, {names}, {mask_columns}
        from (select source_row, has_extra, {", ".join(f"{c.name}_text" for c in columns)}, {casts}
            from (select *{numbers}
                from (select source_row, has_extra, {texts} from incoming
                    where not is_blank and set_aside is null)))""",
    )
    is_good = " and ".join(f"mask_{number} = 0" for number in range(len(masks)))
    _find_repeats(con, row, names, is_good)
    execute(
        con,
        f"""create or replace temp table checked as
        select {names}, source_row, key_hash, row_hash from keyed
        where source_row not in (select source_row from repeats)""",
    )
    listed = ", ".join(
        f"({number}, {bit}, {quoted(fault.field)}, {quoted(fault.reason)})"
        for number, part in enumerate(masks)
        for bit, fault in enumerate(part)
    )
    mask_of = " ".join(f"when {number} then mask_{number}" for number in range(len(masks)))
    execute(
        con,
        f"""create or replace temp table rejected as
        select source_row, field, reason
        from (select source_row, {mask_names} from judged where not ({is_good})) as bad,
            (values {listed}) as faults(number, bit, field, reason)
        where ((case number {mask_of} end) >> cast(bit as integer)) & 1 = 1
        union all
        select source_row, {quoted(_key_words(row))}, 'has the same key as row ' || first_row from repeats
        union all
        select source_row, '(row)', set_aside from incoming where set_aside is not null""",
    )
    [(kept,)] = execute(con, "select count(*) from checked")
    [(rejected,)] = execute(con, "select count(distinct source_row) from rejected")
    if kept + rejected + reading.blank != reading.read:
        raise AssertionError(f"{reading.read} rows read, but {kept} + {rejected} + {reading.blank} accounted for")
    return Checked(kept, rejected, tuple(notes))


def _value(column: Column, forms: dict[str, DateForm]) -> str:
    text = f"{column.name}_{'plain' if is_number(column) else 'text'}"
    return typed(column, text, forms.get(column.name, DateForm()))


def _suppressed(con: Connection, columns: list[Column], marks: tuple[str, ...]) -> list[str]:
    """Columns with figures that are known and not told, in words: they are read as nothing, never as 0."""
    if not marks or not columns:
        return []
    # As they are written and in capitals, which is quicker to look for than to change a whole file to small letters.
    written = sorted({form for mark in marks for form in (mark, mark.lower(), mark.upper())})
    counts = ", ".join(
        "count(*) filter (where " + " or ".join(f"{column.name} = {quoted(form)}" for form in written) + ")"
        for column in columns
    )
    [found] = execute(con, f"select {counts} from incoming")
    return [
        f"{column.name} is suppressed in {count:,} {'row' if count == 1 else 'rows'} ({' or '.join(marks)}): read as"
        " blank, never as 0"
        for column, count in zip(columns, found, strict=True)
        if count
    ]


def _key_words(row: type[SourceRow]) -> str:
    return ", ".join(row.SOURCE.key)


def _find_repeats(con: Connection, row: type[SourceRow], names: str, is_good: str) -> None:
    """`keyed`: good rows with hashes of key and contents. `repeats`: those whose key an earlier row has.

    Hashes have 64 bits: among ten million rows the chance of any two meeting is about three in a million.
    """
    key = ", ".join(row.SOURCE.key)
    if row.SOURCE.is_keyed_by_whole_row:
        key += f", row_number() over (partition by {key} order by source_row)"
    execute(
        con,
        f"""create or replace temp table keyed as
        select {names}, source_row, hash({key}) as key_hash, hash({names}) as row_hash from judged where {is_good}""",
    )
    execute(
        con,
        """create or replace temp table repeats as
        select source_row, first_row
        from (
            select source_row, key_hash, min(source_row) over (partition by key_hash) as first_row
            from keyed
            where key_hash in (select key_hash from keyed group by key_hash having count(*) > 1)
        )
        where source_row <> first_row""",
    )
