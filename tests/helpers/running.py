"""What runs beside a test: programs, on ports that are kept for them, and asynchronous code on a thread of its own."""

import asyncio
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, TypeVar

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
SECONDS = 60

Result = TypeVar("Result")
Program = subprocess.Popen[bytes]

_KEPT: list[socket.socket] = []


def free_ports(count: int) -> list[int]:
    """Ports that nobody else is given while this process lives; a program that it starts can listen on them.

    A port is kept by a socket that is bound and does not listen. Linux gives a bound port to nobody who asks for any,
    and to a server that asks for this one when both allow reuse, as streamlit, uvicorn and nginx do.
    """
    found = []
    for _ in range(count):
        kept = socket.socket()
        if os.name == "posix":
            kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind((HOST, 0))
        found.append(kept)
    ports = [kept.getsockname()[1] for kept in found]
    if os.name == "posix":
        _KEPT.extend(found)
    else:
        # Windows lets nobody else listen on a port that is bound.
        for kept in found:
            kept.close()
    return ports


@contextmanager
def running(command: list[str], log: IO[bytes] | None = None, **told: str) -> Iterator[Program]:
    """A program until the block ends. When the block fails, what the program printed is shown with the failure.

    log: where what it prints goes, for a test that reads it.
    """
    with (
        nullcontext(log) if log else tempfile.TemporaryFile() as printed,
        subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **told}, stdout=printed, stderr=subprocess.STDOUT
        ) as program,
    ):
        try:
            yield program
        except BaseException:
            printed.seek(0)
            said = printed.read().decode("utf-8", "replace")
            ended = "was running" if program.poll() is None else f"had ended with {program.returncode}"
            sys.stderr.write(f"{' '.join(command)}\n{ended} and had printed:\n{said or '(nothing)'}\n")
            raise
        finally:
            program.terminate()
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()


def fetched(url: str, tls: ssl.SSLContext | None = None, **headers: str) -> tuple[int, Any, str]:
    """Status, headers and text of an answer, also when it is a refusal. Raises OSError when nobody answers."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10, context=tls) as answer:
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode("utf-8", "replace")


def wait_for(url: str, program: Program, tls: ssl.SSLContext | None = None) -> None:
    """Raises TimeoutError when the program has ended, or has not answered with 200 in time."""
    deadline = time.monotonic() + SECONDS
    while program.poll() is None and time.monotonic() < deadline:
        try:
            if fetched(url, tls)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer")


def run_beside(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end on a thread of its own, and return or raise what comes of it."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, coroutine).result()
