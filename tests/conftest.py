"""What tests in several folders share: one browser a run, since a thread has room for one."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.helpers import programs

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
"""Switches that keep the browser from asking anything of anybody by itself, and from finding anybody but us."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = programs.find_browser()
    if found is None:
        pytest.fail(programs.missing(programs.BROWSER), pytrace=False)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield opened
        opened.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What axe-core found, page by page and state by state: rules broken, by how bad they are, and rules kept."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    found = {
        (one[0], one[1], f"{one[2]} {one[3]}"): (one[4], one[5])
        for report in reports
        for name, one in getattr(report, "user_properties", [])
        if name == "axe"
    }
    if not found:
        return
    columns = sorted({where[2] for where in found}, reverse=True)
    terminalreporter.section("axe-core: rules broken / rules kept")
    terminalreporter.line(f"{'page':24} {'state':16} {' '.join(f'{column:>14}' for column in columns)}")
    for page_, state in dict.fromkeys(where[:2] for where in found):
        cells = [counted(*found.get((page_, state, column), ([], 0))) for column in columns]
        terminalreporter.line(f"{page_:24} {state:16} {' '.join(f'{cell:>14}' for cell in cells)}")


def counted(broken: list[str], kept: int) -> str:
    """0 / 52, or 1 moderate / 51; nothing where nothing was looked at."""
    if not broken and not kept:
        return ""
    bad = Counter(fault.split()[0] for fault in broken)
    said = ", ".join(f"{size} {impact}" for impact, size in bad.items()) or "0"
    return f"{said} / {kept}"
