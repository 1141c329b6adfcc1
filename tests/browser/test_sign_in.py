"""Signing in through a directory, in a real browser: each role, the way back, the way out, and who is turned away."""

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, decode_signed_value

from pipelines import audit
from tests.access.conftest import PEOPLE
from tests.access.test_matrix import COUNTS
from tests.browser.walking import settled
from tests.helpers.running import HOST, ROOT, free_ports, running, wait_for

pytestmark = pytest.mark.browser

SECRET = "for this test only: forty letters or more"
COOKIE = "_streamlit_user"
MENUS = {
    "viewer": ["Overview", "Provider risk", "Overdue reviews", "Monthly indicators"],
    "contract officer": ["Overview", "Provider risk", "Overdue reviews", "Monthly indicators"],
    "QAIT": ["Overview", "Provider risk", "Overdue reviews", "Data loads"],
    "commissioner": ["Overview", "Provider risk", "Overdue reviews", "Monthly indicators"],
    "administrator": [
        "Overview", "Provider risk", "Overdue reviews", "Monthly indicators", "Data loads", "Audit log",
    ],
}  # fmt: skip
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def audit_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the live rules to change while the dashboard runs on them."""
    return Path(shutil.copytree(ROOT / "data" / "rules", tmp_path_factory.mktemp("rules") / "rules"))


@pytest.fixture(scope="module")
def service(
    warehouse: Path, audit_folder: Path, rules: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The dashboard with a sign-in at a directory that knows one person of each role, and one of none."""
    port, of_directory = free_ports(2)
    address, directory = f"http://{HOST}:{port}", f"http://{HOST}:{of_directory}"
    people = {**PEOPLE, "nobody": {}}
    known = [json.dumps({"sub": role, "name": f"A {role}", **claims}) for role, claims in people.items()]
    discovery = f"{directory}/.well-known/openid-configuration"
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{SECRET}"\nclient_id = "care"\n'
        f'client_secret = "care"\nserver_metadata_url = "{discovery}"\n',
        encoding="utf-8",
    )
    claims = [part for one in known for part in ("--user-claims", one)]
    serve = ["streamlit", "run", "dashboard/server.py", "--server.port", str(port), "--secrets.files", str(secrets)]
    told = {
        "CARE_WAREHOUSE": str(warehouse), "CARE_AUDIT": str(audit_folder), "CARE_RULES": str(rules),
        "CARE_REQUIRE_AUTH": "1",
    }  # fmt: skip
    python = [sys.executable, "-m"]
    with (
        running([*python, "oidc_provider_mock", "--port", str(of_directory), "--host", HOST, *claims]) as provider,
        running([*python, *serve], **told) as dashboard,
    ):
        wait_for(discovery, provider)
        wait_for(f"{address}/_stcore/health", dashboard)
        yield address


@pytest.fixture(scope="module")
def signing_in(browser: Browser, service: str) -> Iterator[BrowserContext]:
    """One memory for all of these tests, so that what every page needs is fetched once."""
    opened = browser.new_context(base_url=service)
    yield opened
    opened.close()


@pytest.fixture
def enter(signing_in: BrowserContext, service: str) -> Iterator[Enter]:
    """`enter(role, path)`: opens the path as a stranger and signs in as the person of that role."""
    signing_in.clear_cookies()
    page = signing_in.new_page()

    def entered(role: str, path: str = "/") -> Page:
        page.goto(path)
        heading(page, "Sign in")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.locator("input[name=sub]").fill(role)
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(re.compile(re.escape(service)))
        settled(page)
        return page

    yield entered
    page.close()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=60_000)


def shows_no_figure(page: Page) -> None:
    for kind in ("stMetric", "stDataFrame", "stTable", "stDownloadButton", "stSelectbox"):
        expect(page.get_by_test_id(kind)).to_have_count(0)


def events(folder: Path, event: str) -> list[tuple[str, str]]:
    return [(entry.role, entry.detail or "") for entry in audit.entries(folder.parent) if entry.event == event]


@pytest.fixture(autouse=True)
def where_the_log_is(audit_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARE_AUDIT", str(audit_folder))


@pytest.mark.parametrize("role", MENUS)
def test_each_role_has_its_menu_and_its_rows(enter: Enter, audit_folder: Path, role: str) -> None:
    page = enter(role)
    heading(page, "Overview")
    menu = page.get_by_test_id("stSidebarNav")
    assert re.findall(r'link "(.+)"', menu.aria_snapshot()) == MENUS[role]
    expect(page.get_by_text(f"A {role}, {role}")).to_be_visible()

    menu.get_by_role("link", name="Provider risk").click()
    heading(page, "Provider risk")
    size = COUNTS[role][0]
    expect(page.get_by_role("main").get_by_text(f"Showing {size} of {size} locations").first).to_be_visible()
    assert (role, "") in events(audit_folder, "sign-in")


def test_the_page_that_was_asked_for_is_offered_after_the_sign_in(enter: Enter) -> None:
    page = enter("viewer", "/risk?tier=BAU")
    heading(page, "Overview")
    page.get_by_role("link", name="Continue to the page you opened").click()
    heading(page, "Provider risk")
    expect(page.get_by_role("main").get_by_text("Showing 20 of 35 locations").first).to_be_visible()
    expect(page.get_by_role("link", name="Continue to the page you opened")).to_have_count(0)
    [kept] = [cookie for cookie in page.context.cookies() if cookie["name"] == "care_wanted"]
    assert kept["httpOnly"]
    assert kept["sameSite"] == "Lax"


def test_a_page_of_others_is_as_if_it_were_not_there_and_is_written_down(enter: Enter, audit_folder: Path) -> None:
    page = enter("viewer", "/data")
    heading(page, "Overview")
    expect(page.get_by_role("link", name="Continue to the page you opened")).to_have_count(0)
    seen = {}
    for path in ("/data", "/no-such-page"):
        page.goto(path)
        settled(page)
        seen[path] = page.get_by_role("dialog").inner_text()
        heading(page, "Overview")
    assert seen["/data"] == seen["/no-such-page"]
    assert ("viewer", "A page that is not for the role.; page: data_loads") in events(audit_folder, "refusal")


def test_who_has_no_role_reads_one_sentence(enter: Enter, audit_folder: Path) -> None:
    page = enter("nobody", "/risk")
    heading(page, "You cannot use this service")
    expect(page.get_by_role("main").get_by_text("Your sign-in gives you no role in this service.")).to_be_visible()
    shows_no_figure(page)
    assert any("gives you no role" in reason for _, reason in events(audit_folder, "refusal"))


def recut(page: Page, change: Callable[[bytes], str]) -> None:
    """Replace the sign-in cookie by what `change` makes of what is in it."""
    [cookie] = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    inside = decode_signed_value(SECRET, COOKIE, cookie["value"].strip('"'))
    assert inside is not None
    page.context.add_cookies([{**cookie, "value": change(inside)}])  # type: ignore[typeddict-item]


def test_a_changed_cookie_an_old_one_and_the_way_out(enter: Enter, audit_folder: Path) -> None:
    page = enter("viewer")

    # Made into somebody else's, without the secret: nobody has signed in.
    signed = next(cookie["value"].strip('"') for cookie in page.context.cookies() if cookie["name"] == COOKIE)
    recut(
        page,
        lambda inside: create_signed_value(
            "x" * 40, COOKIE, changed(inside, roles=PEOPLE["administrator"]["roles"])
        ).decode(),
    )
    page.reload()
    heading(page, "Sign in")
    shows_no_figure(page)
    assert any("cookie was changed" in reason for _, reason in events(audit_folder, "refusal"))

    # As it will be when the identity has come to its end.
    page.context.add_cookies([{"name": COOKIE, "value": signed, "url": page.url}])
    past = {"iat": time.time() - 7200, "exp": time.time() - 3600}
    recut(page, lambda inside: create_signed_value(SECRET, COOKIE, changed(inside, **past)).decode())
    page.reload()
    heading(page, "Your session has ended")
    shows_no_figure(page)

    # As it was: the person is back, and leaves by the door.
    page.context.add_cookies([{"name": COOKIE, "value": signed, "url": page.url}])
    page.reload()
    heading(page, "Overview")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("end_session"))
    assert COOKIE not in {cookie["name"] for cookie in page.context.cookies()}
    assert ("viewer", "") in events(audit_folder, "sign-out")


def changed(inside: bytes, **claims: Any) -> str:
    return json.dumps({**json.loads(inside), **claims})


def test_who_is_withdrawn_while_a_page_is_open_sees_nothing_more(enter: Enter, audit_folder: Path, rules: Path) -> None:
    page = enter("commissioner")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Provider risk").click()
    heading(page, "Provider risk")
    page.get_by_role("button", name=re.compile(r"^See \d+ rows")).first.click()
    opened = page.get_by_role("dialog")
    expect(opened.get_by_test_id("stDataFrame")).to_be_visible()

    [key] = {entry.who for entry in audit.entries(audit_folder.parent) if entry.role == "commissioner"}
    policy = rules / "access.toml"
    before = policy.read_text(encoding="utf-8")
    policy.write_text(before.replace("withdrawn = []", f'withdrawn = ["{key}"]'), encoding="utf-8")
    try:
        opened.get_by_text("View as a plain table").click()
        expect(opened.get_by_text("Your access to this service was withdrawn.")).to_be_visible()
        expect(opened.get_by_test_id("stDataFrame")).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overdue reviews").click()
        heading(page, "You cannot use this service")
        shows_no_figure(page)
    finally:
        policy.write_text(before, encoding="utf-8")
    assert ("", "Your access to this service was withdrawn.") in events(audit_folder, "refusal")
