"""Roles, identities and the sample council that they look at."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.menu import Page
from dashboard.session import roles
from pipelines import audit
from pipelines.access.policy import Policy, Rights
from pipelines.access.reading import rights_of
from pipelines.loading.publish import current
from pipelines.querying.warehouse import Warehouse
from pipelines.rules import load_rules
from tests.helpers.pages import said
from tests.spec.conftest import Bench, Given, bench, engine, given, live_rules
from tests.views.conftest import ROOT, warehouse

__all__ = ["Bench", "Given", "bench", "engine", "given", "live_rules", "said", "warehouse"]

RULES = ROOT / "data" / "rules"
ISSUER = "https://directory.example"
AUTH = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": "for tests only, and never for a server that others reach",
    "client_id": "care",
    "client_secret": "care",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}
PEOPLE: dict[str, dict[str, Any]] = {
    "viewer": {"roles": ["CareContracts.Viewer", "ASC-Area-North-Vale"]},
    "contract officer": {"roles": ["CareContracts.ContractOfficer"], "officer_id": "OF004"},
    "QAIT": {"roles": ["CareContracts.QAIT"]},
    "commissioner": {"groups": ["CareContracts.Commissioner", "ASC-Body-Trust"]},
    "administrator": {"roles": "CareContracts.Administrator"},
}
"""One person of each role: what their identity says besides who they are."""

Visit = Callable[..., AppTest]


def identity(**claims: Any) -> dict[str, Any]:
    """The claims of somebody who signed in a moment ago for an hour."""
    now = time.time()
    who = {"iss": ISSUER, "aud": AUTH["client_id"], "sub": "person-1"}
    return {"is_logged_in": True, **who, "iat": now, "exp": now + 3600, **claims}


@pytest.fixture(scope="session")
def policy() -> Policy:
    return roles.with_pages(load_rules(RULES).access)


@pytest.fixture(scope="session")
def opened(warehouse: Path) -> Warehouse:
    """The sample council, as a person sees it who sees everything."""
    build = current(warehouse)
    assert build
    return Warehouse.open(build, load_rules(RULES))


@pytest.fixture(scope="session")
def seen_by(opened: Warehouse, policy: Policy) -> Callable[[str], Warehouse]:
    """The sample council as the person of a role sees it."""

    def by(role: str) -> Warehouse:
        return replace(opened, rights=rights_of(policy, PEOPLE[role]))

    return by


@pytest.fixture
def visit(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Opens a page as somebody with an identity: `visit(PEOPLE["viewer"], page, area=…)`. None: nobody has signed in.

    url: the address in the browser.  held: what the session already holds.
    """
    monkeypatch.setenv("CARE_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path / "audit"))
    # With the loads that the build tells of: a log without them is broken.
    shutil.copytree(warehouse / "audit", tmp_path / "audit")

    def opened(
        claims: dict[str, Any] | None,
        page: Page | None = None,
        url: str = "",
        held: dict[str, Any] | None = None,
        **address: str,
    ) -> AppTest:
        at = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        at.secrets = {"auth": dict(AUTH)}
        at.user = identity(**claims) if claims is not None else {"is_logged_in": False}
        if url:
            at.context = {"url": url}
        for key, value in (held or {}).items():
            at.session_state[key] = value
        if page:
            at.run().switch_page(page.file)
        for key, value in address.items():
            at.query_params[key] = value
        return at.run()

    return opened


@pytest.fixture
def recorded(tmp_path: Path, visit: Visit) -> Callable[[], list[tuple[str, str, str]]]:
    """(event, role, detail) of everything that the audit log of this test holds besides the loads."""
    return lambda: [(e.event, e.role, e.detail or "") for e in audit.entries(tmp_path) if e.event != "load"]


def limited(**limits: Any) -> Rights:
    """Rights that are limited as said, and otherwise see everything."""
    seen = {"sees": frozenset({"names of staff", "exempt values", "counts of people"})}
    return Rights(**{"role": "test", "pages": (), **seen, **limits})
