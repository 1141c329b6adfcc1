"""Who is who: names that people confirmed, how alike other names are, and what is proposed from that."""

from typing import Literal

from pydantic import Field

from pipelines.answers.base import OfFiles, Question
from pipelines.registers.base import Row, Sourced


class NameScore(Row):
    """How alike a supplier's name and a provider's name are, worked out when a build is made."""

    written_as: str = Field(description="The supplier's name, as in a contract without a provider id.")
    provider_id: str = Field(description="The provider.")
    score: int = Field(ge=0, le=100, description="100 is the same name but for order, capitals and Ltd or Limited.")


class MatchProposal(OfFiles, Sourced):
    """One provider that a supplier or a CQC provider may be. A person decides; nothing is joined by it."""

    kind: Literal["Supplier of a contract", "CQC provider"] = Field(title="Kind", description="What has no provider.")
    written_as: str = Field(title="Written as", description="The supplier's name, or CQC's id of the provider.")
    record_count: int = Field(
        title="Records", description="Contracts with that supplier, or locations CQC says it has."
    )
    provider_id: str | None = Field(title="May be", description="The provider proposed; blank when none comes near.")
    provider_name: str | None = Field(title="Provider", description="Its name.")
    score: int | None = Field(
        title="Score", description="How alike the names are, of 100; blank when no name was used."
    )
    how_to_confirm: str = Field(title="How to confirm", description="What to write where, if it is the same.")


MATCH_PROPOSALS = Question("match_proposals", MatchProposal)
