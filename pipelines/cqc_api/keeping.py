"""What is kept of an answer: what the product reads or may come to read, and no person's name."""

from typing import Any

KEPT = frozenset(
    (
        "locationId",
        "providerId",
        "organisationType",
        "type",
        "name",
        "brandId",
        "brandName",
        "registrationStatus",
        "registrationDate",
        "deregistrationDate",
        "dormancy",
        "dormancyStartDate",
        "dormancyEndDate",
        "careHome",
        "numberOfBeds",
        "postalCode",
        "region",
        "localAuthority",
        "inspectionDirectorate",
        "inspectionCategories",
        "inspectionAreas",
        "gacServiceTypes",
        "specialisms",
        "regulatedActivities",
        "relationships",
        "lastInspection",
        "lastReport",
        "reports",
        "currentRatings",
        "historicRatings",
        "assessment",
    )
)
"""Of a record. What CQC adds one day is not kept until somebody has looked whether it names people."""

PERSONAL = frozenset(("contacts", "nominatedIndividual", "relatedLocationName", "relatedProviderName"))
"""At any depth. The name of a related organisation may be that of its owner."""

FREE_TEXT = frozenset(("title", "commentary", "narrative", "overallPeopleExperience", "evidenceCategory", "topicareas"))
"""At any depth. An inspector's prose may name anybody, and nothing is worked out from it."""


def kept(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without the names of people and without prose."""
    return {name: _without(value) for name, value in answer.items() if name in KEPT}


def _without(value: Any) -> Any:
    if isinstance(value, list):
        return [_without(item) for item in value]
    if isinstance(value, dict):
        return {name: _without(item) for name, item in value.items() if not _is_dropped(name)}
    return value


def _is_dropped(name: str) -> bool:
    return name in PERSONAL or name in FREE_TEXT or name.lower().startswith("person")
