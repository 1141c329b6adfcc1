"""A record whose row, or one cell of it, was refused is still on every page: as last known, marked, or left out."""

import pytest

from tests.faults.conftest import Council

CONTRACTS = (
    "contract_ref,title,provider_id,market_segment,start_on,current_end_on,annual_value,lead_officer_id,status\n"
)
OFFICERS = "officer_id,display_name,role,team,body\nO1,Officer 1,Lead,Contracts,Council\n"
PROVIDERS = "provider_id,provider_name\nP1,Alder Care\nP2,Birch Trust\nP3,Cedar Care\n"
GOOD = """\
C1,Home care north,P1,Domiciliary Care,2023-04-01,2028-03-31,100000,O1,Active
C2,Day centre,P2,VCS,2023-04-01,2028-03-31,5000,O1,Active
C3,Home care south,P3,Domiciliary Care,2023-04-01,2028-03-31,200000,O1,Active
"""
JULY = {
    "2026-07-31/contracts.csv": CONTRACTS + GOOD,
    "2026-07-31/officers.csv": OFFICERS,
    "2026-07-31/providers.csv": PROVIDERS,
}
LOCATIONS = "location_id,provider_id,location_name,service_type,is_regulated,beds,people_supported\n"
HOMES = "L1,P1,Alder House,Residential home,Y,40,38\nL2,P2,Birch House,Nursing home,Y,20,19\n"
TIERS = """\
provider_id,location_id,decided_on,recorded_tier,decided_by_role,reason
P1,L1,2026-07-01,Tier 3,Head of quality,Enquiry
"""


def test_a_contract_with_an_end_that_cannot_be_read_is_overdue_all_the_same(council: Council):
    """An end that no calendar has, a word for no end, and a contract that has really gone."""
    end = "2028-03-31"
    rows = GOOD.replace(f"01,{end},100000", "01,31/02/2028,100000").replace(f"01,{end},5000", "01,Ongoing,5000")
    found = council.receive(JULY | {"contracts.csv": CONTRACTS + rows})["contracts.csv"]
    assert (found.kept_count, found.rejected_count, found.gone_count, found.refused_cells_count) == (3, 0, 0, 2)
    last = "current end on (last known: 2028-03-31)"
    assert council.answer("overdue_reviews", "contract_ref", "days_overdue", "not_read") == [
        ["C1", 882, last],
        ["C2", 882, last],
        ["C3", 882, None],
    ]
    assert [(row, field) for row, field, _ in council.cells()] == [(2, "current_end_on"), (3, "current_end_on")]
    assert "found 31/02/2028" in council.cells()[0][2]
    assert {ref for ref, reason in council.left_out("monthly_indicators") if "could not be read" in reason} == {
        "C1",
        "C2",
    }
    council.receive({"2026-09-30/contracts.csv": CONTRACTS + rows.replace("C2,", "C4,")})
    assert [ref for [ref] in council.known("contracts", "contract_ref", day=council.day(9, 30))] == ["C1", "C3", "C4"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("C1,Home care north,P1,Domiciliary Care,as agreed,2028-03-31,100000,O1,Active", "start_on"),
        ("C1,Home care north,P1,Domiciliary Care,30/02/2023,2028-03-31,100000,O1,Active", "start_on"),
        ("C1,Home care north,P1,Domiciliary Care,2023-04-01,2028-03-31,100000,O1,Active,see note", "(row)"),
        (
            "C1,Home care north,,Domiciliary Care,2023-04-01,2028-03-31,100000,O1,Active",
            "provider_id and supplier_name",
        ),
    ],
)
def test_a_contract_whose_row_is_refused_stands_as_last_known_and_says_so(council: Council, wrong: str, field: str):
    text = "\n".join([CONTRACTS + wrong, *GOOD.splitlines()[1:]])
    found = council.receive(JULY | {"contracts.csv": text})["contracts.csv"]
    assert (found.kept_count, found.rejected_count, found.gone_count) == (2, 1, 0)
    assert council.answer("overdue_reviews", "contract_ref", "days_overdue", "not_read", "source_file") == [
        ["C1", 882, "newer row refused (2026-08-31/contracts.csv row 2)", "2026-07-31/contracts.csv"],
        ["C2", 882, None, "2026-07-31/contracts.csv"],
        ["C3", 882, None, "2026-07-31/contracts.csv"],
    ]
    assert [(row, name) for row, name, _ in council.rejects()] == [(2, field)]


def test_a_contract_of_which_only_a_refused_row_is_known_is_left_out_with_its_reason(council: Council):
    council.receive({"contracts.csv": f"{CONTRACTS}C9,Respite,P1,VCS,as agreed,,,O1,Active\n{GOOD}"})
    assert "C9" not in {ref for [ref] in council.answer("reviews_due", "contract_ref")}
    for question in ("overdue_reviews", "reviews_due", "monthly_indicators"):
        assert [ref for ref, _ in council.left_out(question) if ref.startswith("C9")] == ["C9 · P1"], question


def test_a_home_with_a_count_in_words_keeps_its_tier_and_its_contract(council: Council):
    """Both of the faults together: people supported "about 40", and a contract with a status that is no word."""
    register = {"2026-07-31/locations.csv": LOCATIONS + HOMES, "2026-07-31/tier_decisions.csv": TIERS}
    council.receive(JULY | register)
    council.receive(
        {
            "locations.csv": LOCATIONS + HOMES.replace("40,38", "about 40,47 (est)").replace("Nursing home", "#REF!"),
            "contracts.csv": CONTRACTS + GOOD.replace("O1,Active", "O1,Actve", 1),
        }
    )
    assert council.answer("provider_tiers", "location_id", "recorded_tier", "not_read") == [
        ["L1", "Tier 3", "beds; people supported"],
        ["L2", None, "service type"],
    ]
    assert council.answer("reviews_due", "contract_ref", "state", "not_read")[0] == [
        "C1",
        "overdue",
        "status (last known: Active)",
    ]
    said = {field: reason for _, field, reason in council.cells()}
    assert "nearest to Active" in said["status"]
    assert {(count.gone_count, count.refused_cells_count) for count in council.loads.values()} == {
        (0, 0),
        (0, 3),
        (0, 1),
    }


def test_a_home_whose_row_is_refused_stays_and_one_never_known_is_left_out(council: Council):
    council.receive({"2026-07-31/locations.csv": LOCATIONS + HOMES, "2026-07-31/tier_decisions.csv": TIERS})
    rows = (
        "L1,#N/A,Alder House,Residential home,Y,40,38\nL2,P2,Birch House,Nursing home,Y,20,19\nL3,,Elder,Hotel,Y,1,1\n"
    )
    council.receive({"locations.csv": LOCATIONS + rows})
    assert council.answer("provider_tiers", "location_id", "recorded_tier", "not_read") == [
        ["L1", "Tier 3", "newer row refused (2026-08-31/locations.csv row 2)"],
        ["L2", None, None],
    ]
    assert [ref for ref, _ in council.left_out("provider_tiers") if ref == "L3"] == ["L3"]
    assert [ref for ref, _ in council.left_out("step_downs") if ref == "L3"] == ["L3"]


def test_an_officer_and_a_provider_with_faults_are_still_named(council: Council):
    """Other registers: a leaving day that no calendar has, one cell too many, an employer and a credit band unknown."""
    council.receive(JULY)
    council.receive(
        {
            "officers.csv": "officer_id,display_name,body,leaves_on\nO1,Officer 1,Borough,31/09/2026\n",
            "providers.csv": "provider_id,provider_name,credit_band\nP1,Alder Care,A+\nP2,Birch Trust,Low,Lowish\n",
        }
    )
    assert council.answer("reviews_due", "contract_ref", "lead", "lead_state", "provider_name") == [
        ["C1", "Officer 1", "named", "Alder Care"],
        ["C2", "Officer 1", "named", "Birch Trust"],
        ["C3", "Officer 1", "named", "P3"],
    ]
    assert [(row, field) for row, field, _ in council.cells()] == [(2, "body"), (2, "credit_band"), (2, "leaves_on")]
    assert [(row, field) for row, field, _ in council.rejects()] == [(3, "(row)")]


def test_a_review_and_a_concern_that_come_again_with_a_fault_stay_as_they_were_known(council: Council):
    """Registers of events: a row that is refused takes nothing from the row known before."""
    review = "review_ref,review_type,contract_ref,completed_on,status\nR1,Contract review,C1,2026-05-01,Completed\n"
    concern = "concern_ref,provider_id,location_id,raised_on,concern_type\nK1,P1,L1,2026-07-01,Whole-service enquiry\n"
    council.receive(
        JULY
        | {
            "2026-07-31/locations.csv": LOCATIONS + HOMES,
            "2026-07-31/reviews.csv": review,
            "2026-07-31/concerns.csv": concern,
        }
    )
    before = council.answer("provider_tiers", "location_id", "suggested_tier")
    assert before[0] == ["L1", "At least Tier 3"]
    council.receive(
        {
            "reviews.csv": review.replace("C1,2026-05-01", "#NAME?,2026-05-01"),
            "concerns.csv": concern.replace("2026-07-01", "last month"),
        }
    )
    assert council.answer("provider_tiers", "location_id", "suggested_tier") == before
    assert [ref for [ref] in council.answer("overdue_reviews", "contract_ref")] == ["C2", "C3"]
    assert ("K1", "A row of concerns was refused") in council.left_out("provider_tiers")
