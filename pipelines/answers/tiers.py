"""Provider quality tiers: what is suggested for each location, and why."""

from datetime import date, timedelta
from typing import Literal

from pydantic import Field, computed_field

from pipelines.answers.base import AtLocation, AtLocationByRule, Marked, Question, Scope
from pipelines.registers.base import Row
from pipelines.registers.quality import QualityTier

SuggestedTier = Literal[
    "Tier 3",
    "At least Tier 3",
    "Tier 2",
    "At least Tier 2",
    "Tier 1",
    "At least Tier 1",
    "Insufficient data",
    "BAU",
]
"""In order of concern, the most first. More evidence of concern never moves a location down this order."""

EvidenceState = Literal["scored", "not known", "not applicable"]


class LocationScope(Scope):
    """The two dates, and one location or all."""

    location_id: str | None = Field(None, title="Location id", description="Only this location; blank means all.")


class StepDownScope(Scope):
    """The scope, and the two month ends that follow from the position date."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def last_month_end(self) -> date:
        """The last month end that is not after the position date."""
        tomorrow = self.as_of + timedelta(days=1)
        return self.as_of if tomorrow.day == 1 else self.as_of.replace(day=1) - timedelta(days=1)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def earlier_month_end(self) -> date:
        """The month end before that."""
        return self.last_month_end.replace(day=1) - timedelta(days=1)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def days(self) -> tuple[date, ...]:
        """The days on which tiers are looked at."""
        return (self.last_month_end, self.earlier_month_end)


class ProviderTier(AtLocation, Marked):
    """One location that is open on the day, its suggested quality tier, and the tier people recorded."""

    location_id: str = Field(title="Location id", description="The council's reference, or CQC's if it has none.")
    location_name: str = Field(title="Location", description="The service or setting.")
    provider_id: str | None = Field(title="Provider id", description="The council's reference, or CQC's.")
    provider_name: str | None = Field(title="Provider", description="The organisation that runs it.")
    service_type: str = Field(title="Service type", description="What kind of care it gives.")
    market_segment: str = Field(title="Market segment", description="From the service type; Not recorded if unknown.")
    locality: str = Field(title="Area", description="Where it is; Not recorded if unknown.")
    is_regulated: bool | None = Field(
        title="Regulated", description="Registered with the Care Quality Commission; blank when it could not be read."
    )
    lead: str | None = Field(title="Lead", description="Lead of the provider's largest active contract.")
    suggested_tier: SuggestedTier = Field(title="Suggested quality tier", description="What the rules suggest.")
    tier_rank: int = Field(title="Order", description="8 for Tier 3 down to 1 for BAU; 0 before any rule was in force.")
    points: int = Field(title="Points", description="Points of all rules together.")
    floor_tier: QualityTier | None = Field(
        title="Floor", description="The least tier a rule sets, whatever the points."
    )
    floor_rule: str | None = Field(title="Floor set by", description="The rule that sets the floor.")
    families_present: int = Field(title="Kinds of evidence", description="Families of evidence that are known.")
    families_good: int = Field(title="Kinds that speak well", description="Families with a finding of no concern.")
    rules_not_known: int = Field(title="Not known", description="Rules that apply and have no evidence.")
    records_refused: int = Field(
        title="Could not be read",
        description="Records about it of which something that a rule needs could not be read.",
    )
    oldest_evidence_days: int | None = Field(title="Oldest evidence, days", description="Age of the oldest piece used.")
    newest_evidence_days: int | None = Field(title="Newest evidence, days", description="Age of the newest piece used.")
    recorded_tier: QualityTier | None = Field(title="Recorded quality tier", description="The tier people decided.")
    recorded_on: date | None = Field(title="Recorded", description="When they decided.")
    is_recorded_expired: bool | None = Field(title="Expired", description="The decision has passed its last day.")
    is_recorded_another: bool | None = Field(
        title="Recorded is another",
        description="The recorded tier has not expired and is certain to be another than the suggested one.",
    )
    provider_suggested_tier: SuggestedTier | None = Field(
        title="Provider's quality tier",
        description="The worst of its locations in the area, as far as you may see them; blank when none is.",
    )


PROVIDER_TIERS = Question(
    "provider_tiers",
    ProviderTier,
    Scope,
    key="location_id",
    evidence=("provider_tier_evidence", "provider_tier_rows"),
)


class ProviderTierEvidence(AtLocationByRule):
    """One rule held against one location: there is a row for every rule, also where nothing is known."""

    location_id: str = Field(title="Location id", description="The location.")
    location_name: str = Field(title="Location", description="The service or setting.")
    rule_id: str = Field(title="Rule id", description="The rule, as in tiers.toml.")
    rule_title: str = Field(title="Rule", description="What the rule looks at.")
    family: str = Field(title="Kind of evidence", description="The family the rule belongs to.")
    state: EvidenceState = Field(title="State", description="Scored, not known, or not applicable here.")
    value: float | None = Field(title="Value", description="The number the bands are held against.")
    value_words: str = Field(title="Finding", description="The value in words.")
    points: int | None = Field(title="Points", description="Points scored; blank when nothing is known.")
    floor_tier: QualityTier | None = Field(title="Floor", description="The least tier this finding sets.")
    evidence_on: date | None = Field(title="Evidence of", description="Date of the newest record used.")
    evidence_age_days: int | None = Field(title="Age, days", description="Days from then to the position date.")
    record_count: int = Field(title="Records", description="How many records contribute.")
    records_refused: int = Field(
        title="Could not be read", description="Records of which something that the rule needs could not be read."
    )
    source_rows: str | None = Field(title="File and row", description="Where each record is, file by file.")
    authority: str = Field(title="Authority", description="Where the rule comes from.")
    effective_from: date = Field(title="In force from", description="When this version of the rule began.")


PROVIDER_TIER_EVIDENCE = Question("provider_tier_evidence", ProviderTierEvidence, LocationScope)


class ProviderTierRow(AtLocationByRule, Marked):
    """One record that contributes to one rule for one location."""

    location_id: str = Field(title="Location id", description="The location.")
    rule_id: str = Field(title="Rule id", description="The rule it contributes to.")
    record_ref: str = Field(title="Record", description="The record's own reference.")
    happened_on: date | None = Field(title="Date", description="The date that counts for the rule.")
    detail: str = Field(title="What it says", description="The value that matters, in words.")


PROVIDER_TIER_ROWS = Question("provider_tier_rows", ProviderTierRow, LocationScope)


class StepDown(AtLocation, Marked):
    """One location with a recorded tier of concern, held against what a step down needs."""

    location_id: str = Field(title="Location id", description="The location.")
    location_name: str = Field(title="Location", description="The service or setting.")
    provider_id: str | None = Field(title="Provider id", description="The provider that runs it.")
    provider_name: str | None = Field(title="Provider", description="The organisation that runs it.")
    market_segment: str = Field(title="Market segment", description="From the service type.")
    locality: str = Field(title="Area", description="Where it is.")
    recorded_tier: QualityTier = Field(title="Recorded quality tier", description="The tier people decided.")
    recorded_on: date = Field(title="Recorded", description="When they decided.")
    last_month_end: date = Field(title="Last month end", description="The last one by the position date.")
    tier_at_last_month_end: SuggestedTier = Field(title="Suggested then", description="Suggested at that month end.")
    earlier_month_end: date = Field(title="Month end before", description="The one before it.")
    tier_at_earlier_month_end: SuggestedTier = Field(title="Suggested before", description="Suggested at that one.")
    plan_closed_on: date | None = Field(title="Plan closed", description="When the improvement plan was last closed.")
    review_meeting_on: date | None = Field(title="Review meeting", description="When the last one was held.")
    state: str = Field(title="May it step down?", description="Yes, or what is missing.")


STEP_DOWNS = Question("step_downs", StepDown, StepDownScope, key="location_id", evidence=("provider_tiers",))


class TierCounts(Row):
    """Locations of one market segment, by the provider quality tier that is suggested for them."""

    market_segment: str = Field(title="Market segment", description="From the service type; Not recorded if unknown.")
    tier_3: int = Field(title="Tier 3", description="Locations suggested for Tier 3, the highest concern.")
    at_least_tier_3: int = Field(title="At least Tier 3", description="Tier 3 whatever else may come to be known.")
    tier_2: int = Field(title="Tier 2", description="Locations suggested for Tier 2.")
    at_least_tier_2: int = Field(title="At least Tier 2", description="Tier 2 or higher: not enough is known.")
    tier_1: int = Field(title="Tier 1", description="Locations suggested for Tier 1.")
    at_least_tier_1: int = Field(title="At least Tier 1", description="Tier 1 or higher: not enough is known.")
    insufficient_data: int = Field(title="Insufficient data", description="Too little is known for any tier.")
    bau: int = Field(title="BAU", description="Business as usual: locations suggested for no tier of concern.")
    locations: int = Field(title="Locations", description="All of them.")
