"""What Data loads says: what was received, what came of it, and what there is to do."""

import os
import shlex
import subprocess

import pandas as pd

from dashboard import charts, menu, words
from dashboard.charts import ChartResult
from dashboard.session.settings import ROOT, folder
from dashboard.shapes import Figure, Link, Listing
from dashboard.topics import gaps

LOADS = Listing.of(
    "loads",
    (
        "file", "source", "received_on", "read_count", "kept_count", "rejected_count", "blank_count", "new_count",
        "changed_count", "gone_count", "same_count", "refused_because", "replaced_by", "dropped_columns", "warnings",
        "undone_at", "load_id",
    ),
    blanks={
        "refused_because": "Not refused", "replaced_by": "Not replaced", "dropped_columns": "None", "warnings": "None",
        "undone_at": "Not undone",
    },
)  # fmt: skip
REJECTS = Listing.of("rejects", ("source_file", "source_row", "source", "field", "reason", "received_on"))
ROWS = Listing.of(
    "refused_rows",
    ("reason", "source", "record", "source_file", "source_row", "known_file", "known_row", "recorded_on"),
    blanks={"record": "Could not be read", "known_file": "Not known before", "known_row": "Not known before"},
)
CELLS = Listing.of(
    "refused_cells",
    ("field", "reason", "last_known", "source", "record", "source_file", "source_row", "recorded_on"),
    blanks={"last_known": "Not known before, or not shown", "record": "Could not be read"},
)
FLAGS = Listing.of("flags", ("severity", "source", "field", "reason", "nearest", "source_file", "source_row"))
FRESH = Listing.of(
    "data_freshness",
    ("source_title", "state", "last_received_on", "age_days", "rhythm_days", "rows_known"),
    blanks={"last_received_on": "Never", "age_days": "Never received"},
)
MATCHES = Listing.of(
    "match_proposals",
    (
        "written_as", "provider_name", "score", "how_to_confirm", "provider_id", "kind", "record_count", "source_file",
        "source_row",
    ),
    blanks={"score": "No names compared"},
)  # fmt: skip
SETTLED = "Faults of rows that need nothing now: repeats, totals, and what a later file settled"
REFUSED = 3
"""The first so many figures of `sources` are of what was refused, the worst kind first."""


def late(fresh: pd.DataFrame, on: str, *, is_linked: bool = False) -> Figure:
    """Sources that were received once and are older than they should be. `on`: the day that is counted to, in words."""
    old = fresh[fresh["age_days"] > fresh["rhythm_days"]]
    return Figure(f"Sources late {on}", old, FRESH, Link(menu.DATA_LOADS, "Data received") if is_linked else None)


def sources(
    fresh: pd.DataFrame, on: str, loads: pd.DataFrame, rows: pd.DataFrame, cells: pd.DataFrame, flags: pd.DataFrame
) -> list[Figure]:
    """Sources and files that need somebody's attention: of what was refused, only what nobody has put right."""
    return [
        Figure("Files refused", gaps.refused_files(loads), LOADS),
        Figure("Rows refused", _each_once(rows), ROWS),
        Figure("Cells refused", cells, CELLS),
        Figure("Sources never received", fresh[fresh["last_received_on"].isna()], FRESH),
        late(fresh, on),
        Figure("Flags", flags, FLAGS),
    ]


def replaced(loads: pd.DataFrame) -> pd.DataFrame:
    """Refused files in whose place a later one came."""
    return loads[loads["refused_because"].notna() & ~loads.index.isin(gaps.refused_files(loads).index)]


def settled(rejects: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Faults that nobody has to put right, from `rejects` and the rows that are still refused.

    Either a later file has done so, or nothing is lost: the row repeats another, or is a total.
    """
    where = ["load_id", "source_file", "source_row"]
    still = pd.MultiIndex.from_frame(rows[where])
    return rejects[~pd.MultiIndex.from_frame(rejects[where]).isin(still)]


def _each_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Refused rows, each once: one may be about several records that are known."""
    return rows.drop_duplicates(["load_id", "source_file", "source_row"])


def to_do(figure: Figure) -> pd.DataFrame:
    """What was refused and is to be put right, in words: where it stands, what is wrong, and what counts until then."""
    rows = figure.rows()
    if figure.listing is LOADS:
        return pd.DataFrame({"Where": rows["file"], "What is wrong": rows["refused_because"]})
    told = {
        "Where": rows["source_file"] + " row " + rows["source_row"].astype(str),
        "Record": rows["source"].map(words.name_of) + " " + rows["record"].fillna("(its key could not be read)"),
    }
    if figure.listing is CELLS:
        known = "not known; it was " + rows["last_known"].astype("string")
        wrong = rows["field"] + " " + rows["reason"]
        return pd.DataFrame(told | {"What is wrong": wrong, "Until then": known.fillna("not known")})
    known = "as in " + rows["known_file"].astype("string") + " row " + rows["known_row"].astype("string")
    return pd.DataFrame(told | {"What is wrong": rows["reason"], "Until then": known.fillna("in no figure")})


def to_do_said(files: Figure, rows: Figure, cells: Figure) -> str:
    """What is still to be put right, the worst kind first; and that nothing is."""
    if not files.size + rows.size + cells.size:
        return "Nothing that was refused is left to put right."
    missing = int(rows.rows()["known_file"].isna().sum())
    unknown = (
        f", {words.few(missing)} of them {words.verb(max(missing, 1), 'is', 'are')} in no figure" if rows.size else ""
    )
    return (
        f"To put right: {words.count(files.size, 'file')} refused; {words.count(rows.size, 'row')} refused{unknown};"
        f" {words.count(cells.size, 'cell')} that could not be read. Correct them in the file and load it again:"
        " what is put right goes from these lists."
    )


def received(loads: pd.DataFrame) -> pd.DataFrame:
    """Loads that count: one that was undone counts as never received."""
    return loads[loads["undone_at"].isna()]


def undo_command(loads: pd.DataFrame, chosen: int | None) -> str:
    """The command that takes out the load that was chosen in the list, as it has to be typed.

    It names the warehouse that the pages are from, unless it is the one that commands take without being told.
    """
    typed = ["LOAD_ID" if chosen is None else str(loads.iloc[chosen]["load_id"])]
    if folder() != ROOT / "data" / "warehouse":
        typed += ["--warehouse", str(folder().resolve())]
    # Each system has its own way to quote; this service runs where the command does.
    return f"python -m pipelines undo {subprocess.list2cmdline(typed) if os.name == 'nt' else shlex.join(typed)}"


def matches_said(proposals: pd.DataFrame) -> str:
    open_ = proposals["written_as"].nunique()
    near = proposals.loc[proposals["provider_id"].notna(), "written_as"].nunique()
    if not open_:
        return "Every supplier and every CQC provider is joined to a provider, or none is named."
    return (
        f"{words.count(open_, 'supplier or CQC provider', 'suppliers and CQC providers')}"
        f" {words.verb(open_, 'is', 'are')} joined to no provider; for {words.few(near)} there is a proposal."
        " Nothing is joined until somebody confirms it, in the way that “How to confirm” says."
    )


def loads_said(loads: pd.DataFrame, rows: pd.DataFrame) -> str:
    """What came of every row that was received, and how many are still refused."""
    counted, undone = received(loads), len(loads) - len(received(loads))
    read, kept, bad, blank = (int(counted[f"{name}_count"].sum()) for name in ("read", "kept", "rejected", "blank"))
    said = (
        f"{words.count(len(counted), 'file')} received with {words.count(read, 'row')}:"
        f" {words.number(kept)} kept, {words.number(bad)} rejected, {words.number(blank)} blank."
        + (f" {words.few(len(_each_once(rows))).capitalize()} of those rejected" if bad else "")
        + (f" {words.verb(max(len(_each_once(rows)), 1), 'is', 'are')} still to be put right." if bad else "")
    )
    return f"{said} {words.count(undone, 'load was', 'loads were')} undone." if undone else said


def unread_said(loads: pd.DataFrame) -> str:
    """Columns that no contract declares, each once for its source."""
    unread = received(loads)[lambda rows: rows["dropped_columns"].notna()]
    if unread.empty:
        return "Every column of every file was read."
    said = [
        f"{words.name_of(str(source))}: {', '.join(dict.fromkeys(', '.join(columns).split(', ')))}."
        for source, columns in unread.groupby("source")["dropped_columns"]
    ]
    return f"Columns that no register has are not read. In {words.count(len(unread), 'file')}: {' '.join(said)}"


def age_of_sources(fresh: pd.DataFrame) -> ChartResult:
    """Days since each source was last received."""
    known = fresh[fresh["age_days"].notna()].sort_values("age_days", ascending=False)
    bars = dict(zip(known["source_title"], known["age_days"].astype(int), strict=True))
    never, oldest = int(fresh["age_days"].isna().sum()), next(iter(bars), None)
    said = f"The oldest source is {oldest}, received {words.ago(bars[oldest])}." if oldest else ""
    missing = f" {words.count(never, 'source')} {words.verb(never, 'was', 'were')} never received." if never else ""
    return ChartResult(
        *charts.bars("Source", bars, "Days", most=charts.MOST_BARS),
        f"{said}{missing}".strip(),
        "Days from the day the newest file was received to today, or to the earlier day that is looked at.",
    )


def flags_by_reason(flags: pd.DataFrame) -> ChartResult:
    """Flags by source, column and reason."""
    counts = (flags["source"].map(words.name_of) + ", " + flags["field"] + ": " + flags["reason"]).value_counts()
    bars = {str(reason): int(size) for reason, size in counts.items()}
    size = words.count(len(flags), "flag on rows that were kept", "flags on rows that were kept")
    return ChartResult(
        *charts.bars("Source, column and reason", bars, "Number", most=charts.MOST_BARS),
        f"{size}. The most frequent: {next(iter(bars))}." if bars else "No flag on rows that were kept.",
        "A flag is on what is not known here, or unlikely. The row is kept, and used where it can be.",
    )
