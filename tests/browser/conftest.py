"""The served pages in a real browser: one server and one browser for all tests of a run."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Switches that keep the browser from asking anything of anybody by itself."""

PROBES = ("_stcore/health", "_stcore/host-config")
"""What the framework looks for below a page's own address first, where it is not: harmless."""

SECONDS = 60


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served, over the sample council."""
    told = {**os.environ, "CARE_WAREHOUSE": str(tmp_path_factory.mktemp("warehouse"))}
    run = [sys.executable, "-m"]
    load = [*run, "pipelines", "load", str(ROOT / "data" / "sample")]
    subprocess.run(load, cwd=ROOT, env=told, check=True, stdout=subprocess.DEVNULL)
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    serve = [*run, "streamlit", "run", "dashboard/server.py", "--server.port", str(port)]
    server = subprocess.Popen(serve, cwd=ROOT, env=told, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://{HOST}:{port}/_stcore/health", server)
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the dashboard did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """An empty page. The test fails when the page asks anything of another host or reports an error."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    faults: list[str] = []

    def only_ours(route: Route) -> None:
        if route.request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            faults.append(f"asked {route.request.url}")
            route.abort()

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(PROBES):
            faults.append(message.text)

    context.route("**/*", only_ours)
    opened = context.new_page()
    opened.on("console", heard)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []
