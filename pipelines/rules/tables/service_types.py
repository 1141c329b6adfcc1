"""Words for kinds of care, the council's and CQC's."""

from typing import Literal

from pydantic import Field

from pipelines.registers.base import Row
from pipelines.rules.base import RuleTable


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


SERVICE_TYPES = RuleTable(__name__, "service_types", ServiceType, "", ("word", "kind"))
