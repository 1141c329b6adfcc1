"""Words for areas, and which are the council's."""

from pydantic import Field

from pipelines.registers.base import Row
from pipelines.rules.base import RuleTable


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


AREAS = RuleTable(__name__, "areas", Area, "", ("locality",), may_be_empty=True)
