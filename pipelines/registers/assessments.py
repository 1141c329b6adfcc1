"""Quality assessments: PAMMS, or a council's own."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pipelines.registers.base import ListOf, LocationId, OwnId, ProviderId, Source, SourceRow

AssessmentRating = Annotated[str, ListOf("assessment_rating")]


class Assessment(SourceRow):
    """One assessment of one location. The rating is the assessor's word, never worked out from a number."""

    SOURCE = Source(
        "assessments",
        "Quality assessments",
        "events",
        ("assessment_ref",),
        rhythm_days=100,
        needs=("provider_id", "location_id", "assessed_on"),
        weighs=("overall_rating",),
    )

    assessment_ref: OwnId = Field(description="The assessment's reference.")
    provider_id: ProviderId = Field(description="The provider assessed.")
    location_id: LocationId = Field(description="The service assessed.")
    assessed_on: date = Field(description="When it was assessed.")
    overall_rating: AssessmentRating = Field(description="The overall rating.")
    involvement_rating: AssessmentRating | None = Field(None, description="Involvement and information.")
    personalised_care_rating: AssessmentRating | None = Field(None, description="Personalised care and support.")
    safeguarding_rating: AssessmentRating | None = Field(None, description="Safeguarding and safety.")
    staffing_rating: AssessmentRating | None = Field(None, description="Suitability of staffing.")
    management_rating: AssessmentRating | None = Field(None, description="Quality of management.")
    standard_1_rating: AssessmentRating | None = Field(
        None, description="Standard 1: Respecting and involving service users."
    )
    standard_2_rating: AssessmentRating | None = Field(None, description="Standard 2: Consent.")
    standard_3_rating: AssessmentRating | None = Field(None, description="Standard 3: Care and welfare.")
    standard_4_rating: AssessmentRating | None = Field(None, description="Standard 4: Meeting nutritional needs.")
    standard_5_rating: AssessmentRating | None = Field(
        None, description="Standard 5: Co-operating with other providers."
    )
    standard_6_rating: AssessmentRating | None = Field(None, description="Standard 6: Safeguarding from abuse.")
    standard_7_rating: AssessmentRating | None = Field(
        None, description="Standard 7: Cleanliness and infection control."
    )
    standard_8_rating: AssessmentRating | None = Field(None, description="Standard 8: Management of medicines.")
    standard_9_rating: AssessmentRating | None = Field(
        None, description="Standard 9: Safety and suitability of premises."
    )
    standard_10_rating: AssessmentRating | None = Field(
        None, description="Standard 10: Safety, availability and suitability of equipment."
    )
    standard_11_rating: AssessmentRating | None = Field(
        None, description="Standard 11: Requirements relating to workers."
    )
    standard_12_rating: AssessmentRating | None = Field(None, description="Standard 12: Staffing.")
    standard_13_rating: AssessmentRating | None = Field(None, description="Standard 13: Supporting staff.")
    standard_14_rating: AssessmentRating | None = Field(
        None, description="Standard 14: Assessing and monitoring quality of service."
    )
    standard_15_rating: AssessmentRating | None = Field(None, description="Standard 15: Complaints.")
    standard_16_rating: AssessmentRating | None = Field(None, description="Standard 16: Records.")
    score_pct: float | None = Field(None, ge=0, le=100, description="Overall score, per cent, if one was given.")
    published_on: date | None = Field(None, description="When the report was published.")
    action_plan_due_on: date | None = Field(None, description="When the action plan is due.")
    action_plan_closed_on: date | None = Field(None, description="When the action plan was closed.")
