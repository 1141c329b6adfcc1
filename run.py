"""The two commands: `python run.py` starts Care Contracts, `python run.py test` runs all that it checks.

Standard library only, on Windows, macOS and Linux. It runs before anything has been installed, so the older
Pythons that it turns away have to be able to read it too.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
HOST = "127.0.0.1"
USUAL_PORT = 8501
RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
UV = "uv==0.13.9"


class Refusal(Exception):
    """One sentence that says what is wrong and what to do about it."""


def main(argv: list[str]) -> int:
    """Exit code: 0 when all is well, 1 when something was refused or a check failed, 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or log of an older encoding shows ? for what it lacks
            stream.reconfigure(errors="replace")
    try:
        check_version(sys.version_info[:2])
        if argv[:1] == ["test"]:
            checks = [str(prepare(DEVELOPMENT)), "-m", "tests", *argv[1:]]
            return 1 if subprocess.run(checks, cwd=ROOT, check=False).returncode else 0
        options = parse(argv)
        settings = environment(options.data)
        port = choose_port(options.port)
        python = prepare(RUNTIME)
        load(python, options.data, settings)
        return serve(python, port, settings)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'This machine'}: {error.strerror}. Correct that and start again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def parse(argv: list[str]) -> argparse.Namespace:
    tests = "`python run.py test` runs every check; what follows `test` goes to pytest."
    parser = argparse.ArgumentParser("run.py", description="Starts Care Contracts here.", epilog=tests)
    parser.add_argument("--data", type=Path, metavar="DIR", help="use this folder's files, not the sample")
    parser.add_argument("--port", type=int, metavar="N", help=f"port on {HOST} (usually {USUAL_PORT})")
    return parser.parse_args(argv)


def check_version(version: tuple[int, ...]) -> None:
    if version < OLDEST:
        wanted, found = (".".join(map(str, parts)) for parts in (OLDEST, version))
        raise Refusal(f"Care Contracts needs Python {wanted} or newer; this is {found}: install a newer one.")


def prepare(requirements: str, root: Path = ROOT) -> Path:
    """The Python of `.venv` with what `requirements` pins. A stamp that says so saves the whole work."""
    venv = root / ".venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if python.exists() and is_installed(venv, root / requirements):
        return python
    if not is_usable(python):
        print("Making .venv ...", flush=True)
        if not works([sys.executable, "-m", "venv", "--clear", "--without-pip", str(venv)]):
            raise Refusal(f"Could not make {venv}: put Care Contracts in a folder that you may write to.")
    print(f"Installing {requirements} ...", flush=True)
    install(python, root / requirements)
    for name in {RUNTIME, requirements}:
        stamp(venv, root / name).write_text(fingerprint(root / name), encoding="ascii")
    return python


def works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def is_usable(python: Path) -> bool:
    """Whether the environment's Python runs and is the version that is running this file."""
    return works([str(python), "-c", f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"])


def is_installed(venv: Path, requirements: Path) -> bool:
    mark = stamp(venv, requirements)
    return mark.is_file() and mark.read_bytes() == fingerprint(requirements).encode("ascii")


def stamp(venv: Path, requirements: Path) -> Path:
    return venv / f"{requirements.name}.installed"


def fingerprint(requirements: Path) -> str:
    """Changes with the Python version and every requirement, also those that the file takes in by `-r`."""
    texts = [requirements.with_name(name).read_bytes() for name in sorted({RUNTIME, requirements.name})]
    return hashlib.sha256(b"".join([repr(sys.version_info[:2]).encode(), *texts])).hexdigest()


def install(python: Path, requirements: Path) -> None:
    """Through uv when it can be had, which takes a third of the time; by pip otherwise."""
    pip, on_path = pip_for(python), shutil.which("uv")
    if on_path is None:
        works([*pip, "install", "--quiet", UV])
    uv = [on_path] if on_path else [str(python), "-m", "uv"]
    with_uv = [*uv, "pip", "install", "--quiet", "--python", str(python), "-r", str(requirements)]
    if pip and works(with_uv):
        return
    # uv does not read pip's own settings, so a council's internal mirror or proxy may work for pip alone.
    last = [*pip, "install", "--quiet", "-r", str(requirements)] if pip else with_uv
    if subprocess.run(last, check=False).returncode:
        raise Refusal(f"Could not install {requirements.name}: the lines above say why (often the network).")


def pip_for(python: Path) -> list[str]:
    """The command of a pip that installs beside `python`; empty where uv has to do without one.

    Debian leaves out `ensurepip`, by which Python brings a pip: then another pip, uv or Debian's package stands in.
    """
    own, lent = [str(python), "-m", "pip"], [sys.executable, "-m", "pip", "--python", str(python)]
    bundled = [str(python), "-m", "ensurepip", "--default-pip"]
    if works([*own, "--version"]) or works(bundled):
        return own
    if works([*lent, "--version"]):
        return lent
    if shutil.which("uv"):
        return []
    package = "python{}.{}-venv".format(*sys.version_info)
    if apt_install(package) and works(bundled):
        return own
    raise Refusal(f"This Python lacks `ensurepip`: on Debian, type `sudo apt-get install {package}` and start again.")


def apt_install(package: str) -> bool:
    """Installs a package of Debian where that takes no password, and says so first. Whether it is there now."""
    as_root = [] if getattr(os, "geteuid", int)() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (as_root and not (shutil.which("sudo") and works([*as_root, "true"]))):
        return False
    print(f"{package} is not here, so this runs `{' '.join([*as_root, 'apt-get install', package])}` ...", flush=True)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qyoDpkg::Use-Pty=0"]
    works([*apt, "update"])
    command = [*apt, "install", "--no-install-recommends", package]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0


def choose_port(asked: int | None) -> int:
    """The port asked for, else the first free one from the usual one on. Raises Refusal when it is taken."""
    if asked is not None and not (0 < asked < 65536 and is_free(asked)):
        raise Refusal(f"Port {asked} is taken or not one to use: give --port another, from 1024 to 65535.")
    port = asked or next(port for port in range(USUAL_PORT, 65536) if is_free(port))
    if asked is None and port != USUAL_PORT:
        print(f"Port {USUAL_PORT} is taken by another program, so this uses {port}.")
    return port


def is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True


def environment(data: Path | None) -> dict[str, str]:
    """What the loader and the dashboard are told, with full paths since both run from the project's folder.

    A council's own folder gets a warehouse inside it, so that its records never mix with the sample's.
    """
    told = dict(os.environ)
    for name in ("CARE_WAREHOUSE", "CARE_RULES", "CARE_AUDIT"):
        if told.get(name):
            told[name] = str(Path(told[name]).resolve())
    if data is not None:
        if not data.is_dir():
            raise Refusal(f"{data} is not a folder: give --data the folder that holds the register files.")
        told["CARE_WAREHOUSE"] = str(data.resolve() / ".warehouse")
    return told


def load(python: Path, data: Path | None, settings: dict[str, str]) -> None:
    """Loads the sample when there is no warehouse, or what is new in a council's folder since the last start."""
    warehouse = Path(settings.get("CARE_WAREHOUSE") or ROOT / "data" / "warehouse")
    if data is None and (warehouse / "current").exists():
        return
    source = (data or ROOT / "data" / "sample").resolve()
    print(f"Loading what is new in {source} into {warehouse} ...", flush=True)
    command = [str(python), "-m", "pipelines", "load", str(source), "--new-only"]
    outcome = subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode
    if outcome not in (0, 2):
        raise Refusal(f"Could not load {source}: the lines above say why.")
    if outcome == 2:  # the loader's word for a file that it could not read; it loads the others all the same
        print("Not everything could be loaded: the lines above and the page Data loads say why.")


def serve(python: Path, port: int, settings: dict[str, str]) -> int:
    command = [str(python), "-m", "streamlit", "run", "dashboard/server.py", "--server.address", HOST]
    # Headless: Streamlit would otherwise ask for an e-mail address before its first start.
    command += ["--server.port", str(port), "--server.headless", "true"]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL)
    try:
        wait_until_served(server, f"http://{HOST}:{port}/_stcore/health")
        print(f"Care Contracts is at http://{HOST}:{port} (Ctrl-C stops it).", flush=True)
        return 1 if server.wait() else 0
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_until_served(server: subprocess.Popen[bytes], address: str, seconds: float = 60) -> None:
    # A proxy set for the internet must not be asked for this machine's own address.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        try:
            direct.open(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise Refusal("The dashboard did not start: the lines above say why.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
