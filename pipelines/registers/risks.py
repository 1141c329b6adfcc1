"""The contracts risk register, and actions that follow from plans, reviews and recommendations."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import (
    ContractRef,
    Id,
    ListOf,
    NotBefore,
    OwnId,
    Points5,
    ProviderId,
    Source,
    SourceRow,
    Text,
)


class Risk(SourceRow):
    """One risk as it was judged at one review."""

    SOURCE = Source(
        "risks",
        "Contracts risk register",
        "events",
        ("risk_ref", "reviewed_on"),
        rhythm_days=35,
        needs=("contract_ref", "provider_id", "raised_on"),
        checks=(NotBefore("reviewed_on", "raised_on"), NotBefore("closed_on", "raised_on")),
    )

    risk_ref: OwnId = Field(description="The risk register's reference.")
    title: Text = Field(title="Risk", description="The risk in a few words.")
    category: Annotated[str, ListOf("risk_category")] = Field(description="What kind of risk.")
    contract_ref: ContractRef | None = Field(None, description="The contract it is about, if one.")
    provider_id: ProviderId | None = Field(None, description="The provider it is about, if one.")
    owner_role: Text = Field(description="The role that owns it.")
    likelihood: Points5 = Field(description="How likely, 1 to 5.")
    impact: Points5 = Field(description="How bad, 1 to 5.")
    mitigation: Text | None = Field(None, description="What is being done.")
    raised_on: date = Field(description="When it was raised.")
    reviewed_on: date = Field(description="When it was judged so.")
    review_due_on: date | None = Field(None, description="When it is next reviewed.")
    target_on: date | None = Field(None, description="When it should be down to its target.")
    closed_on: date | None = Field(None, description="When it was closed.")


class Action(SourceRow):
    """One action with an owner."""

    SOURCE = Source("actions", "Actions", "events", ("action_ref",), rhythm_days=35, needs=("about",))

    action_ref: OwnId = Field(description="The action log's reference.")
    source: Annotated[str, ListOf("action_source")] = Field(description="What it follows from.")
    about: Id = Field(description="The provider, location, contract or recommendation it is about.")
    title: Text = Field(description="A short title or code.")
    owner_role: Text = Field(description="The role that owns it.")
    due_on: date | None = Field(None, description="When it is due.")
    status: Annotated[str, ListOf("action_status")] = Field(description="How it stands.")
    completed_on: date | None = Field(None, description="When it was completed.")
    evidence: Text | None = Field(None, description="Where the evidence is.")
