"""Months that a replacement needs before a contract ends."""

from typing import Literal

from pydantic import Field

from pipelines.rules.base import Dated, RuleTable


class LeadTime(Dated):
    """Months needed before a contract's end to replace it."""

    route: str = Field(min_length=1, description="How the replacement is procured.")
    contract_tier: Literal["Gold", "Silver", "Bronze", "Any"] = Field(description="For which contract tier.")
    months: int = Field(ge=0, le=60, description="Months before the end.")


LEAD_TIMES = RuleTable(__name__, "lead_times", LeadTime, "lead_time", ("route", "contract_tier"), asked_later=True)
