"""Role by page by rows seen, over the sample council: what the SQL gives, against the registers as they were sent.

The counts are here to be read; that they are right, the comparison with the registers shows, which uses no SQL.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard import menu
from dashboard.declared import FILTERS
from dashboard.filters import links
from dashboard.session import settings
from dashboard.shapes import Filter
from pipelines.access.policy import Policy
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import WarehouseError
from tests.access.conftest import PEOPLE, Visit, said
from tests.views.conftest import ROOT
from tests.views.test_choices import offered

DAY = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
AUGUST = date(2026, 8, 1)
# Role → rows of: provider_tiers, provider_tier_rows, overdue_reviews, reviews_due, active_contracts, left_out.
COUNTS = {
    "viewer": (35, 401, 4, 22, 22, 2),
    "contract officer": (35, 426, 7, 20, 20, 8),
    "QAIT": (143, 1605, 35, 110, 110, 51),
    "commissioner": (127, 1459, 33, 97, 97, 40),
    "administrator": (143, 1605, 35, 110, 110, 51),
}
Seen = Callable[[str], Warehouse]


def rows(warehouse: Warehouse, name: str, **params: Any) -> pd.DataFrame:
    return ask(QUESTIONS[name], warehouse, **DAY, **params)


def active(warehouse: Warehouse) -> pd.DataFrame:
    return rows(warehouse, "monthly_indicator_rows", indicator_id="active_contracts", month=AUGUST)


@pytest.mark.parametrize("role", COUNTS)
def test_each_role_gets_these_many_rows(seen_by: Seen, role: str) -> None:
    warehouse = seen_by(role)
    names = ("provider_tiers", "provider_tier_rows", "overdue_reviews", "reviews_due")
    sizes = [len(rows(warehouse, name)) for name in names]
    assert (*sizes, len(active(warehouse)), len(rows(warehouse, "left_out"))) == COUNTS[role]


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    """The newest contracts register as it was sent, each row with its provider by id or company number."""
    newest = ROOT / "data" / "sample" / "2026-08-31"
    sent = pd.read_csv(newest / "contracts.csv", dtype=str, keep_default_na=False)
    numbers = pd.read_csv(newest / "providers.csv", dtype=str, keep_default_na=False)
    by_number = dict(zip(numbers["companies_house_number"], numbers["provider_id"], strict=True))
    named = sent["companies_house_number"].map(lambda number: by_number.get(number, "") if number else "")
    return sent.assign(provider=sent["provider_id"].where(sent["provider_id"] != "", named))


def keys(found: pd.DataFrame) -> set[tuple[str, str]]:
    return {(row.contract_ref, row.provider_id) for row in found.fillna({"provider_id": ""}).itertuples()}


def allowed(register: pd.DataFrame, role: str) -> pd.DataFrame:
    """Rows of the register that a role's limits let through, worked out without any SQL."""
    if role == "viewer":
        return register[register["locality"] == "North Vale"]
    if role == "contract officer":
        return register[(register["lead_officer_id"] == "OF004") | (register["deputy_officer_id"] == "OF004")]
    trust = "Bracken Vale Health and Care Trust"
    return register[(register["accountable_body"] == trust) | (register["delivery_body"] == trust)]


@pytest.mark.parametrize("role", ["viewer", "contract officer", "commissioner"])
def test_the_rows_are_those_that_the_registers_give_the_role(
    opened: Warehouse, seen_by: Seen, register: pd.DataFrame, role: str
) -> None:
    mine = allowed(register, role)
    may = set(zip(mine["contract_ref"], mine["provider"], strict=True))
    part = seen_by(role)
    for name in ("overdue_reviews", "reviews_due"):
        assert keys(rows(part, name)) == {key for key in keys(rows(opened, name)) if key in may}, name
    assert keys(active(part)) == {key for key in keys(active(opened)) if key in may}

    everywhere = rows(opened, "provider_tiers")
    is_mine = (
        everywhere["locality"] == "North Vale" if role == "viewer" else everywhere["provider_id"].isin(mine["provider"])
    )
    expected = set(everywhere.loc[is_mine, "location_id"])
    assert set(rows(part, "provider_tiers")["location_id"]) == expected
    for name in ("provider_tier_evidence", "provider_tier_rows", "step_downs"):
        whole = set(rows(opened, name)["location_id"])
        assert set(rows(part, name)["location_id"]) == whole & expected, name


@pytest.mark.parametrize("role", COUNTS)
def test_columns_that_a_role_does_not_see_are_blank_in_every_answer(seen_by: Seen, role: str) -> None:
    warehouse = seen_by(role)
    sees = warehouse.rights.sees
    tiers, due = rows(warehouse, "provider_tiers"), rows(warehouse, "reviews_due")
    assert tiers["lead"].notna().any() == due["lead"].notna().any() == ("names of staff" in sees)
    assert due["annual_value"].notna().any() == ("exempt values" in sees)
    assert tiers["points"].notna().any() == ("counts of people" in sees)
    if "counts of people" not in sees:
        found = rows(warehouse, "provider_tier_evidence")
        small = found[found["rule_id"].isin(warehouse.rights.hidden_rules)]
        assert not (small["value"] < 5).any()
        assert not small["value"].isna().any()


@pytest.mark.parametrize("role", ["viewer", "contract officer", "commissioner"])
def test_questions_about_files_are_refused_to_who_sees_a_part(seen_by: Seen, role: str) -> None:
    for name in ("loads", "rejects", "refused_rows", "refused_cells", "flags", "match_proposals"):
        with pytest.raises(WarehouseError):
            rows(seen_by(role), name)


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_opens_its_pages_and_is_offered_no_other(visit: Visit, policy: Policy, role: str) -> None:
    mine = next(entry for entry in policy.roles if entry.role == role)
    at = visit(PEOPLE[role])
    assert [title.value for title in at.title] == ["Overview"]
    for page in menu.PAGES:
        if page.is_for_all or page.name in mine.pages:
            at.switch_page(page.file).run()
            assert not [*at.exception, *at.error], (page.name, said(at))
        else:
            with pytest.raises(Exception, match="Could not find a navigation page"):
                at.switch_page(page.file)
    assert f", {role}" in said(at).split("Overview")[-1] or any(
        f", {role}" in text.value for text in at.sidebar.caption
    )


@pytest.mark.parametrize(("role", "locations"), [(role, counts[0]) for role, counts in COUNTS.items()])
def test_the_page_shows_each_role_as_many_locations_as_the_sql_gives(visit: Visit, role: str, locations: int) -> None:
    at = visit(PEOPLE[role], menu.PROVIDER_RISK)
    assert f"Showing {locations} of {locations} locations" in said(at)
    assert len(at.dataframe[0].value) == locations
    part = {
        "viewer": "area North Vale",
        "contract officer": "own contracts",
        "commissioner": "body Bracken Vale Health and Care Trust",
    }
    line = f"only what your role shows: {part[role]} · all of it" if role in part else "all market segments and areas"
    assert line in said(at), "figures of a part are never taken for the whole council's"
    areas = set(at.selectbox(key="area").options)
    assert (areas == {"North Vale"}) == (role == "viewer"), "a filter offers only places of rows that are seen"


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("viewer", {links.SEEN: "area North Vale"}),
        ("contract officer", {links.OWN: "own contracts"}),
        ("commissioner", {links.SEEN: "body Bracken Vale Health and Care Trust"}),
        ("QAIT", {}),
    ],
)
def test_every_file_says_what_part_the_role_sees(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, role: str, part: dict[Filter, str]
) -> None:
    """The counts of a whole page too: those of one officer's contracts are no more for the public than their list."""
    at = visit(PEOPLE[role], menu.PROVIDER_RISK, tier="BAU")
    with offered(monkeypatch) as files:
        at.run()

    by_tier = {FILTERS["tier"]: "BAU"}
    assert dict(files["download_provider_tiers"].answer.choices) == part | by_tier
    counts = files["download_tier_counts"].answer
    assert dict(counts.choices) == part, "which the page's own filters do not narrow"
    reason = counts.why_not_public(settings.rules(), DAY["as_of"])
    assert (reason is None) == (links.OWN not in part)
