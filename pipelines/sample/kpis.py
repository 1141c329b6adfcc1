"""KPI returns: one return for each service and period, with one row for each KPI of that kind of service."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from pipelines.registers.kpis import Kpi
from pipelines.sample.agreements import Agreement
from pipelines.sample.incidents import lag, random, version
from pipelines.sample.ledger import Array, iso
from pipelines.sample.market import Service
from pipelines.sample.size import LAST, MONTHLY_DROPS, Size
from pipelines.sample.words import KPIS

_SERVICES_A_CHUNK = 2_000
_TENTHS = np.array([f"{n / 10:g}" for n in range(10_001)], dtype=object)
_PER_RETURN = 6


def _periods(months: int, count: int) -> list[tuple[date, date]]:
    """First and last days of the newest periods of so many months that are over on the last day."""
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(2019 * 12, (LAST.year + 1) * 12, months)]
    both = [(a, b - timedelta(1)) for a, b in pairwise(firsts)]
    return [(a, b) for a, b in both if b <= LAST][-count:]


def _under(made: list[Agreement], found: list[Service]) -> list[tuple[Service, Agreement]]:
    """The contract under which each service returns its KPIs: one that still runs, if there is one."""
    by_provider: dict[str, Agreement] = {}
    for a in sorted(made, key=lambda a: (a.ended_on is not None, a.ref)):
        if a.provider is not None and a.state not in ("void", "not started", "framework"):
            by_provider.setdefault(a.provider.id, a)
    reporting = [s for s in found if not s.provider.is_quiet and not s.provider.is_out_of_county]
    return [(s, by_provider[s.provider.id]) for s in reporting if s.provider.id in by_provider]


def _strain(pairs: list[tuple[Service, Agreement]], periods: int) -> Array:
    """How much goes wrong, by service and period. The two told stories change over time."""
    strain = np.repeat([[s.provider.strain] for s, _ in pairs], periods, axis=1)
    late = np.clip((np.arange(periods) - periods + 5) / 3, 0, 1)
    for n, (s, _) in enumerate(pairs):
        if s.provider.story == "sliding":
            strain[n] = 0.1 + 2.2 * late
        elif s.provider.story == "recovering":
            strain[n] = 1.8 - 1.7 * late
    return strain


def kpis(size: Size, seed: int, made: list[Agreement], found: list[Service]) -> Iterator[pd.DataFrame]:
    pairs, periods = _under(made, found), _periods(size.months_per_kpi_period, size.kpi_periods)
    for start in range(0, len(pairs), _SERVICES_A_CHUNK):
        yield _chunk(seed, start, pairs[start : start + _SERVICES_A_CHUNK], periods)


def _chunk(
    seed: int, start: int, pairs: list[tuple[Service, Agreement]], periods: list[tuple[date, date]]
) -> pd.DataFrame:
    rng = random(seed, "kpis", start)
    starts, ends = (np.array([p[side].toordinal() for p in periods]) for side in (0, 1))
    since = np.array([max(a.start_on, s.opened_on).toordinal() for s, a in pairs])
    until = np.array([min(a.ended_on or LAST, s.closed_on or LAST).toordinal() for s, a in pairs])
    service, period = np.nonzero((ends >= since[:, None]) & (starts <= until[:, None]))
    returns = len(service)
    is_missing = rng.random(returns) < 0.05
    due = ends[period] + 28
    came = ends[period] + np.where(
        rng.random(returns) < 0.1, rng.integers(29, 80, returns), rng.integers(5, 28, returns)
    )

    # From returns to rows: each return has the same number of KPIs.
    kpi = np.tile(np.arange(_PER_RETURN), returns)
    service, period, due, came, is_missing = (
        np.repeat(each, _PER_RETURN) for each in (service, period, due, came, is_missing)
    )
    n = len(kpi)
    facts = [
        np.array([[k[part] for k in KPIS[s.kind]] for s, _ in pairs], dtype=object)[service, kpi] for part in range(6)
    ]
    code, name, target, spread, better, unit = facts
    target, spread = target.astype(float), spread.astype(float)
    good = np.where(better == "higher", 1.0, -1.0)
    noise = rng.normal(1.4 - 1.7 * _strain(pairs, len(periods))[service, period], 0.7)
    value = np.clip(target + good * noise * spread, 0, np.where(unit == "per cent", 100, 1_000))
    columns = {
        "contract_ref": np.array([a.ref for _, a in pairs], dtype=object)[service],
        "provider_id": np.array([s.provider.id for s, _ in pairs], dtype=object)[service],
        "location_id": np.array([s.id for s, _ in pairs], dtype=object)[service],
        "kpi_code": code,
        "kpi_name": name,
        "period_start": iso(starts)[period],
        "period_end": iso(ends)[period],
        "due_on": iso(due),
        "target": _TENTHS[(target * 10).round().astype(int)],
        "better": better,
        "unit": unit,
    }
    declared, rows = list(Kpi.columns()), np.arange(n)
    asked = version(columns, declared, due + 1, rows, is_missing | (came > due))
    columns |= {"received_on": iso(came), "value": _TENTHS[(value * 10).round().astype(int)]}
    known = came + np.repeat(lag(rng, returns), _PER_RETURN)
    returned = version(columns, declared, known, rows, ~is_missing)
    first = MONTHLY_DROPS[0].toordinal()
    is_revised = ~is_missing & (known <= first) & (ends[period] > first - 200) & (rng.random(n) < 0.02)
    columns["value"] = _TENTHS[np.clip((value * 10).round() + rng.integers(-9, 10, n), 0, 1_000).astype(int)]
    revised = version(columns, declared, rng.integers(first + 1, LAST.toordinal() + 1, n), rows, is_revised)
    return pd.concat([asked, returned, revised], ignore_index=True)
