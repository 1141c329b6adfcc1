"""Notices: the formal steps of the ladder from rectification to termination."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import (
    ContractRef,
    ListOf,
    LocationId,
    NotBefore,
    OwnId,
    ProviderId,
    Source,
    SourceRow,
    Text,
)


class Notice(SourceRow):
    """One formal notice to a provider under a contract."""

    SOURCE = Source(
        "notices",
        "Notices and suspensions",
        "events",
        ("notice_ref",),
        rhythm_days=35,
        needs=("contract_ref", "provider_id", "location_id", "issued_on"),
        weighs=("notice_type",),
        checks=(NotBefore("closed_on", "issued_on"),),
    )

    notice_ref: OwnId = Field(description="The notice log's reference.")
    notice_type: Annotated[str, ListOf("notice_type")] = Field(description="Which notice it is.")
    suspension_scope: Annotated[str, ListOf("suspension_scope")] | None = Field(
        None, description="For a suspension: what is suspended, or that the provider chose it."
    )
    contract_ref: ContractRef | None = Field(None, description="The contract it is under.")
    provider_id: ProviderId = Field(description="The provider it was sent to.")
    location_id: LocationId | None = Field(None, description="The service it is about; blank means the whole provider.")
    issued_on: date = Field(description="When it was issued.")
    effective_on: date | None = Field(None, description="When it takes effect; blank means on issue.")
    cure_by: date | None = Field(None, description="When the failure must be put right.")
    responded_on: date | None = Field(None, description="When the provider replied.")
    review_due_on: date | None = Field(None, description="When it is next reviewed.")
    outcome: Annotated[str, ListOf("notice_outcome")] | None = Field(None, description="How it ended.")
    closed_on: date | None = Field(None, description="When it was closed or lifted; blank while open.")
    reason_code: Text = Field(description="Why, from the council's list of codes.")
