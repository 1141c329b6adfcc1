"""The programs besides Python that tests start: where they are on this machine, and how to get those that are not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from run import apt_install

PACKAGES = {"nginx": "nginx-light", "openssl": "openssl"}
"""Each program with the Debian package that brings it."""

BROWSERS = (
    "chromium", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
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
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def missing(program: str) -> str:
    """One sentence with the command to type. program: nginx, openssl or browser."""
    if program == "browser":
        package, command = "chromium", f'"{sys.executable}" -m playwright install chromium'
        program = "Chromium, Chrome or Edge"
    else:
        package, command = PACKAGES[program], f"brew install {program}"
    if shutil.which("apt-get"):
        command = f"sudo apt-get install {package}"
    return f"{program} is not on this machine, and the tests that need it fail: type `{command}`."


def get_browser() -> None:
    """Debian's Chromium where that takes no password, else the browser that Playwright's installer brings."""
    if apt_install("chromium") and find_browser():
        return
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    print("No Chromium, Chrome or Edge is here, so this runs `playwright install chromium` ...", flush=True)
    subprocess.run(command, stdin=subprocess.DEVNULL, check=False)


def get_all() -> None:
    """Gets each program that is not here, and says what could not be had."""
    for program, package in PACKAGES.items():
        if not find(program):
            apt_install(package)
        if not find(program):
            print(missing(program), file=sys.stderr, flush=True)
    if not find_browser():
        get_browser()
        if not find_browser():
            print(missing("browser"), file=sys.stderr, flush=True)
