"""The provider quality support process: its cases, and the tiers people decide."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from pipelines.registers.base import ListOf, LocationId, NotBefore, OwnId, ProviderId, Source, SourceRow, Text

QualityTier = Literal["BAU", "Tier 1", "Tier 2", "Tier 3"]


class QualityCase(SourceRow):
    """One event in a quality case about a provider or one of its services."""

    SOURCE = Source(
        "quality_cases",
        "Quality support cases",
        "events",
        ("case_ref", "event_on", "event"),
        rhythm_days=35,
        needs=("provider_id", "location_id"),
    )

    case_ref: OwnId = Field(description="The case's reference.")
    provider_id: ProviderId = Field(description="The provider the case is about.")
    location_id: LocationId | None = Field(None, description="The service it is about; blank means the whole provider.")
    event_on: date = Field(description="When the event happened.")
    event: Annotated[str, ListOf("case_event")] = Field(description="What happened.")
    tier: Annotated[str, ListOf("quality_tier")] | None = Field(None, description="The quality tier the event led to.")
    decided_by_role: Text | None = Field(None, description="The role of the person who decided.")
    reason: Text | None = Field(None, description="Why, without naming a person.")


class TierDecision(SourceRow):
    """A quality tier as people recorded it, beside the one that is suggested."""

    SOURCE = Source(
        "tier_decisions",
        "Tier decisions",
        "events",
        ("provider_id", "location_id", "decided_on"),
        rhythm_days=35,
        needs=("recorded_tier",),
        called="coalesce(location_id, provider_id)",
        checks=(NotBefore("expires_on", "decided_on"),),
    )

    provider_id: ProviderId = Field(description="The provider decided on.")
    location_id: LocationId | None = Field(None, description="The service; blank means every service of the provider.")
    decided_on: date = Field(description="When it was decided.")
    recorded_tier: Annotated[str, ListOf("quality_tier")] = Field(description="The tier that was decided.")
    decided_by_role: Text = Field(description="The role of the person who decided.")
    reason: Text = Field(description="Why, without naming a person.")
    expires_on: date | None = Field(None, description="Last day the decision holds, if it was set to end.")
