"""A million rows as a CSV file, against pandas writing the same columns without looking at what a spreadsheet runs."""

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.timing import Result, interleaved
from dashboard.downloads.exports import CSV, OFFICER, Answer, Stamp, made
from dashboard.shapes import Listing
from pipelines.answers.reviews import OverdueReview
from pipelines.safe_csv import write_csv
from pipelines.warehouse.driver import connect, execute

if TYPE_CHECKING:
    import pandas as pd

ROWS = 1_000_000
ROUNDS = 3
STAMP = Stamp(date(2026, 8, 31), date(2026, 8, 31), "20260831T090000-0a1b2c", "0a1b2c3d4e5f")
STATUS = Path("/proc/self/status")
PEAK = Path("/proc/self/clear_refs")


def results() -> list[Result]:
    """Seconds to write the file, ours beside pandas'."""
    rows, stamp = million(), STAMP.columns()
    with tempfile.TemporaryDirectory() as folder:
        taken = interleaved(
            {
                "ours": lambda: write_csv(rows, OverdueReview, stamp, Path(folder) / "ours.csv"),
                "pandas": lambda: _with_pandas(rows, stamp, Path(folder) / "pandas.csv"),
            },
            ROUNDS,
        )
    what = f"CSV of {ROWS:,} rows, guarded"
    return [Result(what, taken["ours"], "4 x as fast as pandas", "pandas' to_csv", taken["pandas"])]


def memory() -> str:
    """Memory of the process while a download of the rows is made, where the system tells."""
    if not PEAK.exists():
        return "memory of a download: this system does not tell"
    answer = Answer(million(), Listing.of("overdue_reviews"), STAMP)
    before = _megabytes("VmRSS")
    PEAK.write_text("5")
    size = len(made(answer, CSV, OFFICER)[0]) / 1e6
    return (
        f"memory of a download of {ROWS:,} rows ({size:.0f} MB): {before:.0f} MB before,"
        f" {_megabytes('VmHWM'):.0f} MB at most; goal: less than twice"
    )


def million() -> "pd.DataFrame":
    """Rows as the overdue reviews of a very large council would be."""
    con = connect(None)
    try:
        execute(con, "set enable_progress_bar = false")
        return con.execute(
            f"""select 'C' || i as contract_ref, 'Home care, area ' || (i % 50) as title,
                'P' || (i % 977) as provider_id, 'Provider ' || (i % 977) as provider_name,
                case i % 3 when 0 then 'Gold' when 1 then 'Silver' else 'Bronze' end as contract_tier,
                (i % 9973) * 1.25 as annual_value, date '2020-01-01' + cast(i % 2000 as integer) as due_on,
                i % 400 as days_overdue, i % 7 = 0 as is_lead_left,
                'contracts_' || (i % 12) || '.csv' as source_file, i as source_row
            from range({ROWS}) as numbers(i)"""
        ).df()
    finally:
        con.close()


def _with_pandas(rows: "pd.DataFrame", stamp: Mapping[str, str], path: Path) -> None:
    rows.assign(**stamp).to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8-sig")


def _megabytes(name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB$", STATUS.read_text(), re.MULTILINE)
    assert found, f"{STATUS} has no {name}"
    return int(found[1]) / 1024
