"""Answers of CQC's API to rows: both shapes of ratings, what is current, and what is refused."""

import csv
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.cqc.answers import tables
from pipelines.reading.decoding import RefusedError
from tests.cqc.answers import SURNAME, assessment, inspection, location, questions
from tests.helpers.loading import empty_warehouse, load_bytes, refused_cells

REAL = Path(os.environ.get("CARE_REAL_DATA", Path(__file__).parents[3] / "shared" / "real")) / "cqc" / "api"


def rows(folder: Path, content: object) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The locations and the ratings of a file with this content."""
    path = folder / "answers.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = tables(path, folder)
    assert set(found) == {"cqc_locations", "cqc_ratings"}
    assert SURNAME not in "".join(file.read_text(encoding="utf-8") for file in found.values())
    return read(found["cqc_locations"]), read(found["cqc_ratings"])


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def overall(ratings: list[dict[str, str]], group: str = "Overall") -> list[tuple[str, str]]:
    """Rating and day of a service group, for the domain Overall, in the order of the table."""
    return [
        (row["rating"], row["published_on"])
        for row in ratings
        if row["service_group"] == group and row["domain"] == "Overall"
    ]


def test_a_location_has_its_facts_and_nothing_else(tmp_path: Path):
    [row], ratings = rows(tmp_path, location("1-1"))
    assert {name: value for name, value in row.items() if value} == {
        "source_row": "1",
        "cqc_location_id": "1-1",
        "location_name": "House 1-1",
        "cqc_provider_id": "1-900",
        "is_care_home": "Y",
        "is_dormant": "N",
        "beds": "20",
        "inspection_directorate": "Adult social care",
        "inspection_category": "Residential social care",
        "local_authority": "Brackenshire",
        "postcode": "ZZ1 1ZZ",
        "registered_on": "2019-04-01",
        "registration_status": "Registered",
        "successor_of": "1-77",
    }
    assert ratings == []


def test_a_location_that_left_the_register_is_closed_and_names_its_successors(tmp_path: Path):
    successors = [{"relatedLocationId": one, "type": "HSCA Successor"} for one in ("1-8", "1-9")]
    record = location(
        "1-1", registrationStatus="Deregistered", deregistrationDate="2024-07-17", relationships=successors
    )
    [row], _ = rows(tmp_path, [record])
    assert (row["registration_status"], row["deregistered_on"]) == ("Deregistered", "2024-07-17")
    assert (row["successor_of"], row["succeeded_by"]) == ("", "1-8; 1-9")


def test_inspections_give_current_and_historic_ratings_of_every_domain(tmp_path: Path):
    record = location(
        "1-1",
        currentRatings=inspection("Good", "2023-05-05"),
        historicRatings=[inspection("Inadequate", "2021-01-02"), inspection("Good", "2023-05-05")],
    )
    [row], ratings = rows(tmp_path, record)
    assert (row["overall_rating"], row["rating_published_on"], row["is_inherited"]) == ("Good", "2023-05-05", "N")
    assert overall(ratings) == [("Good", "2023-05-05"), ("Inadequate", "2021-01-02")]
    assert len(ratings) == 12, "the current inspection is among the historic ones too, and counts once"
    assert {rating["domain"] for rating in ratings} == {
        "Overall",
        "Safe",
        "Effective",
        "Caring",
        "Responsive",
        "Well-led",
    }


def test_key_questions_go_by_name_and_keep_their_own_dates(tmp_path: Path):
    current = inspection("Good", "2023-05-05")
    current["overall"]["keyQuestionRatings"] = [
        {"name": "Well-Led", "rating": "Requires improvement", "reportDate": "2022-01-01"},
        {"name": "Safe", "rating": "Good"},
    ]
    _, ratings = rows(tmp_path, location("1-1", currentRatings=current))
    assert [(row["domain"], row["rating"], row["published_on"]) for row in ratings] == [
        ("Overall", "Good", "2023-05-05"),
        ("Well-led", "Requires improvement", "2022-01-01"),
        ("Safe", "Good", "2023-05-05"),
    ]


def test_services_are_named_in_words_and_reports_by_their_kind(tmp_path: Path):
    record = location(
        "1-1",
        inspectionAreas=[{"inspectionAreaId": "transport", "inspectionAreaName": "Patient transport services"}],
        reports=[{"linkId": "L1", "reportType": "Location"}],
        currentRatings={
            "serviceRatings": [
                {
                    "name": "transport",
                    "rating": "Good",
                    "reportDate": "2023-09-27",
                    "reportLinkId": "L1",
                    "keyQuestionRatings": questions("Good"),
                }
            ]
        },
    )
    [row], ratings = rows(tmp_path, record)
    assert overall(ratings, "Patient transport services") == [("Good", "2023-09-27")]
    assert len(ratings) == 6
    assert {rating["report_type"] for rating in ratings} == {"Location"}
    assert row["overall_rating"] == "", "a service's rating is not the location's"


def test_a_rating_that_another_location_was_given_is_inherited(tmp_path: Path):
    record = location(
        "1-1",
        currentRatings=inspection("Good", "2023-05-05"),
        historicRatings=[inspection("Inadequate", "2021-01-02", organisationId="1-77")],
    )
    record["currentRatings"]["overall"]["keyQuestionRatings"][0]["organisationId"] = "1-1"
    _, ratings = rows(tmp_path, record)
    assert {(row["published_on"], row["is_inherited"]) for row in ratings} == {("2023-05-05", "N"), ("2021-01-02", "Y")}


@pytest.mark.parametrize(
    ("inspected", "assessed", "current"),
    [
        ("2020-12-18", "2024-09-17 15:19:48", ("Requires improvement", "2024-09-17")),
        ("2025-01-01", "2024-09-17T15:19:48Z", ("Good", "2025-01-01")),
    ],
)
def test_the_current_rating_is_the_newest_of_both_shapes(
    tmp_path: Path, inspected: str, assessed: str, current: tuple[str, str]
):
    record = location(
        "1-1",
        currentRatings=inspection("Good", inspected),
        assessment=[assessment("Care Homes", "Requires improvement", assessed)],
    )
    [row], ratings = rows(tmp_path, record)
    assert (row["overall_rating"], row["rating_published_on"]) == current
    assert sorted(overall(ratings)) == [("Good", inspected), ("Requires improvement", "2024-09-17")]
    assert overall(ratings, "Care Homes") == [("Requires improvement", "2024-09-17")]
    assert len(ratings) == 18


def test_an_assessment_that_is_history_is_not_current(tmp_path: Path):
    record = location(
        "1-1",
        assessment=[
            assessment("Care Homes", "Outstanding", "2025-06-01 00:00:00", status="Historic"),
            assessment("Care Homes", "Good", "2024-06-01 00:00:00"),
        ],
    )
    [row], ratings = rows(tmp_path, record)
    assert (row["overall_rating"], row["rating_published_on"]) == ("Good", "2024-06-01")
    assert overall(ratings) == [("Outstanding", "2025-06-01"), ("Good", "2024-06-01")]


def test_with_several_services_assessed_the_location_is_not_rated(tmp_path: Path):
    record = location(
        "1-1",
        currentRatings=inspection("Good", "2020-12-18"),
        assessment=[
            assessment("Care Homes", "Good", "2026-02-16 10:00:00"),
            assessment("Homecare", "Inadequate", "2026-04-09 10:00:00"),
        ],
    )
    [row], ratings = rows(tmp_path, record)
    assert (row["overall_rating"], row["rating_published_on"]) == ("Not Rated", "")
    assert overall(ratings) == [("Good", "2020-12-18"), ("Not Rated", "")]
    assert overall(ratings, "Homecare") == [("Inadequate", "2026-04-09")]


def test_no_rating_is_said_in_cqcs_words(tmp_path: Path):
    none = {"overall": {"rating": "No published rating", "keyQuestionRatings": questions("No published rating")}}
    [row], ratings = rows(tmp_path, location("1-1", currentRatings=none))
    assert (row["overall_rating"], row["rating_published_on"]) == ("No published rating", "")
    assert {(rating["rating"], rating["published_on"]) for rating in ratings} == {("No published rating", "")}


def test_every_row_has_the_number_of_its_record(tmp_path: Path):
    records = [location(f"1-{number}", currentRatings=inspection("Good", "2023-05-05")) for number in (1, 2)]
    locations, ratings = rows(tmp_path, records)
    assert [row["source_row"] for row in locations] == ["1", "2"]
    assert [row["source_row"] for row in ratings] == ["1"] * 6 + ["2"] * 6


def test_a_record_without_a_name_is_there_and_what_it_lacks_is_said(tmp_path: Path):
    incomplete = {"locationId": "1-2", "registrationDate": "soon"}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps([location("1-1"), incomplete]), encoding="utf-8")
    content = tables(path, tmp_path)["cqc_locations"].read_bytes()
    with empty_warehouse() as con:
        load = load_bytes(con, tmp_path, content, source="cqc_locations")
        assert (load.kept_count, load.rejected_count) == (2, 0)
        assert {field for _, field, _ in refused_cells(con)} == {"location_name", "cqc_provider_id", "registered_on"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[{"locationId": "1-1", "na', "cut short"),
        (b"\xff\xfe\xff", "cut short"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "holds no location"),
        (b"7", "Record 1 is not an answer"),
        (b'[{"locationId": "1-1"}, null]', "Record 2 is not an answer"),
        (b'{"total": 1, "locations": [{"locationId": "1-1"}]}', "a page of CQC's list"),
        (b'{"total": 1, "changes": ["1-1"]}', "a page of CQC's list"),
        (b'[{"providerId": "1-9", "locationIds": ["1-1"]}]', "Record 1 is CQC's answer for a provider"),
        (b'{"colour": "red"}', "No record has a locationId"),
        (b'{"locationId": "1-1", "name": "\\ud800"}', "half a character"),
    ],
)
def test_what_is_no_answer_for_a_location_is_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    with pytest.raises(RefusedError, match=said):
        tables(path, tmp_path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(location("1-1", name="Café")), encoding="utf-8-sig")
    assert "Café" in tables(path, tmp_path)["cqc_locations"].read_text(encoding="utf-8")


FULL = location(
    "1-1",
    inspectionAreas=[{"inspectionAreaId": "transport", "inspectionAreaName": "Patient transport services"}],
    reports=[{"linkId": "L1", "reportType": "Location"}],
    currentRatings=inspection("Good", "2023-05-05") | {"serviceRatings": [{"name": "transport", "rating": "Good"}]},
    historicRatings=[inspection("Inadequate", "2021-01-02")],
    assessment=[assessment("Care Homes", "Good", "2026-02-16"), assessment("Homecare", "Good", "2026-02-16")],
)


def places(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in a record."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(place for name, item in inside for place in places(item, (*before, name)))]


def changed(value: Any, place: tuple[Any, ...], to: Any) -> Any:
    if not place:
        return to
    copy = value.copy()
    copy[place[0]] = changed(value[place[0]], place[1:], to)
    return copy


@given(
    st.sampled_from(places(FULL)[1:]),
    st.sampled_from([None, True, 0, 2.5, "", "text", [], {}, [None], [[]], ["text"], {"name": {}}, [{"rating": []}]]),
)
def test_whatever_stands_in_a_field_a_record_is_a_row(place: tuple[Any, ...], value: Any):
    with TemporaryDirectory() as folder:
        locations, _ = rows(Path(folder), [changed(FULL, place, value), location("1-2")])
        assert [row["source_row"] for row in locations] == ["1", "2"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real answers are not on this machine")
def test_the_real_answers_load_whole(tmp_path: Path):
    found = tables(REAL / "location_details.json", tmp_path)
    with empty_warehouse() as con:
        loads = {name: load_bytes(con, tmp_path, file.read_bytes(), source=name) for name, file in found.items()}
    assert loads["cqc_locations"].kept_count == 226
    assert [load.rejected_count for load in loads.values()] == [0, 0]
    locations = {row["cqc_location_id"]: row for row in read(found["cqc_locations"])}
    assert sum(row["deregistered_on"] != "" for row in locations.values()) == 112
    for location_id, day in (("1-5203053560", "2024-09-17"), ("1-5312102242", "2024-08-08")):
        assert (locations[location_id]["overall_rating"], locations[location_id]["rating_published_on"]) == (
            "Good",
            day,
        )
