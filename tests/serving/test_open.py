"""What the server answers, and to whom: only what a page needs, always dressed, and nothing that fails in the log."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dashboard import server
from pipelines.querying.warehouse import Warehouse
from tests.helpers.running import HOST, free_ports, run_beside, wait_for
from tests.serving.conftest import load
from tests.serving.servers import dashboard

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "stderr"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[str]:
    """A dashboard in which nobody has signed in, though a sign-in is required."""
    folder = tmp_path_factory.mktemp("served")
    load(folder, "2026-08-31/officers.csv")
    [port] = free_ports(1)
    with log.open("wb") as errors, dashboard(folder, port, errors=errors, CARE_REQUIRE_AUTH="1") as program:
        wait_for(f"http://{HOST}:{port}/healthz", program)
        yield f"http://{HOST}:{port}"


def asked(address: str, path: str, method: str = "GET", **how: Any) -> httpx.Response:
    return httpx.request(method, address + path, trust_env=False, timeout=20, **how)


CLOSED = [
    "/_stcore/upload_file/a/b", "/_stcore/bidi-components/a", "/_stcore/script-health-check", "/_stcore/metrics",
    "/_stcore/agent", "/_stcore/agent/openapi.json", "/_stcore", "/_stcore/", "/_stcore/anything-new",
    "/_stcore/health/more", "/component/a/index.html", "/component", "/%5fstcore/metrics", "/_stcore/stream",
]  # fmt: skip


@pytest.mark.parametrize("path", CLOSED)
def test_what_no_page_needs_is_closed_by_every_method(address: str, path: str) -> None:
    assert {method: asked(address, path, method).status_code for method in METHODS} == dict.fromkeys(METHODS, 404)


@pytest.mark.parametrize("path", ["/", "/risk", "/_stcore/health", "/_stcore/host-config", "/media/a.csv"])
def test_what_is_open_is_only_read(address: str, path: str) -> None:
    for method in METHODS:
        if method not in ("GET", "HEAD"):
            assert asked(address, path, method).status_code == 404, method


def test_what_a_page_needs_is_open(address: str) -> None:
    for path in ("/", "/risk", "/healthz", "/_stcore/health", "/_stcore/host-config", "/app/static/style.css"):
        assert asked(address, path).status_code == 200, path


def test_nobody_can_leave_files_in_memory(address: str) -> None:
    """With the id of a session that is open, and the token that goes with it."""

    async def tried() -> list[int]:
        stream = f"{address.replace('http', 'ws')}/_stcore/stream"
        async with connect(stream, subprotocols=["streamlit"], origin=address, max_size=None) as socket:  # type: ignore[list-item,arg-type]
            message = BackMsg()
            message.rerun_script.page_name = ""
            await socket.send(message.SerializeToString())
            session = ""
            while not session:
                said = ForwardMsg.FromString(await socket.recv(decode=False))
                if said.WhichOneof("type") == "new_session":
                    session = said.new_session.initialize.session_id
            async with httpx.AsyncClient(base_url=address, trust_env=False) as web:
                await web.get("/_stcore/host-config")
                token = {"X-Xsrftoken": web.cookies.get("_streamlit_xsrf", "")}
                sent = {"file": ("x", b"\0" * 1000)}
                paths = [f"{spelt}/{session}/f" for spelt in ("/_stcore/upload_file", "//_stcore/upload_file")]
                paths += [f"/./_stcore/upload_file/{session}/f", f"/%5fstcore/upload%5ffile/{session}/f"]
                return [(await web.put(path, files=sent, headers=token)).status_code for path in paths]

    assert run_beside(tried()) == [404] * 4


@pytest.mark.parametrize("path", ["/_stcore/agent", "/_stcore/upload_file", "/", "/_stcore/stream/more"])
def test_there_is_one_socket(address: str, path: str) -> None:
    async def opened() -> None:
        async with connect(address.replace("http", "ws") + path, origin=address):  # type: ignore[arg-type]
            pass

    with pytest.raises(InvalidStatus, match="403"):
        run_beside(opened())


def test_text_on_the_socket_ends_that_session_and_no_more(address: str, log: Path) -> None:
    async def said() -> int | None:
        stream = f"{address.replace('http', 'ws')}/_stcore/stream"
        async with connect(stream, subprotocols=["streamlit"], origin=address, max_size=None) as socket:  # type: ignore[list-item,arg-type]
            await socket.send("text")
            try:
                while True:
                    await socket.recv()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else None

    assert run_beside(said()) == 1003
    assert asked(address, "/healthz").status_code == 200
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("path", ["/", "/risk", "/no-such-page", "/favicon.ico", "/a/b.html"])
@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html", ""])
@pytest.mark.parametrize("encoding", ["gzip", "gzip, deflate, br", "identity", "*"])
def test_a_page_is_dressed_whoever_asks_for_it(address: str, log: Path, path: str, accept: str, encoding: str) -> None:
    """Monitors, previews of links and proxies do not ask as a browser does."""
    found = asked(address, path, headers={"Accept": accept, "Accept-Encoding": encoding})
    assert found.status_code in (200, 404)
    if "text/html" in found.headers.get("content-type", ""):
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert '<html lang="en-GB">' in found.text
    else:
        assert path not in ("/", "/risk", "/no-such-page")
    assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace")


def within(answer: Response) -> httpx.AsyncClient:
    """A client of a small service that answers so everywhere, behind what stands around the pages."""

    async def endpoint(_: Request) -> Response:
        return answer

    app = Starlette(
        routes=[Route("/{path:path}", endpoint)],
        middleware=[Middleware(server.Guarded), Middleware(GZipMiddleware, minimum_size=1)],
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{HOST}")


@pytest.mark.parametrize(("path", "kept"), [("/media/a.csv", "no-store"), ("/app/static/page.js", "public")])
def test_a_file_that_somebody_took_is_kept_by_nobody(path: str, kept: str) -> None:
    """Whatever the framework says of it: the next person at this machine would find it."""

    async def header() -> str:
        async with within(Response(b"rows", headers={"Cache-Control": "public", "Content-Type": "text/csv"})) as web:
            answer = await web.get(path)
            assert answer.headers.get_list("cache-control") == [kept]
            return answer.headers["cache-control"]

    assert run_beside(header()) == kept


def test_a_file_on_the_running_server_too(address: str) -> None:
    assert asked(address, "/media/nothing.csv").headers["cache-control"] == "no-store"


def test_a_large_file_is_still_sent_compressed() -> None:
    async def fetched() -> tuple[str, str]:
        async with within(Response(b"rows " * 1000, headers={"Content-Type": "text/csv"})) as web:
            file = await web.get("/media/a.csv", headers={"Accept-Encoding": "gzip"})
        async with within(HTMLResponse("<html></html>")) as web:
            page = await web.get("/risk", headers={"Accept-Encoding": "gzip", "Accept": "*/*"})
        return file.headers.get("content-encoding", ""), page.headers.get("content-encoding", "")

    assert run_beside(fetched()) == ("gzip", "")


@pytest.mark.parametrize("left", [0.5, 0.95])
def test_a_build_that_is_cut_short_under_a_running_dashboard_is_not_healthy(
    folder: Path, monkeypatch: pytest.MonkeyPatch, left: float
) -> None:
    build = folder / (folder / "current").read_text(encoding="utf-8").strip()
    monkeypatch.setenv("CARE_WAREHOUSE", str(folder))
    request = Request({"type": "http", "headers": []})
    assert server.health(request).status_code == 200

    with closing(Warehouse.open(build, **server.settings.limits()).con):
        os.truncate(build, int(build.stat().st_size * left))
        found = server.health(request)
    assert found.status_code == 503
    assert b"cannot be read" in bytes(found.body)
