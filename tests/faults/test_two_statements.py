"""Two statements about one thing on one day: said by file and row, and no order decides between them."""

from itertools import permutations

import pytest

from tests.faults.conftest import Council

CONTRACTS = "contract_ref,provider_id,start_on,current_end_on,status\n"
OLDER = f"{CONTRACTS}C1,P1,2022-04-01,2025-03-31,Active\nC2,P2,2022-04-01,2029-03-31,Active\n"
NEWER = f"{CONTRACTS}C1,P1,2022-04-01,2027-03-31,Active\n"


@pytest.mark.parametrize("names", [*permutations(["contracts.csv", "contracts (1).csv"])])
def test_two_downloads_of_one_register_are_not_chosen_between_by_their_names(council: Council, names: tuple[str, str]):
    found = council.receive(dict(zip(names, (OLDER, NEWER), strict=True)))
    assert council.answer("overdue_reviews", "contract_ref", "days_overdue", "not_read") == [
        ["C1", 1248, "current end on"],
        ["C2", 1248, None],
    ]
    assert council.known("contracts", "contract_ref", "current_end_on") == [["C1", None], ["C2", "2029-03-31"]]
    [(_, field, reason)] = council.cells()
    assert field == "current_end_on"
    assert {f"2026-08-31/{name} row 2" in reason for name in names} == {True}
    assert [
        "1 record stated otherwise by another file received this day" in (load.warnings or "")
        for load in found.values()
    ] == [False, True]


LOCATIONS = "location_id,provider_id,location_name,service_type,is_regulated,closed_on,manager_vacant_since\n"
PARTS = {
    "north.csv": f"{LOCATIONS}L1,P1,Alder House,Residential home,Y,,2025-01-01\nL2,P2,Birch House,Nursing home,Y,,\n",
    "south.csv": f"{LOCATIONS}L1,P1,Alder House,Residential home,Y,2026-01-01,2025-01-01\n"
    "L3,P3,Cedar,Nursing home,Y,,\n",
    "west.csv": f"{LOCATIONS}L2,P9,Birch House,Nursing home,Y,,\nL3,P3,Cedar,Nursing home,N,,\n",
}


@pytest.mark.parametrize("order", [*permutations(PARTS)][::2])
def test_three_files_of_one_day_each_against_another_give_one_answer(council: Council, order: tuple[str, ...]):
    """A home that one file has closed and another has not is open, and so is one whose provider is in dispute."""
    council.receive({"2026-07-31/locations.csv": f"{LOCATIONS}L2,P2,Birch House,Nursing home,Y,,\n"})
    for name in order:
        council.receive({name: PARTS[name]})
    assert council.answer("provider_tiers", "location_id", "provider_id", "not_read") == [
        ["L1", "P1", "closed on"],
        [
            "L2",
            "P2",
            "newer row refused (2026-08-31/north.csv row 3); newer row refused (2026-08-31/west.csv row 2)",
        ],
        ["L3", "P3", "is regulated"],
    ]


REVIEWS = "review_ref,review_type,contract_ref,provider_id,completed_on,status\n"


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        # The same twice is one; what both say counts; what they say differently does not.
        (["R1,Contract review,C1,P1,2026-05-01,Completed"] * 2, "2026-05-01"),
        (["R1,Contract review,C1,P1,2026-05-01,Completed", "R1,Contract review,C1,P1,2026-06-01,Completed"], None),
        (["R1,Contract review,C1,P1,2026-05-01,Completed", "R1,Contract review,C1,P1,2026-05-01,Cancelled"], None),
        (["R1,Contract review,C1,P1,2026-05-01,Completed", "R1,Contract review,C2,P1,2026-05-01,Completed"], None),
    ],
)
def test_two_rows_of_one_key_in_one_file_are_worth_what_they_agree_on(
    council: Council, rows: list[str], last: str | None
):
    answers = []
    for order in permutations(rows):
        council.empty()
        council.receive(
            {
                "contracts.csv": f"{CONTRACTS}C1,P1,2024-04-01,,Active\n",
                "reviews.csv": REVIEWS + "".join(f"{row}\n" for row in order),
            }
        )
        answers.append(council.answer("reviews_due", "contract_ref", "last_completed_on", "days_overdue"))
    assert answers[0] == answers[1]
    assert answers[0][0][1] == last


CQC = "cqc_location_id,service_group,domain,rating,published_on,is_inherited\n"
RATINGS = [
    "1-101,Overall,Overall,Good,2026-01-10,Y",
    "1-101,Overall,Overall,Inadequate,2026-01-10,N",
    "1-101,Overall,Overall,Requires improvement,2026-01-10,N",
]


@pytest.mark.parametrize("rows", [*[*permutations(RATINGS)][::2], *permutations(RATINGS[:2])])
def test_of_two_ratings_of_one_day_the_one_that_is_not_inherited_counts_then_the_worse(
    council: Council, rows: tuple[str, ...]
):
    homes = "location_id,provider_id,location_name,service_type,is_regulated,cqc_location_id\n"
    council.receive(
        {
            "locations.csv": f"{homes}L1,P1,Alder House,Residential home,Y,1-101\n",
            "cqc_ratings.csv": CQC + "\n".join(rows) + "\n",
        }
    )
    evidence = council.answer("provider_tier_evidence", "rule_id", "value_words", "points")
    [[words, points]] = [about for rule, *about in evidence if rule == "cqc-overall"]
    assert "Inadequate" in words
    assert points > 0
