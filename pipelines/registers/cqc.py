"""What the Care Quality Commission publishes: ratings, and locations."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import Count, Id, ListOf, NotNearly, OwnId, Source, SourceRow, Text


class CqcRating(SourceRow):
    """One rating of one location, for one service group and one domain.

    A row without a date of publication is CQC saying that there is no rating: `Not Rated` carries none.
    """

    SOURCE = Source(
        "cqc_ratings",
        "CQC ratings",
        "events",
        ("cqc_location_id", "service_group", "domain", "published_on"),
        rhythm_days=35,
        weighs=("rating",),
        checks=(NotNearly("service_group", "Overall"),),
        # CQC publishes both where one is carried over from the provider before; of two of its own, the worse counts,
        # and a word that could not be read may be the worst.
        preferred=(
            "coalesce(is_inherited, false)",
            """coalesce((select min(w.rating_rank) from cqc_words as w where lower(w.rating) = lower(said.rating)),
                case when said.refused_columns like '% rating %' then 0 else 5 end)""",
        ),
    )

    cqc_location_id: Id = Field(description="CQC's id of the location.")
    location_name: Text | None = Field(None, title="Location", description="CQC's name of the location.")
    is_care_home: bool | None = Field(None, title="Care home", description="Registered as a care home.")
    inspection_category: Text | None = Field(None, description="CQC's primary inspection category.")
    local_authority: Annotated[Text, ListOf("area", is_open=True)] | None = Field(
        None, description="The council area, by CQC's name for it."
    )
    cqc_provider_id: Id | None = Field(None, description="CQC's id of the provider.")
    brand_id: Id | None = Field(None, description="CQC's id of the group it belongs to.")
    service_group: Annotated[Text, ListOf("cqc_service_group", is_open=True)] = Field(
        description="The service or population group rated; Overall is the location."
    )
    domain: Annotated[str, ListOf("cqc_domain")] = Field(
        description="Safe, Effective, Caring, Responsive, Well-led or Overall."
    )
    rating: Annotated[str, ListOf("cqc_rating")] = Field(description="The rating in CQC's words, as published.")
    published_on: date | None = Field(None, description="When it was published.")
    report_type: Text | None = Field(None, description="The kind of report it is from.")
    is_inherited: bool | None = Field(
        None, title="Inherited", description="Carried over from the provider before a re-registration."
    )


class CqcLocation(SourceRow):
    """One location on CQC's register. The names of managers and owners are not read."""

    SOURCE = Source("cqc_locations", "CQC locations", "snapshot", ("cqc_location_id",), rhythm_days=35)

    cqc_location_id: OwnId = Field(description="CQC's id of the location.")
    location_name: Text = Field(title="Location", description="CQC's name of the location.")
    cqc_provider_id: Id = Field(description="CQC's id of the provider.")
    is_care_home: bool | None = Field(None, title="Care home", description="Registered as a care home.")
    is_dormant: bool | None = Field(None, title="Dormant", description="Registered but not giving care.")
    beds: Count | None = Field(None, description="Registered beds; blank is not the same as 0.")
    inspection_directorate: Text | None = Field(None, description="The part of CQC that inspects it.")
    inspection_category: Text | None = Field(None, description="CQC's primary inspection category.")
    overall_rating: Text | None = Field(None, description="The latest overall rating in CQC's words.")
    rating_published_on: date | None = Field(None, description="When that rating was published.")
    is_inherited: bool | None = Field(
        None, title="Inherited", description="Carried over from the provider before a re-registration."
    )
    local_authority: Annotated[Text, ListOf("area", is_open=True)] | None = Field(
        None, description="The council area, by CQC's name for it."
    )
    postcode: Id | None = Field(None, description="Postcode of the location.")
    brand_id: Id | None = Field(None, description="CQC's id of the group it belongs to.")
    companies_house_number: Id | None = Field(None, description="The provider's company number.")
    charity_number: Id | None = Field(None, description="The provider's charity number.")
    registered_on: date | None = Field(None, description="When the location was registered.")
    ownership_type: Text | None = Field(None, description="Organisation, Individual, Partnership or NHS Body.")
    registration_status: Text | None = Field(None, description="Registered or Deregistered, from CQC's API.")
    deregistered_on: date | None = Field(None, description="When the location left CQC's register: it is closed since.")
    successor_of: Text | None = Field(
        None, description="CQC's ids of the locations it took over from, with semicolons between them."
    )
    succeeded_by: Text | None = Field(
        None, description="CQC's ids of the locations that took over from it, with semicolons between them."
    )
