"""The ratings in one answer of CQC's API for a location, in both shapes that CQC writes them in.

Inspections are in `currentRatings` and `historicRatings`. Assessments, CQC's way of working since late 2023, are in
`assessment`. A location may have both.
"""

import re
from collections.abc import Iterator
from typing import Any

OVERALL = "Overall"
DOMAINS = (OVERALL, "Safe", "Effective", "Caring", "Responsive", "Well-led")

Cells = dict[str, str]
"""Columns of `cqc_ratings` to text."""


def text(value: object) -> str:
    """A value as text; blank for one that is missing, or that is no single value."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def day(value: object) -> str:
    """The day of a date or a time, `2024-09-17 15:19:48` included. Any other text as it is, for the check to refuse."""
    written = text(value)
    return written[:10] if re.match(r"\d{4}-\d{2}-\d{2}($|[T ])", written) else written


def part(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def parts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def current_rating(record: dict[str, Any]) -> Cells:
    """The newest rating of the location as a whole that CQC calls current, in either shape."""
    inspected = [row for row in _inspected(record, part(record.get("currentRatings"))) if _is_whole(row)]
    assessed = [row for row, is_current in _assessed(record) if is_current and _is_whole(row)]
    withdrawn = [row for row in _not_rated(record) if _is_whole(row)]
    return max(withdrawn or assessed + inspected, key=lambda row: row["published_on"], default={})


def _is_whole(row: Cells) -> bool:
    return row["service_group"] == OVERALL and row["domain"] == OVERALL


def ratings(record: dict[str, Any]) -> list[Cells]:
    """Every rating of a location, of its services and of both, current ones first.

    CQC repeats a current rating among the historic ones: what is said twice in the same words is kept once.
    """
    rows = [
        *_inspected(record, part(record.get("currentRatings"))),
        *(row for row, _ in _assessed(record)),
        *_not_rated(record),
    ]
    for block in parts(record.get("historicRatings")):
        rows += _inspected(record, block)
    once: dict[tuple[str, ...], Cells] = {}
    for row in rows:
        once.setdefault((row["service_group"], row["domain"], row["published_on"], row["rating"]), row)
    return list(once.values())


def _inspected(record: dict[str, Any], block: dict[str, Any]) -> Iterator[Cells]:
    """The ratings of one inspection: the current ones, or one of the historic ones."""
    areas = {
        text(area.get("inspectionAreaId")): text(area.get("inspectionAreaName"))
        for area in parts(record.get("inspectionAreas"))
    }
    kinds = {text(one.get("linkId")): text(one.get("reportType")) for one in parts(record.get("reports"))}
    groups = [(OVERALL, part(block.get("overall")))]
    for service in parts(block.get("serviceRatings")):
        word = text(service.get("name"))
        groups.append((areas.get(word) or word, service))
    for group, rated in groups:
        questions = parts(rated.get("keyQuestionRatings"))
        # CQC puts whose rating it was on the inspection, or on each of its questions.
        owners = {text(one.get("organisationId")) for one in (block, rated, *questions)}
        is_inherited = bool(owners - {"", text(record.get("locationId"))})
        for domain, one in [(OVERALL, rated), *((_domain(question), question) for question in questions)]:
            link = one.get("reportLinkId") or rated.get("reportLinkId") or block.get("reportLinkId")
            row = {
                "service_group": group,
                "domain": domain,
                "rating": text(one.get("rating")),
                "published_on": day(one.get("reportDate") or rated.get("reportDate") or block.get("reportDate")),
                "report_type": kinds.get(text(link), ""),
                "is_inherited": "Y" if is_inherited else "N",
            }
            if row["rating"]:
                yield row


def _domain(question: dict[str, Any]) -> str:
    """The key question in the words of the contract, however CQC writes its capitals."""
    name = text(question.get("name"))
    return next((domain for domain in DOMAINS if domain.lower() == name.lower()), name)


def _assessed(record: dict[str, Any]) -> list[tuple[Cells, bool]]:
    """The ratings of assessments, each with whether CQC calls it current.

    They are of service groups. Where a location has one service group, CQC's own *Latest ratings* file shows its
    rating as the location's too, and so does this.
    """
    found = [
        (text(group.get("name")), day(one.get("assessmentPlanPublishedDateTime")), group)
        for one in parts(record.get("assessment"))
        for group in parts(part(one.get("ratings")).get("asgRatings"))
    ]
    every, current = ({name for name, _, group in found if not only or _is_current(group)} for only in (False, True))
    rows = []
    for name, published_on, group in found:
        is_current = _is_current(group)
        is_location = len(every) == 1 or (is_current and len(current) == 1)
        for domain, one in [(OVERALL, group), *((_domain(q), q) for q in parts(group.get("keyQuestionRatings")))]:
            row = {"domain": domain, "rating": text(one.get("rating")), "published_on": published_on}
            if row["rating"]:
                rows.append((row | {"service_group": name}, is_current))
                if is_location and published_on:
                    rows.append((row | {"service_group": OVERALL}, is_current))
    return rows


def _is_current(group: dict[str, Any]) -> bool:
    return text(group.get("status")).lower() == "current"


def _not_rated(record: dict[str, Any]) -> list[Cells]:
    """That CQC no longer rates the location as a whole, in the words and the form of its *Latest ratings* file.

    So it is once several service groups were assessed, until an inspection of the whole location is published later.
    """
    current = [row for row, is_current in _assessed(record) if is_current and row["domain"] == OVERALL]
    if len({row["service_group"] for row in current} - {OVERALL}) < 2:
        return []
    inspected = [
        row for row in _inspected(record, part(record.get("currentRatings"))) if row["service_group"] == OVERALL
    ]
    newest = max((row["published_on"] for row in inspected), default="")
    if newest >= max(row["published_on"] for row in current) or any(not row["published_on"] for row in inspected):
        return []
    return [
        {"service_group": OVERALL, "domain": domain, "rating": "Not Rated", "published_on": ""} for domain in DOMAINS
    ]
