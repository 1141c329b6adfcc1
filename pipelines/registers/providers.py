"""Providers: the organisations that contracts are with."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import Id, ListOf, OwnId, Source, SourceRow, Text


class Provider(SourceRow):
    """One organisation on the council's provider list."""

    SOURCE = Source("providers", "Providers", "snapshot", ("provider_id",), rhythm_days=35)

    provider_id: OwnId = Field(description="The council's own reference for the provider.")
    provider_name: Text = Field(title="Provider", description="The organisation's name.")
    cqc_provider_id: Id | None = Field(None, description="Its id at the Care Quality Commission, if regulated.")
    companies_house_number: Id | None = Field(None, description="Registered company number, kept as text.")
    charity_number: Id | None = Field(None, description="Charity Commission number, kept as text.")
    brand_id: Id | None = Field(None, description="CQC's id for the group the provider belongs to.")
    is_vcse: bool | None = Field(None, title="VCSE", description="A voluntary, community or social enterprise.")
    is_sme: bool | None = Field(None, title="SME", description="A small or medium-sized enterprise.")
    is_in_area: bool | None = Field(None, title="In area", description="Based in the council's area.")
    host_authority: Text | None = Field(None, description="The council whose area it is in, when out of area.")
    is_nhs_exceptional_placement: bool | None = Field(
        None,
        title="NHS exceptional placement",
        description="An exceptional placement provider by NHS agreement.",
    )
    credit_band: Annotated[str, ListOf("credit_band")] | None = Field(
        None, description="Risk of failure from a credit agency: Low to High."
    )
    accounts_due_on: date | None = Field(None, description="When accounts are due at Companies House.")
    status_event: Annotated[str, ListOf("status_event")] | None = Field(
        None, description="The latest event in the company's status."
    )
    status_event_on: date | None = Field(None, description="When that event happened.")
