"""Text rows and a contract in; good rows, rejects and counts out. By set, in the database, never row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.checking.forms import Forms, forms_of
from pipelines.checking.judging import Bench, Judged, checked_columns, judge, judge_readable
from pipelines.checking.nearness import name_nearest
from pipelines.checking.refusing import name_refused_rows, name_rejects, refuse_cells
from pipelines.checking.repeats import settle_repeats
from pipelines.counting import counted
from pipelines.reading.decoding import RefusedError
from pipelines.reading.headings import Spellings
from pipelines.reading.table import Reading
from pipelines.registers.columns import Column
from pipelines.values import quoted
from pipelines.warehouse.driver import Connection, execute


@dataclass(frozen=True)
class Checked:
    """What became of the rows of a file, counted.

    In temporary tables beside it: `checked`, the good rows, typed; `rejected`, all that is wrong with the others;
    `refused_here`, the rows refused, with what could be read of them; `refused_found`, cells of good rows refused.
    """

    read: int
    kept: int
    rejected: int
    blank: int
    refused_cells: int
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


def check(con: Connection, reading: Reading, spellings: Spellings, received_on: date) -> Checked:
    """Judge every row of a file. Each ends in `checked`, in `rejected`, or is blank.

    Raises nothing for bad data: that is what rejects are for. Raises RefusedError when rows cannot be told apart.
    """
    bench = Bench(con, reading, spellings, received_on)
    incoming, judged = judge_readable(bench, Forms())
    forms = forms_of(bench.there, lambda counts: _counted(con, counts))
    notes = list(forms.notes)
    if not forms.are_ours:
        judged = judge(bench, incoming, forms)
    rows_seen, cells_seen = _seen(con, judged)
    name_nearest(bench, (judged.rows, rows_seen), (judged.cells, cells_seen))
    refuse_cells(bench, judged, cells_seen)
    repeated = settle_repeats(bench)
    read, blank, aside, ghosts, *suppressed = _counted(
        con,
        [
            "count(*)",
            "count(*) filter (where is_blank)",
            "count(set_aside)",
            "count(*) filter (where has_ghost and set_aside is null)",
            *(f"count(*) filter (where {judged.hidden.is_set(place)})" for place in range(len(judged.hidden.of))),
        ],
    )
    is_any = bool(rows_seen or aside or repeated)
    name_rejects(bench, judged, rows_seen, cells_seen, is_any=is_any)
    name_refused_rows(bench, judged, rows_seen, is_any=is_any)
    _name_checked(bench)
    if ghosts:
        rows = counted(ghosts, "row has", "rows have")
        notes.insert(0, f"{rows} values in columns without a heading ({reading.ghosts}), which are not read")
    notes += _suppressed(judged.hidden.of, suppressed, spellings.suppressed)
    notes += _refused(con) if cells_seen or repeated else []
    [(kept, rejected, cells)] = execute(
        con,
        "select (select count(*) from checked), (select count(distinct place) from rejected),"
        " (select count(*) from refused_found)",
    )
    _refuse_untold(bench)
    if read != incoming.rows:
        raise RefusedError(
            f"The file has {counted(incoming.rows, 'row')} below its headings, and"
            f" {read:,} {'was' if read == 1 else 'were'} read. Look for a quotation mark"
            " too many, or save the file again as XLSX."
        )
    if kept + rejected + blank != read:
        raise AssertionError(f"{read} rows read, but {kept} + {rejected} + {blank} accounted for")
    return Checked(read, kept, rejected, blank, cells, (*reading.notes, *notes))


def _seen(con: Connection, judged: Judged) -> tuple[list[int], list[int]]:
    """Which faults there are at all, of rows and of cells: nearly all files have few, and most have none."""
    sizes = len(judged.rows.names)
    masks = ", ".join([*judged.rows.seen, *judged.cells.seen])
    found = execute(con, f"select {masks} from judged where not is_blank and set_aside is null")[0]
    return judged.rows.among(found[:sizes]), judged.cells.among(found[sizes:])


def _refuse_untold(bench: Bench) -> None:
    """Raise RefusedError for a file without any value in the columns that tell what its rows are about."""
    tells = bench.row.SOURCE.tells
    if tells and not any(_counted(bench.con, [f"count({name})" for name in tells])):
        raise RefusedError(
            f"No row has {' or '.join(tells)}, so nobody can tell what this is. Send the list with those columns, or"
            f" add what they are called in it to columns.toml below [{bench.row.SOURCE.name}]."
        )


def _counted(con: Connection, counts: list[str]) -> Sequence[int]:
    """Counts over all judged rows, in one look."""
    return execute(con, f"select {', '.join(counts)} from judged")[0] if counts else ()


def _name_checked(bench: Bench) -> None:
    """The view `checked` over the rows that were judged good, each record once."""
    source = bench.row.SOURCE
    names = ", ".join(column.name for column in checked_columns(bench.row))
    if source.is_keyed_by_whole_row:
        # The second of two rows that say the same is a row of its own.
        good = f"""select {names}, place, source_row, refused_columns,
                hash({", ".join(source.key)}, coalesce(nth, 1)) as key_hash, row_hash
            from judged left join (select place, nth from repeats) using (place) where is_good"""
    else:
        good = f"""select {names}, place, source_row, refused_columns, key_hash, row_hash
            from judged where is_good and place not in (select place from repeated)"""
    execute(bench.con, f"create or replace temp view checked as {good}")


def _suppressed(columns: Sequence[Column], counts: Sequence[int], marks: tuple[str, ...]) -> list[str]:
    """Columns with suppressed figures, in words: they are read as nothing, never as 0."""
    return [
        f"{column.name} is suppressed in {counted(count, 'row')} ({' or '.join(marks)}): read as blank, never as 0"
        for column, count in zip(columns, counts, strict=True)
        if count
    ]


def _refused(con: Connection) -> list[str]:
    """Columns with refused cells, in words."""
    found = execute(con, "select field, count(distinct place) from refused_found group by field order by field")
    return [
        f"{field} could not be read in {counted(count, 'row')}: its value there is not known" for field, count in found
    ]
