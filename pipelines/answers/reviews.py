"""Reviews of contracts: when each is due, and which are overdue."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from pipelines.answers.base import Marked, OnContract, Question, Scope

LeadState = Literal["named", "not in officers", "has left", "none", "not known"]


class ReviewDue(OnContract, Marked):
    """One active contract and where it stands with its contract review. Source: the contract's own row."""

    contract_ref: str = Field(title="Contract", description="The register's own reference.")
    title: str | None = Field(title="Title", description="Title of the agreement.")
    provider_id: str | None = Field(title="Provider id", description="The provider it is with.")
    provider_name: str = Field(title="Provider", description="The provider's or supplier's name.")
    market_segment: str = Field(title="Market segment", description="Not recorded if blank, Not known if not read.")
    locality: str = Field(title="Area", description="The area served, or Whole council.")
    contract_tier: str = Field(title="Contract tier", description="Gold, Silver, Bronze, Not tiered or Not known.")
    quality_tier: str = Field(title="Provider quality tier", description="Worst tier recorded; Not recorded if none.")
    lead: str | None = Field(title="Lead", description="The named lead, or its id if not in officers; blank if none.")
    lead_state: LeadState = Field(title="Lead is", description="Named, not in officers, gone, none, or not known.")
    is_lead_left: bool = Field(title="Lead has left", description="The named lead has left.")
    annual_value: Decimal | None = Field(title="Annual value", description="Pounds a year.")
    interval_months: int = Field(title="Every, months", description="The interval the rules ask for.")
    interval_reason: str = Field(title="Interval set by", description="The rule that sets the interval.")
    last_completed_on: date | None = Field(title="Last review", description="The last completed contract review.")
    counted_from: date | None = Field(title="Counted from", description="The later of last review and start.")
    due_on: date | None = Field(title="Due", description="Counted from, plus the interval; blank if not known.")
    state: Literal["overdue", "due soon", "not yet due", "exempt"] = Field(
        title="State", description="Exempt contracts have no contract review, for the reason given."
    )
    exempt_reason: str | None = Field(title="Exempt because", description="Why no contract review is held.")
    days_overdue: int | None = Field(title="Days overdue", gt=0, description="Days from due to the position date.")
    overdue_band: str | None = Field(title="How late", description="1-30, 31-90 or 91+ days, or Not known.")
    review_source_file: str | None = Field(title="Review file", description="The file of the last review.")
    review_source_row: int | None = Field(title="Review row", description="Its row number in that file.")


REVIEWS_DUE = Question("reviews_due", ReviewDue, Scope)


class OverdueReview(OnContract, Marked):
    """One active contract whose contract review should have been completed by the position date."""

    contract_ref: str = Field(title="Contract", description="The register's own reference.")
    title: str | None = Field(title="Title", description="Title of the agreement.")
    provider_id: str | None = Field(title="Provider id", description="The provider it is with.")
    provider_name: str = Field(title="Provider", description="The provider's or supplier's name.")
    market_segment: str = Field(title="Market segment", description="Not recorded if blank, Not known if not read.")
    locality: str = Field(title="Area", description="The area served, or Whole council.")
    contract_tier: str = Field(title="Contract tier", description="Gold, Silver, Bronze, Not tiered or Not known.")
    lead: str | None = Field(title="Lead", description="The named lead, or its id if not in officers; blank if none.")
    lead_state: LeadState = Field(title="Lead is", description="Named, not in officers, gone, none, or not known.")
    is_lead_left: bool = Field(title="Lead has left", description="The named lead has left.")
    annual_value: Decimal | None = Field(title="Annual value", description="Pounds a year.")
    interval_months: int = Field(title="Every, months", description="The interval the rules ask for.")
    last_completed_on: date | None = Field(title="Last review", description="The last completed contract review.")
    due_on: date | None = Field(title="Due", description="The later of last review and start, plus the interval.")
    days_overdue: int | None = Field(
        title="Days overdue", gt=0, description="Days from due to the position date; blank where due is not known."
    )
    overdue_band: str = Field(title="How late", description="1-30, 31-90 or 91+ days, or Not known.")


OVERDUE_REVIEWS = Question("overdue_reviews", OverdueReview, Scope, key="contract_ref", evidence=("reviews_due",))
