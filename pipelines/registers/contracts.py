"""Contracts: the register, and how each contract was tiered."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from pipelines.registers.base import (
    AnyOf,
    ContractRef,
    Count,
    Id,
    ListOf,
    Money,
    NotBefore,
    OfficerId,
    OwnId,
    Points3,
    ProviderId,
    Source,
    SourceRow,
    Text,
)

ContractTier = Literal["Gold", "Silver", "Bronze"]


class Contract(SourceRow):
    """One line of the contracts register: one agreement with one supplier."""

    SOURCE = Source(
        "contracts",
        "Contracts register",
        "snapshot",
        ("contract_ref", "provider_id", "supplier_name"),
        rhythm_days=35,
        needs=("start_on",),
        checks=(
            AnyOf(("provider_id", "supplier_name")),
            NotBefore("current_end_on", "start_on"),
            NotBefore("ended_on", "start_on"),
        ),
    )

    contract_ref: OwnId = Field(description="The register's own reference. A framework has one row per supplier.")
    title: Text | None = Field(None, description="Title of the agreement.")
    market_segment: Annotated[str, ListOf("market_segment")] | None = Field(
        None, description="The part of the care market it buys from."
    )
    service_category: Text | None = Field(None, description="The service bought, in the council's own words.")
    description: str | None = Field(None, max_length=8000, description="What is bought.")
    department: Text | None = Field(None, description="The department responsible.")
    locality: Annotated[Text, ListOf("area", is_open=True)] | None = Field(
        None, title="Area", description="The area served; blank means the whole council."
    )
    provider_id: ProviderId | None = Field(None, description="The provider it is with, as in providers.csv.")
    supplier_name: Text | None = Field(None, title="Supplier", description="The supplier's name, if it has no id.")
    companies_house_number: Id | None = Field(None, description="The supplier's company number, if it has no id.")
    charity_number: Id | None = Field(None, description="The supplier's charity number, if it has no id.")
    is_sme: bool | None = Field(None, title="SME", description="The supplier is a small or medium-sized enterprise.")
    is_vcse: bool | None = Field(None, title="VCSE", description="The supplier is a VCSE organisation.")
    lead_officer_id: OfficerId | None = Field(None, description="The named lead, as in officers.csv.")
    deputy_officer_id: OfficerId | None = Field(None, description="Who stands in for the lead.")
    accountable_body: Text | None = Field(None, description="The body that keeps the duty.")
    delivery_body: Text | None = Field(None, description="The body that manages the contract.")
    regime: Annotated[str, ListOf("regime")] | None = Field(
        None, description="The procurement law that governs it for life."
    )
    is_light_touch: bool | None = Field(None, title="Light touch", description="A light touch contract.")
    route: Text | None = Field(None, description="How it was procured.")
    contract_type: Annotated[str, ListOf("contract_type")] | None = Field(
        None, description="The form of the agreement."
    )
    total_value: Money | None = Field(None, description="Value over its whole life, pounds without VAT.")
    annual_value: Money | None = Field(None, description="Value in a year, pounds without VAT.")
    irrecoverable_vat: Money | None = Field(None, description="VAT that cannot be recovered, pounds.")
    signed_on: date | None = Field(None, description="When it was signed or issued.")
    start_on: date = Field(title="Starts", description="When it takes effect.")
    original_end_on: date | None = Field(None, description="The end first agreed.")
    current_end_on: date | None = Field(None, title="Ends", description="The end as it now stands.")
    max_end_on: date | None = Field(None, description="The end if every extension is used.")
    extensions_left: Count | None = Field(None, description="Options to extend that are left.")
    notice_period_days: Count | None = Field(None, description="Notice needed to end it, in days.")
    review_on: date | None = Field(None, description="The next review date written in the register.")
    is_out_of_county: bool | None = Field(
        None, title="Out of county", description="An out-of-county placement: contract reviews are not held."
    )
    has_chc_funded_people: bool | None = Field(
        None, title="CHC-funded people", description="It serves people with NHS continuing healthcare."
    )
    is_joint_nhs: bool | None = Field(None, title="Joint with NHS", description="Managed jointly with the NHS.")
    status: Annotated[str, ListOf("contract_status")] | None = Field(
        None, description="The status written in the register."
    )
    ended_on: date | None = Field(None, description="When it in fact ended.")
    end_reason: Annotated[str, ListOf("end_reason")] | None = Field(None, description="Why it ended.")


class ContractTiering(SourceRow):
    """One assessment of how important a contract is (its contract tier, not a quality tier)."""

    SOURCE = Source(
        "contract_tierings",
        "Contract tierings",
        "events",
        ("contract_ref", "assessed_on"),
        rhythm_days=120,
        called="contract_ref",
    )

    contract_ref: ContractRef = Field(description="The contract assessed.")
    assessed_on: date = Field(description="When it was assessed.")
    annual_value_score: Points3 = Field(description="Annual value, 1 to 3.")
    impact_score: Points3 = Field(description="Impact on people if the service fails, 1 to 3.")
    continuity_score: Points3 = Field(description="How hard it is to replace, 1 to 3.")
    complexity_score: Points3 = Field(description="Lots, sub-contracting, price model and partners, 1 to 3.")
    strategic_score: Points3 = Field(description="Statutory duty and policy priority, 1 to 3.")
    assessed_by_role: Text = Field(description="The role of the person who assessed it.")
    agreed_tier: Annotated[str, ListOf("contract_tier")] | None = Field(
        None, description="The contract tier that was agreed."
    )


class ContractChange(SourceRow):
    """One change asked for or made to a contract."""

    SOURCE = Source(
        "contract_changes",
        "Contract changes",
        "events",
        ("change_ref",),
        rhythm_days=35,
        needs=("contract_ref", "requested_on"),
    )

    change_ref: OwnId = Field(description="The change log's reference.")
    contract_ref: ContractRef = Field(description="The contract to be changed.")
    change_type: Annotated[str, ListOf("change_type")] = Field(description="What kind of change.")
    requested_on: date = Field(description="When it was asked for.")
    stage: Annotated[str, ListOf("change_stage")] = Field(description="How far it has got.")
    decided_on: date | None = Field(None, description="When it was decided.")
    implemented_on: date | None = Field(None, description="When it took effect.")
    value_change: Money | None = Field(None, description="Change in annual value, pounds.")
    new_end_on: date | None = Field(None, description="The new end date, for an extension.")


class Uplift(SourceRow):
    """One application to the uplift panel for a higher fee."""

    SOURCE = Source(
        "uplifts",
        "Uplift applications",
        "events",
        ("uplift_ref",),
        rhythm_days=35,
        needs=("provider_id", "contract_ref", "received_on"),
        checks=(NotBefore("decided_on", "received_on"),),
    )

    uplift_ref: OwnId = Field(description="The uplift log's reference.")
    provider_id: ProviderId = Field(description="The provider that applied.")
    contract_ref: ContractRef | None = Field(None, description="The contract it is about.")
    received_on: date = Field(description="When the application was received.")
    requested_pct: float | None = Field(None, ge=-100, le=1000, description="Increase asked for, per cent.")
    decided_on: date | None = Field(None, description="When the panel decided.")
    decision: Annotated[str, ListOf("uplift_decision")] | None = Field(None, description="What the panel decided.")
    agreed_pct: float | None = Field(None, ge=-100, le=1000, description="Increase agreed, per cent.")


class Procurement(SourceRow):
    """One procurement and the stage it has reached."""

    SOURCE = Source(
        "procurements",
        "Procurements",
        "events",
        ("procurement_ref",),
        rhythm_days=35,
        needs=("replaces_contract_ref", "stage_on"),
    )

    procurement_ref: OwnId = Field(description="The procurement log's reference.")
    title: Text = Field(description="What is being bought.")
    replaces_contract_ref: ContractRef | None = Field(None, description="The contract it will replace.")
    route: Text = Field(description="How it is procured.")
    stage: Annotated[str, ListOf("procurement_stage")] = Field(description="The stage reached.")
    stage_on: date = Field(description="When that stage was reached.")
    lead_officer_id: OfficerId | None = Field(None, description="Who leads it, as in officers.csv.")
    options_appraisal_on: date | None = Field(None, description="When an options appraisal was done.")
    waiver_requested_on: date | None = Field(None, description="When a waiver was asked for.")
    waiver_decision: Text | None = Field(None, description="What was decided on the waiver.")
    planned_start_on: date | None = Field(None, description="When the new contract should start.")
    completed_on: date | None = Field(None, description="When the procurement was completed or abandoned.")
