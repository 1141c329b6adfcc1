"""Officers: who leads contracts and reviews, by work role rather than by name."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import ListOf, NotBefore, OwnId, Source, SourceRow, Text


class Officer(SourceRow):
    """One post in the teams that manage contracts and quality."""

    SOURCE = Source(
        "officers",
        "Officers",
        "snapshot",
        ("officer_id",),
        rhythm_days=35,
        checks=(NotBefore("leaves_on", "starts_on"),),
    )

    officer_id: OwnId = Field(description="The post's reference.")
    display_name: Text | None = Field(
        None, title="Lead", description="How the post is shown, for example Contract Officer 3."
    )
    role: Text | None = Field(None, description="The role.")
    team: Text | None = Field(None, description="The team.")
    body: Annotated[str, ListOf("officer_body")] | None = Field(None, description="Who employs the post.")
    hours_per_month: float | None = Field(None, ge=0, le=400, description="Hours for contract work in a month.")
    starts_on: date | None = Field(None, description="When the post was filled.")
    leaves_on: date | None = Field(None, description="The last day of the person who holds it.")
    training_completed_on: date | None = Field(None, description="When contract training was completed.")
