"""Attempts to see what one may not. Each is refused, in words that do not tell what there is to see."""

import math
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pydantic import ValidationError
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard import menu
from dashboard.menu import Page
from dashboard.session import people
from dashboard.session.session import OURS
from dashboard.sign_in import returning
from pipelines.access.policy import Policy
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from tests.access.conftest import ISSUER, PEOPLE, RULES, Visit, identity, limited, said

DAY = {"as_of": date(2026, 8, 31), "known_on": date(2026, 8, 31)}
RISK, EVIDENCE, LOADS, REVIEWS = menu.PROVIDER_RISK, menu.PROVIDER_EVIDENCE, menu.DATA_LOADS, menu.OVERDUE_REVIEWS
ADMIN = PEOPLE["administrator"]
NOTHING_SHOWN = {"You cannot use this service", "Your session has ended", "Sign in", "Sign-in is not set up"}


@dataclass(frozen=True)
class World:
    """What an attempt has to work with."""

    visit: Visit
    recorded: Callable[[], list[tuple[str, str, str]]]
    seen_by: Callable[[str], Warehouse]
    policy: Policy
    monkeypatch: pytest.MonkeyPatch
    folder: Path

    def rules_with(self, old: str, new: str) -> None:
        """From now on the dashboard has these rules: the live ones with one change."""
        copy = self.folder / "rules"
        if not copy.exists():
            shutil.copytree(RULES, copy)
        text = (copy / "access.toml").read_text(encoding="utf-8")
        assert old in text
        (copy / "access.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        self.monkeypatch.setenv("CARE_RULES", str(copy))

    def without_sign_in(self) -> AppTest:
        at = AppTest.from_file(str(RULES.parents[1] / "dashboard" / "app.py"), default_timeout=60)
        return at.run()


@pytest.fixture
def world(
    visit: Visit, recorded: Any, seen_by: Any, policy: Policy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> World:
    return World(visit, recorded, seen_by, policy, monkeypatch, tmp_path)


Attempt = Callable[[World], None]
ATTEMPTS: dict[str, Attempt] = {}


def attempt(sentence: str) -> Callable[[Attempt], Attempt]:
    def listed(tried: Attempt) -> Attempt:
        assert sentence not in ATTEMPTS
        ATTEMPTS[sentence] = tried
        return tried

    return listed


def shows_nothing(at: AppTest) -> None:
    """The page is a refusal: a title and a sentence, and no figure, table, filter, download or name of a page."""
    assert not at.exception
    assert {title.value for title in at.title} <= NOTHING_SHOWN
    assert at.title
    assert not [*at.metric, *at.dataframe, *at.table, *at.selectbox, *at.caption, *at.get("download_button")]


def refused(world: World, claims: dict[str, Any], words: str = "") -> None:
    at = world.visit(claims)
    shows_nothing(at)
    assert words in said(at)
    [(event, role, reason)] = world.recorded()
    assert (event, role) == ("refusal", "")
    assert words in reason


# Who somebody is.


@attempt("opening a page without signing in")
def _(world: World) -> None:
    at = world.visit(None)
    shows_nothing(at)
    assert [button.label for button in at.button][:1] == ["Sign in"]
    assert world.recorded() == [], "to come to the door is no offence"


@attempt("an identity that has expired")
def _(world: World) -> None:
    refused(world, {**ADMIN, "exp": time.time() - 1}, "You signed in too long ago")


@attempt("an identity that its directory lets live longer than the council's hours")
def _(world: World) -> None:
    hours = world.policy.sign_in.hours
    refused(world, {**ADMIN, "iat": time.time() - hours * 3600 - 1, "exp": time.time() + 9e6}, "too long ago")


@attempt("an identity that does not say when it ends")
def _(world: World) -> None:
    refused(world, {**ADMIN, "exp": None}, "does not say how long it counts")


@attempt("an identity whose end is a text, true, or no number at all")
def _(world: World) -> None:
    for end in ("9999999999", True, math.nan, math.inf, [9e9]):
        with pytest.raises(people.EndedError):
            people.person_of(world.policy, identity(**{**ADMIN, "exp": end}), time.time())


@attempt("an identity that was issued in the future, to outlive the council's hours")
def _(world: World) -> None:
    refused(world, {**ADMIN, "iat": time.time() + 1e6, "exp": time.time() + 2e6}, "does not say how long")


@attempt("an identity without a subject")
def _(world: World) -> None:
    refused(world, {**ADMIN, "sub": ""}, "does not say who you are")


@attempt("an identity without an issuer")
def _(world: World) -> None:
    refused(world, {**ADMIN, "iss": None}, "does not say who you are")


@attempt("an identity of an issuer that the council does not name")
def _(world: World) -> None:
    world.rules_with("issuers = []", f'issuers = ["{ISSUER}"]')
    refused(world, {**ADMIN, "iss": "https://directory.example.evil.test"}, "from a directory that this service")


@attempt("an identity whose claim says that it is signed in, in a copy without sign-in set up for others")
def _(world: World) -> None:
    world.monkeypatch.setenv("CARE_REQUIRE_AUTH", "1")
    at = AppTest.from_file(str(RULES.parents[1] / "dashboard" / "app.py"), default_timeout=60)
    at.user = identity(**ADMIN)
    shows_nothing(at.run())
    assert "Sign-in is required here and is not set up." in said(at)


@attempt("a copy without sign-in that is bound to every address")
def _(world: World) -> None:
    for address in ("0.0.0.0", "", "192.0.2.7"):
        config.set_option("server.address", address)
        try:
            shows_nothing(world.without_sign_in())
        finally:
            config.set_option("server.address", "127.0.0.1")


@attempt("a copy without sign-in that is reached under a public name")
def _(world: World) -> None:
    world.monkeypatch.setattr(type(st.context), "headers", property(lambda _: {"Host": "care.council.example:443"}))
    shows_nothing(world.without_sign_in())


@attempt("a secrets file that was spoilt, so that no sign-in is found in it")
def _(world: World) -> None:
    spoilt = world.folder / "secrets.toml"
    spoilt.write_text("[auth", encoding="utf-8")
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(spoilt)])
    try:
        st.secrets._reset()
        shows_nothing(world.without_sign_in())
    finally:
        config.set_option("secrets.files", before)
        st.secrets._reset()


@attempt("another tab, and a copy of the cookie, after signing out")
def _(world: World) -> None:
    claims = {**ADMIN, "sub": "who leaves", "iat": time.time() - 10}
    other = world.visit(claims, RISK)
    person = other.session_state[OURS]["person"]
    next(button for button in world.visit(claims).button if button.label == "Sign out").click().run()
    shows_nothing(other.run())
    shows_nothing(world.visit(claims))
    with pytest.raises(people.EndedError, match="You signed out"):
        people.recheck(person)
    assert "Showing 143 of 143 locations" in said(world.visit({**claims, "iat": time.time()}, RISK))
    assert [event for event, _, _ in world.recorded()].count("sign-out") == 1


@attempt("an identity that the directory issued to another service")
def _(world: World) -> None:
    refused(world, {**ADMIN, "aud": ["another"], "azp": "care"}, "was made for another service")


# What somebody is.


@attempt("an identity without any role")
def _(world: World) -> None:
    refused(world, {"roles": ["Everybody"]}, "gives you no role in this service")


@attempt("a role in other capitals, by its own name, or in a claim that is not read")
def _(world: World) -> None:
    for claims in (
        {"roles": ["CARECONTRACTS.ADMINISTRATOR"]},
        {"roles": "administrator"},
        {"wids": ["CareContracts.QAIT"]},
    ):
        with pytest.raises(people.NoRoleError):
            people.person_of(world.policy, identity(**claims), time.time())


@attempt("a role for one area by somebody whose sign-in names none")
def _(world: World) -> None:
    refused(world, {"roles": ["CareContracts.Viewer", "ASC-Area-Atlantis", "North Vale"]}, "names no area known here")


@attempt("the role of an officer by somebody who is none")
def _(world: World) -> None:
    refused(world, {"roles": ["CareContracts.ContractOfficer"]}, "does not say which officer you are")


@attempt("two roles at once, to get the wider")
def _(world: World) -> None:
    both = {"roles": [*PEOPLE["viewer"]["roles"], "CareContracts.Administrator"]}
    assert "Showing 35 of 35 locations" in said(world.visit(both, RISK))


@attempt("going on after access was withdrawn")
def _(world: World) -> None:
    at = world.visit(ADMIN, RISK)
    person = at.session_state[OURS]["person"]
    people.recheck(person)
    world.rules_with("withdrawn = []", f'withdrawn = ["{person.key}"]')
    with pytest.raises(people.NoRoleError, match="was withdrawn"):
        people.recheck(person)
    shows_nothing(at.run())


@attempt("going on after the role was made narrower")
def _(world: World) -> None:
    at = world.visit(ADMIN, REVIEWS)
    person = at.session_state[OURS]["person"]
    assert "annual_value" in at.dataframe[0].value
    world.rules_with('["CareContracts.QAIT"]', '["CareContracts.QAIT", "CareContracts.Administrator"]')
    world.rules_with('["CareContracts.Administrator"]', '["CareContracts.Nobody"]')
    with pytest.raises(people.EndedError, match="What you may see has been changed"):
        people.recheck(person)
    at.run()
    assert at.session_state[OURS]["person"].role == "QAIT"
    assert "annual_value" not in at.dataframe[0].value


@attempt("going on with a page, and its downloads, after the same role lost a column")
def _(world: World) -> None:
    at = world.visit(PEOPLE["QAIT"], REVIEWS)
    person = at.session_state[OURS]["person"]
    people.recheck(person)
    role = '["CareContracts.QAIT"]'
    world.rules_with('sees = ["names of staff", "counts of people"]', 'sees = ["counts of people"]')
    assert role in (world.folder / "rules" / "access.toml").read_text(encoding="utf-8")
    with pytest.raises(people.EndedError, match="What you may see has been changed"):
        people.recheck(person)
    assert "lead" not in at.run().dataframe[0].value


@attempt("going on with a page, and its downloads, after the same role lost an area")
def _(world: World) -> None:
    claims = {"roles": ["CareContracts.Viewer", "ASC-Area-North-Vale", "ASC-Area-East-Marsh"]}
    at = world.visit(claims, RISK)
    person = at.session_state[OURS]["person"]
    world.rules_with('value = "ASC-Area-East-Marsh"', 'value = "ASC-Area-Elsewhere"')
    with pytest.raises(people.EndedError, match="What you may see has been changed"):
        people.recheck(person)
    assert "Showing 35 of 35 locations" in said(at.run())


@attempt("a download that is asked for after the identity has expired")
def _(world: World) -> None:
    at = world.visit({**ADMIN, "exp": time.time() + 3600}, RISK)
    person = at.session_state[OURS]["person"]
    late = replace(person, claims={**person.claims, "exp": time.time() - 1})
    with pytest.raises(people.EndedError):
        people.recheck(late)


# Pages.


@attempt("a page of another role, by its file")
def _(world: World) -> None:
    at = world.visit(PEOPLE["viewer"])
    with pytest.raises(Exception, match="Could not find a navigation page"):
        at.switch_page(LOADS.file)


@attempt("a page of another role, by the inner name that the framework gives it")
def _(world: World) -> None:
    at = world.visit(PEOPLE["viewer"])
    for inner in (str(RULES.parents[1] / "dashboard" / LOADS.file), LOADS.address):
        at._page_hash = md5(inner.encode(), usedforsecurity=False).hexdigest()
        at.run()
        assert [title.value for title in at.title] == ["Overview"]


@attempt("a page of another role, by its address")
def _(world: World) -> None:
    at = world.visit(PEOPLE["viewer"], url="http://127.0.0.1:8501/data")
    assert [title.value for title in at.title] == ["Overview"]
    assert ("refusal", "viewer", "A page that is not for the role.; page: data_loads") in world.recorded()
    at.run()
    assert len(world.recorded()) == 2, "said once, beside the sign-in"


@attempt("a link on a page of one's own to a page of others")
def _(world: World) -> None:
    def offered(claims: dict[str, Any]) -> tuple[bool, bool]:
        """Whether the Overview leads to the files received, and its rows to their evidence."""
        at = world.visit(claims)
        labels = {link.proto.label for link in at.get("page_link")}
        return "Data received" in labels, "for the way to its evidence" in said(at)

    assert offered(ADMIN) == (True, True)
    assert offered(PEOPLE["viewer"]) == (False, False)


# Links and filters.


def same_words(
    world: World,
    page: Page,
    claims: dict[str, Any],
    key: str,
    theirs: str,
    of_nobody: str,
    told: str = "is not known here",
) -> None:
    """A value of others is answered with exactly the words that one of nobody gets, and with the same rows."""
    one, other = world.visit(claims, page, **{key: theirs}), world.visit(claims, page, **{key: of_nobody})
    assert theirs in said(one)
    assert told in said(one)
    assert said(one).replace(theirs, "X") == said(other).replace(of_nobody, "X")
    assert [grid.value.shape for grid in one.dataframe] == [grid.value.shape for grid in other.dataframe]


@attempt("a link that names the area of others")
def _(world: World) -> None:
    same_words(world, RISK, PEOPLE["viewer"], "area", "East Marsh", "Atlantis")


@attempt("a link that names the location of others")
def _(world: World) -> None:
    mine = set(ask(QUESTIONS["provider_tiers"], world.seen_by("contract officer"), **DAY)["location_id"])
    every = set(ask(QUESTIONS["provider_tiers"], world.seen_by("administrator"), **DAY)["location_id"])
    theirs = min(every - mine)
    same_words(world, EVIDENCE, PEOPLE["contract officer"], "location", theirs, "L99999", "We have no location")


@attempt("a link that names a lead, by somebody who sees no names of staff")
def _(world: World) -> None:
    same_words(world, RISK, PEOPLE["viewer"], "lead", "Contract Officer 4", "Contract Officer 99")


@attempt("a filter that is forced into the session")
def _(world: World) -> None:
    at = world.visit(PEOPLE["viewer"], RISK, held={"area": "East Marsh"})
    assert "Showing 0 of 0 locations" in said(at)
    assert not at.dataframe


# Questions.


@attempt("SQL in place of a value")
def _(world: World) -> None:
    warehouse = world.seen_by("viewer")
    for text in ("' or '1'='1", "North Vale' or 1=1 --", "'); drop table rights; --", "$right_1"):
        for name, key in (("provider_tiers", "locality"), ("provider_tier_rows", "location_id")):
            assert ask(QUESTIONS[name], warehouse, **DAY, **{key: text}).empty
        among_rights = replace(warehouse, rights=limited(areas=(text,)))
        assert ask(QUESTIONS["provider_tiers"], among_rights, **DAY).empty


@attempt("a parameter with the name of a right")
def _(world: World) -> None:
    for name in ("right_0", "right_1", "least"):
        with pytest.raises(ValidationError):
            ask(QUESTIONS["provider_tiers"], world.seen_by("viewer"), **DAY, **{name: "East Marsh"})


@attempt("asking for the location of others by its id")
def _(world: World) -> None:
    mine = set(ask(QUESTIONS["provider_tiers"], world.seen_by("viewer"), **DAY)["location_id"])
    every = ask(QUESTIONS["provider_tiers"], world.seen_by("administrator"), **DAY)["location_id"]
    for location in sorted(set(every) - mine)[:5]:
        for name in ("provider_tier_evidence", "provider_tier_rows"):
            assert ask(QUESTIONS[name], world.seen_by("viewer"), **DAY, location_id=location).empty


@attempt("an earlier date, or an earlier state of knowledge, to see the rows of others")
def _(world: World) -> None:
    for known_on in (date(2026, 6, 30), date(2026, 7, 31)):
        on = {"as_of": known_on, "known_on": known_on}
        for name in ("provider_tiers", "reviews_due", "overdue_reviews"):
            rows = ask(QUESTIONS[name], world.seen_by("viewer"), **on)
            assert len(rows)
            assert set(rows["locality"]) == {"North Vale"}


@attempt("the answer that somebody else was given a moment before")
def _(world: World) -> None:
    assert "Showing 143 of 143 locations" in said(world.visit(ADMIN, RISK))
    at = world.visit(PEOPLE["viewer"], RISK)
    assert "Showing 35 of 35 locations" in said(at)
    assert "lead" not in at.dataframe[0].value
    assert "points" not in at.dataframe[0].value


@attempt("reading a withheld column from the order of the rows")
def _(world: World) -> None:
    rows = ask(QUESTIONS["provider_tiers"], world.seen_by("viewer"), **DAY)
    assert list(rows["location_id"]) == list(
        rows.sort_values(["tier_rank", "location_id"], ascending=[False, True])["location_id"]
    )


# The way back after the sign-in.


@attempt("an address to return to that leads to another host")
def _(world: World) -> None:
    for address in (
        "//evil.example/risk", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "javascript:alert(1)",
        "risk", "", "/risk\r\nSet-Cookie: a=b", "/risk\0", "/" + "a" * 3000, "/%2f/evil.example", "/risk/../data",
    ):  # fmt: skip
        assert returning.wanted(address, {"risk", "data", ""}) is None, address


@attempt("an address to return to that names a page of others")
def _(world: World) -> None:
    assert returning.wanted("%2Frisk%3Ftier%3DTier%203", {"risk"}) == ("risk", {"tier": ["Tier 3"]})
    assert returning.wanted("%2Fdata", {"risk"}) is None


@attempt("a header of one's own through the address that is kept")
def _(world: World) -> None:
    cookie = returning.set_cookie("/risk", "a=1;Domain=evil.example;%0d%0aX: y", "", "")
    assert cookie
    assert cookie.count(";") == 4
    assert "\n" not in cookie
    assert "Domain=evil" not in cookie.split("; Path")[1]
    assert returning.set_cookie("/risk\r\nX: y", "", "", "") is None


def test_there_are_at_least_thirty_attempts() -> None:
    assert len(ATTEMPTS) >= 30


@pytest.mark.parametrize("sentence", ATTEMPTS)
def test_it_is_refused(world: World, sentence: str) -> None:
    ATTEMPTS[sentence](world)
