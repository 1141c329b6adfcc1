"""Answers of CQC's API for locations to two tables: the locations, and their ratings of then and now. No names."""

import csv
import json
from pathlib import Path
from typing import Any

from pipelines.reading.cqc.ratings import Cells, current_rating, day, parts, ratings, text
from pipelines.reading.decoding import RefusedError
from pipelines.registers.base import SourceRow
from pipelines.registers.cqc import CqcLocation, CqcRating


def tables(path: Path, into: Path) -> dict[str, Path]:
    """A saved answer of `/locations/{id}`, or a list of them, as one CSV file a source, below the folder `into`.

    source → CSV in UTF-8. Its headings are `source_row` and the contract's columns; dates are ISO, and what CQC leaves
    out is blank. `source_row` is the number of the record, from 1.
    Raises RefusedError when the file is something else, such as the answer for a provider.
    """
    records = _records(path)
    locations = [{"source_row": str(number), **_location(record)} for number, record in enumerate(records, start=1)]
    rated = [
        {"source_row": str(number), **_about(record), **rating}
        for number, record in enumerate(records, start=1)
        for rating in ratings(record)
    ]
    return {
        row.SOURCE.name: _written(into / f"{row.SOURCE.name}.csv", row, rows)
        for row, rows in ((CqcLocation, locations), (CqcRating, rated))
    }


def _written(path: Path, row: type[SourceRow], rows: list[Cells]) -> Path:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["source_row", *row.columns()], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except UnicodeEncodeError as error:
        raise RefusedError("The file holds half a character, so it was damaged on its way. Fetch it again.") from error
    return path


def _records(path: Path) -> list[dict[str, Any]]:
    """The answers in a file. Raises RefusedError when they are not those of `/locations/{id}`."""
    try:
        found = json.loads(path.read_bytes())
    except RecursionError as error:
        raise RefusedError("The file is nested too deeply for an answer of CQC's API. Fetch it again.") from error
    except ValueError as error:
        raise RefusedError("The file is not whole JSON: it may have been cut short. Fetch it again.") from error
    records = found if isinstance(found, list) else [found]
    if not records:
        raise RefusedError("The file holds no location. Fetch it again.")
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            raise RefusedError(
                f"Record {number} is not an answer of CQC's API. Send answers of /locations/ID, or a list."
            )
        if isinstance(record.get("locations"), list) or isinstance(record.get("changes"), list):
            raise RefusedError(
                "The file is a page of CQC's list, which has no ratings. Fetch the locations it names with:"
                " python -m pipelines fetch-cqc"
            )
        if "locationIds" in record or record.get("organisationType") == "Provider":
            raise RefusedError(
                f"Record {number} is CQC's answer for a provider, which has no ratings of locations."
                " Send answers of /locations/ID."
            )
    if not any("locationId" in record for record in records):
        raise RefusedError(
            "No record has a locationId, so the file is not from CQC's API. Send answers of /locations/ID."
        )
    return records


def _location(record: dict[str, Any]) -> Cells:
    rating = current_rating(record)
    return _about(record) | {
        "is_dormant": text(record.get("dormancy")),
        "beds": text(record.get("numberOfBeds")),
        "inspection_directorate": text(record.get("inspectionDirectorate")),
        "overall_rating": rating.get("rating", ""),
        "rating_published_on": rating.get("published_on", ""),
        "is_inherited": rating.get("is_inherited", ""),
        "postcode": text(record.get("postalCode")),
        "registered_on": day(record.get("registrationDate")),
        "registration_status": text(record.get("registrationStatus")),
        "deregistered_on": day(record.get("deregistrationDate")),
        "successor_of": _related(record, "HSCA Predecessor"),
        "succeeded_by": _related(record, "HSCA Successor"),
    }


def _about(record: dict[str, Any]) -> Cells:
    """What both tables say of a location."""
    categories = parts(record.get("inspectionCategories"))
    primary = [item for item in categories if str(item.get("primary")).lower() == "true"]
    return {
        "cqc_location_id": text(record.get("locationId")),
        "location_name": text(record.get("name")),
        "is_care_home": text(record.get("careHome")),
        "inspection_category": text(primary[0].get("name")) if primary else "",
        "local_authority": text(record.get("localAuthority")),
        "cqc_provider_id": text(record.get("providerId")),
        "brand_id": text(record.get("brandId")),
    }


def _related(record: dict[str, Any], kind: str) -> str:
    related = (item for item in parts(record.get("relationships")) if item.get("type") == kind)
    return "; ".join(filter(None, (text(item.get("relatedLocationId")) for item in related)))
