"""What the tests need besides Python: found, or got where that takes no password, or one line with a command."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests import __main__ as checks
from tests.helpers import programs
from tests.helpers.running import HOST, free_ports, running, wait_for

EVERYTHING = set(programs.PACKAGES)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder on the path, with a stand-in for apt that says what it was asked."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "env").symlink_to("/usr/bin/env")
    (tmp_path / "true").symlink_to("/bin/true")
    has(tmp_path, "apt-get", 'echo "apt-get $DEBIAN_FRONTEND $*" >&2')
    return tmp_path


def has(machine: Path, program: str, does: str) -> None:
    path = machine / program
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)


INSTALLED = "apt-get noninteractive -qyoDpkg::Use-Pty=0 install --no-install-recommends openssl"


def test_root_installs(machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert run.apt_install("openssl")
    said = capfd.readouterr()
    assert said.out == "openssl is not here, so this runs `apt-get install openssl` ...\n"
    assert said.err.splitlines() == [INSTALLED]


def test_who_may_by_sudo_without_a_password_installs(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    has(machine, "sudo", '[ "$1" = -n ] || exit 1; shift; exec "$@"')
    assert run.apt_install("openssl")
    said = capfd.readouterr()
    assert said.out == "openssl is not here, so this runs `sudo -n apt-get install openssl` ...\n"
    assert said.err.splitlines() == [INSTALLED]


def test_nothing_is_done_where_sudo_would_ask_for_a_password(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not run.apt_install("openssl")
    has(machine, "sudo", "echo a password is required >&2; exit 1")
    assert not run.apt_install("openssl")
    assert capfd.readouterr() == ("", "")


def test_a_machine_without_apt_installs_nothing(machine: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (machine / "apt-get").unlink()
    assert not run.apt_install("openssl")
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_installed_is_not_there(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    has(machine, "apt-get", "exit 100")
    assert not run.apt_install("openssl")


def test_an_administrators_program_is_found_that_is_not_on_the_path(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nginx on Debian, for anybody but root."""
    monkeypatch.setattr(programs, "SYSTEM", (str(tmp_path / "sbin"),))
    with pytest.raises(pytest.fail.Exception, match=r"lacks nginx.*: type `sudo apt-get install nginx-light`"):
        programs.path_of("nginx")
    (tmp_path / "sbin").mkdir()
    has(tmp_path / "sbin", "nginx", "")
    assert programs.path_of("nginx") == str(tmp_path / "sbin" / "nginx")


@pytest.mark.parametrize("name", programs.BROWSERS)
def test_chromium_chrome_and_edge_are_found_on_the_path(
    name: str, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "SYSTEM", ())
    has(machine, name, "")
    assert programs.find_browser() == str(machine / name)


def test_a_browser_among_the_applications_is_found(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "SYSTEM", ())
    monkeypatch.setenv("ProgramFiles(x86)", str(machine))
    edge = machine / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.touch()
    assert programs.find_browser() == str(edge)


def test_the_browser_that_playwrights_installer_brought_is_found(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "SYSTEM", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    assert programs.find_browser() is None
    asked = subprocess.run([sys.executable, "-c", programs.WHERE], capture_output=True, text=True, check=True)
    own = Path(asked.stdout.strip())
    assert own.is_relative_to(tmp_path / "browsers")
    own.parent.mkdir(parents=True)
    own.touch()
    assert programs.find_browser() == str(own)


def test_without_the_library_of_its_driver_playwright_has_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "PLAYWRIGHT", ["/bin/false"])
    assert not programs.is_here(programs.LIBRARY)
    monkeypatch.setattr(programs, "WHERE", "raise SystemExit('error while loading shared libraries')")
    assert programs.playwrights() is None


@pytest.mark.parametrize(
    ("there", "from_debian", "from_playwright", "got", "lacking"),
    [
        (EVERYTHING, set(), False, [], []),
        (set(), EVERYTHING, False, list(programs.PACKAGES.values()), []),
        (EVERYTHING - {programs.BROWSER}, set(), True, ["chromium", "playwright"], []),
        (EVERYTHING - {programs.BROWSER}, set(), False, ["chromium", "playwright"], [programs.BROWSER]),
        (EVERYTHING - {"nginx"}, {"nginx"}, False, ["nginx-light"], []),
        (EVERYTHING - {"nginx", "openssl"}, {"openssl"}, False, ["nginx-light", "openssl"], ["nginx"]),
        (set(), set(), True, list(programs.PACKAGES.values()), list(programs.PACKAGES)),
    ],
)
def test_what_is_not_here_is_got_and_what_cannot_be_had_is_one_line(
    there: set[str], from_debian: set[str], from_playwright: bool, got: list[str], lacking: list[str],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    asked, now = [], set(there)

    def apt_install(package: str) -> bool:
        asked.append(package)
        brought = {what for what in from_debian if programs.PACKAGES[what] == package}
        now.update(brought)
        return bool(brought)

    def playwright(command: list[str], **_: object) -> None:
        assert command[-2:] == ["install", "chromium"]
        asked.append("playwright")
        now.update({programs.BROWSER} if from_playwright else ())

    monkeypatch.setattr(programs, "apt_install", apt_install)
    monkeypatch.setattr(programs.subprocess, "run", playwright)
    monkeypatch.setattr(programs, "has_driver", lambda: programs.LIBRARY in now)
    monkeypatch.setattr(programs, "find", lambda *names: names[0] if names[0] in now else None)
    monkeypatch.setattr(programs, "find_browser", lambda: "a path" if programs.BROWSER in now else None)
    programs.get_all()
    assert asked == got
    said = capsys.readouterr()
    assert said.err.splitlines() == [programs.missing(what) for what in lacking]
    assert ("playwright install chromium" in said.out) == ("playwright" in got), "said before it is done"
    assert ("systemctl disable --now nginx" in said.out) == ("nginx" in from_debian)


def test_the_line_has_a_command_for_this_machine(machine: Path) -> None:
    assert programs.missing("nginx").endswith("type `sudo apt-get install nginx-light`.")
    (machine / "apt-get").unlink()
    assert programs.missing("nginx").endswith("type `brew install nginx`.")
    assert programs.missing(programs.BROWSER).endswith(f'type `"{sys.executable}" -m playwright install chromium`.')


@pytest.mark.parametrize("broken", [(), ("mypy",), ("ruff", "pytest")])
def test_every_check_runs_whatever_the_others_say(
    broken: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def ran(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command[2:])
        return subprocess.CompletedProcess(command, 3 if command[2] in broken else 0)

    monkeypatch.setattr(programs, "get_all", lambda: asked.append(["get"]))
    monkeypatch.setattr(checks.subprocess, "run", ran)
    assert checks.main(["-k", "overdue"]) == bool(broken)
    assert asked == [["get"], ["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"],
                     ["pytest", "-k", "overdue"]]  # fmt: skip
    last = capsys.readouterr().out.splitlines()[-1]
    failed = [check for check in checks.CHECKS if check.split()[0] in broken]
    assert last == (f"Failed: {'; '.join(failed)}." if failed else "All checks passed.")


def test_a_port_is_kept_for_the_program_that_it_is_for() -> None:
    ports = free_ports(50)
    assert len(set(ports)) == 50
    others = []
    for _ in range(200):
        others.append(socket.create_server((HOST, 0)))
    assert not {other.getsockname()[1] for other in others} & set(ports), "nobody who asks for any port is given one"
    for other in others:
        other.close()
    with socket.create_server((HOST, ports[0])) as server:
        assert server.getsockname()[1] == ports[0], "the program that asks for this one is"


def test_what_a_program_printed_is_shown_when_it_does_not_start(capfd: pytest.CaptureFixture[str]) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; print('on the way', flush=True); sys.exit('no, since the port is taken')",
    ]
    with pytest.raises(TimeoutError, match="did not answer"), running(command) as program:
        wait_for(f"http://{HOST}:{free_ports(1)[0]}/", program)
    said = capfd.readouterr().err
    assert "had ended with 1 and had printed:\non the way\nno, since the port is taken\n" in said


def test_a_program_that_did_start_prints_nothing_here(capfd: pytest.CaptureFixture[str]) -> None:
    with running([sys.executable, "-c", "print('well')"], UNUSED="") as program:
        program.wait(20)
    assert capfd.readouterr() == ("", "")


def test_the_script_for_a_build_server_is_the_one_command() -> None:
    script = (run.ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    lines = [line for line in script if line and not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', 'exec python3 run.py test "$@"']
