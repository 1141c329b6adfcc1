"""Reviews: of contracts with the provider organisation, and of quality at each service."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import (
    AnyOf,
    ContractRef,
    ListOf,
    LocationId,
    OfficerId,
    OwnId,
    ProviderId,
    Source,
    SourceRow,
    Text,
)


class Review(SourceRow):
    """One review, planned or held."""

    SOURCE = Source(
        "reviews",
        "Reviews",
        "events",
        ("review_ref",),
        rhythm_days=35,
        needs=("contract_ref", "provider_id", "location_id"),
        checks=(AnyOf(("contract_ref", "provider_id", "location_id")),),
    )

    review_ref: OwnId = Field(description="The review log's reference.")
    review_type: Annotated[str, ListOf("review_type")] = Field(description="What kind of review.")
    contract_ref: ContractRef | None = Field(None, description="The contract reviewed.")
    provider_id: ProviderId | None = Field(
        None, description="The provider reviewed; blank where the contract or service says."
    )
    location_id: LocationId | None = Field(None, description="The service reviewed, for a quality assurance review.")
    scheduled_for: date | None = Field(None, description="The date it is planned for.")
    completed_on: date | None = Field(None, description="The date it was completed; blank while open.")
    status: Annotated[str, ListOf("review_status")] = Field(description="How it stands.")
    outcome: Text | None = Field(None, description="The outcome in a word or two.")
    lead_officer_id: OfficerId | None = Field(None, description="Who leads it, as in officers.csv.")
    hours: float | None = Field(None, ge=0, le=1000, description="Hours it took.")
    feedback_requested_on: date | None = Field(None, description="When the provider was asked for feedback.")
