"""Provider quality tiers: rules with their bands and words, tiers, and ratings of KPIs."""

from datetime import date
from typing import Literal

from pydantic import Field

from pipelines.registers.base import Row
from pipelines.registers.quality import QualityTier
from pipelines.rules.base import Dated, RuleTable, Setting, Slug


class TierRule(Dated):
    """One signal that adds points to a location's quality tier."""

    rule_id: str = Slug
    family: str = Field(min_length=1, description="The kind of evidence it belongs to.")
    title: str = Field(min_length=1, description="What it looks at.")
    applies_to: Literal["all", "regulated", "unregulated"] = Field(description="Which locations it looks at.")
    window_days: int | None = Field(None, ge=1, description="Days back that count, the position date included.")
    counted: str | None = Field(None, description="What is counted, in words; blank when one record is measured.")
    zero_source: str | None = Field(
        None, description="The source whose receipt makes the absence of records a known zero."
    )
    is_evidence: bool = Field(
        description="Whether a score makes its family known: only of what could have been good as well as bad."
    )


TIER_RULES = RuleTable(__name__, "tier_rules", TierRule, "rule", ("rule_id",))


class TierBand(Row):
    """Points for values at or above one number and below another."""

    rule_id: str = Slug
    effective_from: date = Field(description="The version of the rule it belongs to.")
    from_value: float = Field(description="The least value in the band.")
    below_value: float | None = Field(None, description="The value at which the next band begins.")
    points: int = Field(ge=0, description="Points scored.")
    floor_tier: QualityTier | None = Field(None, description="The least tier, whatever the points.")


TIER_BANDS = RuleTable(
    __name__,
    "tier_bands",
    TierBand,
    "bands",
    ("rule_id", "from_value"),
    ("from_value", "below_value"),
    nested_in="rule",
    least=1,
)


class TierWord(Row):
    """The number that a word in the data stands for in one rule."""

    rule_id: str = Slug
    effective_from: date = Field(description="The version of the rule it belongs to.")
    word: str = Field(min_length=1, description="The word, as the source has it.")
    value: int = Field(ge=0, description="The number the bands are held against.")


TIER_WORDS = RuleTable(__name__, "tier_words", TierWord, "words", ("rule_id", "word"), nested_in="rule")


class QualityTierBand(Dated):
    """A provider quality tier and the points that suggest it."""

    tier: QualityTier = Field(description="The tier.")
    tier_rank: int = Field(ge=1, description="Its order: higher is worse.")
    concern_rank: int = Field(ge=1, description="Its place among all that may be suggested: higher is more concern.")
    at_least: str = Field(min_length=1, description="What is said when it is reached and too little is known.")
    at_least_rank: int = Field(ge=1, description="The place of that.")
    from_points: int = Field(ge=0, description="The least points.")
    below_points: int | None = Field(None, description="The points at which the next tier begins.")


QUALITY_TIERS = RuleTable(
    __name__, "quality_tiers", QualityTierBand, "tier", ("tier",), ("from_points", "below_points"), must_cover=True
)


class KpiRating(Dated):
    """A KPI's rating by how much of its target was reached."""

    rating: str = Field(min_length=1, description="The rating.")
    from_pct: float = Field(ge=0, description="The least per cent of target.")
    below_pct: float | None = Field(None, description="The per cent at which the next rating begins.")
    is_below_standard: bool = Field(description="Counts against the provider.")


KPI_RATINGS = RuleTable(__name__, "kpi_ratings", KpiRating, "kpi_rating", ("rating",), ("from_pct", "below_pct"))


TIER_SETTINGS = RuleTable(__name__, "tier_settings", Setting, "setting", ("name",), must_cover=True)
