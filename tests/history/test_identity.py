"""How alike names are: worked out when a build is made, for suppliers of contracts without a provider id."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.loading.matching import PROPOSED, plain_name, score_names
from pipelines.warehouse.driver import execute
from tests.helpers.loading import empty_warehouse, load_bytes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ash Care Limited", "ASH CARE LTD."),
        ("Ash & Birch Care", "Ash and Birch Care"),
        ("St Mary's Homes", "ST. MARYS HOMES"),
        ("Homes (Mendip) Ltd", "Mendip Homes Ltd"),
    ],
)
def test_what_says_nothing_of_who_it_is_makes_no_difference(one: str, other: str):
    assert plain_name(one) == plain_name(other)


def test_the_most_alike_are_scored_and_a_contract_with_an_id_needs_none(tmp_path: Path):
    con = empty_warehouse()
    names = ("Ash Care Ltd", "Ash Caring Ltd", "Ashley Care Ltd", "Bash Care Ltd", "Zebra Transport", "Cedar Ltd")
    rows = "".join(f"P{n},{name}\n" for n, name in enumerate(names))
    load_bytes(con, tmp_path, "provider_id,provider_name\n" + rows, source="providers")
    contracts = "C1,,Ash Care Limited,2026-01-01\nC2,P5,Cedar Limited,2026-01-01\n"
    load_bytes(con, tmp_path, "contract_ref,provider_id,supplier_name,start_on\n" + contracts, source="contracts")
    for _ in range(2):
        score_names(con)
    found = execute(con, "select written_as, provider_id, score from name_scores order by score desc")
    assert found[0] == ("Ash Care Limited", "P0", 100)
    assert len(found) == PROPOSED
    assert {provider for _, provider, _ in found} <= {"P0", "P1", "P2", "P3"}
    assert all(0 <= score < 100 for *_, score in found[1:])


def test_names_that_one_provider_had_before_keep_no_other_provider_out(tmp_path: Path):
    con = empty_warehouse()
    known = "provider_id,provider_name\nP1,{}\nP2,Ash Caring Ltd\nP3,Ashley Care Ltd\n"
    for month, name in enumerate(("Ash Care Ltd", "Ash Care Co Ltd", "Ash Cares Ltd"), start=5):
        load_bytes(con, tmp_path, known.format(name), source="providers", day=date(2026, month, 1))
    contracts = "contract_ref,supplier_name,start_on\nC1,Ash Care Limited,2026-01-01\n"
    load_bytes(con, tmp_path, contracts, source="contracts")
    score_names(con)
    found = execute(con, "select provider_id from name_scores")
    assert sorted(provider for (provider,) in found) == ["P1", "P2", "P3"]
