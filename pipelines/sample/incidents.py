"""Complaints and concerns: as many as a nation has, so made by columns rather than by rows."""

from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from pipelines.registers.complaints import Complaint, Concern
from pipelines.sample import told
from pipelines.sample.ledger import KNOWN, ROW, Array, Ledger, iso
from pipelines.sample.market import Service
from pipelines.sample.size import FIRST, LAST, MONTHLY_DROPS, Size
from pipelines.sample.words import COMPLAINT_CATEGORIES

Columns = dict[str, Any]
_CHUNK = 200_000
_YEARS = 3
_UNKNOWN = "P9999"
"""A provider id that is in no register: one row of each source has it."""
_REVISED = 0.02
"""Share of rows that somebody put right after the first drop."""


def random(seed: int, *what: object) -> np.random.Generator:
    return np.random.default_rng([seed, crc32("/".join(map(str, what)).encode())])


def words(values: tuple[str | None, ...], chosen: Array) -> Array:
    found: Array = np.array(["" if v is None else v for v in values], dtype=object)[chosen]
    return found


def lag(rng: np.random.Generator, n: int) -> Array:
    """Days from an event to its being written down; about one in eleven is a month or two late."""
    return np.where(rng.random(n) < 0.09, rng.integers(25, 75, n), rng.integers(0, 7, n))


def version(columns: Columns, declared: list[str], known: Array, rows: Array, keep: Any = None) -> pd.DataFrame:
    """One version of each row, as text; `keep` picks the rows that reached it."""
    n = len(rows)
    chosen = np.ones(n, dtype=bool) if keep is None else keep
    blank = np.full(n, "", dtype=object)
    frame = pd.DataFrame({c: columns.get(c, blank)[chosen] for c in declared}, dtype=object)
    frame[KNOWN], frame[ROW] = known[chosen], rows[chosen]
    return frame


def _spread(
    size: Size, seed: int, found: list[Service], what: str, a_year: float
) -> Iterator[tuple[int, np.random.Generator, Columns, Array, Array]]:
    """Chunks of events: more of them where the strain is greater, none where the story is told elsewhere."""
    fair = [s for s in found if not s.provider.is_told and not s.provider.is_quiet]
    weight = np.array([0.25 + 2 * s.provider.strain**2 for s in fair])
    providers = np.array([s.provider.id for s in fair], dtype=object)
    locations = np.array([s.id for s in fair], dtype=object)
    opened = np.array([max(s.opened_on, FIRST).toordinal() for s in fair])
    total = round(a_year * _YEARS * len(found))
    for start in range(0, total, _CHUNK):
        rng, n = random(seed, what, start), min(_CHUNK, total - start)
        at = rng.choice(len(fair), n, p=weight / weight.sum())
        day = opened[at] + (rng.random(n) * (LAST.toordinal() - opened[at])).astype(int)
        provider = providers[at]
        if start == 0:
            provider[3] = _UNKNOWN
        about = {"provider_id": provider, "location_id": np.where(rng.random(n) < 0.1, "", locations[at])}
        about["location_id"][provider == _UNKNOWN] = ""
        yield start, rng, about, day, np.arange(start, start + n) + 1_000


def _refs(prefix: str, rows: Array) -> Array:
    return np.array([f"{prefix}-{row:07d}" for row in rows], dtype=object)


def _revision(rng: np.random.Generator, known: Array) -> tuple[Array, Array]:
    """Which rows of the first drop were put right later, and when."""
    first = MONTHLY_DROPS[0].toordinal()
    revised = (known <= first) & (rng.random(len(known)) < _REVISED)
    return revised, rng.integers(first + 1, LAST.toordinal() + 1, len(known))


def complaints(size: Size, seed: int, found: list[Service]) -> Iterator[pd.DataFrame]:
    declared = list(Complaint.columns())
    yield from _told(declared, told.complaints)
    for _, rng, about, received, rows in _spread(size, seed, found, "complaints", size.complaints_a_year):
        n = len(rows)
        acknowledged = received + rng.integers(0, 6, n)
        known = acknowledged + lag(rng, n)
        stage = words(("Concern", "Statutory complaint", "LGSCO"), rng.choice(3, n, p=(0.35, 0.6, 0.05)))
        outcome = rng.choice(6, n, p=(0.22, 0.22, 0.36, 0.1, 0.06, 0.04))
        columns = about | {
            "complaint_ref": _refs("CO", rows),
            "received_on": iso(received),
            "acknowledged_on": np.where(rng.random(n) < 0.06, "", iso(acknowledged)),
            "stage": stage,
            "category": words(COMPLAINT_CATEGORIES, rng.integers(0, len(COMPLAINT_CATEGORIES), n)),
            "target_on": np.where(rng.random(n) < 0.1, "", iso(received + 28)),
        }
        opened = version(columns, declared, known, rows)
        responded = acknowledged + rng.integers(4, 60, n)
        is_answered = (rng.random(n) > 0.04) & (responded <= LAST.toordinal())
        settled = np.maximum(known, responded + lag(rng, n))
        is_upheld, is_lgsco = outcome < 2, stage == "LGSCO"
        outcomes = (
            "Upheld",
            "Partially upheld",
            "Not upheld",
            "Withdrawn",
            "Referred elsewhere",
            "Not investigated",
        )
        columns |= {
            "outcome": words(outcomes, outcome),
            "responded_on": iso(responded),
            "lgsco_decision": np.where(is_lgsco, np.where(is_upheld, "Upheld", "Not upheld"), ""),
            "learning_due_on": np.where(is_upheld, iso(responded + 60), ""),
        }
        answered = version(columns, declared, settled, rows, is_answered)
        done = responded + rng.integers(20, 90, n)
        learnt = is_answered & is_upheld & (done <= LAST.toordinal()) & (rng.random(n) < 0.8)
        columns["learning_done_on"] = iso(done)
        learning = version(columns, declared, np.maximum(settled, done), rows, learnt)
        revised, put_right = _revision(rng, settled)
        columns["learning_done_on"] = np.where(learnt & (done <= put_right), iso(done), "")
        columns["category"] = words(COMPLAINT_CATEGORIES, rng.integers(0, len(COMPLAINT_CATEGORIES), n))
        right = version(columns, declared, np.maximum(settled, put_right), rows, revised & is_answered & ~learnt)
        yield pd.concat([opened, answered, learning, right], ignore_index=True)


_KINDS = ("Incident", "Notifiable incident", "Safeguarding concern", "Safeguarding enquiry", "Whistleblowing")


def concerns(size: Size, seed: int, found: list[Service]) -> Iterator[pd.DataFrame]:
    declared = list(Concern.columns())
    yield from _told(declared, told.concerns)
    for _, rng, about, raised, rows in _spread(size, seed, found, "concerns", size.concerns_a_year):
        n = len(rows)
        known = raised + lag(rng, n)
        kind = rng.choice(len(_KINDS), n, p=(0.5, 0.12, 0.22, 0.13, 0.03))
        severity = rng.choice(4, n, p=(0.55, 0.3, 0.07, 0.08))
        columns = about | {
            "concern_ref": _refs("CN", rows),
            "raised_on": iso(raised),
            "concern_type": words(_KINDS, kind),
            "severity": words(("Low", "Moderate", "Severe", None), severity),
        }
        opened = version(columns, declared, known, rows)
        concluded = raised + rng.integers(5, 90, n)
        is_concluded = (rng.random(n) > 0.06) & (concluded <= LAST.toordinal())
        is_enquiry = kind == _KINDS.index("Safeguarding enquiry")
        columns |= {
            "concluded_on": iso(concluded),
            "is_risk_identified": np.where(is_enquiry, np.where(rng.random(n) < 0.45, "Y", "N"), ""),
        }
        settled = np.maximum(known, concluded + lag(rng, n))
        closed = version(columns, declared, settled, rows, is_concluded)
        revised, put_right = _revision(rng, settled)
        columns["severity"] = words(("Low", "Moderate", "Severe"), rng.integers(0, 3, n))
        right = version(columns, declared, np.maximum(settled, put_right), rows, revised & is_concluded)
        yield pd.concat([opened, closed, right], ignore_index=True)


def _told(declared: list[str], tell: Callable[[Ledger], None]) -> Iterator[pd.DataFrame]:
    ledger = Ledger(declared)
    tell(ledger)
    yield from ledger.frames()
