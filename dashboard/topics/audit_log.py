"""What the page Audit log says: whether the log is whole, what is in it, and how much of it each day."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import pandas as pd

from dashboard import charts, words
from dashboard.charts import ChartResult
from dashboard.session import turns
from dashboard.session.session import recall, today
from dashboard.session.settings import folder
from dashboard.shapes import Figure, Listing
from pipelines import audit
from pipelines.answers.audit import AuditEntry
from pipelines.commands import reports

ENTRIES = Listing(
    "audit_log",
    AuditEntry,
    {
        "title": "Audit log",
        "question": "Who signed in, was refused, took rows away, or loaded and undid files?",
        "counts": "Every entry, once. The dates and places chosen beside the page do not narrow it.",
        "source": "The audit log of this service.",
        "limitations": (
            "It tells what left as a file, not what was read on a screen. Who may write to its folder can write all of"
            " it anew; a copy of head.json kept elsewhere shows that."
        ),
    },
    (
        "written_at", "event", "who", "role", "question", "filters", "row_count", "audience", "file_type", "detail",
        "sha256", "seq",
    ),
    blanks={
        "role": "None", "filters": "None", "row_count": "None", "audience": "None", "file_type": "No file",
        "sha256": "No file",
    },
)  # fmt: skip
MOST = 5_000
"""Entries on the page and in its download. The files of the log hold all of them."""

DAYS = 28
KINDS = {
    "Downloads": ("download", "download"),
    "Refusals": ("refusal", "refusal"),
    "Sign-ins": ("sign-in", "sign-in"),
    "Loads": ("load", "load"),
    "Loads undone": ("undo", "load undone"),
    "Pages printed": ("print", "page printed"),
}
"""Label → the event, and one of them in words."""


@dataclass(frozen=True)
class Trail:
    """The newest entries, and whether every entry is as it was written: the break in words, if there is one."""

    rows: pd.DataFrame
    verdict: str
    is_broken: bool


def read() -> Trail:
    """The log of the warehouse that the pages are from. Raises OSError when its files cannot be read."""
    # Every line of every file is looked at, which nobody else need wait for.
    with turns.given_up():
        return _read()


def _read() -> Trail:
    found = [entry.model_dump() for entry in islice(audit.entries(folder()), MOST)]
    rows = pd.DataFrame(found, columns=list(AuditEntry.model_fields))
    rows = rows.astype({"written_at": "datetime64[s]", "seq": "Int64", "row_count": "Int64"})
    rows["role"] = rows["role"].replace("", None)
    now = recall("held")
    try:
        happened = reports.happened(now.warehouse) if now else set()
        return Trail(rows, audit.verify(folder(), happened=happened), is_broken=False)
    except audit.AuditError as error:
        return Trail(rows, str(error), is_broken=True)


def said(trail: Trail) -> str:
    """The verdict, and how many of the newest entries are of the kinds that matter most.

    That the log is broken stands above it, and is not said twice.
    """
    figures = counted(trail.rows)
    kinds = [words.count(figure.size, KINDS[figure.label][1], figure.label.lower()) for figure in figures]
    shown = f" The newest {words.number(MOST)} are listed." if len(trail.rows) == MOST else ""
    left = f"{words.count(len(trail.rows), 'entry', 'entries')} can still be read."
    return f"{left if trail.is_broken else trail.verdict}{shown} Among them: {words.listed(kinds)}."


def counted(rows: pd.DataFrame) -> list[Figure]:
    """Entries by what they are of, also where there are none."""
    return [Figure(label, rows[rows["event"] == event], ENTRIES) for label, (event, _) in KINDS.items()]


def by_day(rows: pd.DataFrame) -> ChartResult:
    """Entries of each of the last days, UTC, the days without any too."""
    last = today()
    sizes = rows["written_at"].dt.date.value_counts()
    counts = {day: int(sizes.get(day, 0)) for day in (last - timedelta(days=back) for back in reversed(range(DAYS)))}
    return ChartResult(
        *charts.columns("Entries", counts),
        _by_day_said(counts),
        "Every entry of the log on the day it was written, UTC.",
    )


def _by_day_said(counts: dict[date, int]) -> str:
    most = max(counts, key=lambda day: (counts[day], day))
    if not counts[most]:
        return f"Nothing was written in the last {DAYS} days."
    total = words.count(sum(counts.values()), "entry", "entries")
    return f"{total} in the last {DAYS} days, the most on {words.day(most)}: {words.number(counts[most])}."
