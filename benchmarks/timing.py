"""Medians of interleaved rounds, and one line of result."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Result:
    """What was measured against which peer, both in seconds, and the goal in words."""

    what: str
    seconds: float
    goal: str
    peer: str = ""
    peer_seconds: float | None = None

    def line(self) -> str:
        ratio = ""
        if self.peer_seconds:
            ratio = f"{self.seconds / self.peer_seconds:6.2f} x {self.peer} ({_shown(self.peer_seconds)})"
        return f"{self.what:<52} {_shown(self.seconds):>9}  {self.goal:<22} {ratio}".rstrip()


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def interleaved(cases: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each case. Every round runs all of them, so that a slow minute falls on all alike."""
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            begun = time.perf_counter()
            case()
            taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}
