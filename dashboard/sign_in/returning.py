"""In and out by address, where the framework says and does too little: the way back, a failure, a sign-out for all.

A sign-in always ends on the first page, so there is a link back to the page that was opened before it. Its address is
held in a cookie for some minutes, which no script can read. What comes back in it is not trusted: it must be an address
of our own, and it only ever chooses among the pages that the person may open.
"""

import json
import time
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.requests import Request
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request

from dashboard.session import leaving, people
from dashboard.session.settings import folder, rules
from pipelines import audit
from pipelines.warehouse.driver import WarehouseError

Message = MutableMapping[str, Any]

COOKIE = "care_wanted"
FAILED = "care_sign_in_failed"
LOGOUT, CALLBACK = "/auth/logout", "/oauth2callback"
"""The second: where the directory sends people back to, also after they signed out there: then without an answer."""

SECONDS = 600
SECONDS_SAID = 60
SECONDS_APART = 10
"""Between two entries in the audit log about sign-ins that failed: whoever asks in a loop cannot fill it."""

LONGEST = 2000


class Wanted(NamedTuple):
    """A page's address below the service, without slashes, and its filters."""

    page: str
    filters: dict[str, list[str]]


def is_ours(address: str) -> bool:
    """Whether a browser would stay with us: one slash first, and nothing that could be read as another host."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and "\\" not in address
        and address.isprintable()
        and len(address) <= LONGEST
    )


class Returning:
    """Has the browser remember a page that is asked for without a sign-in, and a sign-in that failed."""

    def __init__(self, app: Callable[..., Awaitable[None]], base: str) -> None:
        self.app, self.base, self.next_entry = app, base, 0.0

    async def __call__(self, scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.base)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                # The audit log may be waited for, and meanwhile others are served.
                found = await to_thread(self._back, scope, message) if path == CALLBACK else self._shown(scope, message)
                message["headers"] = [*message["headers"], *((b"set-cookie", one.encode("latin-1")) for one in found)]
            await send(message)

        if path == LOGOUT and _is_set_up():
            await to_thread(_leaves, Request(scope))
        await self.app(scope, receive, answer)

    def _shown(self, scope: Message, message: Message) -> list[str]:
        """For a page: its address, to come back to."""
        kind = dict(message["headers"]).get(b"content-type", b"")
        cookie = self._cookie(scope) if message["status"] == 200 and b"text/html" in kind else None
        return [cookie] if cookie else []

    def _back(self, scope: Message, message: Message) -> list[str]:
        """For an answer of the directory that lets nobody in, which the framework says nothing of: that it was one."""
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        if not {"code", "error"} & {*asked} or not _is_set_up():
            return []
        signed_in = f"{people.SIGNED_IN_COOKIE}=".encode()
        given = [value for name, value in message["headers"] if name == b"set-cookie" and value.startswith(signed_in)]
        has_failed = not any(b"Max-Age=0" not in value for value in given)
        if has_failed and time.monotonic() >= self.next_entry:
            self.next_entry = time.monotonic() + SECONDS_APART
            audit.record(folder(), "refusal", who="nobody", role="", detail="The sign-in did not succeed.")
        seconds = SECONDS_SAID if has_failed else 0
        return [f"{FAILED}=1; Path={self.base or '/'}; HttpOnly; SameSite=Lax; Max-Age={seconds}"]

    def _cookie(self, scope: Message) -> str | None:
        if not _is_set_up():
            return None
        cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
        path = scope["path"].removeprefix(self.base)
        return set_cookie(path, scope["query_string"].decode("latin-1"), cookies, self.base)


def set_cookie(path: str, query: str, cookies: str, base: str) -> str | None:
    """The Set-Cookie header for a page that is asked for, or None. path: below base, decoded. cookies: as sent.

    Without a sign-in the address is kept; once it is opened with one, it is let go.
    """
    address = path + (f"?{query}" if query else "")
    about = f"; Path={base or '/'}; HttpOnly; SameSite=Lax; Max-Age="
    sent = _read(cookies)
    if people.SIGNED_IN_COOKIE in sent:
        return f"{COOKIE}={about}0" if unquote(sent.get(COOKIE, "")) == address else None
    if address in ("/", "") or not is_ours(address):
        return None
    return f"{COOKIE}={quote(address, safe='')}{about}{SECONDS}"


def _is_set_up() -> bool:
    try:
        return people.is_set_up()
    except people.AccessError:
        return False


def _leaves(request: Request) -> None:
    """Whose cookie asks for a sign-out leaves everywhere, also when it was not our button that led there."""
    try:
        claims = json.loads(_get_cookie_value_from_request(request, people.SIGNED_IN_COOKIE) or b"")
        person = people.person_of(rules().access, claims, time.time())
        leaving.leave(person.key, person.role, person.claims, person.ends_at)
    except (ValueError, people.AccessError, WarehouseError):
        return  # nobody whose sign-in counts


def _read(cookies: str) -> Mapping[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(cookies).items()}
    except CookieError:
        return {}


def wanted(cookie: str | None, pages: Collection[str]) -> Wanted | None:
    """What to offer after the sign-in, from the cookie: only one of the pages given, by their addresses."""
    address = unquote(cookie or "")
    if not is_ours(address):
        return None
    parts = urlsplit(address)
    page = parts.path.strip("/")
    return Wanted(page, parse_qs(parts.query)) if page in pages else None
