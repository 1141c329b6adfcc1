"""Back to the page that somebody opened before they signed in: the sign-in itself always ends on the first page.

The address is held in a cookie for some minutes, which no script can read. What comes back in it is not trusted: it
must be an address of our own, and it only ever chooses among the pages that the person may open.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from dashboard import access

Message = MutableMapping[str, Any]

COOKIE = "care_wanted"
SECONDS = 600
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
    """Has the browser remember the address of a page that is asked for without a sign-in, where there is one."""

    def __init__(self, app: Callable[..., Awaitable[None]], base: str) -> None:
        self.app, self.base = app, base

    async def __call__(self, scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = dict(message["headers"])
                if b"text/html" in headers.get(b"content-type", b"") and (cookie := self._cookie(scope)):
                    message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode("latin-1"))]
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "http" else send)

    def _cookie(self, scope: Message) -> str | None:
        try:
            if not access.is_set_up():
                return None
        except access.AccessError:
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
    if access.SIGNED_IN_COOKIE in sent:
        return f"{COOKIE}={about}0" if unquote(sent.get(COOKIE, "")) == address else None
    if address in ("/", "") or not is_ours(address):
        return None
    return f"{COOKIE}={quote(address, safe='')}{about}{SECONDS}"


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
