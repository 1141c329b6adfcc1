"""access.toml: what is read, what is sent back, and what a set of claims is worth."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines.access.policy import ALL, COLUMN_KINDS, Policy
from pipelines.access.reading import NoRightsError, rights_of
from pipelines.querying.questions import QUESTIONS
from pipelines.rules import RulesError, load_rules
from tests.access.conftest import PEOPLE, RULES

SEES = {
    "viewer": set(),
    "contract officer": set(COLUMN_KINDS),
    "QAIT": {"names of staff", "counts of people"},
    "commissioner": set(COLUMN_KINDS),
    "administrator": set(COLUMN_KINDS),
}
"""Role → the kinds of columns it sees, as shipped."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the live rules to spoil."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('role = "QAIT"', 'role = "inspector"', r"role 3, role: Input should be 'viewer'"),
        ('pages = ["Today", "Prov', 'pages = [7, "Prov', r"role 5, pages\.1: Input should be a valid string"),
        ('columns = ["lead"]', 'columns = ["salary"]', r"columns 1, columns\.1: Input should be 'lead'"),
        ('kind = "names of staff"', 'kind = "secrets"', r"columns 1, kind: Input should be"),
        ("hours = 10", 'hours = "10"', r"sign_in, hours: Input should be a valid integer"),
        ("hours = 10", "hours = 0", r"sign_in, hours: Input should be greater"),
        ("hours = 10\n", "hours = 10\ncolour = 1\n", r"sign_in, colour: Extra inputs"),
        ("[[place]]", "[[places]]", r"places is not known here; expected columns, people, place, role, sign_in"),
        ('areas = "by sign-in"', 'areas = "North Vale"', r"role 1, areas: Input should be 'all' or 'by sign-in'"),
        ('bodies = "by sign-in"\n', "", r"role 4, bodies: Field required"),
        ('role = "QAIT"', 'role = "viewer"', r"role viewer is there twice"),
        (
            'values = ["CareContracts.QAIT"]',
            'values = ["CareContracts.Viewer"]',
            r"value CareContracts\.Viewer is there twice",
        ),
        ('values = ["CareContracts.QAIT"]', "values = []", r"role 3, values: .*at least 1 item"),
        ('value = "ASC-Area-East-Marsh"', 'value = "ASC-Area-North-Vale"', r"place ASC-Area-North-Vale is there twice"),
        ('"complaints-upheld"', '"complaints-uphled"', r"complaints-uphled is not a rule of tiers\.toml"),
        ('kind = "exempt values"', 'kind = "names of staff"', r"columns names of staff is there twice"),
        ("[sign_in]", "[sign_in", r"access\.toml cannot be read"),
    ],
)
def test_what_cannot_be_is_sent_back_with_file_entry_and_remedy(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "access.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text, "access.toml no longer holds what this test changes"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError, match=message) as sent_back:
        load_rules(folder)
    assert str(sent_back.value).startswith("access.toml")
    assert "start again." in str(sent_back.value)


def test_a_kind_of_column_without_columns_is_sent_back(folder: Path) -> None:
    path = folder / "access.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('[[columns]]\nkind = "exempt values"\ncolumns = ["annual_value"]\n', ""), encoding="utf-8"
    )
    with pytest.raises(RulesError, match="exempt values has none, so nothing of the kind would be withheld"):
        load_rules(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "access.toml").unlink()
    with pytest.raises(RulesError, match=r"access\.toml is missing from rules\. Put the file back\."):
        load_rules(folder)


def test_the_policy_changes_no_figure_so_builds_stay_those_of_their_rules(folder: Path) -> None:
    before = load_rules(folder)
    path = folder / "access.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("hours = 10", "hours = 9"), encoding="utf-8")
    after = load_rules(folder)
    assert after.hash == before.hash
    assert after.access != before.access


@pytest.mark.parametrize("claims", PEOPLE.values(), ids=PEOPLE)
def test_one_value_or_a_list_in_either_claim_gives_the_role(policy: Policy, claims: dict[str, Any]) -> None:
    [role] = [role for role, found in PEOPLE.items() if found is claims]
    assert rights_of(policy, claims).role == role


def test_of_several_roles_the_first_of_the_file_counts_and_nothing_is_added_up(policy: Policy) -> None:
    both = {"roles": ["CareContracts.Administrator", "CareContracts.Viewer", "ASC-Area-North-Vale"]}
    assert rights_of(policy, both) == rights_of(policy, PEOPLE["viewer"])


def test_a_role_sees_only_places_that_the_file_knows(policy: Policy) -> None:
    two = {"roles": ["CareContracts.Viewer", "ASC-Area-North-Vale", "ASC-Area-East-Marsh", "ASC-Area-Atlantis"]}
    assert rights_of(policy, two).areas == ("East Marsh", "North Vale")
    # A place is no limit for a role that sees all of them.
    assert rights_of(policy, {"roles": ["CareContracts.QAIT", "ASC-Area-North-Vale"]}).areas == ()


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"roles": []},
        {"roles": None},
        {"roles": 7},
        {"roles": {"CareContracts.Administrator": True}},
        {"roles": ["carecontracts.administrator"]},
        {"roles": ["administrator"]},
        {"role": "CareContracts.Administrator"},
        {"roles": ["CareContracts.Viewer"]},
        {"roles": ["CareContracts.Viewer", "North Vale"]},
        {"roles": ["CareContracts.Viewer", "ASC-Segment-Care-Homes"]},
        {"roles": ["CareContracts.Commissioner"]},
        {"roles": ["CareContracts.ContractOfficer"]},
        {"roles": ["CareContracts.ContractOfficer"], "officer_id": ""},
        {"roles": ["CareContracts.ContractOfficer"], "officer_id": 4},
    ],
    ids=str,
)
def test_claims_that_name_too_little_give_nothing_rather_than_everything(
    policy: Policy, claims: dict[str, Any]
) -> None:
    with pytest.raises(NoRightsError):
        rights_of(policy, claims)


def test_two_people_share_answers_only_when_they_see_the_same(policy: Policy) -> None:
    keys = {role: rights_of(policy, claims).key for role, claims in PEOPLE.items()}
    assert len({keys[role] for role in ("viewer", "contract officer", "QAIT", "commissioner")}) == 4
    assert keys["administrator"] == ALL.key
    other = rights_of(policy, {"roles": ["CareContracts.ContractOfficer"], "officer_id": "OF005"})
    assert other.key != keys["contract officer"]


def test_who_sees_everything_sees_every_kind() -> None:
    assert ALL.sees == set(COLUMN_KINDS)
    assert ALL.sees_all_rows
    assert not ALL.withheld


def test_every_column_that_can_be_withheld_is_a_column_of_some_answer() -> None:
    named = {name for question in QUESTIONS.values() for name in question.row.model_fields}
    named |= {f"{question.name}.{name}" for question in QUESTIONS.values() for name in question.row.model_fields}
    policy = load_rules(RULES).access
    assert {name for entry in policy.columns for name in entry.columns} <= named


def test_as_shipped_a_role_sees_these_kinds_of_columns_and_no_other(policy: Policy) -> None:
    assert {role.role: set(role.sees) for role in policy.roles} == SEES
