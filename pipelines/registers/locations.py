"""Locations: the services and settings where care is given."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import Count, Id, ListOf, NotBefore, OwnId, ProviderId, Source, SourceRow, Text


class Location(SourceRow):
    """One service or setting of a provider, regulated or not."""

    SOURCE = Source(
        "locations",
        "Locations",
        "snapshot",
        ("location_id",),
        rhythm_days=35,
        needs=("provider_id",),
        checks=(NotBefore("closed_on", "opened_on"),),
    )

    location_id: OwnId = Field(description="The council's own reference for the service or setting.")
    provider_id: ProviderId = Field(description="The provider that runs it.")
    location_name: Text = Field(title="Location", description="The name of the service or setting.")
    cqc_location_id: OwnId | None = Field(None, description="Its id at the Care Quality Commission, if regulated.")
    service_type: Annotated[Text, ListOf("service_type", is_open=True)] = Field(
        description="What kind of care it gives, in the words of service_types.csv."
    )
    is_regulated: bool = Field(title="Regulated", description="Registered with the Care Quality Commission.")
    postcode: Id | None = Field(None, description="Postcode of the setting.")
    locality: Annotated[Text, ListOf("area", is_open=True)] | None = Field(
        None, title="Area", description="The part of the council's area it is in."
    )
    beds: Count | None = Field(None, description="Registered beds; blank is not the same as 0.")
    weekly_hours: Count | None = Field(None, description="Hours of care given in a week.")
    people_supported: Count | None = Field(None, description="Everyone who lives there or uses the service.")
    funded_people: Count | None = Field(None, description="Those of them the council pays for.")
    manager_vacant_since: date | None = Field(None, description="Since when there is no registered manager.")
    opened_on: date | None = Field(None, description="When the service opened or was registered.")
    closed_on: date | None = Field(None, description="When it closed.")
