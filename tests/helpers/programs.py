"""The programs besides Python that tests start: where they are on this machine, and how to get those that are not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from run import apt_install, works

PLAYWRIGHT = [sys.executable, "-m", "playwright"]
LIBRARY, BROWSER = "libatomic", "Chromium, Chrome or Edge"

PACKAGES = {"nginx": "nginx-light", "openssl": "openssl", LIBRARY: "libatomic1", BROWSER: "chromium"}
"""What tests need besides Python, with Debian's package of it. Playwright's own program needs the library."""

OTHERWISE = {BROWSER: f'"{sys.executable}" -m playwright install chromium'}

WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "msedge")
"""Ubuntu's `chromium-browser` is left out: it may be no more than a hint to install a snap."""

SYSTEM = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin", "/usr/local/bin")
"""Where Debian and macOS put programs that are not on every user's path."""

APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome", "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
    "Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe",
)  # fmt: skip
"""Below the folders of programs of macOS and of Windows."""


def path_of(program: str) -> str:
    """Where nginx or openssl is. Without it the test that asked fails, with the command that gets it."""
    found = find(program)
    if found is None:
        pytest.fail(missing(program), pytrace=False)
    return found


def find(*names: str) -> str | None:
    """The first of these programs that is here."""
    places = os.pathsep.join((os.environ.get("PATH", os.defpath), *SYSTEM))
    return next((found for name in names if (found := shutil.which(name, path=places))), None)


def find_browser() -> str | None:
    """A Chromium, Chrome or Edge of this machine, else the one that Playwright's installer put here."""
    named = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
    folders = ["/Applications", *(os.environ[name] for name in named if name in os.environ)]
    installed = (Path(folder, program) for folder in folders for program in APPLICATIONS)
    return find(*BROWSERS) or next((str(program) for program in installed if program.exists()), None) or playwrights()


def playwrights() -> str | None:
    """Playwright's own Chromium. Asked in a process of its own, since a thread has room for one Playwright."""
    asked = subprocess.run([sys.executable, "-c", WHERE], capture_output=True, text=True, check=False)
    own = asked.stdout.strip()
    return own if own and Path(own).exists() else None


def has_driver() -> bool:
    """Whether the program by which Playwright drives a browser runs: a bare Debian lacks a library of it."""
    return works([*PLAYWRIGHT, "--version"])


def is_here(what: str) -> bool:
    """what: one of PACKAGES."""
    if what == LIBRARY:
        return has_driver()
    return bool(find_browser() if what == BROWSER else find(what))


def missing(what: str) -> str:
    """One sentence with the command to type. what: one of PACKAGES."""
    package, command = PACKAGES[what], OTHERWISE.get(what, f"brew install {what}")
    if shutil.which("apt-get"):
        command = f"sudo apt-get install {package}"
    return f"This machine lacks {what}, and the tests that need it fail: type `{command}`."


def get_all() -> None:
    """Gets what is not here, and says what could not be had."""
    for what, package in PACKAGES.items():
        if is_here(what):
            continue
        if apt_install(package) and what == "nginx":
            print("Debian starts nginx as a service: `systemctl disable --now nginx` stops it.", flush=True)
        if what == BROWSER and has_driver() and not find_browser():
            print("No browser is here, so this runs `playwright install chromium` ...", flush=True)
            subprocess.run([*PLAYWRIGHT, "install", "chromium"], stdin=subprocess.DEVNULL, check=False)
        if not is_here(what):
            print(missing(what), file=sys.stderr, flush=True)
