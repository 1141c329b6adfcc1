"""Rules as rows of tables: what a council sets in data/rules, each with its authority and its days."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from pipelines.registers.base import Row
from pipelines.registers.contracts import ContractTier
from pipelines.registers.quality import QualityTier

Slug = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)


class Dated(Row):
    """A rule in force from one day to another, both included, and where it comes from."""

    effective_from: date = Field(description="First day it is in force.")
    effective_to: date | None = Field(None, description="Last day it is in force; blank while it still is.")
    authority: str = Field(min_length=10, description="Where it comes from.")


class Setting(Dated):
    """One number that a rule needs on its own."""

    name: str = Field(min_length=1, description="What it sets.")
    value: int = Field(ge=1, description="The number.")


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


class TierBand(Row):
    """Points for values at or above one number and below another."""

    rule_id: str = Slug
    effective_from: date = Field(description="The version of the rule it belongs to.")
    from_value: float = Field(description="The least value in the band.")
    below_value: float | None = Field(None, description="The value at which the next band begins.")
    points: int = Field(ge=0, description="Points scored.")
    floor_tier: QualityTier | None = Field(None, description="The least tier, whatever the points.")


class TierWord(Row):
    """The number that a word in the data stands for in one rule."""

    rule_id: str = Slug
    effective_from: date = Field(description="The version of the rule it belongs to.")
    word: str = Field(min_length=1, description="The word, as the source has it.")
    value: int = Field(ge=0, description="The number the bands are held against.")


class QualityTierBand(Dated):
    """A provider quality tier and the points that suggest it."""

    tier: QualityTier = Field(description="The tier.")
    tier_rank: int = Field(ge=1, description="Its order: higher is worse.")
    concern_rank: int = Field(ge=1, description="Its place among all that may be suggested: higher is more concern.")
    at_least: str = Field(min_length=1, description="What is said when it is reached and too little is known.")
    at_least_rank: int = Field(ge=1, description="The place of that.")
    from_points: int = Field(ge=0, description="The least points.")
    below_points: int | None = Field(None, description="The points at which the next tier begins.")


class KpiRating(Dated):
    """A KPI's rating by how much of its target was reached."""

    rating: str = Field(min_length=1, description="The rating.")
    from_pct: float = Field(ge=0, description="The least per cent of target.")
    below_pct: float | None = Field(None, description="The per cent at which the next rating begins.")
    is_below_standard: bool = Field(description="Counts against the provider.")


class Indicator(Dated):
    """One of the twelve monthly indicators."""

    indicator_id: str = Field(pattern=r"^[a-z0-9_]+$", description="Also the name of the measure's file.")
    indicator_number: str = Field(pattern=r"^\d+[ab]?$", description="Its number.")
    indicator_order: int = Field(ge=1, description="Its place in the list.")
    indicator_title: str = Field(min_length=1, description="Its name.")
    kind: Literal["flow", "stock"] = Field(description="Events in the month, or state at its end.")
    source: str = Field(description="The source without which it is not known.")


class StatusRule(Dated):
    """What a status in the contracts register means for whether a contract is active."""

    status: str = Field(min_length=1, description="The status, a word of the contracts register.")
    meaning: Literal["in use", "by its dates", "ended", "never"] = Field(
        description="In use past its end date; as its dates say; over; or never in force."
    )


class RiskBand(Dated):
    """A risk's rating by likelihood times impact."""

    risk_band: str = Field(min_length=1, description="The rating.")
    from_score: int = Field(ge=1, description="The least score.")
    below_score: int | None = Field(None, description="The score at which the next rating begins.")


class ContractTierBand(Dated):
    """A contract tier by the sum of its five scores."""

    contract_tier: ContractTier = Field(description="The tier.")
    from_score: int = Field(ge=5, description="The least sum.")
    below_score: int | None = Field(None, description="The sum at which the next tier begins.")


class ContractValueScore(Dated):
    """The score for a contract's annual value."""

    score: int = Field(ge=1, le=3, description="The score.")
    from_value: Decimal = Field(ge=0, description="The least annual value, pounds.")
    below_value: Decimal | None = Field(None, description="The value at which the next score begins.")


class ContractTierFloor(Dated):
    """A contract tier that holds whatever the sum. Every condition that is given must be met."""

    floor_id: str = Slug
    contract_tier: ContractTier = Field(description="The least tier.")
    lifts_tier: ContractTier = Field(description="The tier that the floor lifts.")
    total_value_above: Decimal | None = Field(None, description="Whole-life value above this, pounds.")
    impact_score: int | None = Field(None, description="Impact score of at least this.")
    continuity_score: int | None = Field(None, description="Continuity score of at least this.")


class ReviewInterval(Dated):
    """Months between contract reviews for a contract tier."""

    contract_tier: Literal["Gold", "Silver", "Bronze", "Not tiered"] = Field(description="The contract tier.")
    months: int = Field(ge=1, le=60, description="Months from one review to the next.")


class QualityInterval(Dated):
    """A shorter interval while the provider's recorded quality tier is of concern."""

    quality_tier: QualityTier = Field(description="The recorded quality tier.")
    tier_rank: int = Field(ge=1, description="Its order: higher is worse.")
    months: int = Field(ge=1, le=60, description="Months from one review to the next, at most.")


class OverdueBand(Dated):
    """How late a review is, in days."""

    overdue_band: str = Field(min_length=1, description="The band in words.")
    from_days: int = Field(ge=1, description="The fewest days.")
    below_days: int | None = Field(None, description="The days at which the next band begins.")


class ReviewExemption(Dated):
    """A reason why no contract review is held."""

    exemption: Literal["out-of-county", "nhs-exceptional-placement"] = Field(description="Which one.")
    exempt_reason: str = Field(min_length=1, description="The reason in words.")


class LeadTime(Dated):
    """Months needed before a contract's end to replace it."""

    route: str = Field(min_length=1, description="How the replacement is procured.")
    contract_tier: Literal["Gold", "Silver", "Bronze", "Any"] = Field(description="For which contract tier.")
    months: int = Field(ge=0, le=60, description="Months before the end.")


class CqcWord(Row):
    """One word of CQC's and its rank, if it is a rating."""

    rating: str = Field(min_length=1, description="CQC's word, as answers show it. Capitals do not matter.")
    rating_rank: int | None = Field(None, ge=1, le=4, description="4 is best; blank when it is no rating.")
    is_rating: bool = Field(description="Whether it is a rating at all.")
    authority: str = Field(min_length=10, description="Where it comes from.")


class ServiceType(Row):
    """A word for a kind of care, and what it means here."""

    word: str = Field(min_length=1, description="The word in the data.")
    kind: Literal["service type", "service group", "inspection category"] = Field(
        description="The council's service type, or CQC's service group or inspection category."
    )
    service_type: str = Field(min_length=1, description="The service type it stands for.")
    market_segment: str | None = Field(
        None, min_length=1, description="The market segment; blank when it may be several."
    )
    priority: int = Field(ge=1, description="Which one wins when a location has several: the lowest.")
    authority: str = Field(min_length=10, description="Where it comes from.")


class WordListRow(Row):
    """A list of the words that a column of the council's registers may hold."""

    name: str = Field(pattern=r"^[a-z_]+$", description="Its name, as the columns of the registers declare it.")
    words: tuple[str, ...] = Field(min_length=1, description="The words, as answers show them.")
    authority: str = Field(min_length=10, description="Where it comes from.")


class ListedWord(Row):
    """One word of a list, and what else is written for it."""

    list: str = Field(pattern=r"^[a-z_]+$", description="The list, by its name.")
    word: str = Field(min_length=1, description="The word, as answers show it.")
    same_as: tuple[str, ...] = Field((), description="What else is written for it.")
    authority: str = Field(min_length=10, description="Where it comes from.")


class Area(Row):
    """A word for an area, in a council's registers or as CQC's local authority, and what it means here.

    A location is in the area of the council when the council's own register gives it an area, unless that area is
    listed here as outside, or when CQC's local authority of it is listed here as inside. Without a row for that, the
    area of a location which only CQC knows is not known.
    """

    locality: str = Field(min_length=1, description="The word in the data.")
    is_in_area: bool = Field(description="Whether it is part of the area that the council answers for.")
    same_as: str | None = Field(None, min_length=1, description="The word that it is the same as, if it is another's.")
    authority: str = Field(min_length=10, description="Where it comes from.")


class SourceListed(Row):
    """One source, as its contract declares it."""

    source: str = Field(description="Its name.")
    source_title: str = Field(description="Its title.")
    kind: str = Field(description="Snapshot or events.")
    rhythm_days: int = Field(description="How often a new file is expected, in days.")
