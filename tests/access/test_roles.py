"""The pages of each role: access.toml names pages and sections of the menu, and a name that is neither is sent back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import menu
from dashboard.session import people, roles, settings
from pipelines.access.policy import Policy
from pipelines.access.reading import rights_of
from pipelines.rules import RulesError, load_rules
from pipelines.warehouse.driver import WarehouseError
from tests.access.conftest import PEOPLE, RULES, Visit, said

Edit = Callable[[str, str], Policy]
VIEWER = 'pages = ["overview", "provider_risk", "overdue_reviews", "monthly_indicators"]'
ADMINISTRATOR = 'pages = ["Today", "Providers", "Contracts", "Performance", "Data"]'


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """`edit(old, new)`: the policy of a council that changed its access.toml, as the command line reads it."""
    folder = Path(shutil.copytree(RULES, tmp_path / "rules"))
    monkeypatch.setenv("CARE_RULES", str(folder))

    def edited(old: str, new: str) -> Policy:
        text = (folder / "access.toml").read_text(encoding="utf-8")
        assert text.count(old) == 1, "access.toml no longer holds what this test changes"
        (folder / "access.toml").write_text(text.replace(old, new), encoding="utf-8")
        return load_rules(folder).access

    return edited


def pages_of(policy: Policy, role: str) -> list[str]:
    return [page for entry in roles.with_pages(policy).roles if entry.role == role for page in entry.pages]


def test_a_section_stands_for_its_pages_and_each_page_is_there_once(edit: Edit) -> None:
    policy = edit(VIEWER, 'pages = ["overview", "Providers", "provider_risk"]')
    assert pages_of(policy, "viewer") == ["overview", "provider_risk", "provider_evidence"]
    assert {*pages_of(policy, "administrator")} == {page.name for page in menu.PAGES}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("overdue_review", r"overdue_review is not a page or a section of the menu \(the nearest is overdue_reviews\)"),
        ("providers", r"providers is not a page or a section of the menu \(the nearest is Providers\)"),
        ("payroll", r"payroll is not a page or a section of the menu; there are overview, .*, Today, .*, Data"),
    ],
)
def test_a_name_that_is_neither_is_sent_back_with_the_nearest(edit: Edit, name: str, told: str) -> None:
    policy = edit(VIEWER, f'pages = ["{name}"]')
    with pytest.raises(RulesError, match=rf"^access\.toml, role viewer, pages: {told}\. Correct .* start again\.$"):
        roles.with_pages(policy)


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ('"overview", "audit_log"', "audit_log is about whole files, and the role sees only some rows. Correct that"),
        ('"overview", "Data"', "data_loads, in the section Data, is about whole files, .* Name the pages of Data that"),
    ],
)
def test_a_role_that_sees_some_rows_has_no_page_of_whole_files(edit: Edit, pages: str, told: str) -> None:
    policy = edit(VIEWER, f"pages = [{pages}]")
    with pytest.raises(RulesError, match=rf"^access\.toml, role viewer, pages: {told}"):
        roles.with_pages(policy)


@pytest.mark.parametrize("kind", ["areas", "segments", "bodies", "contracts"])
def test_each_kind_of_limit_counts(policy: Policy, kind: str) -> None:
    whole = next(role for role in policy.roles if role.role == "administrator")
    limited = whole.model_copy(update={kind: "own" if kind == "contracts" else "by sign-in"})
    with pytest.raises(RulesError, match="role administrator, pages: data_loads is about whole files"):
        roles.with_pages(policy.model_copy(update={"roles": (limited,)}))


def test_every_page_says_what_is_wrong_and_the_command_line_goes_on(edit: Edit, visit: Visit) -> None:
    """`edit` has read them already, as every command does: pages are the dashboard's."""
    edit(VIEWER, 'pages = ["overviw"]')
    with pytest.raises(WarehouseError, match=r"The rules cannot be used\. access\.toml, role viewer, pages: overviw"):
        settings.rules()
    for person in ("viewer", "administrator"):
        at = visit(PEOPLE[person])
        assert "overviw is not a page or a section of the menu (the nearest is overview)" in said(at)
        assert not [*at.exception, *at.metric]


def test_without_a_sign_in_the_fault_is_said_as_well(edit: Edit, visit: Visit) -> None:
    edit(ADMINISTRATOR, 'pages = ["Dta"]')
    at = AppTest.from_file(str(RULES.parents[1] / "dashboard" / "app.py"), default_timeout=60).run()
    assert "role administrator, pages: Dta is not a page" in said(at)
    assert not [*at.exception, *at.metric]


def test_a_role_without_the_overview_opens_on_its_first_page(edit: Edit, visit: Visit) -> None:
    edit(VIEWER, 'pages = ["overdue_reviews", "Providers"]')
    assert [title.value for title in visit(PEOPLE["viewer"]).title] == ["Provider risk"]


def test_who_needs_no_sign_in_has_every_page(policy: Policy) -> None:
    assert all(people.LOCAL.may_open(page) for page in menu.PAGES)
    assert people.LOCAL.rights.key == rights_of(policy, PEOPLE["administrator"]).key
