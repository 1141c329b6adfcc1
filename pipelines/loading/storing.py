"""A checked file into the warehouse: its record, its rows in history, and all that was refused of it."""

from typing import Any, NamedTuple

from pipelines.answers.loads import Load, LoadColumn
from pipelines.checking.check import Checked
from pipelines.counting import counted
from pipelines.loading.history import Changes, record
from pipelines.reading.table import Reading
from pipelines.registers.all import SOURCES
from pipelines.sql_files import parameters_of
from pipelines.warehouse.driver import Connection, execute, insert_rows, transaction

MOST_GONE = 0.5
"""A register that loses more than this share of its rows at once is more often another list than a shorter one."""

OTHER_REFERENCES = 0.9
"""Where more than this share of the references is gone and as great a share of the file's is new, they were changed."""


def store_refused(con: Connection, facts: dict[str, Any], reason: str) -> Load:
    """Keep on record that a file was refused, and why. facts: the fields of Load that are known."""
    load = Load(**{**facts, "refused_because": reason})
    if not execute(con, "select 1 from loads where load_id = $id", {"id": load.load_id}):
        insert_rows(con, "loads", [load])
    return load


def store(con: Connection, reading: Reading, checked: Checked, facts: dict[str, Any], notes: list[str]) -> Load:
    """Bring a checked file into the warehouse, all of it or nothing.

    A register that is sent whole and of which no row could be kept is refused: it is not an empty register.
    """
    source, of_day = reading.source, facts["load_id"][-8:]
    facts = facts | {
        "source": source,
        "encoding": reading.encoding,
        "line_ends": reading.line_ends,
        "header_row": reading.header_row or None,
        "read_count": checked.read,
        "kept_count": checked.kept,
        "rejected_count": checked.rejected,
        "blank_count": checked.blank,
        "refused_cells_count": checked.refused_cells,
        "dropped_columns": ", ".join(reading.dropped) or None,
    }
    if SOURCES[source].SOURCE.kind == "snapshot" and not checked.kept:
        load = store_refused(con, facts, _nothing_kept(con, source, checked))
        _store_rejects(con, load)
        return load
    facts["load_id"] = "-".join(filter(None, (str(facts["received_on"]), source, facts["part"], of_day)))
    before, older = _loaded_before(con, facts), _versions(con, facts)
    standing = [load for load in before if not load.is_replaced]
    if standing and all(load.is_refused for load in older):
        facts["load_id"] = standing[-1].load_id
        notes += ["this file was loaded for this day already, and nothing has changed", *_replace(con, facts, older)]
        if standing[-1].refused_counts != (checked.rejected, checked.refused_cells):
            notes.append(
                "by the rules as they are now it would have other rows or cells refused: to have it read so, undo the"
                f" load {facts['load_id']} and load the file again"
            )
        return Load(**{**facts, "same_count": checked.kept, "warnings": "; ".join(notes)})
    facts["load_id"] = _free(facts["load_id"], [load.load_id for load in before])
    with transaction(con):
        insert_rows(con, "loads", [Load(**facts)])
        replaced = _replace(con, facts, older)
        columns = [LoadColumn(load_id=facts["load_id"], source=source, field=name) for name in reading.columns]
        insert_rows(con, "load_columns", columns)
        changes = record(con, source, facts["load_no"], facts["received_on"])
        facts |= {
            "new_count": changes.new,
            "changed_count": changes.changed,
            "gone_count": changes.gone,
            "same_count": changes.same,
            "warnings": "; ".join((*notes, *replaced, *_said(source, changes))) or None,
        }
        load = Load(**facts)
        execute(con, "delete from loads where load_no = $no", {"no": facts["load_no"]})
        insert_rows(con, "loads", [load])
        _store_rejects(con, load)
    return load


class _Known(NamedTuple):
    """A load on record that was not undone. refused_counts: its rows and cells that were refused."""

    load_no: int
    load_id: str
    is_refused: bool
    is_replaced: bool
    refused_counts: tuple[int, int]


def _loads(con: Connection, condition: str, facts: dict[str, Any], **more: list[str]) -> list[_Known]:
    """Loads that were not undone, the oldest first."""
    names = parameters_of(condition) - {*more}
    found = execute(
        con,
        f"""select load_no, load_id, refused_because is not null, replaced_by is not null, rejected_count,
            refused_cells_count
        from loads where undone_at is null and ({condition}) order by load_no""",
        {**{name: facts[name] for name in names}, **more},
    )
    return [
        _Known(load_no, load_id, is_refused, is_replaced, (rows, cells))
        for load_no, load_id, is_refused, is_replaced, rows, cells in found
    ]


def _loaded_before(con: Connection, facts: dict[str, Any]) -> list[_Known]:
    """Every time that these bytes were loaded for this day as what they are now, under whatever name."""
    return _loads(
        con, "file_hash = $file_hash and (load_id = $load_id or starts_with(load_id, $load_id || '-'))", facts
    )


def _free(load_id: str, taken: list[str]) -> str:
    """The id of a load. Bytes that stand in the place of what had replaced them are a load of its own, to be undone by
    itself: the first keeps its id."""
    ids = (load_id, *(f"{load_id}-{number}" for number in range(2, len(taken) + 2)))
    return next(one for one in ids if one not in taken)


def _store_rejects(con: Connection, load: Load) -> None:
    execute(con, "delete from rejects where load_id = $id", {"id": load.load_id})
    execute(
        con,
        """insert into rejects (load_id, source, received_on, field, reason, source_file, source_row)
        select $load_id, $source, $day, field, reason, $file, source_row from rejected
        order by source_row, field""",
        {"load_id": load.load_id, "source": load.source, "day": load.received_on, "file": load.file},
    )


def _nothing_kept(con: Connection, source: str, checked: Checked) -> str:
    """Why a register that is sent whole is not taken for an empty one."""
    if not checked.rejected:
        return (
            f"The file has the headings of {source} and no row, and it is a register that is sent whole: nothing was"
            " changed. If the register is empty, undo its earlier loads; else send the file again with its rows."
        )
    found = execute(
        con,
        "select field || ' ' || reason, count(*) from rejected group by all order by count(*) desc, 1 limit 3",
    )
    said = "; ".join(f"{reason} ({counted(count, 'row')})" for reason, count in found)
    return (
        f"None of the {counted(checked.rejected, 'row')} of this register could be kept, so nothing was changed:"
        f" {said}. Correct the file and send it again."
    )


def _versions(con: Connection, facts: dict[str, Any]) -> list[_Known]:
    """The files that this one is a new version of: of the same name and day, and refused ones of days before.

    A sheet is also one of its workbook, which is refused as a whole when it cannot be opened.
    """
    last = facts["file"].rpartition("/")[2]
    return _loads(
        con,
        """replaced_by is null and case when refused_because is null
            then source = $source and part = $part and file = $file and received_on = $received_on
                and file_hash <> $file_hash
            else received_on <= $received_on and list_contains($names, split_part(file, '/', -1)) end""",
        facts,
        names=[last, *(last[:place] for place, letter in enumerate(last) if letter == "#")],
    )


def _replace(con: Connection, facts: dict[str, Any], older: list[_Known]) -> list[str]:
    """Mark the files that this one is a new version of. Returns what to say of it."""
    if not older:
        return []
    numbers = ", ".join(str(load.load_no) for load in older)
    execute(con, f"update loads set replaced_by = $id where load_no in ({numbers})", {"id": facts["load_id"]})
    return [f"it replaces {', '.join(load.load_id for load in older)}, of the same name"]


def _said(source: str, changes: Changes) -> list[str]:
    """What of a file's changes somebody should look at."""
    said = []
    if changes.unread:
        rows = counted(changes.unread, "row has no reference", "rows have no reference")
        said.append(f"{rows} that can be read: as each may be any record, none was taken for gone")
    if changes.disagreed:
        records = counted(changes.disagreed, "record")
        kept = "the one that counts is kept" if SOURCES[source].SOURCE.preferred else "not believed where they differ"
        said.append(f"{records} stated otherwise by another file received this day: {kept}")
    before = changes.gone + changes.changed + changes.same + changes.standing
    if before and changes.gone / before > MOST_GONE:
        are = "is" if changes.gone == 1 else "are"
        said.append(
            f"{changes.gone:,} of {counted(before, 'row')} known before {are} not in this file and {are} no longer in"
            " force: if it is one body's list and not the whole register, load it with --part NAME"
        )
    there = changes.new + changes.changed + changes.same
    if before and there and min(changes.gone / before, changes.new / there) > OTHER_REFERENCES:
        said.append(
            f"the references have changed: {changes.gone / before:.0%} of those known before are gone and"
            f" {changes.new / there:.0%} of those in this file are new. A record under another reference is another"
            " record, and what names the old one finds nothing: if they are the same records, undo this load and send"
            " the file with the references as they were"
        )
    return said
