"""The audit log: who signed in, was refused, took rows away, loaded or undid a file, or published other rules."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from pipelines.registers.base import Row

Event = Literal["sign-in", "refusal", "download", "print", "sign-out", "load", "undo", "build", "repair"]

LARGEST = 2**53
"""Whole numbers up to here are the same in every program that reads JSON."""


class AuditEntry(Row):
    """One line of the audit log. It says what was done and by whom, and never what a row holds."""

    seq: int = Field(title="Number", ge=1, le=LARGEST, description="Order of writing, without gaps from 1.")
    written_at: datetime = Field(title="When", description="When it was written, UTC.")
    event: Event = Field(title="Event", description="What happened.")
    who: str = Field(title="Who", description="A stable code of the person: a hash, not a name.")
    role: str = Field(title="Role", description="The role at that moment; blank when there was none.")
    question: str | None = Field(None, title="Question", description="The question whose rows were taken.")
    filters: str | None = Field(None, title="Choices", description="Dates and filters in words.")
    row_count: int | None = Field(None, title="Rows", ge=0, le=LARGEST, description="How many rows left.")
    audience: str | None = Field(None, title="Audience", description="Officer or public.")
    file_type: str | None = Field(None, title="File type", description="CSV, XLSX or ZIP.")
    sha256: str | None = Field(None, title="Contents", description="SHA-256 of its rows as CSV.")
    detail: str | None = Field(None, title="Detail", description="Every other fact of the event, in words.")
