"""Contract tiers by the sum of five scores, and floors below it."""

from decimal import Decimal

from pydantic import Field

from pipelines.registers.contracts import ContractTier
from pipelines.rules.base import Dated, RuleTable, Slug


class ContractTierBand(Dated):
    """A contract tier by the sum of its five scores."""

    contract_tier: ContractTier = Field(description="The tier.")
    from_score: int = Field(ge=5, description="The least sum.")
    below_score: int | None = Field(None, description="The sum at which the next tier begins.")


CONTRACT_TIERS = RuleTable(
    __name__,
    "contract_tiers",
    ContractTierBand,
    "tier",
    ("contract_tier",),
    ("from_score", "below_score"),
    least=5,
    must_cover=True,
)


class ContractValueScore(Dated):
    """The score for a contract's annual value."""

    score: int = Field(ge=1, le=3, description="The score.")
    from_value: Decimal = Field(ge=0, description="The least annual value, pounds.")
    below_value: Decimal | None = Field(None, description="The value at which the next score begins.")


CONTRACT_VALUE_SCORES = RuleTable(
    __name__,
    "contract_value_scores",
    ContractValueScore,
    "value_score",
    ("score",),
    ("from_value", "below_value"),
    asked_later=True,
)


class ContractTierFloor(Dated):
    """A contract tier that holds whatever the sum. Every condition that is given must be met."""

    floor_id: str = Slug
    contract_tier: ContractTier = Field(description="The least tier.")
    lifts_tier: ContractTier = Field(description="The tier that the floor lifts.")
    total_value_above: Decimal | None = Field(None, description="Whole-life value above this, pounds.")
    impact_score: int | None = Field(None, description="Impact score of at least this.")
    continuity_score: int | None = Field(None, description="Continuity score of at least this.")


CONTRACT_TIER_FLOORS = RuleTable(
    __name__, "contract_tier_floors", ContractTierFloor, "floor", ("floor_id", "lifts_tier")
)
