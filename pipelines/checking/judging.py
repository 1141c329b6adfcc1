"""Text rows to `judged`: every row typed, with what is wrong with it. By set, in the database, never row by row."""

from dataclasses import dataclass
from datetime import date

from pipelines import values
from pipelines.checking.compiling import cleaned, faults_of, is_one_of, plain_number, typed
from pipelines.checking.faults import Fault, Masks
from pipelines.checking.forms import Forms, odd
from pipelines.reading.decoding import RefusedError
from pipelines.reading.headings import Spellings
from pipelines.reading.incoming import OTHERS, TextRows
from pipelines.reading.layout import TOO_LONG
from pipelines.reading.table import Reading
from pipelines.registers.all import SOURCES
from pipelines.registers.base import Check, NotBefore, Sourced, SourceRow
from pipelines.registers.columns import Column, columns_of, with_words
from pipelines.values import quoted
from pipelines.warehouse.driver import Connection, DatabaseError, execute


def checked_columns(row: type[SourceRow]) -> list[Column]:
    return [column for column in columns_of(row) if column.name not in Sourced.model_fields]


@dataclass(frozen=True)
class Judged:
    """What can be wrong with a row of the table `judged`, and with single cells of a row that is kept.

    rows: faults that cost the row.  cells: faults that cost one cell.  hidden: suppressed figures, by column.
    """

    rows: Masks[Fault]
    cells: Masks[Fault]
    hidden: Masks[Column]


@dataclass(frozen=True)
class Bench:
    """What the rows of one file are judged by."""

    con: Connection
    reading: Reading
    spellings: Spellings
    received_on: date

    @property
    def row(self) -> type[SourceRow]:
        return SOURCES[self.reading.source]

    @property
    def columns(self) -> list[Column]:
        """The declared columns, with the words that the council's lists have for them."""
        return [with_words(column, self.spellings.words) for column in checked_columns(self.row)]

    @property
    def there(self) -> list[Column]:
        """The declared columns that the file has."""
        return [column for column in self.columns if column.name in self.reading.columns]

    def nulls(self, column: Column) -> tuple[str, ...]:
        """What stands for nothing in a column. A word of letters may be somebody's id, so in ids only signs do."""
        words = self.spellings.nulls + self.spellings.suppressed
        if not column.is_id:
            return words
        kept = self.spellings.nulls_of_ids.get(self.reading.source, ())
        return tuple(word for word in words if not word.isalnum() or word in kept)


def judge_readable(bench: Bench, forms: Forms) -> tuple[TextRows, Judged]:
    """Judge the rows as they are, or as a copy where the database cannot tell them apart.

    Raises RefusedError when rows cannot be told apart at all.
    """
    reading = bench.reading
    incoming = reading.incoming
    if reading.tidied:
        try:
            judged = judge(bench, incoming, forms)
            others = f"count(*) filter (where set_aside = {quoted(OTHERS)})"
            if execute(bench.con, f"select count(*), {others} from judged") == [(incoming.rows, 0)]:
                return incoming, judged
        except DatabaseError:
            pass
        # Rows of unequal length, odd quotation marks, a second table: the other road tells which row.
        incoming = reading.tidied()
    try:
        return incoming, judge(bench, incoming, forms)
    except DatabaseError as error:
        if not str(error).startswith("Invalid Input Error"):
            raise
        raise RefusedError(TOO_LONG) from error


def judge(bench: Bench, incoming: TextRows, forms: Forms) -> Judged:
    """Make `judged`: every row typed, whether it is good, what is wrong with it, and hashes of key and contents.

    The rows are written once, the good with the bad, in the order of the file, so that the place of a row in the table
    is its place in the file. To number the rows while reading would take one core only.
    """
    reading, there = bench.reading, bench.there
    source, columns = bench.row.SOURCE, bench.columns
    judged = _judged(bench, forms)
    names = ", ".join(column.name for column in columns)
    facts = ("" if incoming.first_row else "source_row, ") + "is_blank, has_extra, has_ghost, set_aside"
    cells = ", ".join(f"{c.name} as {c.name}_cell, {cleaned(c, bench.nulls(c))} as {c.name}_text" for c in there)
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
    masks = (judged.rows, judged.cells, judged.hidden)
    kind, place = ("table", "scratch.judged_rows") if reading.is_big else ("temp table", "judged_rows")
    execute(
        bench.con,
        f"""create or replace {kind} {place} as
        select * exclude (has_extra), not is_blank and set_aside is null and {judged.rows.is_clear} as is_good,
            hash({", ".join(source.key)}) as key_hash, hash({names}) as row_hash,
            cast(null as varchar) as refused_columns
        from (select {facts}, {names}{odd_cells}, {", ".join(one for mask in masks for one in mask.columns())},
                case when not ({judged.rows.is_clear} and {judged.cells.is_clear}) then {_found(there)} end as found
            from (select *, {typed_columns}
                from (select *{plain}{missing} from (select {facts}, {cells} from ({incoming.sql})))))""",
        incoming.params,
    )
    # A record of an answer in JSON can be many rows: they share its number, and not their place.
    number = f", rowid + {incoming.first_row} as source_row" if incoming.first_row else ""
    execute(bench.con, f"create or replace temp view judged as select *, rowid as place{number} from {place}")
    return judged


def _judged(bench: Bench, forms: Forms) -> Judged:
    source, there = bench.row.SOURCE, bench.there
    unread = [word for word in bench.reading.marks if word not in bench.spellings.suppressed]
    faults = [fault for column in there for fault in faults_of(column, has_unread=bool(unread))]
    faults += [fault for name, form in forms.dates.items() for fault in form.faults(name)]
    faults += [
        fault
        for column in there
        if column.type is date
        for fault in _of_days(column, bench.spellings, bench.received_on)
    ]
    costly = [fault for fault in faults if fault.field in source.costs_row and not fault.keeps_row]
    # In the key even a day that stands for none, or lies ahead, says that the key was not read.
    costly += [fault for fault in faults if fault.keeps_row and fault.field in source.key]
    cells = [fault for fault in faults if fault not in costly]
    for check in source.checks:
        fault = Fault(" and ".join(check.fields), check.reason, _believing(check, bench))
        (costly if len(check.fields) > 1 or check.fields[0] in source.costs_row else cells).append(fault)
    costly.append(Fault("(row)", "has more cells than there are headings", "has_extra"))
    suppressed = [word for word in bench.reading.marks if word in bench.spellings.suppressed]
    # Few files have any, and to look for them in every cell takes a fifth of the planning.
    hiding = there if suppressed else []
    return Judged(
        Masks("fault", costly, [fault.sql for fault in costly]),
        Masks("cell", cells, [fault.sql for fault in cells]),
        Masks("hidden", hiding, [_is_suppressed(column, tuple(suppressed)) for column in hiding]),
    )


def _believing(check: Check, bench: Bench) -> str:
    """The check's predicate, which a day that is not believed itself says nothing against another by."""
    if isinstance(check, NotBefore) and any(one.name == check.earlier and one.has_happened for one in bench.there):
        return f"{check.sql} and {check.earlier} <= date '{bench.received_on}'"
    return check.sql


def _of_days(column: Column, spellings: Spellings, received_on: date) -> list[Fault]:
    """Days that are none: what other systems write for no date, and what has happened after it was reported."""
    name = column.name
    faults = []
    if spellings.no_dates:
        # Looked for in one text, and only where it may be: to plan a comparison with each takes longer than the load.
        last, listed = max(spellings.no_dates), " ".join(spellings.no_dates)
        sql = f"case when {name} <= date '{last}' then contains('{listed}', cast({name} as varchar)) end"
        faults.append(Fault(name, "stands for no date", sql, keeps_row=True))
    if column.has_happened:
        # A day beyond the calendar is told of as that.
        sql = f"{name} > date '{received_on}' and {name} <= date '{values.YEARS[1]}-12-31'"
        faults.append(Fault(name, f"lies after {received_on}, the day the file was received", sql, keeps_row=True))
    return faults


def _found(there: list[Column]) -> str:
    """The cells of a row that has faults, in one text: few rows have any, and their values are wanted then."""
    cells = ", ".join(f"coalesce({column.name}_text, '')" for column in there)
    return f"concat_ws({quoted(values.SEPARATOR)}, {cells})"


def _value(column: Column, forms: Forms, *, has_entities: bool) -> str:
    text = f"{column.name}_{'plain' if column.is_number else 'text'}"
    return f"{typed(column, text, forms.date(column), has_entities=has_entities)} as {column.name}"


def _is_suppressed(column: Column, marks: tuple[str, ...]) -> str:
    """Whether a cell is a figure that is known and not told."""
    return f"case when {column.name}_text is null then {is_one_of(column.name + '_cell', marks)} end"
