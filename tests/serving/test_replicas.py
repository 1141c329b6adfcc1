"""Two dashboards on one warehouse behind nginx with the configuration that is shipped: a path, https, one killed."""

import json
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.sessions import StreamlitReader
from tests.browser.conftest import PROBES
from tests.helpers.programs import path_of
from tests.helpers.running import HOST, ROOT, Program, fetched, free_ports, run_beside, wait_for
from tests.serving.conftest import load
from tests.serving.servers import dashboard, nginx, nginx_with

READERS = 14
"""So many that they are not all on one dashboard by chance."""

SHIPPED = ROOT / "deploy" / "nginx.conf"


@dataclass
class Site:
    """The service as people reach it, and its two dashboards."""

    address: str
    tls: ssl.SSLContext
    folder: Path
    replicas: dict[int, Program]

    def reader(self, page: str = "", **query: str) -> StreamlitReader:
        """Somebody with a browser, which keeps the cookie it is given."""
        found = StreamlitReader(self.address, page, **query)
        _, headers, _ = fetched(f"{self.address}/{page}", self.tls, Accept="text/html")
        cookies = SimpleCookie("; ".join(headers.get_all("Set-Cookie") or []))
        found.headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in cookies.items())}
        found.tls = self.tls
        return found


def adapted(folder: Path, front: tuple[int, int], behind: tuple[int, int]) -> Path:
    """The shipped configuration with this machine's ports and a certificate of the test's own."""
    text = SHIPPED.read_text(encoding="utf-8")
    for was, now in {
        "dashboard-1:8501": f"{HOST}:{behind[0]}",
        "dashboard-2:8501": f"{HOST}:{behind[1]}",
        "listen 8080;": f"listen {HOST}:{front[0]};",
        "listen 8443 ssl;": f"listen {HOST}:{front[1]} ssl;",
        "/etc/nginx/tls/": f"{folder}/",
        "/tmp/nginx": f"{folder}/nginx",
        "access_log /dev/stdout": f"access_log {folder}/access.log",
    }.items():
        assert was in text
        text = text.replace(was, now)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    path_of("nginx")
    folder = tmp_path_factory.mktemp("site")
    load(folder / "warehouse", "2026-08-31")
    subject = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HOST}"]
    keys = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    made = [path_of("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject, *keys]
    subprocess.run(made, check=True, capture_output=True)
    tls = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    plain, secure, one, two = free_ports(4)
    with ExitStack() as stack:
        replicas = {
            port: stack.enter_context(dashboard(folder / "warehouse", port, STREAMLIT_SERVER_BASE_URL_PATH="/care"))
            for port in (one, two)
        }
        front = stack.enter_context(nginx(adapted(folder, (plain, secure), (one, two)), folder))
        for port, replica in replicas.items():
            wait_for(f"http://{HOST}:{port}/care/healthz", replica)
        address = f"https://{HOST}:{secure}/care"
        wait_for(f"{address}/healthz", front, tls)
        yield Site(address, tls, folder, replicas)


def test_the_configuration_that_is_shipped_is_one_that_nginx_takes(tmp_path: Path, site: Site) -> None:
    for name in ("privkey.pem", "fullchain.pem"):
        shutil.copy(site.folder / name, tmp_path)
    made = adapted(tmp_path, (1080, 1443), (1501, 1502))
    outcome = subprocess.run([*nginx_with(made, tmp_path), "-t"], capture_output=True, check=False)
    assert outcome.returncode == 0, outcome.stderr.decode()


def test_pages_and_all_they_ask_for_are_below_the_path(site: Site) -> None:
    for path in ("/", "/risk", "/overdue-reviews"):
        status, headers, page = fetched(site.address + path, site.tls, Accept="text/html")
        assert status == 200
        assert "default-src 'none'" in headers["content-security-policy"]
        asked = re.findall(r'(?:src|href)="\./([^"]+)"', page)
        assert any(one.endswith("page.js") for one in asked)
        assert not re.findall(r'(?:src|href)="/', page), "an address from the root would leave the path"
        for one in asked:
            assert fetched(f"{site.address}/{one}", site.tls)[0] == 200, one
    font = "app/static/public-sans-latin-wght-normal.woff2"
    assert fetched(f"{site.address}/{font}", site.tls)[0] == 200


def test_what_is_closed_is_closed_below_the_path_as_well(site: Site) -> None:
    for path in ("_stcore/metrics", "_stcore/agent/openapi.json"):
        assert fetched(f"{site.address}/{path}", site.tls)[0] == 404
    root = site.address.removesuffix("/care")
    assert fetched(f"{root}/risk", site.tls)[0] == 404


def test_health_is_told_through_the_proxy(site: Site) -> None:
    status, _, text = fetched(f"{site.address}/healthz", site.tls)
    assert (status, json.loads(text)["data_to"]) == (200, "2026-08-31")


def test_behind_https_cookies_are_for_https_only_and_the_browser_stays(site: Site) -> None:
    _, headers, _ = fetched(f"{site.address}/", site.tls, Accept="text/html")
    assert headers["strict-transport-security"].startswith("max-age=")
    cookies = headers.get_all("Set-Cookie") + (
        fetched(f"{site.address}/_stcore/host-config", site.tls)[1].get_all("Set-Cookie") or []
    )
    assert cookies
    for cookie in cookies:
        assert "; Secure" in cookie
    _, plain, _ = fetched(f"http://{HOST}:{next(iter(site.replicas))}/care/", Accept="text/html")
    assert "strict-transport-security" not in plain


def test_nobody_elsewhere_may_open_a_session(site: Site) -> None:
    async def foreign() -> None:
        reader = site.reader()
        reader.origin = "https://elsewhere.example"
        await reader.open()

    with pytest.raises(InvalidStatus, match="403"):
        run_beside(foreign())


def test_a_reader_keeps_the_same_dashboard(site: Site) -> None:
    async def opened() -> None:
        for _ in range(3):
            reader = site.reader("risk")
            for _ in range(3):
                await reader.open()
                await reader.close()

    before = len(upstreams(site))
    run_beside(opened())
    places = upstreams(site)[before:]
    assert len(places) == 9
    assert [len(set(places[start : start + 3])) for start in (0, 3, 6)] == [1, 1, 1]


def upstreams(site: Site) -> list[str]:
    """Which dashboard each session that has ended was led to, from nginx's own log."""
    lines = (site.folder / "access.log").read_text(encoding="utf-8").splitlines()
    return [line.rsplit(" ", 1)[-1] for line in lines if "/_stcore/stream" in line and " 101 " in line]


@pytest.mark.browser
def test_one_dashboard_is_killed_and_people_go_on(site: Site, browser: Browser) -> None:
    missing: list[str] = []
    pages = [browser.new_context(ignore_https_errors=True).new_page() for _ in range(2)]
    for page in pages:
        page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
        page.goto(f"{site.address}/risk?tier=Tier+3")
        expect(finding(page)).to_contain_text("Showing", timeout=20_000)
    assert [url for url in missing if not url.endswith(PROBES)] == [], "all that a page asks for is below the path"
    assert pages[0].evaluate("document.fonts.check('16px \"Public Sans\"')")
    said = finding(pages[0]).inner_text()

    broken = run_beside(lived_through(site))
    assert 0 < broken < READERS, "each dashboard had some of the readers"
    for page in pages:
        expect(finding(page)).to_have_text(said, timeout=20_000)
        page.get_by_role("link", name="Overdue reviews").click()
        expect(finding(page)).to_contain_text("must be reviewed", timeout=20_000)
    for page in pages:
        page.context.close()
    assert fetched(f"{site.address}/healthz", site.tls)[0] == 200


def finding(page: Page) -> Locator:
    return page.locator(".st-key-finding")


async def lived_through(site: Site) -> int:
    """Readers with a page open while one dashboard is killed; returns how many were on it."""
    readers = [site.reader("risk", tier="Tier 3") for _ in range(READERS)]
    for reader in readers:
        await reader.open()
    [before] = {text for reader in readers for text in reader.said if "Showing" in text}
    victim = next(iter(site.replicas.values()))
    victim.kill()
    victim.wait(10)
    broken = 0
    for reader in readers:
        try:
            await reader.choose("Provider quality tier", ["▲ Tier 3"], is_read=True)
        except ConnectionClosed:
            # What the page in the browser does by itself: it connects again, with the address it shows.
            broken += 1
            await reader.open()
        assert before in reader.said
        await reader.close()
    return broken
