"""Loads: what was received, what became of every row, and how old each source is."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field, field_validator

from pipelines.answers.base import AsOf, OfFiles, OfRegisters, Question
from pipelines.registers.all import SOURCES
from pipelines.registers.base import Row, Sourced


class ChangeScope(AsOf):
    """Between which two days, and in which register."""

    since: date | None = Field(
        None,
        title="Since",
        description="What was known on this day is compared with known on; blank: the position date.",
    )
    source: str | None = Field(None, title="Source", description="Only this source, such as contracts.")

    @field_validator("source")
    @classmethod
    def _is_known(cls, source: str | None) -> str | None:
        if source is not None and source not in SOURCES:
            raise ValueError(f"{source} is not a source; they are {', '.join(SOURCES)}")
        return source


class Load(OfFiles):
    """One file received. read = kept + rejected + blank, always."""

    load_no: int = Field(title="Number", description="Order of loading.")
    load_id: str = Field(title="Load", description="Made from the source, the day and the file's contents.")
    source: str | None = Field(title="Source", description="What it was recognised as; blank when refused.")
    file: str = Field(title="File", description="The file, as named when it was loaded.")
    file_hash: str = Field(title="Contents", description="SHA-256 of the file's bytes.")
    part: str = Field(title="Part", description="The part of a register it speaks for; blank means all of it.")
    received_on: date = Field(title="Received", description="The day the council had it.")
    loaded_at: datetime = Field(title="Loaded", description="When it was loaded, UTC.")
    encoding: str | None = Field(title="Encoding", description="How its bytes were read.")
    line_ends: str | None = Field(None, title="Line ends", description="How its lines end; blank when it is no text.")
    header_row: int | None = Field(title="Headings in row", description="The row with the column headings.")
    read_count: int = Field(title="Read", description="Rows below the headings.")
    kept_count: int = Field(title="Kept", description="Rows that passed every check.")
    rejected_count: int = Field(title="Rejected", description="Rows that failed a check.")
    blank_count: int = Field(title="Blank", description="Rows without any value.")
    new_count: int = Field(title="New", description="Rows not known before.")
    changed_count: int = Field(title="Changed", description="Rows known before with other values.")
    gone_count: int = Field(title="Gone", description="Rows no longer in a register that is sent whole.")
    same_count: int = Field(title="Same", description="Rows already known as they are.")
    refused_because: str | None = Field(title="Refused because", description="Why the file was not loaded.")
    dropped_columns: str | None = Field(title="Columns not read", description="Headings that no contract declares.")
    warnings: str | None = Field(title="Notes", description="What was inferred, and what to look at.")
    refused_cells_count: int = Field(
        0, title="Cells refused", description="Cells of rows kept that could not be read: their values are not known."
    )
    replaced_by: str | None = Field(
        None,
        title="Replaced by",
        description="The load of a later file of the same name: since then it counts as never received.",
    )
    undone_at: datetime | None = Field(
        None, title="Undone", description="When it was undone, UTC: since then it counts as never received."
    )


LOADS = Question("loads", Load)


class LoadColumn(Row):
    """One column that a file had a heading for: of the others it says nothing."""

    load_id: str = Field(title="Load", description="The load.")
    source: str = Field(title="Source", description="The register it is of.")
    field: str = Field(title="Column", description="The column, by its declared name.")


class Reject(OfFiles, Sourced):
    """One fault of one row that was not kept. Its reason repeats a value only where that cannot be personal."""

    load_id: str = Field(title="Load", description="The load it is from.")
    source: str = Field(title="Source", description="The source it was meant for.")
    received_on: date = Field(title="Received", description="The day the council had the file.")
    field: str = Field(title="Column", description="The column at fault.")
    reason: str = Field(title="Reason", description="What is wrong and what was expected.")


REJECTS = Question("rejects", Reject)


class RefusedRow(OfFiles, Sourced):
    """One row that was not kept, for as long as no later file says what it should have said.

    A row whose key can be read is *there*: its record stays as last known. known_file and known_row are where that
    stands; blank when the record was not known before.
    """

    load_id: str = Field(title="Load", description="The load it is from.")
    source: str = Field(title="Source", description="The register it was meant for.")
    record: str | None = Field(title="Record", description="Its key, with a dot between the parts; blank when unread.")
    contract_ref: str | None = Field(title="Contract", description="The contract it names.")
    provider_id: str | None = Field(title="Provider id", description="The provider it names.")
    location_id: str | None = Field(title="Location id", description="The location it names.")
    reason: str = Field(title="Reason", description="What is wrong and what was expected.")
    known_file: str | None = Field(title="Last known in", description="The file that the record was last read from.")
    known_row: int | None = Field(title="Last known in row", description="Its row number in that file.")
    recorded_on: date = Field(title="Received", description="The day the council had the file.")
    superseded_on: date | None = Field(title="Settled", description="The day of the file that settled it.")


REFUSED_ROWS = Question("refused_rows", RefusedRow)


class RefusedCell(OfFiles, Sourced):
    """One cell of a row in force that could not be read. Its value is not known: neither blank nor zero."""

    load_id: str = Field(title="Load", description="The load it is from.")
    source: str = Field(title="Source", description="The register it is in.")
    record: str = Field(title="Record", description="The record's key, with a dot between the parts.")
    field: str = Field(title="Column", description="The column that could not be read.")
    reason: str = Field(title="Reason", description="What is wrong and what was expected.")
    last_known: str | None = Field(
        title="Last known", description="What an earlier file had there: shown, never counted. Blank for text and ids."
    )
    is_number: bool = Field(title="Number", description="An amount or a count: shown to those only who may see these.")
    recorded_on: date = Field(title="Received", description="The day the council had the file.")
    superseded_on: date | None = Field(title="Settled", description="The day of the file that settled it.")


REFUSED_CELLS = Question("refused_cells", RefusedCell)


class Flag(OfFiles, Sourced):
    """One cell of a row that was kept, and what about it should be looked at. The value is in the file only."""

    severity: Literal["flag", "check"] = Field(
        title="Severity", description="flag: names what is not known here. check: unlikely, and may be right."
    )
    source: str = Field(title="Source", description="The source it is in.")
    field: str = Field(title="Column", description="The column to look at.")
    reason: str = Field(title="Reason", description="What is odd about it.")
    nearest: str | None = Field(
        None,
        title="Nearest",
        description="The reference that differs from it only in capitals, dashes or spaces, and where it stands.",
    )


FLAGS = Question("flags", Flag)


class DataFreshness(OfRegisters):
    """One source, when it was last received, and whether that is later than its rhythm."""

    source: str = Field(title="Source id", description="The source.")
    source_title: str = Field(title="Source", description="The source's name.")
    last_received_on: date | None = Field(title="Last received", description="Blank when it never was.")
    age_days: int | None = Field(title="Age, days", description="Days from then to the position date.")
    rhythm_days: int = Field(title="Expected every, days", description="How often a new file is expected.")
    state: str = Field(title="State", description="Up to date, late, or never received.")
    rows_known: int = Field(title="Rows", description="Rows in force as known on the day.")


DATA_FRESHNESS = Question("data_freshness", DataFreshness, counts_all=("rows_known",))


class RegisterChange(OfFiles, Sourced):
    """One record that is new, gone or changed between two days of what was known."""

    source: str = Field(title="Source", description="The source it is in.")
    record: str = Field(title="Record", description="The key of the record, its parts with a dot between them.")
    change: Literal["new", "gone", "changed"] = Field(title="Change", description="What happened to it.")
    what_changed: str | None = Field(
        None, title="What changed", description="Each column that differs: before → after."
    )
    changed_on: date = Field(title="Received", description="The day of the file that brought, or no longer had, it.")


REGISTER_CHANGES = Question("register_changes", RegisterChange, ChangeScope)
