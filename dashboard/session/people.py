"""Who is this, and what may they see: the identity that the sign-in gives, its rights, and how long they last."""

import hashlib
import ipaddress
import math
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.errors import StreamlitSecretNotFoundError

from dashboard import menu
from dashboard.menu import Page
from dashboard.session import leaving
from dashboard.session.settings import rules
from pipelines.access.policy import ALL, Policy, Rights
from pipelines.access.reading import NoRightsError, rights_of

KEY_LENGTH = 20
CLOCKS_APART = 300
"""Seconds that the directory's clock may be ahead of ours."""

SIGNED_IN_COOKIE = "_streamlit_user"


class AccessError(Exception):
    """Somebody may not go on. The message is one sentence, and never a hint of what they may not see.

    who: their key, as far as it is known.
    """

    def __init__(self, sentence: str, who: str = "nobody") -> None:
        super().__init__(sentence)
        self.who = who


class NotSetUpError(AccessError):
    """Sign-in is missing where there must be one."""


class SignedOutError(AccessError):
    """Nobody has signed in."""


class EndedError(AccessError):
    """The identity counts no longer."""


class NoRoleError(AccessError):
    """The identity is good, and gives nothing here."""


@dataclass(frozen=True)
class Person:
    """One person of one session. `key` is the same on every visit and tells nobody who it is."""

    key: str
    name: str = field(repr=False)
    role: str
    rights: Rights
    ends_at: float | None
    """Seconds since 1970 at which they have to sign in again; None for never."""
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def may_open(self, page: Page) -> bool:
        return page.is_for_all or page.name in self.rights.pages

    def recheck(self) -> None:
        """Raises AccessError when this person, whose page may be old, may by now see something else or nothing."""
        if self is not LOCAL and _person_now(self.claims).rights != self.rights:
            raise EndedError("What you may see has been changed. Reload the page.", self.key)


_EVERYTHING = ALL.model_copy(update={"pages": tuple(page.name for page in menu.PAGES)})
LOCAL = Person("local", "Local user", "administrator", _EVERYTHING, None)
"""Who uses a copy without sign-in, on the computer it runs on."""


def recheck(person: Person) -> None:
    """Raises AccessError when they may no longer see what they could. Needs no page, so a download can ask too."""
    person.recheck()


def providers() -> list[str | None]:
    """Who can be signed in with: the names of the providers, or None for the only one, which has no name."""
    section = st.secrets["auth"]
    named = [name for name, entry in section.items() if isinstance(entry, Mapping)]
    return [None] if "client_id" in section or not named else [*named]


def is_set_up() -> bool:
    """Whether a sign-in is configured. Raises NotSetUpError when the secrets are there and cannot be read."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError as error:
        if any(os.path.exists(place) for place in config.get_option("secrets.files")):
            raise NotSetUpError("The sign-in cannot be used: its secrets cannot be read.") from error
        return False


def who() -> Person:
    """The person whose page this is. Raises AccessError when it is nobody, or nobody who may see anything.

    Raises WarehouseError when the rules, which say who may see what, cannot be used.
    """
    if not is_set_up():
        if os.environ.get("CARE_REQUIRE_AUTH", "0") not in ("", "0"):
            raise NotSetUpError("Sign-in is required here and is not set up.")
        if not _is_only_for_this_computer():
            raise NotSetUpError("Without a sign-in this service answers only on the computer it runs on.")
        return LOCAL
    if not st.user.is_logged_in:
        raise SignedOutError("Sign in with your account at the council.")
    claims = st.user.to_dict()
    if not _is_for_us(claims):
        raise NoRoleError("Your sign-in was made for another service. Sign in again.")
    return _person_now(claims)


def _is_for_us(claims: Mapping[str, Any]) -> bool:
    """Whether the identity was issued to this service: its id has to be in `aud` (OpenID Connect Core 3.1.3.7)."""
    section, provider = st.secrets["auth"], claims.get("provider")
    entry = section.get(provider, {}) if isinstance(provider, str) else {}
    ours = entry.get("client_id") if isinstance(entry, Mapping) and entry else section.get("client_id")
    audience = claims.get("aud")
    return ours in (audience if isinstance(audience, list) else [audience]) and isinstance(ours, str)


def _person_now(claims: Mapping[str, Any]) -> Person:
    found = person_of(rules().access, claims, time.time())
    if leaving.has_left(found.key, claims):
        raise EndedError("You signed out. Sign in again.", found.key)
    return found


def _is_only_for_this_computer() -> bool:
    """Bound to a loopback address, and asked for by one: a proxy in front of it would let others in."""
    asked = st.context.headers.get("Host")
    return _is_loopback(config.get_option("server.address")) and (
        asked is None or _is_loopback(urlsplit(f"//{asked}").hostname)
    )


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def person_of(policy: Policy, claims: Mapping[str, Any], now: float) -> Person:
    """The person that an identity stands for at a moment. Raises AccessError when for nobody, or no longer."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not (isinstance(issuer, str) and issuer and isinstance(subject, str) and subject):
        raise EndedError("Your sign-in does not say who you are. Sign in again.")
    key = hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:KEY_LENGTH]
    if policy.sign_in.issuers and issuer not in policy.sign_in.issuers:
        raise NoRoleError("Your account is from a directory that this service does not know.", key)
    expires, issued = _moment(claims.get("exp")), _moment(claims.get("iat"))
    if expires is None or issued is None or issued > now + CLOCKS_APART:
        raise EndedError("Your sign-in does not say how long it counts. Sign in again.", key)
    ends_at = min(expires, issued + policy.sign_in.hours * 3600)
    if now >= ends_at:
        raise EndedError("You signed in too long ago. Sign in again.", key)
    if key in policy.sign_in.withdrawn:
        raise NoRoleError("Your access to this service was withdrawn.", key)
    try:
        rights = rights_of(policy, claims)
    except NoRightsError as error:
        raise NoRoleError(str(error), key) from error
    name = claims.get("name") or claims.get("preferred_username") or claims.get("email") or "Signed in"
    return Person(key, str(name), rights.role, rights, ends_at, dict(claims))


def _moment(claim: Any) -> float | None:
    is_number = isinstance(claim, (int, float)) and not isinstance(claim, bool)
    return float(claim) if is_number and math.isfinite(claim) else None
