"""Complaints and concerns. No narrative and no person is ever loaded."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import ListOf, LocationId, NotBefore, OwnId, ProviderId, Source, SourceRow, Text


class Complaint(SourceRow):
    """One complaint about a provider."""

    SOURCE = Source(
        "complaints",
        "Complaints",
        "events",
        ("complaint_ref",),
        rhythm_days=35,
        needs=("provider_id", "location_id", "received_on"),
        weighs=("outcome", "lgsco_decision"),
        checks=(NotBefore("responded_on", "received_on"), NotBefore("acknowledged_on", "received_on")),
    )

    complaint_ref: OwnId = Field(description="The complaints log's reference.")
    provider_id: ProviderId = Field(description="The provider complained about.")
    location_id: LocationId | None = Field(None, description="The service complained about, if known.")
    received_on: date = Field(description="When it was received.")
    acknowledged_on: date | None = Field(None, description="When it was acknowledged.")
    stage: Annotated[str, ListOf("complaint_stage")] = Field(description="The stage it reached.")
    category: Text = Field(description="What it is about, from the council's list.")
    outcome: Annotated[str, ListOf("complaint_outcome")] | None = Field(
        None, description="The outcome; blank while open."
    )
    target_on: date | None = Field(None, description="When a response was promised.")
    responded_on: date | None = Field(None, description="When the response was sent.")
    lgsco_decision: Text | None = Field(None, description="The Ombudsman's decision, if it went there.")
    learning_due_on: date | None = Field(None, description="When the learning action is due.")
    learning_done_on: date | None = Field(None, description="When it was done.")


class Concern(SourceRow):
    """One incident, safeguarding concern or enquiry, or whistleblowing report about a provider."""

    SOURCE = Source(
        "concerns",
        "Concerns and incidents",
        "events",
        ("concern_ref",),
        rhythm_days=35,
        needs=("provider_id", "location_id", "raised_on"),
        weighs=("concern_type", "severity", "is_risk_identified"),
        checks=(NotBefore("concluded_on", "raised_on"),),
    )

    concern_ref: OwnId = Field(description="The concerns log's reference.")
    provider_id: ProviderId = Field(description="The provider it is about.")
    location_id: LocationId | None = Field(None, description="The service it is about, if known.")
    raised_on: date = Field(description="When it was raised.")
    concern_type: Annotated[str, ListOf("concern_type")] = Field(description="What kind of concern.")
    severity: Annotated[str, ListOf("severity")] | None = Field(None, description="How serious it is.")
    concluded_on: date | None = Field(None, description="When it was concluded; blank while open.")
    is_risk_identified: bool | None = Field(
        None, title="Risk identified", description="The enquiry concluded that there was a risk."
    )
