"""Care homes as lists of CQC's register by area have them: by name and postcode, without CQC's ids."""

from typing import Annotated

from pydantic import Field

from pipelines.registers.base import Id, ListOf, Source, SourceRow, Text


class ListedHome(SourceRow):
    """One care home on a dated list. Telephone numbers, addresses and who runs it are not read.

    Older lists have no ids, so the name and the postcode are the key: of a home with two registrations the second is
    rejected, with that reason.
    """

    SOURCE = Source("listed_homes", "Care homes listed", "snapshot", ("home_name", "postcode"), rhythm_days=365)

    home_name: Text = Field(title="Care home", description="The name of the home.")
    home_type: Text | None = Field(None, title="Kind", description="Residential or nursing, in the list's words.")
    postcode: Id = Field(description="Postcode of the home.")
    cqc_location_id: Id | None = Field(None, description="CQC's id of the location, in lists since 2020.")
    locality: Annotated[Text, ListOf("area", is_open=True)] | None = Field(
        None, title="Area", description="The council area it is in."
    )
