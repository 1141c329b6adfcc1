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


HOME = (
    "location_id,provider_id,location_name,service_type,is_regulated,cqc_location_id\n"
    "L1,P1,Alder House,Residential home,Y,1-101\n"
)


def said_of_the_home(council: Council) -> list[list[object]]:
    evidence = council.answer("provider_tier_evidence", "rule_id", "value_words", "records_refused")
    return [about for rule, *about in evidence if rule == "cqc-overall"]


@pytest.mark.parametrize("names", [*permutations(["north.csv", "south.csv"])])
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (RATINGS[:2], "Inadequate"),
        (RATINGS[1:], "Inadequate"),
        ([RATINGS[0], RATINGS[2]], "Requires improvement"),
        (["1-101,Overall,Overall,Good,2026-01-10,N", "1-101,Overall,Overall,Not Rated,2026-01-10,N"], "Good"),
    ],
)
def test_of_two_files_of_one_day_that_rate_a_home_the_rating_that_counts_is_kept(
    council: Council, names: tuple[str, str], rows: list[str], words: str
):
    """As of two rows of one file, and whichever file comes first."""
    council.receive({"locations.csv": HOME})
    for name, row in zip(names, rows, strict=True):
        found = council.receive({name: f"{CQC}{row}\n"})
    assert "the one that counts is kept" in (found[names[1]].warnings or "")
    [[said, refused]] = said_of_the_home(council)
    assert words in str(said)
    assert refused == 0
    assert council.cells() == []


def test_a_misspelt_rating_is_a_refused_cell_that_marks_the_home_until_a_rating_that_can_be_read(council: Council):
    good = "1-101,Overall,Overall,Good,2025-01-10,N"
    council.receive({"2025-02-01/cqc.csv": f"{CQC}{good}\n", "2025-02-01/locations.csv": HOME})
    council.receive({"2026-02-01/cqc.csv": f"{CQC}{good}\n1-101,Overall,Overall,Inadequatte,2026-01-10,N\n"})
    [(_, field, reason)] = council.cells()
    assert field == "rating"
    assert reason.endswith("found Inadequatte, which is nearest to Inadequate")
    assert said_of_the_home(council) == [["Good; could not be read: 1", 1]]
    assert council.answer("provider_tiers", "suggested_tier") != [["BAU"]]
    council.receive({"2026-03-01/cqc.csv": f"{CQC}1-101,Overall,Overall,Good,2026-02-20,N\n"})
    assert said_of_the_home(council) == [["Good", 0]]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_word_that_could_not_be_read_may_be_the_worse_of_two_of_one_day(council: Council, order: tuple[int, int]):
    rows = ["1-101,Overall,Overall,Good,2026-01-10,N", "1-101,Overall,Overall,Inadequatte,2026-01-10,N"]
    council.receive({"locations.csv": HOME, "cqc.csv": CQC + "".join(f"{rows[place]}\n" for place in order)})
    assert [refused for _, refused in said_of_the_home(council)] == [1]


def test_a_misspelt_domain_costs_its_row_and_marks_the_home(council: Council):
    rows = ["1-101,Overall,Overall,Good,2026-01-10,N", "1-101,Overall,Savety,Inadequate,2026-01-10,N"]
    found = council.receive({"locations.csv": HOME, "cqc.csv": CQC + "".join(f"{row}\n" for row in rows)})
    assert found["cqc.csv"].rejected_count == 1
    assert [refused for _, refused in said_of_the_home(council)] == [1]
