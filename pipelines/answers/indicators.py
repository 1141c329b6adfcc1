"""The twelve monthly indicators: counts by month, and the rows behind every count."""

from datetime import date
from typing import Literal

from pydantic import Field

from pipelines.answers.base import Counted, Marked, OfRecord, Question, Scope
from pipelines.registers.base import Sourced


class IndicatorScope(Scope):
    """The scope, and one indicator and month or all of them."""

    indicator_id: str | None = Field(None, title="Indicator id", description="Only this indicator.")
    month: date | None = Field(None, title="Month", description="Only this month, by its first day.")


class MonthlyIndicator(Counted):
    """One indicator in one month: a flow counts events in the month, a stock the state at its end."""

    indicator_id: str = Field(title="Indicator id", description="As in indicators.toml and the measure's file.")
    indicator_number: str = Field(title="Number", description="1 to 12; the seventh has two parts, 7a and 7b.")
    indicator_title: str = Field(title="Indicator", description="The indicator's name.")
    kind: Literal["flow", "stock"] = Field(title="Kind", description="Events in the month, or state at its end.")
    month: date = Field(title="Month", description="First day of the month.")
    month_end: date = Field(title="Month end", description="Last day of the month.")
    state: Literal["counted", "not known"] = Field(
        title="State", description="Not known when no file of its source had been received."
    )
    value: int | None = Field(title="Value", description="The count; blank when not known, never 0 for that.")
    not_read_count: int | None = Field(
        title="Not wholly read", description="Of those counted: a cell, or a newer row, could not be read."
    )
    not_counted_count: int = Field(
        title="Not counted", description="Records that may count and have no day or kind that is known; in any month."
    )
    authority: str = Field(title="Authority", description="Where the definition comes from.")


MONTHLY_INDICATORS = Question(
    "monthly_indicators",
    MonthlyIndicator,
    IndicatorScope,
    key="indicator_id",
    evidence=("monthly_indicator_rows",),
    is_series=True,
)


class MonthlyIndicatorRow(OfRecord, Marked):
    """One record counted in one indicator in one month. Every file in sql/measures returns these columns."""

    indicator_id: str = Field(title="Indicator id", description="The indicator it counts in.")
    month: date = Field(title="Month", description="First day of the month.")
    market_segment: str = Field(title="Market segment", description="Not recorded if blank, Not known if not read.")
    locality: str = Field(title="Area", description="The area, Whole council, or Not recorded.")
    contract_ref: str | None = Field(title="Contract", description="The contract it touches.")
    provider_id: str | None = Field(title="Provider id", description="The provider it touches.")
    record_ref: str = Field(title="Record", description="The record's own reference.")
    happened_on: date | None = Field(title="Date", description="The date that counts; blank for a state.")
    detail: str = Field(title="Detail", description="Type, reason or rating, in words.")


MONTHLY_INDICATOR_ROWS = Question("monthly_indicator_rows", MonthlyIndicatorRow, IndicatorScope)


class ContractReconciliation(Counted):
    """One month of the register: what was active, what came, what went, and whether it adds up."""

    month: date = Field(title="Month", description="First day of the month.")
    month_end: date = Field(title="Month end", description="Last day of the month.")
    active_before: int = Field(title="Active at the month before's end", description="Contracts active then.")
    started: int = Field(title="Started", description="Contracts that took effect in the month.")
    ended: int = Field(title="Ended", description="Contracts whose effective end fell in the month.")
    ended_last_day: int = Field(
        title="Ended on the last day", description="Ended in the month and still active on its last day."
    )
    ended_last_day_before: int = Field(
        title="Ended on the last day before", description="Ended on the month before's last day, active then."
    )
    expected: int = Field(title="Expected", description="What these add up to.")
    active_at_end: int = Field(title="Active at month end", description="Contracts counted as active.")
    difference: int = Field(title="Difference", description="Active at month end less expected; 0 when it adds up.")


CONTRACT_RECONCILIATION = Question("contract_reconciliation", ContractReconciliation, Scope)


class LeftOut(OfRecord, Sourced):
    """One record that a figure could not use, and why."""

    question: str = Field(title="Left out of", description="The question it is left out of.")
    record_ref: str = Field(title="Record", description="The record's own reference.")
    market_segment: str = Field(title="Market segment", description="Not recorded if blank, Not known if not read.")
    locality: str = Field(title="Area", description="The area, Whole council, or Not recorded.")
    reason: str = Field(title="Reason", description="What is missing.")


LEFT_OUT = Question("left_out", LeftOut, Scope)
