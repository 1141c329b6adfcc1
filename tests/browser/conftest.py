"""The served pages in a real browser: one server and one browser for all tests of a run."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.helpers.running import HOST, ROOT, free_ports, running, wait_for

pytest.register_assert_rewrite("tests.browser.states")

PROBES = ("_stcore/health", "_stcore/host-config")
"""What the framework looks for below a page's own address first, where it is not: harmless."""


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one build of the sample council."""
    folder = tmp_path_factory.mktemp("warehouse")
    load = [sys.executable, "-m", "pipelines", "load", str(ROOT / "data" / "sample"), "--warehouse", str(folder)]
    subprocess.run(load, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="session")
def address(warehouse: Path) -> Iterator[str]:
    """Where the pages are served, over the sample council."""
    [port] = free_ports(1)
    serve = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", "--server.port", str(port)]
    with running(serve, CARE_WAREHOUSE=str(warehouse)) as server:
        wait_for(f"http://{HOST}:{port}/_stcore/health", server)
        yield f"http://{HOST}:{port}"


@pytest.fixture(scope="session")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """One memory for all pages, so that what every page needs is fetched once."""
    # Without movement: what is looked at in the middle of a change of colour is neither the one nor the other.
    opened = browser.new_context(base_url=address, reduced_motion="reduce")
    # The framework's protobuf tries WebAssembly first and does without when it is refused: that is no fault.
    opened.add_init_script(
        """document.addEventListener("securitypolicyviolation", (event) => {
            if (event.blockedURI !== "wasm-eval")
                console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
        window.print = () => { window.printed = (window.printed ?? 0) + 1; };"""
    )
    yield opened
    opened.close()


@contextmanager
def watched(context: BrowserContext, address: str, width: int = 1280) -> Iterator[Page]:
    """An empty page, a session of its own, which fails in the end when it asked another host or reported an error.

    Requests are listened to and not routed: a browser whose requests are routed remembers nothing between pages.
    """
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            faults.append(f"asked {request.url}")

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(PROBES):
            faults.append(message.text)

    opened = context.new_page()
    opened.set_viewport_size({"width": width, "height": 900})
    opened.on("request", asked)
    opened.on("console", heard)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert faults == []


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    with watched(context, address) as opened:
        yield opened
