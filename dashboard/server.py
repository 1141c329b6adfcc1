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

from dashboard.downloads import delivery
from dashboard.serving import shell
from dashboard.session import settings
from dashboard.sign_in import troubles
from dashboard.sign_in.returning import Returning
from pipelines.commands.reports import newest_received_on
from pipelines.loading.publish import current
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import DatabaseError, WarehouseError, execute

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

READ = ("GET", "HEAD")
OPEN = {"/_stcore/health": READ, "/_stcore/host-config": READ}
"""What the framework answers besides pages, files and the sign-in: address → methods. A page needs nothing else, and
whatever else there is, such as uploads, figures about the server or a way in for programs, is closed to everybody."""

OF_THE_FRAMEWORK = ("/_stcore", "/component")
SOCKET = "/_stcore/stream"

BASE = f"/{config.get_option('server.baseUrlPath').strip('/')}".rstrip("/")


def health(_: Request) -> JSONResponse:
    """The build that is served and the day of the newest data: 503 with a sentence when there is none."""
    try:
        build = current(settings.folder())
        if build is None:
            return JSONResponse({"status": "nothing is loaded"}, 503)
        # With the same limits as the pages: one process opens a file in one way only.
        warehouse = Warehouse.open(build, **settings.limits())
        # Asked every few seconds for as long as the server runs: a connection left open would hold its build for good.
        with closing(warehouse.con):
            newest = newest_received_on(warehouse)
            [(size,)] = execute(warehouse.con, "select block_size * total_blocks from pragma_database_size()")
        # What is in memory is answered from a file that was cut short, too.
        if size > build.stat().st_size:
            raise WarehouseError(f"The build {build.name} was cut short.")
        return JSONResponse({"status": "ok", "build": warehouse.build.build_id, "data_to": str(newest)})
    except (WarehouseError, DatabaseError, OSError):
        return JSONResponse({"status": "the warehouse cannot be read"}, 503)


def is_open(path: str, method: str) -> bool:
    """Whether anybody may ask for this. path: below the base."""
    return method in (OPEN.get(path, ()) if path.startswith(OF_THE_FRAMEWORK) else READ)


class Guarded:
    """Adds to every answer over HTTP what keeps a browser from doing more than the pages need.

    Behind a proxy that says `X-Forwarded-Proto: https`, cookies are for https only and the browser is told to stay.
    """

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(BASE)
        if scope["type"] == "websocket":
            if path == SOCKET:
                await self.app(scope, _bytes_alone(receive, send), send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        if not is_open(path, scope["method"]):
            await JSONResponse({"status": "not found"}, 404)(scope, receive, send)
            return
        asked = dict(scope["headers"])
        is_secure = scope["scheme"] == "https" or asked.get(b"x-forwarded-proto") == b"https"
        if not path.startswith(shell.MEDIA):
            # The answer may be the shell, whatever was asked for. It is changed on its way out, so not compressed.
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        await self.app(scope, receive, shell.DressedAnswer(send, path, is_secure=is_secure))


def _bytes_alone(receive: Receive, send: Send) -> Receive:
    """Ends a session that sends text, which the framework's own page never does and the framework fails for."""

    async def received() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and message.get("bytes") is None:
            await send({"type": "websocket.close", "code": 1003})
            return {"type": "websocket.disconnect", "code": 1003}
        return message

    return received


app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[Route(f"{BASE}/healthz", health)],
    middleware=[Middleware(Guarded), Middleware(Returning, base=BASE)],
    on_script_error=troubles.unexpected,
)
troubles.keep_values_out_of(logging.getLogger("streamlit.error_util"))
delivery.take_over()
