"""The sign-in cookie at a running dashboard: what was changed, copied, signed out or made for others opens nothing."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string

from benchmarks.sessions import StreamlitReader
from dashboard.session import leaving
from pipelines import audit
from tests.access.conftest import AUTH, PEOPLE, identity
from tests.helpers.running import HOST, free_ports, run_beside, wait_for
from tests.serving.servers import dashboard

COOKIE = "_streamlit_user"
SIGNED_IN, SIGNED_OUT = "Showing 35 of 35 locations", "Sign in with your account at the council."
Log = Callable[[], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def audit_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit")


@pytest.fixture(scope="module")
def address(warehouse: Path, audit_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard with a sign-in; its directory cannot be reached."""
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    nowhere = f"http://{HOST}:1/.well-known/openid-configuration"
    told = AUTH | {"server_metadata_url": nowhere, "redirect_uri": f"{ADDRESS}/oauth2callback"}
    secrets.write_text("[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in told.items()), "utf-8")
    options = ("--secrets.files", str(secrets))
    with dashboard(warehouse, PORT, *options, CARE_AUDIT=str(audit_folder), CARE_REQUIRE_AUTH="1") as program:
        wait_for(f"{ADDRESS}/healthz", program)
        yield ADDRESS


@pytest.fixture
def log(audit_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    """(event, detail) of what is written from here on."""
    monkeypatch.setenv("CARE_AUDIT", str(audit_folder))
    before = len(list(audit.entries(audit_folder)))

    def written() -> list[tuple[str, str]]:
        found = [(entry.event, entry.detail or "") for entry in audit.entries(audit_folder)]
        return found[: len(found) - before]

    return written


PORT = free_ports(1)[0]
ADDRESS = f"http://{HOST}:{PORT}"


def cookie(secret: str = AUTH["cookie_secret"], name: str = COOKIE, **claims: Any) -> str:
    """The cookie of somebody who signed in, as the framework makes it."""
    said = json.dumps(identity(**{**PEOPLE["viewer"], "provider": "default", "origin": ADDRESS, **claims}))
    return create_signed_value(secret, name, said).decode()


def seen(address: str, value: str) -> str:
    """What the page Provider risk says to whoever has that cookie."""

    async def opened() -> str:
        reader, token = StreamlitReader(address, "risk"), generate_xsrf_token_string()
        reader.headers = {"Cookie": f"{COOKIE}={value}; _streamlit_xsrf={token}"}
        reader.token = [token]
        await reader.open()
        await reader.close()
        return " ".join(reader.said)

    return run_beside(opened())


def test_a_good_cookie_opens_the_page(address: str) -> None:
    assert SIGNED_IN in seen(address, cookie())


def changed(value: str) -> str:
    return value[:20] + ("A" if value[20] != "A" else "B") + value[21:]


@pytest.mark.parametrize(
    "value",
    [
        cookie("another secret of at least thirty-two letters"),
        changed(cookie()),
        cookie(name="_streamlit_user_tokens"),
        "anything",
    ],
    ids=["another secret", "one letter", "another cookie", "anything"],
)
def test_a_cookie_that_is_not_of_this_service_opens_nothing_and_is_on_record(
    address: str, log: Log, value: str
) -> None:
    said = seen(address, value)
    assert SIGNED_OUT in said
    assert "locations" not in said
    assert log() == [("refusal", "The sign-in cookie was changed, or is not from this service.")]


@pytest.mark.parametrize("audience", ["another client", ["another client"], [], None, 5, {"care": 1}])
def test_an_identity_for_another_service_opens_nothing(address: str, log: Log, audience: Any) -> None:
    """`azp` does not make up for it: an identity is for those in `aud`."""
    said = seen(address, cookie(aud=audience, azp="care"))
    assert "Your sign-in was made for another service." in said
    assert "locations" not in said
    assert [event for event, _ in log()] == ["refusal"]


def test_one_of_several_audiences_is_enough(address: str) -> None:
    assert SIGNED_IN in seen(address, cookie(aud=["another", "care"]))


def test_a_sign_out_by_address_ends_every_copy_of_the_cookie(address: str, log: Log) -> None:
    now = int(time.time())
    mine, copy = (cookie(sub="who leaves", iat=now - 60, name_of=name) for name in ("mine", "copy"))
    earlier, later = (cookie(sub="who leaves", iat=now - 60 + by) for by in (-30, 30))
    other = cookie(sub="who stays", iat=now - 60)
    assert SIGNED_IN in seen(address, copy)

    for _ in range(2):
        left = httpx.get(f"{address}/auth/logout", headers={"Cookie": f"{COOKIE}={mine}"}, trust_env=False)
        assert left.status_code == 302

    for value in (mine, copy, earlier):
        said = seen(address, value)
        assert "You signed out. Sign in again." in said
        assert "locations" not in said
    for value in (later, other):
        assert SIGNED_IN in seen(address, value)
    assert [event for event, _ in log()].count("sign-out") == 1


@pytest.mark.parametrize(
    "value",
    ["", "anything", cookie("x" * 40), cookie(exp=1), cookie(roles=[])],
    ids=["none", "anything", "another secret", "expired", "no role"],
)
def test_who_is_not_signed_in_signs_nobody_out(address: str, log: Log, value: str) -> None:
    assert httpx.get(f"{address}/auth/logout", headers={"Cookie": f"{COOKIE}={value}"}, trust_env=False).is_redirect
    assert log() == []


def test_a_sign_in_that_fails_is_said_and_on_record(address: str, log: Log) -> None:
    with httpx.Client(base_url=address, trust_env=False) as web:
        for query in ("error=access_denied&state=x", "code=x&state=y"):
            answer = web.get(f"/oauth2callback?{query}")
            assert "care_sign_in_failed=1" in answer.headers["set-cookie"]
            assert "Max-Age=60" in answer.headers["set-cookie"]
        assert "care_sign_in_failed" not in str(web.get("/oauth2callback").headers), "the way back from a sign-out"
    assert log() == [("refusal", "The sign-in did not succeed.")], "not once for each that asks in a loop"

    async def opened() -> str:
        reader = StreamlitReader(address, "")
        reader.headers = {"Cookie": "care_sign_in_failed=1"}
        await reader.open()
        await reader.close()
        return " ".join(reader.said)

    assert "The sign-in did not succeed. Try again" in run_beside(opened())


@pytest.mark.parametrize(
    "spoilt", [b"", b"[1]", b"{", b'{"a": 1}', b'{"a": [1]}', b'{"a": ["x", "y"]}', b"\xff", b"[" * 100_000, None]
)
def test_a_spoilt_list_of_who_left_closes_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: bytes | None
) -> None:
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path))
    if spoilt is None:
        (tmp_path / leaving.FILE).mkdir()
    else:
        (tmp_path / leaving.FILE).write_bytes(spoilt)
    assert not leaving.has_left("a", {"iat": 1})
