"""Every source a council can hand over, by name."""

from pipelines.contracts.assessments import Assessment
from pipelines.contracts.base import SourceRow
from pipelines.contracts.complaints import Complaint, Concern
from pipelines.contracts.contracts import Contract, ContractChange, ContractTiering, Procurement, Uplift
from pipelines.contracts.cqc import CqcLocation, CqcRating
from pipelines.contracts.kpis import Kpi
from pipelines.contracts.listed import ListedHome
from pipelines.contracts.locations import Location
from pipelines.contracts.notices import Notice
from pipelines.contracts.officers import Officer
from pipelines.contracts.providers import Provider
from pipelines.contracts.quality import QualityCase, TierDecision
from pipelines.contracts.reviews import Review
from pipelines.contracts.risks import Action, Risk
from pipelines.contracts.spend import Spend

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
