"""Key performance indicators that contracts ask providers to return."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import ContractRef, Id, ListOf, LocationId, NotBefore, ProviderId, Source, SourceRow, Text


class Kpi(SourceRow):
    """One KPI of one contract for one period; a return that never came has no value and no date received."""

    SOURCE = Source(
        "kpis",
        "KPI returns",
        "events",
        ("contract_ref", "location_id", "kpi_code", "period_end"),
        rhythm_days=100,
        needs=("provider_id", "due_on"),
        called="contract_ref || ' ' || kpi_code",
        checks=(NotBefore("period_end", "period_start"),),
    )

    contract_ref: ContractRef = Field(description="The contract that asks for it.")
    provider_id: ProviderId = Field(description="The provider that returns it.")
    location_id: LocationId | None = Field(None, description="The service it is about; blank means the whole contract.")
    kpi_code: Id = Field(description="The KPI's code.")
    kpi_name: Text = Field(title="KPI", description="The KPI's name.")
    period_start: date = Field(description="First day of the period.")
    period_end: date = Field(description="Last day of the period.")
    due_on: date = Field(description="When the return was due.")
    received_on: date | None = Field(None, description="When it came; blank if it has not.")
    value: float | None = Field(None, description="The value returned.")
    target: float | None = Field(None, description="The target it is held against.")
    better: Annotated[str, ListOf("better")] = Field(description="Which direction is better.")
    unit: Text | None = Field(None, description="What the value is counted in.")
