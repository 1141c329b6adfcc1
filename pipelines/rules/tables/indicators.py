"""The twelve monthly indicators, what a contract's status means, and ratings of risks."""

from typing import Literal

from pydantic import Field

from pipelines.rules.base import Dated, RuleTable, Setting


class Indicator(Dated):
    """One of the twelve monthly indicators."""

    indicator_id: str = Field(pattern=r"^[a-z0-9_]+$", description="Also the name of the measure's file.")
    indicator_number: str = Field(pattern=r"^\d+[ab]?$", description="Its number.")
    indicator_order: int = Field(ge=1, description="Its place in the list.")
    indicator_title: str = Field(min_length=1, description="Its name.")
    kind: Literal["flow", "stock"] = Field(description="Events in the month, or state at its end.")
    source: str = Field(description="The source without which it is not known.")


INDICATORS = RuleTable(__name__, "indicators", Indicator, "indicator", ("indicator_id",))


class StatusRule(Dated):
    """What a status in the contracts register means for whether a contract is active."""

    status: str = Field(min_length=1, description="The status, a word of the contracts register.")
    meaning: Literal["in use", "by its dates", "ended", "never"] = Field(
        description="In use past its end date; as its dates say; over; or never in force."
    )


CONTRACT_STATUSES = RuleTable(__name__, "contract_statuses", StatusRule, "status", ("status",), must_cover=True)


class RiskBand(Dated):
    """A risk's rating by likelihood times impact."""

    risk_band: str = Field(min_length=1, description="The rating.")
    from_score: int = Field(ge=1, description="The least score.")
    below_score: int | None = Field(None, description="The score at which the next rating begins.")


RISK_BANDS = RuleTable(
    __name__, "risk_bands", RiskBand, "risk_band", ("risk_band",), ("from_score", "below_score"), least=1
)


INDICATOR_SETTINGS = RuleTable(__name__, "indicator_settings", Setting, "setting", ("name",), must_cover=True)
