"""How often contracts are reviewed, which are exempt, and how late a review is."""

from typing import Literal

from pydantic import Field

from pipelines.registers.quality import QualityTier
from pipelines.rules.base import Dated, RuleTable, Setting


class ReviewInterval(Dated):
    """Months between contract reviews for a contract tier."""

    contract_tier: Literal["Gold", "Silver", "Bronze", "Not tiered"] = Field(description="The contract tier.")
    months: int = Field(ge=1, le=60, description="Months from one review to the next.")


REVIEW_INTERVALS = RuleTable(
    __name__, "review_intervals", ReviewInterval, "interval", ("contract_tier",), must_cover=True
)


class QualityInterval(Dated):
    """A shorter interval while the provider's recorded quality tier is of concern."""

    quality_tier: QualityTier = Field(description="The recorded quality tier.")
    tier_rank: int = Field(ge=1, description="Its order: higher is worse.")
    months: int = Field(ge=1, le=60, description="Months from one review to the next, at most.")


REVIEW_QUALITY_INTERVALS = RuleTable(
    __name__, "review_quality_intervals", QualityInterval, "quality_interval", ("quality_tier",)
)


class OverdueBand(Dated):
    """How late a review is, in days."""

    overdue_band: str = Field(min_length=1, description="The band in words.")
    from_days: int = Field(ge=1, description="The fewest days.")
    below_days: int | None = Field(None, description="The days at which the next band begins.")


OVERDUE_BANDS = RuleTable(
    __name__, "overdue_bands", OverdueBand, "overdue_band", ("overdue_band",), ("from_days", "below_days"), least=1
)


class ReviewExemption(Dated):
    """A reason why no contract review is held."""

    exemption: Literal["out-of-county", "nhs-exceptional-placement"] = Field(description="Which one.")
    exempt_reason: str = Field(min_length=1, description="The reason in words.")


REVIEW_EXEMPTIONS = RuleTable(__name__, "review_exemptions", ReviewExemption, "exemption", ("exemption",))


REVIEW_SETTINGS = RuleTable(__name__, "review_settings", Setting, "setting", ("name",), must_cover=True)
