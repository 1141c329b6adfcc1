"""The door: who comes in, what the others are told, and the record of both."""

from collections.abc import Collection
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAuthError
from streamlit.navigation.page import Page as StreamlitPage

from dashboard import menu, words
from dashboard.menu import Page
from dashboard.session import leaving, people
from dashboard.session.people import LOCAL, AccessError, EndedError, NotSetUpError, Person, SignedOutError
from dashboard.session.session import first_time, recall, remember
from dashboard.session.settings import folder
from dashboard.sign_in import returning
from pipelines import audit
from pipelines.warehouse.driver import WarehouseError

TITLES = {
    NotSetUpError: "Sign-in is not set up",
    SignedOutError: "Sign in",
    EndedError: "Your session has ended",
}
NO_ENTRY = "You cannot use this service"
BANNER = "No sign-in is set up: this copy is for this computer only."


def person() -> Person | None:
    """Who this run is for; None when `closed` has to be shown in place of every page."""
    remember("closed", None)
    remember("person", None)
    try:
        found = people.who()
    except AccessError as error:
        remember("closed", error)
        _refused(error)
        return None
    except WarehouseError as error:
        # Without the rules nobody can say who may see what.
        remember("closed", NotSetUpError(str(error)))
        return None
    remember("person", found)
    if found is not LOCAL and first_time(("sign-in", found.key, found.ends_at)):
        audit.record(folder(), "sign-in", who=found.key, role=found.role)
    return found


def _refused(error: AccessError) -> None:
    """Record who was turned away, once for each reason in a session. To have no sign-in yet is no reason."""
    if not isinstance(error, SignedOutError):
        refuse(str(error), who=error.who)
    elif st.context.cookies.to_dict().get(people.SIGNED_IN_COOKIE):
        refuse("The sign-in cookie was changed, or is not from this service.", who=error.who)


def refuse(reason: str, *, who: str, role: str = "", **facts: Any) -> None:
    """Record a refusal, once for each reason in a session."""
    if (said := (who, reason, *facts.values())) not in recall("refusals", ()):
        remember("refusals", (*recall("refusals", ()), said))
        audit.record(folder(), "refusal", who=who, role=role, detail=reason, **facts)


def closed() -> None:
    """In place of a page: why, in one sentence, and the way in if there is one."""
    say(recall("closed"))


def say(error: AccessError) -> None:
    """What a person is told who may not go on, whichever page they asked for."""
    st.title(TITLES.get(type(error), NO_ENTRY), anchor=False)
    st.markdown(words.plain(str(error)))
    if isinstance(error, NotSetUpError):
        return
    if isinstance(error, people.NoRoleError):
        if st.button("Sign in with another account"):
            st.logout()
        return
    if returning.FAILED in st.context.cookies.to_dict():
        st.error("The sign-in did not succeed. Try again; if it happens again, tell whoever runs this service.")
    for provider in people.providers():
        if st.button("Sign in" if provider is None else f"Sign in with {words.plain(provider)}", type="primary"):
            _sign_in(provider)


def _sign_in(provider: str | None) -> None:
    try:
        st.login(provider)
    except StreamlitAuthError:
        st.error("The sign-in is not set up completely. Tell whoever runs this service.")


def beside(person: Person) -> None:
    """Who is here, and the way out; or that nobody had to sign in."""
    if person is LOCAL:
        st.info(BANNER, icon=":material/computer:")
        return
    with st.sidebar:
        st.caption(f"{words.plain(person.name)}, {words.plain(person.role)}")
        if st.button("Sign out"):
            leaving.leave(person.key, person.role, person.claims, person.ends_at)
            st.logout()


def pages(person: Person | None) -> dict[Page, StreamlitPage]:
    """The pages that there are for this person, as the framework has them.

    Any other address is answered as one that does not exist.
    """
    if person is None:
        return {page: _made(page, menu.OVERVIEW) if page.is_for_all else _closed(page) for page in menu.PAGES}
    mine = [page for page in menu.PAGES if person.may_open(page)]
    first = next((page for page in mine if not page.is_hidden), mine[0])
    return {page: _made(page, first) for page in mine}


def _made(page: Page, first: Page) -> StreamlitPage:
    return st.Page(
        page.file, title=page.title, icon=f":material/{page.icon}:" if page.icon else None, url_path=page.address,
        default=page == first, visibility="hidden" if page.is_hidden else "visible",
    )  # fmt: skip


def _closed(page: Page) -> StreamlitPage:
    """At its address, so that the address is still there after the sign-in."""
    return st.Page(closed, title="Sign in", url_path=page.address, default=not page.address, visibility="hidden")


def watch_address(person: Person) -> None:
    """Record an address that was guessed: of a page that is there, and not for this person."""
    asked = (st.context.url or "").rstrip("/").rpartition("/")[2]
    for page in menu.PAGES:
        if asked and page.address == asked and not person.may_open(page):
            refuse("A page that is not for the role.", who=person.key, role=person.role, page=page.name)


def offer_return(person: Person, mine: Collection[StreamlitPage]) -> None:
    """A link to the page that was opened before the sign-in, if it is one of this person's."""
    by_address = {page.url_path: page for page in mine}
    wanted = returning.wanted(st.context.cookies.get(returning.COOKIE), by_address)
    if person is LOCAL or wanted is None or recall("has_returned"):
        return
    if (st.context.url or "").rstrip("/").rpartition("/")[2] == wanted.page and wanted.page:
        remember("has_returned", True)
        return
    st.page_link(
        by_address[wanted.page], label="Continue to the page you opened", icon=":material/arrow_forward:",
        query_params=[(name, value) for name, values in wanted.filters.items() for value in values],
    )  # fmt: skip
