"""What the rows of answers share, and what every question is asked with."""

from datetime import date

from pydantic import Field, field_validator

from pipelines.registers.base import Row, Sourced
from pipelines.values import YEARS


class Marked(Sourced):
    """A row about a record of a register. Asking joins to it what of that record could not be read."""

    not_read: str | None = Field(
        title="Not read",
        description="What of it could not be read: cells, or a newer row, so that the last known one stands.",
    )


class AsOf(Row):
    """The two dates of every question."""

    as_of: date = Field(title="Position on", description="Show the position at the end of this day.")
    known_on: date = Field(title="As known on", description="Use only what had been received by this day.")

    @field_validator("as_of", "known_on")
    @classmethod
    def _is_in_the_calendar(cls, day: date) -> date:
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise ValueError(f"{day} is not in the years {YEARS[0]} to {YEARS[1]}")
        return day


class Scope(AsOf):
    """The two dates, and the part of the market looked at. Blank means all of it."""

    market_segment: str | None = Field(None, title="Market segment", description="Only this market segment.")
    locality: str | None = Field(None, title="Area", description="Only this area.")
