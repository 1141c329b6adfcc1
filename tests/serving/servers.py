"""Dashboards and nginx as they run for people, on ports of this machine that are free."""

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from tests.helpers import programs
from tests.helpers.running import Program, running


def dashboard(
    folder: Path, port: int, *options: str, errors: IO[bytes] | None = None, **told: str
) -> AbstractContextManager[Program]:
    """One dashboard over the warehouse in that folder. errors: where what it prints goes."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", "--server.port", str(port), *options]
    return running(command, errors, CARE_WAREHOUSE=str(folder), **told)


def nginx(configuration: Path, folder: Path) -> AbstractContextManager[Program]:
    """nginx with that configuration and nothing of the machine's own."""
    return running([*nginx_with(configuration, folder), "-g", "daemon off;"])


def nginx_with(configuration: Path, folder: Path) -> list[str]:
    return [programs.path_of("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(configuration)]
