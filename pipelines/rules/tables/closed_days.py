"""Days on which the council itself is closed, besides weekends and bank holidays."""

from datetime import date

from pydantic import Field

from pipelines.registers.base import Row
from pipelines.rules.base import RuleTable


class ClosedDay(Row):
    """A day that is no working day of the council. It shortens no time limit that the law sets."""

    closed_on: date = Field(description="The day.")
    authority: str = Field(min_length=10, description="Where it comes from.")


CLOSED_DAYS = RuleTable(__name__, "closed_days", ClosedDay, "", ("closed_on",), may_be_empty=True)
