"""Dashboards and nginx as they run for people, on ports of this machine that are free."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.serving.conftest import ROOT

HOST = "127.0.0.1"
SECONDS = 40


def free_ports(count: int) -> list[int]:
    held = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


@contextmanager
def dashboard(
    folder: Path, port: int, *options: str, errors: IO[bytes] | None = None, **told: str
) -> Iterator[subprocess.Popen[bytes]]:
    """One dashboard over the warehouse in that folder. errors: where its log goes."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", "--server.port", str(port), *options]
    environment = {**os.environ, "CARE_WAREHOUSE": str(folder), **told}
    with running(command, env=environment, errors=errors) as process:
        yield process


@contextmanager
def nginx(configuration: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """nginx with that configuration and nothing of the machine's own."""
    command = ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(configuration), "-g", "daemon off;"]
    with running(command, env=dict(os.environ)) as process:
        yield process


@contextmanager
def running(
    command: list[str], env: dict[str, str], errors: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": errors or subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=env, **quiet) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def fetched(url: str, tls: ssl.SSLContext | None = None, **headers: str) -> tuple[int, Any, str]:
    """Status, headers and text of an answer, also when it is a refusal. Raises OSError when nobody answers."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10, context=tls) as answer:
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode("utf-8", "replace")


def wait_for(url: str, tls: ssl.SSLContext | None = None, status: int = 200) -> None:
    """Raises TimeoutError when the address does not answer so in time."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            if fetched(url, tls)[0] == status:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(url)
