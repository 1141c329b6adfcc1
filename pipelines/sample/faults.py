"""Faults put into the files on purpose, so that the load report has something to say."""

from dataclasses import dataclass, field

import pandas as pd

from pipelines.sample.ledger import KNOWN, ROW


@dataclass(frozen=True)
class SpoiltRow:
    """A copy of a file's last row, spoilt, at its end; without changes, a line of blanks in the middle."""

    drop: int
    source: str
    changes: dict[str, str] = field(default_factory=dict)


FAULTS = (
    SpoiltRow(0, "contracts", {"contract_ref": "CC-F001", "start_on": "2024-04-01", "current_end_on": "2023-03-31"}),
    SpoiltRow(0, "reviews", {"review_ref": "RV-F001", "completed_on": "31/02/2026", "status": "Completed"}),
    SpoiltRow(0, "complaints", {"complaint_ref": "CO-F001", "outcome": "Resolved"}),
    SpoiltRow(0, "contract_tierings", {"assessed_on": "2025-11-03", "complexity_score": "4"}),
    SpoiltRow(0, "kpis", {"kpi_code": "WAITS", "value": "to follow"}),
    SpoiltRow(0, "kpis"),
    SpoiltRow(0, "reviews"),
    SpoiltRow(1, "concerns", {"concern_ref": "CN-F001", "provider_id": ""}),
    SpoiltRow(1, "uplifts", {"uplift_ref": "UP-F001", "requested_pct": "five"}),
    SpoiltRow(1, "complaints", {"outcome": "Withdrawn"}),
    SpoiltRow(1, "officers", {"officer_id": "OF900", "hours_per_month": "900"}),
    SpoiltRow(1, "complaints"),
    SpoiltRow(2, "notices", {"notice_ref": "NO-F001", "issued_on": "2026-08-20", "closed_on": "2026-07-20"}),
    SpoiltRow(2, "procurements", {"procurement_ref": "PR-F001", "stage": "Awarded"}),
    SpoiltRow(2, "locations", {"location_id": "L90001", "people_supported": "about 40"}),
    SpoiltRow(2, "spend", {"amount": ""}),
    SpoiltRow(2, "kpis"),
)
"""The second of the complaints faults keeps the key of the row it copies: a key that occurs twice."""


def spoil(rows: pd.DataFrame, source: str, drop: int) -> pd.DataFrame:
    """The rows of one file with the faults that belong in it."""
    if rows.empty:
        return rows
    last = rows.iloc[[-1]]
    for fault in FAULTS:
        if (fault.source, fault.drop) != (source, drop):
            continue
        if fault.changes:
            rows = pd.concat([rows, last.assign(**fault.changes)], ignore_index=True)
        else:
            blank = pd.DataFrame([{c: 0 if c in (KNOWN, ROW) else "" for c in rows.columns}])
            middle = len(rows) // 2
            rows = pd.concat([rows.iloc[:middle], blank, rows.iloc[middle:]], ignore_index=True)
    return rows
