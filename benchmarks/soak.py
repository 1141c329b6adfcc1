"""`python -m benchmarks.soak`: a hundred readers coming and going for some minutes, and the memory of the dashboard.

Linux only: it reads /proc. A session is kept for two minutes after its reader has gone, in case they come back, so
memory rises for that long and has to stay level from then on.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.serving import MARKED, ROOT, Served, county, serving
from benchmarks.sessions import StreamlitReader

READERS = 100
SECONDS = 270
EVERY = 10
KEPT_AFTERWARDS = 120
"""Seconds for which the framework keeps the session of a reader who has gone."""


def resident(process: int) -> float:
    """Megabytes that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def come_and_go(address: str, process: int) -> list[tuple[float, float, int]]:
    """Seconds, megabytes, visits so far: every ten seconds."""
    begun, visits, seen = time.monotonic(), 0, list[tuple[float, float, int]]()

    async def somebody(number: int) -> None:
        nonlocal visits
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * EVERY)
        while time.monotonic() < begun + SECONDS:
            reader = StreamlitReader(address, "risk")
            await reader.open()
            for _ in range(2):
                await asyncio.sleep(chance.random() * EVERY)
                await reader.move(chance.sample(MARKED, chance.randint(1, 3)))
            await reader.close()
            visits += 1

    async def watch() -> None:
        while time.monotonic() < begun + SECONDS:
            await asyncio.sleep(EVERY)
            seen.append((time.monotonic() - begun, resident(process), visits))
            print(f"{seen[-1][0]:>5.0f} s {seen[-1][1]:>6.0f} MB {visits:>6} visits", flush=True)

    await asyncio.gather(watch(), *(somebody(number) for number in range(READERS)))
    return seen


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "server.py")]
        one = Served("", [*command, "--server.port", "{port}"], lambda at: StreamlitReader(at, "risk"), MARKED)
        with serving(one, county(Path(scratch))):
            seen = asyncio.run(come_and_go(one.address, one.process))
    level = [(at, size, visits) for at, size, visits in seen if at > KEPT_AFTERWARDS + 2 * EVERY]
    half = len(level) // 2
    first, last = (sorted(size for _, size, _ in part)[len(part) // 2] for part in (level[:half], level[half:]))
    gone = level[-1][2] - level[0][2]
    print(f"\nFrom {level[0][0]:.0f} s on, {gone} visits: median {first:.0f} MB, then {last:.0f} MB.")


if __name__ == "__main__":
    main()
