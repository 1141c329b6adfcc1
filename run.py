"""The two commands: `python run.py` starts Care Contracts, `python run.py test` runs all that it checks.

Standard library only, on Windows, macOS and Linux. It runs before anything has been installed, so the older
Pythons that it turns away have to be able to read it too.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
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
    try:
        check_version(sys.version_info[:2])
        if argv[:1] == ["test"]:
            return run_checks(prepare(DEVELOPMENT), argv[1:])
        options = parse(argv)
        settings = environment(options.data)
        port = choose_port(options.port)
        python = prepare(RUNTIME)
        load(python, options.data, settings)
        return serve(python, port, settings)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename} is not yours to write: use a folder of your own.", file=sys.stderr)
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
        make(venv)
    print(f"Installing {requirements} ...", flush=True)
    install(python, root / requirements)
    for name in {RUNTIME, requirements}:
        stamp(venv, root / name).write_text(fingerprint(root / name), encoding="utf-8")
    return python


def make(venv: Path) -> None:
    """Raises Refusal when Python's own way is missing (Debian leaves it out) and no uv can stand in."""
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not has_ensurepip and shutil.which("uv") is None:
        raise Refusal("This Python lacks `ensurepip`: on Debian, `sudo apt-get install python3-venv` first.")
    print("Making .venv ...", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    command += [] if has_ensurepip else ["--without-pip"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise Refusal(f"Could not make {venv}: put Care Contracts in a folder that you may write to.")


def is_usable(python: Path) -> bool:
    """Whether the environment's Python runs and is the version that is running this file."""
    asked = [str(python), "-c", f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"]
    return python.exists() and subprocess.run(asked, check=False).returncode == 0


def is_installed(venv: Path, requirements: Path) -> bool:
    mark = stamp(venv, requirements)
    return mark.exists() and mark.read_text("utf-8") == fingerprint(requirements)


def stamp(venv: Path, requirements: Path) -> Path:
    return venv / f"{requirements.name}.installed"


def fingerprint(requirements: Path) -> str:
    """Changes with the Python version and every requirement, also those that the file takes in by `-r`."""
    found = hashlib.sha256(repr(sys.version_info[:2]).encode())
    found.update(requirements.read_bytes())
    if requirements.name == DEVELOPMENT:
        found.update(requirements.with_name(RUNTIME).read_bytes())
    return found.hexdigest()


def install(python: Path, requirements: Path) -> None:
    """Through uv when it can be had, which takes a third of the time; by pip otherwise."""
    pip_install = [str(python), "-m", "pip", "install", "--quiet"]
    on_path = shutil.which("uv")
    if on_path is None:
        subprocess.run([*pip_install, UV], capture_output=True, check=False)
    uv = [on_path] if on_path else [str(python), "-m", "uv"]
    with_uv = [*uv, "pip", "install", "--quiet", "--python", str(python), "-r", str(requirements)]
    if subprocess.run(with_uv, capture_output=True, check=False).returncode == 0:
        return
    # uv does not read pip's own settings, so a council's internal mirror or proxy may work for pip alone.
    if subprocess.run([*pip_install, "-r", str(requirements)], check=False).returncode:
        raise Refusal(f"Could not install {requirements.name}: the lines above say why (often the network).")


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
    for name in ("CARE_WAREHOUSE", "CARE_RULES"):
        if told.get(name):
            told[name] = str(Path(told[name]).resolve())
    if data is not None:
        if not data.is_dir():
            raise Refusal(f"{data} is not a folder: give --data the folder that holds the register files.")
        told["CARE_WAREHOUSE"] = str(data.resolve() / ".warehouse")
    return told


def load(python: Path, data: Path | None, settings: dict[str, str]) -> None:
    """Loads the sample when there is no warehouse, or a council's folder when a file in it has changed."""
    warehouse = Path(settings.get("CARE_WAREHOUSE") or ROOT / "data" / "warehouse")
    if data is None and (warehouse / "current").exists():
        return
    source = (data or ROOT / "data" / "sample").resolve()
    mark, now = warehouse / "loaded-files", contents(source)
    if mark.exists() and mark.read_text(encoding="utf-8") == now:
        return
    print(f"Loading {source} into {warehouse} ...", flush=True)
    command = [str(python), "-m", "pipelines", "load", str(source)]
    outcome = subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode
    if outcome not in (0, 2):
        raise Refusal(f"Could not load {source}: the lines above say why.")
    if outcome == 2:  # the loader's word for a file that it could not read; it loads the others all the same
        print("Not everything could be loaded: the lines above and the page Data loads say why.")
    elif data is not None and warehouse.is_dir():
        mark.write_text(now, encoding="utf-8")


def contents(folder: Path) -> str:
    """Changes when a file is added, removed or edited. Hidden ones, such as the warehouse, do not count."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found.update(f"{name.as_posix()} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return found.hexdigest()


def serve(python: Path, port: int, settings: dict[str, str]) -> int:
    launcher = ROOT / "dashboard" / "server.py"
    page = launcher if launcher.exists() else launcher.with_name("app.py")
    command = [str(python), "-m", "streamlit", "run", str(page), "--server.address", HOST]
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


def run_checks(python: Path, pytest_arguments: list[str]) -> int:
    """Runs every check even when an early one fails, so that one run tells everything."""
    failed = []
    for check in ("ruff check .", "ruff format --check .", "mypy", "pytest"):
        print(f"\n{check}", flush=True)
        command = [str(python), "-m", *check.split(), *(pytest_arguments if check == "pytest" else [])]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(check)
    print(f"\nFailed: {'; '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
