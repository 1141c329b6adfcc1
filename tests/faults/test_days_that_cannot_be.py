"""Days before a calendar, words for no day, and days after the file came: nothing in force is in no answer."""

import pytest

from tests.faults.conftest import Council

CONTRACTS = "contract_ref,title,provider_id,market_segment,start_on,annual_value,lead_officer_id,status\n"
REVIEWS = "review_ref,review_type,contract_ref,provider_id,scheduled_for,completed_on,status\n"
LOCATIONS = "location_id,provider_id,location_name,service_type,is_regulated,opened_on\n"
HOMES = f"{LOCATIONS}L1,P1,Alder House,Residential home,Y,\nL2,P2,Birch House,Residential home,Y,\n"


def test_a_contract_older_than_any_calendar_and_one_without_a_start_are_overdue(council: Council):
    rows = """\
C1,Rolling grant,P1,VCS,1979-04-01,5000,O1,Active
C2,Start not known,P2,Care Homes,01/01/1900,900000,O1,Active
C3,Home care,P3,Domiciliary Care,2020-04-01,5000,O1,Active
C4,Home care,P4,Domiciliary Care,2020-04-01,5000,O1,Active
"""
    reviews = """\
R3,Contract review,C3,P3,2024-04-01,1900-01-01,Completed
R4,Contract review,C4,P4,2024-04-01,,Scheduled
"""
    council.receive({"contracts.csv": CONTRACTS + rows, "reviews.csv": REVIEWS + reviews})
    assert council.answer("overdue_reviews", "contract_ref", "due_on", "days_overdue", "not_read") == [
        ["C2", None, None, "start on"],
        ["C1", "1980-04-01", 16953, None],
        ["C3", "2021-04-01", 1978, None],
        ["C4", "2021-04-01", 1978, None],
    ]
    assert council.cells() == [
        (2, "completed_on", "stands for no date: found 1900-01-01"),
        (3, "start_on", "stands for no date: found 01/01/1900"),
    ]
    counted = council.answer("monthly_indicator_rows", "indicator_id", "month", "contract_ref")
    assert sorted(ref for *about, ref in counted if about == ["active_contracts", "2026-08-01"]) == [
        "C1",
        "C2",
        "C3",
        "C4",
    ]


@pytest.mark.parametrize(("held_on", "believed"), [("2026-08-31", True), ("2026-09-01", False)])
def test_what_happened_on_the_day_the_file_came_has_happened(council: Council, held_on: str, believed: bool):
    reviews = f"{REVIEWS}R1,Contract review,C1,P1,2026-08-01,{held_on},Completed\n"
    contracts = f"{CONTRACTS}C1,Home care,P1,Domiciliary Care,2020-04-01,5000,O1,Active\n"
    council.receive({"contracts.csv": contracts, "reviews.csv": reviews})
    last = held_on if believed else None
    assert council.answer("reviews_due", "contract_ref", "last_completed_on") == [["C1", last]]
    assert (council.cells() == []) == believed


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("1900-01-02", "1901-01-02"),
        ("1948-07-05", "1949-07-05"),
        ("29/02/1976", "1977-02-28"),
        ("31/12/1979", "1980-12-31"),
        ("1979-12-31 00:00:00", "1980-12-31"),
    ],
)
def test_a_start_before_the_years_of_any_table_of_days_is_a_start(council: Council, start: str, due: str):
    council.receive({"contracts.csv": f"{CONTRACTS}C1,Grant,P1,VCS,{start},5000,O1,Active\n"})
    assert council.answer("reviews_due", "contract_ref", "state", "due_on") == [["C1", "overdue", due]]


@pytest.mark.parametrize(
    "word", ["1900-01-01", "01/01/1900", "1899-12-30", "30/12/1899 00:00", "0001-01-01", "01/01/1753"]
)
def test_a_day_that_other_systems_write_for_none_is_not_known_in_any_register(council: Council, word: str):
    """It proves no review, closes no home, gives no manager a day, and is said in words."""
    council.receive(
        {
            "contracts.csv": f"{CONTRACTS}C1,Grant,P1,VCS,2020-04-01,5000,O1,Active\n",
            "reviews.csv": f"{REVIEWS}R1,Contract review,C1,P1,,{word},Completed\n",
            "locations.csv": f"location_id,provider_id,location_name,service_type,is_regulated,closed_on\n"
            f"L1,P1,Alder House,Residential home,Y,{word}\n",
        }
    )
    assert council.answer("overdue_reviews", "contract_ref", "last_completed_on") == [["C1", None]]
    assert council.answer("provider_tiers", "location_id", "not_read") == [["L1", "closed on"]]
    assert {(row, field) for row, field, _ in council.cells()} == {(2, "completed_on"), (2, "closed_on")}
    assert [ref for ref, reason in council.left_out("overdue_reviews")] == ["R1"]


EVENTS = {
    "concerns.csv": (
        "concern_ref,provider_id,location_id,raised_on,concern_type,severity\n",
        "K{n},P{n},L{n},{day},Whole-service enquiry,Severe\n",
        "raised_on",
    ),
    "complaints.csv": (
        "complaint_ref,provider_id,location_id,received_on,stage,category,outcome,responded_on\n",
        "Q{n},P{n},L{n},{day},Statutory complaint,Care,Upheld,2026-08-20\n",
        "received_on",
    ),
    "notices.csv": (
        "notice_ref,notice_type,provider_id,location_id,issued_on,reason_code\n",
        "N{n},Default,P{n},L{n},{day},R1\n",
        "issued_on",
    ),
    "assessments.csv": (
        "assessment_ref,provider_id,location_id,assessed_on,overall_rating\n",
        "A{n},P{n},L{n},{day},Poor\n",
        "assessed_on",
    ),
}


@pytest.mark.parametrize("name", sorted(EVENTS))
@pytest.mark.parametrize("day", ["2062-08-01", "2026-09-01"])
def test_what_happened_after_it_was_reported_is_kept_and_the_home_says_that_a_record_could_not_be_used(
    council: Council, name: str, day: str
):
    head, row, field = EVENTS[name]
    rows = row.format(n=1, day=day) + row.format(n=2, day="2026-08-01")
    found = council.receive({"locations.csv": HOMES, name: head + rows})[name]
    assert (found.kept_count, found.refused_cells_count) == (2, 1)
    assert council.cells() == [
        (2, field, f"lies after 2026-08-31, the day the file was received: found {day}"),
    ]
    refused = dict(council.answer("provider_tiers", "location_id", "records_refused"))
    assert refused["L1"] >= 1
    assert refused["L2"] == 0
    reference = rows.partition(",")[0]
    assert [ref for ref, reason in council.left_out("provider_tiers") if "could not be read" in reason] == [reference]


def test_a_good_day_is_not_refused_because_of_one_that_is_not_believed(council: Council):
    head = "complaint_ref,provider_id,received_on,stage,category,outcome,responded_on\n"
    council.receive({"complaints.csv": f"{head}Q1,P1,2062-08-01,Statutory complaint,Care,Upheld,2026-08-20\n"})
    assert council.known("complaints", "received_on", "responded_on") == [[None, "2026-08-20"]]
    assert [field for _, field, _ in council.cells()] == ["received_on"]


def test_days_that_are_planned_may_lie_ahead(council: Council):
    council.receive(
        {
            "contracts.csv": "contract_ref,provider_id,start_on,current_end_on,review_on\n"
            "C1,P1,2027-04-01,2031-03-31,2028-01-01\n",
            "reviews.csv": f"{REVIEWS}R1,Contract review,C1,P1,2028-04-01,,Scheduled\n",
        }
    )
    assert council.cells() == []
