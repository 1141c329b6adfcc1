"""Ids are ids, whatever word they look like; a name is one however its apostrophe is written; an error is no name."""

import pytest

from tests.faults.conftest import Council

OFFICERS = "officer_id,display_name,role,team,body\n"
CONTRACTS = "contract_ref,title,provider_id,start_on,lead_officer_id,status\n"
SUPPLIERS = "contract_ref,supplier_name,companies_house_number,charity_number,start_on,current_end_on\n"


@pytest.mark.parametrize("officer", ["NA", "na", "Null", "NONE", "N1"])
def test_initials_that_are_a_word_for_nothing_are_somebody(council: Council, officer: str):
    council.receive(
        {
            "officers.csv": f"{OFFICERS}{officer},Officer 1,Lead,Contracts,Council\n"
            "BK,Officer 2,Lead,Contracts,Council\n",
            "contracts.csv": f"{CONTRACTS}C1,Day centre,P1,2022-04-01,{officer},Active\n"
            "C2,Home care,P2,2022-04-01,BK,Active\n",
        }
    )
    assert council.answer("overdue_reviews", "contract_ref", "lead", "lead_state") == [
        ["C1", "Officer 1", "named"],
        ["C2", "Officer 2", "named"],
    ]
    assert council.rejects() == []


@pytest.mark.parametrize("word", ["n/a", "-", "#N/A", ""])
def test_a_sign_for_nothing_in_a_column_of_ids_is_nothing(council: Council, word: str):
    council.receive({"contracts.csv": f"{CONTRACTS}C1,Day centre,P1,2022-04-01,{word},Active\n"})
    assert council.answer("overdue_reviews", "contract_ref", "lead_state") == [["C1", "none"]]


def test_a_provider_and_a_home_whose_ids_are_words_are_joined(council: Council):
    """Other registers: a provider NULL and a home NA, in a file of semicolons and Windows letters."""
    council.receive(
        {
            "providers.csv": "provider_id;provider_name\nNULL;Café Alder\n".encode("cp1252"),
            "locations.csv": "location_id,provider_id,location_name,service_type,is_regulated\n"
            "NA,null,Alder,Day service,N\n",
            "contracts.csv": f"{CONTRACTS}none,Home care,NULL,2022-04-01,,Active\n",
        }
    )
    assert council.answer("reviews_due", "contract_ref", "provider_name") == [["none", "Café Alder"]]
    assert council.answer("provider_tiers", "location_id", "provider_id") == [["NA", "null"]]


SPELT = [
    "St John's Care Ltd",
    "St John’s Care Ltd",
    "St John's  Care Ltd",
    "St John&#39;s Care Ltd",
    "St John&apos;s Care Ltd",
    "St John&rsquo;s Care Ltd",
    "St John`s Care Ltd",
    "st john's care ltd",
    "St\u00a0John's Care Ltd",
]


def test_a_confirmed_name_holds_however_its_apostrophe_and_spaces_are_written(council: Council):
    council.confirm("St John's Care Ltd", "P1")
    rows = "".join(f"C{number},{name},,,2022-04-01,\n" for number, name in enumerate(SPELT))
    council.receive(
        {"contracts.csv": SUPPLIERS + rows, "providers.csv": "provider_id,provider_name\nP1,St Johns Care\n"}
    )
    assert council.answer("reviews_due", "contract_ref", "provider_id") == [
        [f"C{number}", "P1"] for number in range(len(SPELT))
    ]
    assert council.ask("match_proposals").empty


def test_two_organisations_are_never_one_for_their_likeness(council: Council):
    council.confirm("St John's Care Ltd", "P1")
    council.receive(
        {"contracts.csv": f"{SUPPLIERS}C1,St John's Care Services Ltd,,,2022-04-01,\nC2,St Johns Care,,,2022-04-01,\n"}
    )
    assert council.answer("reviews_due", "contract_ref", "provider_id") == [["C1", None], ["C2", None]]


@pytest.mark.parametrize(
    ("contract", "provider"),
    [
        ("1234567.0", "1234567"),
        ("sc 123456", "SC123456"),
        ("01234567", "1234567"),
        ("NI 012345", "ni012345"),
        ("oc301234 ", "OC 301234"),
    ],
)
def test_a_company_number_holds_without_its_spaces_zeros_and_points(council: Council, contract: str, provider: str):
    council.receive(
        {
            "contracts.csv": f"{SUPPLIERS}C1,Birch,{contract},,2022-04-01,2028-01-01\n",
            "providers.csv": f"provider_id,provider_name,companies_house_number\nP2,Birch Care,{provider}\n",
        }
    )
    assert council.answer("reviews_due", "contract_ref", "provider_id") == [["C1", "P2"]]


ERRORS = ["#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#ref!"]
SPEND = "Supplier,Payment date,Net amount,Purpose\n"


def test_an_error_word_is_no_purpose_and_no_supplier_and_is_counted_by_column(council: Council):
    rows = "".join(f"Alder,2026-08-{day:02},{day},{word}\n" for day, word in enumerate(ERRORS, start=1))
    rows += "#NAME?,2026-08-20,2,x\nBirch,2026-08-21,#REF!,x\nCedar,2026-08-22,3,#N/A\n"
    found = council.receive({"spend.csv": SPEND + rows})["spend.csv"]
    assert (found.read_count, found.kept_count, found.rejected_count) == (11, 10, 1)
    assert "purpose could not be read in 8 rows" in str(found.warnings)
    assert "supplier_name could not be read in 1 row" in str(found.warnings)
    assert council.rejects() == [(11, "amount", "shows an error (#REF!)")]
    assert {reason for _, field, reason in council.cells() if field == "purpose"} == {
        f"shows an error ({word})" for word in ERRORS
    }
    assert council.known("spend", "count(*)", "count(purpose)", "count(supplier_name)") == [[10, 1, 9]]


@pytest.mark.parametrize("word", ["#REF!", "#NAME?", "#SPILL!"])
def test_an_error_word_in_a_register_is_a_cell_or_a_reference_that_could_not_be_read(council: Council, word: str):
    """Other registers and columns: the supplier of a contract, a title, a lead, the name of a home."""
    council.receive(
        {
            "contracts.csv": "contract_ref,title,provider_id,supplier_name,start_on,lead_officer_id\n"
            f"C1,{word},P1,,2022-04-01,{word}\nC2,Day centre,,{word},2022-04-01,\n",
            "locations.csv": "location_id,provider_id,location_name,service_type,is_regulated\n"
            f"L1,P1,{word},Day service,{word}\n",
        }
    )
    assert council.answer("reviews_due", "contract_ref", "title", "lead_state", "not_read") == [
        ["C1", None, "not known", "lead officer id; title"],
    ]
    assert [ref.partition(" ")[0] for ref, _ in council.left_out("reviews_due") if ref.startswith("C2")] == ["C2"]
    assert council.answer("provider_tiers", "location_id", "not_read") == [["L1", "is regulated; location name"]]
    assert council.ask("match_proposals").empty
    assert word not in council.ask("left_out").to_csv().replace(f"C2 · {word}", "")
