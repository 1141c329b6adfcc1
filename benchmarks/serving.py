"""`python -m benchmarks.serving`: readers moving a filter on *Provider risk*, beside the same page in other frameworks.

A county's register, 2,250 locations and 100,000 KPI rows. Readers and servers share this machine, so a server alone
does more; each server is one process. About eight minutes, the first time one more to install the others.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from websockets.exceptions import WebSocketException

import run
from benchmarks.sessions import DashReader, Reader, ShinyReader, StreamlitReader

ROOT = run.ROOT
HOST = run.HOST
PEERS = ROOT / "benchmarks" / "peers"
SIZES = (1, 10, 50, 100)
SECONDS = 5.0
ROUNDS = 2
OPENED_AT_ONCE = 5
PATIENCE = 45
THINK, THINKERS, THINK_SECONDS = 5.0, 100, 40.0
MARKED = ["▲ Tier 3", "◆ Tier 2", "● Tier 1", "■ BAU"]
PLAIN = ["Tier 3", "Tier 2", "Tier 1", "BAU"]


@dataclass
class Served:
    """One server, who reads it, and what its tiers are called in its filter."""

    name: str
    command: list[str]
    reader: Callable[[str], Reader]
    tiers: list[str]
    sizes: tuple[int, ...] = SIZES
    folder: Path = ROOT
    port: int = field(default_factory=lambda: free_port())
    process: int = 0
    taken: dict[int, list[float]] = field(default_factory=dict)
    rate: dict[int, list[float]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"


def free_port() -> int:
    return next(port for _ in range(100) if run.is_free(port := random.randint(20_000, 60_000)))


def servers(peers: Path, elsewhere: Path) -> list[Served]:
    """The product first, then what it is measured against."""
    streamlit = [sys.executable, "-m", "streamlit", "run", "--server.headless", "true", "--server.address", HOST]
    port = ["--server.port", "{port}"]
    gunicorn = [str(peers), "-m", "gunicorn", "--bind", f"{HOST}:{{port}}", "--threads", "50", "--keep-alive", "75"]
    shiny = [str(peers), "-m", "shiny", "run", "--port", "{port}", "benchmarks.peers.shiny_page"]
    ours = [*streamlit, str(ROOT / "dashboard" / "server.py"), *port]
    plain, empty = ([*streamlit, str(PEERS / f"{name}.py"), *port] for name in ("untuned", "empty"))
    return [
        Served("Care Contracts", ours, lambda at: StreamlitReader(at, "risk"), MARKED),
        Served("Dash", [*gunicorn, "benchmarks.peers.dash_page:server"], DashReader, PLAIN),
        Served("Shiny", shiny, ShinyReader, PLAIN, (1, 10, 50)),
        # In a folder without our settings. It does not get further than ten: the first page takes too long.
        Served("untuned Streamlit", plain, StreamlitReader, PLAIN, (1, 10), elsewhere),
        Served("an empty page", empty, StreamlitReader, PLAIN),
    ]


@contextmanager
def serving(one: Served, warehouse: Path) -> Iterator[float]:
    """The server running; gives the seconds from its start to the first whole page."""
    told = {**os.environ, "CARE_WAREHOUSE": str(warehouse), "PYTHONPATH": str(ROOT)}
    # As an installation runs: what was compiled once is read from then on.
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [part.format(port=one.port) for part in one.command]
    begun = time.perf_counter()
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, cwd=one.folder, env=told, stdout=log, stderr=log) as process,
    ):
        one.process = process.pid
        try:
            path = "/_stcore/health" if "streamlit" in one.command else "/"
            run.wait_until_served(process, one.address + path)
            asyncio.run(_first(one))
            yield time.perf_counter() - begun
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


async def _first(one: Served) -> None:
    reader = one.reader(one.address)
    await asyncio.wait_for(reader.open(), PATIENCE)
    await reader.close()


async def driven(one: Served, size: int, seconds: float, think: float = 0.0) -> list[float]:
    """So many readers move the filter for so long, with pauses of `think` seconds; the seconds each move took."""
    readers = [one.reader(one.address) for _ in range(size)]
    for start in range(0, size, OPENED_AT_ONCE):
        few = readers[start : start + OPENED_AT_ONCE]
        await asyncio.wait_for(asyncio.gather(*(reader.open() for reader in few)), PATIENCE)
    taken: list[float] = []
    begun = time.perf_counter()

    async def go_on(number: int, reader: Reader) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * think)
        while time.perf_counter() < begun + seconds:
            taken.append(await reader.move(chance.sample(one.tiers, chance.randint(1, 3))))
            await asyncio.sleep(think)

    await asyncio.gather(*(go_on(number, reader) for number, reader in enumerate(readers)))
    one.rate.setdefault(size, []).append(len(taken) / (time.perf_counter() - begun))
    await asyncio.gather(*(reader.close() for reader in readers))
    return taken


def county(folder: Path) -> Path:
    """A warehouse of an invented county, through the loader."""
    for asked in (
        ["sample", "--scale", "county", "--out", str(folder / "county")],
        ["load", str(folder / "county"), "--warehouse", str(folder / "warehouse")],
    ):
        subprocess.run([sys.executable, "-m", "pipelines", *asked], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return folder / "warehouse"


def peers_python() -> Path:
    """The Python of an environment that has the peers, made when it is missing or their versions have changed."""
    place = ROOT / ".venv" / "peers"
    place.mkdir(parents=True, exist_ok=True)
    pins = [(ROOT / run.RUNTIME).read_text("utf-8"), (PEERS / "requirements.txt").read_text("utf-8")]
    (place / run.RUNTIME).write_text("\n".join(pins), encoding="utf-8")
    return run.prepare(run.RUNTIME, place)


def line(one: Served, size: int, dash: Served) -> str:
    took, rate = sorted(one.taken[size]), statistics.median(one.rate[size])
    half, most = statistics.median(took), took[int(len(took) * 0.95)]
    said = f"{one.name:<18} {size:>4} {rate:>8.1f} {half * 1000:>8.0f} {most * 1000:>8.0f}"
    if one is dash or size not in dash.rate:
        return said
    peer_rate, peer_half = statistics.median(dash.rate[size]), statistics.median(dash.taken[size])
    return f"{said}   {rate / peer_rate:>6.2f} x   {half / peer_half:>6.2f} x"


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)
        found = servers(peers_python(), folder)
        ours, dash = found[0], found[1]
        warehouse = county(folder)
        with serving(ours, warehouse):
            pass  # the first start of all compiles
        starts = [stack.enter_context(serving(one, warehouse)) for one in found]
        for one, seconds in zip(found, starts, strict=True):
            print(f"{one.name}: start to first whole page {seconds:.1f} s", flush=True)
        for _ in range(ROUNDS):
            for size in SIZES:
                for one in (one for one in found if size in one.sizes):
                    try:
                        one.taken.setdefault(size, []).extend(asyncio.run(driven(one, size, SECONDS)))
                    except (OSError, httpx.HTTPError, WebSocketException) as error:
                        print(f"{one.name}, {size} at once: a reader was dropped ({type(error).__name__})", flush=True)
        print(f"\n{'':<18} {'at':>4} {'runs/s':>8} {'p50 ms':>8} {'p95 ms':>8}   runs/s, p50 against Dash")
        for one in found:
            for size in (size for size in one.sizes if size in one.rate):
                print(line(one, size, dash), flush=True)
        print(f"\n{THINKERS} readers, a choice every {THINK:g} s, against one reader's median:")
        for one in (ours, dash):
            took = sorted(asyncio.run(driven(one, THINKERS, THINK_SECONDS, THINK)))
            most, alone = took[int(len(took) * 0.95)], statistics.median(one.taken[1])
            print(f"{one.name:<18} p95 {most * 1000:.0f} ms, {most / alone:.1f} x {alone * 1000:.0f} ms", flush=True)


if __name__ == "__main__":
    main()
