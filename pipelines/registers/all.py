"""Every source a council can hand over, by name."""

from pipelines.registers.assessments import Assessment
from pipelines.registers.base import SourceRow
from pipelines.registers.complaints import Complaint, Concern
from pipelines.registers.contracts import Contract, ContractChange, ContractTiering, Procurement, Uplift
from pipelines.registers.cqc import CqcLocation, CqcRating
from pipelines.registers.kpis import Kpi
from pipelines.registers.listed import ListedHome
from pipelines.registers.locations import Location
from pipelines.registers.notices import Notice
from pipelines.registers.officers import Officer
from pipelines.registers.providers import Provider
from pipelines.registers.quality import QualityCase, TierDecision
from pipelines.registers.reviews import Review
from pipelines.registers.risks import Action, Risk
from pipelines.registers.spend import Spend

SOURCES: dict[str, type[SourceRow]] = {
    row.SOURCE.name: row
    for row in (
        Provider,
        Location,
        Contract,
        ContractTiering,
        Review,
        Complaint,
        Concern,
        CqcRating,
        CqcLocation,
        Kpi,
        Assessment,
        Notice,
        ContractChange,
        Uplift,
        Procurement,
        QualityCase,
        TierDecision,
        Risk,
        Action,
        Officer,
        Spend,
        ListedHome,
    )
}


def history_table(source: str) -> str:
    """The table that holds all that was ever known of a source."""
    return f"{source}_history"
