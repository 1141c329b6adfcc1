"""What stands around the pages: security headers, language, health. `streamlit run dashboard/server.py` finds `app`."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import closing
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import config

from dashboard import delivery, session, shell, troubles
from dashboard.returning import Returning
from pipelines.publish import current
from pipelines.reports import newest_received_on
from pipelines.warehouse import DatabaseError, Warehouse, WarehouseError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CLOSED = ("/_stcore/metrics", "/_stcore/agent")
"""Figures about the server, and an experimental way in for programs: nobody outside needs either."""

BASE = f"/{config.get_option('server.baseUrlPath').strip('/')}".rstrip("/")


def health(_: Request) -> JSONResponse:
    """The build that is served and the day of the newest data: 503 with a sentence when there is none."""
    try:
        build = current(session.folder())
        if build is None:
            return JSONResponse({"status": "nothing is loaded"}, 503)
        # With the same limits as the pages: one process opens a file in one way only.
        warehouse = Warehouse.open(build, **session.limits())
        # Asked every few seconds for as long as the server runs: a connection left open would hold its build for good.
        with closing(warehouse.con):
            newest = newest_received_on(warehouse)
        return JSONResponse({"status": "ok", "build": warehouse.build.build_id, "data_to": str(newest)})
    except (WarehouseError, DatabaseError):
        return JSONResponse({"status": "the warehouse cannot be read"}, 503)


class Guarded:
    """Adds to every answer over HTTP what keeps a browser from doing more than the pages need.

    Behind a proxy that says `X-Forwarded-Proto: https`, cookies are for https only and the browser is told to stay.
    """

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(BASE)
        if path.startswith(CLOSED):
            await JSONResponse({"status": "not found"}, 404)(scope, receive, send)
            return
        asked = dict(scope["headers"])
        is_secure = scope["scheme"] == "https" or asked.get(b"x-forwarded-proto") == b"https"
        if b"text/html" in asked.get(b"accept", b""):
            # The shell is changed on its way out, so it must not come compressed.
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        await self.app(scope, receive, shell.Answer(send, path, is_secure=is_secure))


app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[Route(f"{BASE}/healthz", health)],
    middleware=[Middleware(Guarded), Middleware(Returning, base=BASE)],
    on_script_error=troubles.unexpected,
)
troubles.keep_values_out_of(logging.getLogger("streamlit.error_util"))
delivery.take_over()
