"""The door itself: no sign-in, one that is set up by half, the way out, and the address kept for the way back."""

import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from dashboard import menu
from dashboard.session import people
from dashboard.session.session import OURS
from dashboard.sign_in import gate
from dashboard.sign_in.returning import Returning, set_cookie, wanted
from pipelines import audit
from tests.access.conftest import PEOPLE, RULES, Visit, said
from tests.helpers.running import run_beside
from tests.views.conftest import ROOT

SIGNED_IN = f"{people.SIGNED_IN_COOKIE}=anything"


@pytest.fixture
def without_sign_in(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CARE_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path / "audit"))
    shutil.copytree(warehouse / "audit", tmp_path / "audit")
    return AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)


def test_without_a_sign_in_every_page_says_so_and_shows_everything(without_sign_in: AppTest, tmp_path: Path) -> None:
    at = without_sign_in.run()
    for page in menu.PAGES:
        at.switch_page(page.file).run()
        assert [text.value for text in at.info][:1] == [gate.BANNER], page.name
        assert not [*at.exception, *at.error], page.name
    assert "Sign out" not in {button.label for button in at.button}
    assert {entry.event for entry in audit.entries(tmp_path)} == {"load"}, "nobody signed in, and nobody was refused"


def test_a_page_works_where_all_that_can_be_withheld_is(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Path(shutil.copytree(RULES, tmp_path / "rules"))
    text = (rules / "access.toml").read_text(encoding="utf-8")
    sees = 'sees = ["names of staff", "exempt values", "counts of people"]'
    assert text.count(sees) == 3
    (rules / "access.toml").write_text(text.replace(sees, "sees = []"), encoding="utf-8")
    monkeypatch.setenv("CARE_RULES", str(rules))
    at = visit(PEOPLE["administrator"])
    for page in menu.PAGES:
        at.switch_page(page.file).run()
        assert not [*at.exception, *at.error], (page.name, said(at))
        for grid in at.dataframe:
            assert not {"lead", "annual_value"} & set(grid.value), page.name
    assert "Not shown to your role: Lead" in said(visit(PEOPLE["administrator"], menu.PROVIDER_RISK))


def test_a_sign_in_that_is_set_up_by_half_says_so(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    at = visit(None)
    at.secrets = {"auth": {"client_id": "care"}}
    at.run()
    next(button for button in at.button if button.label == "Sign in").click().run()
    assert not at.exception
    assert [error.value for error in at.error] == [
        "The sign-in is not set up completely. Tell whoever runs this service."
    ]


def test_each_directory_has_its_button(visit: Visit) -> None:
    at = visit(None)
    at.secrets = {"auth": {"cookie_secret": "x", "council": {"client_id": "a"}, "trust": {"client_id": "b"}}}
    at.run()
    assert [button.label for button in at.button][:2] == ["Sign in with council", "Sign in with trust"]


def test_who_leaves_is_written_down_and_who_comes_only_once(visit: Visit, recorded: Any) -> None:
    at = visit({**PEOPLE["viewer"], "sub": "somebody who leaves"})
    at.run()
    next(button for button in at.button if button.label == "Sign out").click().run()
    assert sorted(recorded()) == [("sign-in", "viewer", ""), ("sign-out", "viewer", "")]


def test_two_people_have_two_keys_and_neither_tells_who_they_are(visit: Visit) -> None:
    keys = set()
    for subject in ("alice@council.example", "bob@council.example"):
        person = visit({**PEOPLE["QAIT"], "sub": subject, "name": "Somebody"}).session_state[OURS]["person"]
        assert subject not in repr(person)
        assert "Somebody" not in repr(person), "a name must not get into a log by accident"
        keys.add(person.key)
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("path", "query", "cookies", "kept"),
    [
        ("/risk", "tier=Tier+3", "", "/risk?tier=Tier+3"),
        ("/", "area=North+Vale", "a=b", "/?area=North+Vale"),
        ("/risk", "", "", "/risk"),
        ("/", "", "", None),
        ("/risk", "", SIGNED_IN, None),
        ("//evil.example", "", "", None),
        ("/\\evil.example", "", "", None),
    ],
)
def test_the_address_is_kept_for_who_has_not_signed_in(path: str, query: str, cookies: str, kept: str | None) -> None:
    cookie = set_cookie(path, query, cookies, "/care")
    if kept is None:
        assert cookie is None
    else:
        assert cookie
        value, *about = cookie.split("; ")
        assert about == ["Path=/care", "HttpOnly", "SameSite=Lax", "Max-Age=600"]
        found = wanted(value.partition("=")[2], {"risk", ""})
        assert found
        assert f"/{found.page}" == path


def test_it_is_let_go_once_it_has_been_opened() -> None:
    kept = set_cookie("/risk", "tier=BAU", "", "")
    assert kept
    both = f"{SIGNED_IN}; {kept.split(';')[0]}"
    assert (set_cookie("/risk", "tier=BAU", both, "") or "").endswith("Max-Age=0")
    assert set_cookie("/overdue-reviews", "", both, "") is None


@pytest.mark.parametrize("is_set_up", [True, False])
def test_only_a_page_and_only_where_there_is_a_sign_in(is_set_up: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "is_set_up", lambda: is_set_up)
    routes = [
        Route("/care/risk", lambda _: HTMLResponse("a page")),
        Route("/care/healthz", lambda _: PlainTextResponse("ok")),
        Route("/care/gone", lambda _: HTMLResponse("gone", 404)),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Returning, base="/care")])

    async def cookies() -> dict[str, str | None]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return {route.path: (await client.get(route.path)).headers.get("set-cookie") for route in routes}

    answers = run_beside(cookies())
    assert bool(answers["/care/risk"]) == is_set_up
    assert answers["/care/healthz"] is None
    assert answers["/care/gone"] is None
