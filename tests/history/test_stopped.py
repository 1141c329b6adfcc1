"""Loads that are stopped: killed at any moment, out of disk, or beside another. The last build stays current."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.loading.publish import current
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import execute
from tests.helpers.loading import RULES

posix = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and limits on file sizes are POSIX")
KILLS = int(os.environ.get("CARE_KILLS", "12"))
"""How many loads are killed. CARE_KILLS=100 takes about four minutes."""

ROOT = RULES.parents[1]
FIRST = date(2026, 1, 1)
ROWS = 4000
HEADINGS = "officer_id,display_name,role,team,body\n"


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "pipelines", *map(str, words)]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), cwd=ROOT, text=True, capture_output=True)


def write(files: Path, number: int) -> Path:
    """The folder with the register of one day: more rows every time, and some with other values."""
    day = files / str(FIRST + timedelta(days=number))
    day.mkdir(parents=True)
    lines = (f"O{n},Officer {n % (number + 7)},Contract officer,Contracts,Council\n" for n in range(ROWS + number))
    (day / "officers.csv").write_text(HEADINGS + "".join(lines))
    return day


def opened(folder: Path) -> Warehouse:
    build = current(folder)
    assert build is not None
    return Warehouse.open(build)


def everything(folder: Path, days: int) -> list[Any]:
    """What a warehouse answers on every day, and all of its history; not when it was loaded."""
    warehouse = opened(folder)
    answers = []
    for known_on in (FIRST + timedelta(days=number) for number in range(days)):
        fresh = ask(QUESTIONS["data_freshness"], warehouse, as_of=known_on, known_on=known_on)
        loads = ask(QUESTIONS["loads"], warehouse, as_of=known_on, known_on=known_on)
        answers += [fresh.to_csv(), loads.drop(columns=["loaded_at"]).to_csv()]
    return [*answers, execute(warehouse.cursor(), "from officers_history order by all")]


def killed_at(command_: list[str], wait: float, folder: Path | None) -> bool:
    """Start a loader and kill it after so many seconds, from its draft on when a folder is given."""
    loader = subprocess.Popen(command_, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while folder and loader.poll() is None and not any(folder.glob(".building-*")):
        time.sleep(0.002)
    time.sleep(wait)
    loader.send_signal(signal.SIGKILL)
    _, said = loader.communicate()
    assert loader.returncode in (0, -signal.SIGKILL), said
    return loader.returncode != 0


@posix
def test_loaders_killed_at_random_moments_cost_nothing(tmp_path: Path, record_property: Any):
    folder, files, stop = tmp_path / "warehouse", tmp_path / "files", tmp_path / "stop"
    drops = [write(files, number) for number in (0, 1)]

    def load(into: Path, *paths: Path) -> list[str]:
        return command("load", *paths, "--warehouse", into)

    subprocess.run(load(folder, drops[0]), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    reader = subprocess.Popen(
        [sys.executable, "-m", "tests.history.reader", folder, stop],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    started = time.monotonic()
    subprocess.run(load(folder, drops[1]), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    longest = time.monotonic() - started
    moments, killed, tried = random.Random(2026), 0, 0
    drops.append(write(files, len(drops)))
    try:
        while killed < KILLS and tried < 3 * KILLS:
            tried += 1
            # A third at any moment; the others while the new build is written, where a kill could do harm.
            is_early = moments.random() < 1 / 3
            killed += killed_at(load(folder, drops[-1]), moments.uniform(0, longest), None if is_early else folder)
            received = ask(QUESTIONS["loads"], opened(folder), as_of=date(2079, 1, 1), known_on=date(2079, 1, 1))
            assert len(received) in (len(drops) - 1, len(drops))
            # How long a load takes depends on what else the machine does: wait as long as lets some of them end.
            longest *= 0.8 if len(received) == len(drops) else 1.05
            if len(received) == len(drops):
                drops.append(write(files, len(drops)))
        subprocess.run(load(folder, *drops), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    finally:
        stop.touch()
        answers, trouble = reader.communicate(timeout=60)
    assert reader.returncode == 0, trouble
    asked, *seen = map(int, answers.split())
    said = f"{killed} loaders killed of {tried} started, {len(drops) - 3} loads published besides, {asked} answers read"
    record_property("kills", said)
    sys.stdout.write(f"{said}\n")
    assert killed == KILLS
    assert asked > KILLS
    assert set(seen) <= {ROWS + number for number in range(len(drops))}
    assert not [*folder.glob(".building-*"), *folder.glob(".current-*")]

    undisturbed = tmp_path / "undisturbed"
    subprocess.run(load(undisturbed, *drops), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert everything(folder, len(drops)) == everything(undisturbed, len(drops))


@posix
def test_a_full_disk_is_a_sentence_and_leaves_the_last_build(tmp_path: Path):
    import resource

    folder, files = tmp_path / "warehouse", tmp_path / "files"
    write(files, 0)
    assert run("load", files, "--warehouse", folder).returncode == 0
    build = current(folder)
    assert build is not None
    big = tmp_path / "big.csv"
    lines = (f"O{n},Officer {n * 7919 % 1000003},Contract officer {n},Contracts,Council\n" for n in range(100_000))
    big.write_text(HEADINGS + "".join(lines))
    # One limit stops the copy of the build, the other the writing of rows.
    for room in (build.stat().st_size // 2, build.stat().st_size + 1_000_000):
        done = subprocess.run(
            command("load", big, "--warehouse", folder),
            cwd=ROOT,
            text=True,
            capture_output=True,
            preexec_fn=lambda room=room: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        )
        assert done.returncode == 1
        assert done.stderr.startswith("There is no room to write a new build")
        assert current(folder) == build
        assert {file.name for file in folder.iterdir()} == {build.name, "current", ".lock", "audit"}
    assert run("load", big, "--warehouse", folder).returncode == 0


def test_two_loaders_at_once_both_come_through(tmp_path: Path):
    folder, files = tmp_path / "warehouse", tmp_path / "files"
    for number in (0, 1):
        write(files, number)
    loaders = [
        subprocess.Popen(
            command("load", day, "--warehouse", folder), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for day in sorted(files.iterdir())
    ]
    assert [loader.wait() for loader in loaders] == [0, 0]
    rows = execute(opened(folder).cursor(), "select count(*) from officers_history where superseded_on is null")
    assert rows == [(ROWS + 1,)]
