"""What a click on a download does: who asks is looked at again, the file is made, and the audit log has it."""

import ast
import hashlib
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from dashboard.declared import FILTERS, LISTINGS
from dashboard.downloads import exports
from dashboard.downloads.buttons import FIGURE, UNRECORDED, UNWRITTEN, Download
from dashboard.downloads.delivery import NoFileError
from dashboard.downloads.exports import CSV, OFFICER, PUBLIC, XLSX, ZIP
from dashboard.filters import links
from dashboard.session import people, settings
from dashboard.shapes import Filter
from pipelines import audit
from pipelines.rules import RuleSet, load_rules
from tests.exports.test_disclosure import switched_on
from tests.exports.test_files import STAMP, answer
from tests.exports.test_safe_csv import read
from tests.helpers.loading import RULES
from tests.helpers.project import ROOT, modules, name, tree


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(RULES)


@pytest.fixture
def download(tmp_path: Path) -> Download:
    whole = replace(answer(), rows=answer().rows.assign(lead="Contract Officer 3"))
    return Download(whole, CSV, OFFICER, people.LOCAL, tmp_path, STAMP.as_of)


def on_another_thread(call: Callable[[], bytes]) -> bytes | Exception:
    """As the framework does it: without a page, and without the reader's session."""
    found: list[bytes | Exception] = []

    def run() -> None:
        try:
            found.append(call())
        except Exception as error:
            found.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    return found[0]


def signed_in(rules: RuleSet, role: str, **claims: object) -> people.Person:
    """Somebody who signed in a minute ago."""
    now = time.time()
    told = {"iss": "https://sign.in", "sub": "s1", "iat": now - 60, "exp": now + 600, "roles": [role], **claims}
    return people.person_of(rules.access, told, now - 30)


def test_a_file_that_leaves_is_on_record_with_its_hash_and_without_its_values(download: Download) -> None:
    data = on_another_thread(download)

    assert isinstance(data, bytes)
    [entry] = audit.entries(download.folder)
    assert (entry.event, entry.who, entry.role) == ("download", "local", "administrator")
    assert (entry.question, entry.row_count, entry.audience, entry.file_type) == (
        "overdue_reviews",
        1,
        "officer",
        "CSV",
    )
    assert entry.sha256 == hashlib.sha256(data).hexdigest()
    assert entry.filters == ("Position on 2026-08-31; as known on 2026-09-30; Area: North Vale; Contract tier: Gold")
    [log] = (download.folder / "audit").glob("audit-*.jsonl")
    assert not any(value in log.read_text() for value in ("Home care", "Ash", "1240000", "Contract Officer 3"))
    assert audit.verify(download.folder) == "1 entry in 1 file, unbroken."


def test_officers_have_every_column_and_the_public_has_not(download: Download, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "rules", lambda: switched_on("overdue_reviews"))
    [officer] = read(download())
    [public] = read(replace(download, audience=PUBLIC)())

    assert {"lead", "annual_value"} <= set(officer)
    assert not {"lead", "annual_value"} & set(public)
    assert public["contract_ref"] == "C1"
    assert [one.audience for one in audit.entries(download.folder)] == ["public", "officer"]


@pytest.mark.parametrize("kind", [CSV, XLSX, ZIP])
def test_every_kind_of_file_can_be_made_off_the_page(download: Download, kind: exports.FileType) -> None:
    assert isinstance(on_another_thread(replace(download, kind=kind)), bytes)


def test_a_role_that_may_not_see_a_column_does_not_get_it_in_a_file(download: Download, rules: RuleSet) -> None:
    viewer = signed_in(rules, "CareContracts.QAIT")

    [row] = read(replace(download, person=viewer)())

    assert "annual_value" not in row
    assert row["lead"] == "Contract Officer 3"


def test_a_sign_in_that_has_run_out_since_gets_no_file(download: Download, rules: RuleSet) -> None:
    person = signed_in(rules, "CareContracts.QAIT", exp=time.time() - 10)

    refused = on_another_thread(replace(download, person=person))

    assert isinstance(refused, NoFileError)
    assert str(refused) == "You signed in too long ago. Sign in again."
    [entry] = audit.entries(download.folder)
    assert (entry.event, entry.who, entry.question) == ("refusal", person.key, "overdue_reviews")
    assert entry.sha256 is None


def test_a_person_whose_access_was_withdrawn_since_gets_no_file(
    download: Download, rules: RuleSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = signed_in(rules, "CareContracts.QAIT")
    changed = tmp_path / "rules"
    changed.mkdir()
    for file in RULES.iterdir():
        text = file.read_text(encoding="utf-8").replace("withdrawn = []", f'withdrawn = ["{person.key}"]')
        (changed / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("CARE_RULES", str(changed))

    refused = on_another_thread(replace(download, person=person))

    assert isinstance(refused, NoFileError)
    assert str(refused) == "Your access to this service was withdrawn."
    assert [one.event for one in audit.entries(download.folder)] == ["refusal"]


def test_what_cannot_be_put_on_record_does_not_leave(download: Download) -> None:
    (download.folder / "audit").write_text("a file where the folder should be")

    refused = on_another_thread(download)

    assert isinstance(refused, NoFileError)
    assert str(refused) == UNRECORDED


def test_a_list_that_is_not_for_the_public_is_refused_whoever_asks(download: Download) -> None:
    """The page does not offer it; a request that was made by hand gets no further."""
    rows = replace(download.answer, listing=LISTINGS["provider_tier_rows"])

    refused = on_another_thread(replace(download, answer=rows, audience=PUBLIC))

    assert isinstance(refused, NoFileError)
    assert "about one person" in str(refused)


@pytest.mark.parametrize(
    "choice",
    [*(FILTERS[key] for key in ("signal", "evidence_days", "lead")), FIGURE, links.OWN, Filter("new", "Yet to come")],
    ids=lambda choice: choice.key,
)
def test_rows_chosen_by_what_is_not_published_are_no_public_file_whoever_asks(
    download: Download, monkeypatch: pytest.MonkeyPatch, choice: Filter
) -> None:
    """Without its column too, the list of who has an upheld complaint tells who has one."""
    monkeypatch.setattr(settings, "rules", lambda: switched_on("overdue_reviews"))
    chosen = replace(download.answer, choices={FILTERS["area"]: "North Vale", choice: "Contract Officer 3"})

    refused = on_another_thread(replace(download, answer=chosen, audience=PUBLIC))

    assert isinstance(refused, NoFileError)
    assert "chosen by what is not published" in str(refused)
    assert choice.label in str(refused)
    assert "Officer 3" not in str(refused)


def test_rows_chosen_by_what_is_published_are(download: Download, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "rules", lambda: switched_on("overdue_reviews"))
    published = [links.SEEN, *(choice for choice in FILTERS.values() if choice.is_public)]
    chosen = replace(download.answer, choices=dict.fromkeys(published, "some"))

    assert isinstance(on_another_thread(replace(download, answer=chosen, audience=PUBLIC)), bytes)


def test_what_counts_people_or_names_staff_is_no_public_choice() -> None:
    """Nor is a filter that is added, until it says so itself."""
    assert not any(FILTERS[key].is_public for key in ("as_of", "known_on", "signal", "evidence_days", "lead"))
    assert not Filter("new", "Yet to come").is_public


def test_no_room_for_the_file_is_said(download: Download, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(download.folder / "nowhere"))

    refused = on_another_thread(download)

    assert isinstance(refused, NoFileError)
    assert str(refused) == UNWRITTEN
    assert list(audit.entries(download.folder)) == []


def test_only_this_way_leads_out() -> None:
    """One button for every file, and no export in the grids, which would make no formula safe and leave no record."""
    users = {
        name(module)
        for module in modules("dashboard")
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr == "download_button"
    }
    assert users == {"dashboard/downloads/buttons.py"}
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["client"]["disableDataExport"] is True
