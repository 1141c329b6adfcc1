"""A checked file into the warehouse: its record, its rows in history, and all that was refused of it."""

from typing import Any

from pipelines.checking import Checked
from pipelines.contracts.loads import Load, LoadColumn
from pipelines.history import Changes, record
from pipelines.reading.table import Reading
from pipelines.sources import SOURCES
from pipelines.warehouse import Connection, execute, insert_rows, transaction

MOST_GONE = 0.5
"""A register that loses more than this share of its rows at once is more often another list than a shorter one."""


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
    before = execute(
        con,
        "select replaced_by, rejected_count, refused_cells_count from loads where load_id = $id and undone_at is null",
        {"id": facts["load_id"]},
    )
    if before:
        [(replaced_by, *refused)] = before
        notes.append(
            f"this file was replaced by the load {replaced_by}: undo that one to have this one back"
            if replaced_by
            else "this file was loaded for this day already, and nothing has changed"
        )
        if refused != [checked.rejected, checked.refused_cells]:
            notes.append(
                "by the rules as they are now it would have other rows or cells refused: to have it read so, undo the"
                f" load {facts['load_id']} and load the file again"
            )
        return Load(**{**facts, "same_count": checked.kept, "warnings": "; ".join(notes)})
    with transaction(con):
        insert_rows(con, "loads", [Load(**facts)])
        replaced = _replace(con, facts)
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
    said = "; ".join(f"{reason} ({count:,} {'row' if count == 1 else 'rows'})" for reason, count in found)
    return (
        f"None of the {checked.rejected:,} rows of this register could be kept, so nothing was changed: {said}."
        " Correct the file and send it again."
    )


def _replace(con: Connection, facts: dict[str, Any]) -> list[str]:
    """Mark the files that this one is a new version of: of the same name and day, and refused ones of days before.

    Returns what to say of it.
    """
    names = ("load_id", "source", "part", "file", "file_hash", "received_on")
    found = execute(
        con,
        """select load_no, load_id from loads
        where load_id <> $load_id and undone_at is null and replaced_by is null and file_hash <> $file_hash
            and ends_with(file, $last) and case when refused_because is null
                then source = $source and part = $part and file = $file and received_on = $received_on
                else received_on <= $received_on and (file = $last or ends_with(file, '/' || $last)) end
        order by load_id""",
        {**{name: facts[name] for name in names}, "last": facts["file"].rpartition("/")[2]},
    )
    if not found:
        return []
    numbers = ", ".join(str(load_no) for load_no, _ in found)
    execute(con, f"update loads set replaced_by = $id where load_no in ({numbers})", {"id": facts["load_id"]})
    return [f"it replaces {', '.join(load_id for _, load_id in found)}, of the same name"]


def _said(source: str, changes: Changes) -> list[str]:
    """What of a file's changes somebody should look at."""
    said = []
    if changes.unread:
        rows = "1 row has no reference" if changes.unread == 1 else f"{changes.unread:,} rows have no reference"
        said.append(f"{rows} that can be read: as each may be any record, none was taken for gone")
    if changes.disagreed:
        records = "1 record" if changes.disagreed == 1 else f"{changes.disagreed:,} records"
        kept = "the one that counts is kept" if SOURCES[source].SOURCE.preferred else "not believed where they differ"
        said.append(f"{records} stated otherwise by another file received this day: {kept}")
    before = changes.gone + changes.changed + changes.same + changes.standing
    if before and changes.gone / before > MOST_GONE:
        said.append(
            f"{changes.gone:,} of {before:,} rows known before are not in this file and are no longer in force: if it"
            " is one body's list and not the whole register, load it with --part NAME"
        )
    return said
