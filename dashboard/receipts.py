"""What Data loads says: what was received, what came of it, and what there is to do."""

import os
import shlex
import subprocess

import pandas as pd

from dashboard import findings, words
from dashboard.session import ROOT, folder

ROWS_OF = {
    "Sources late": "data_freshness",
    "Sources never received": "data_freshness",
    "Files received": "loads",
    "Files refused": "loads",
    "Faults in rows": "rejects",
    "Flags": "flags",
}
"""Figure → the question that its rows answer."""


def sources(fresh: pd.DataFrame, loads: pd.DataFrame, rejects: pd.DataFrame, flags: pd.DataFrame) -> findings.Figures:
    """Sources and files that need somebody's attention."""
    return {
        "Sources late": findings.late(fresh),
        "Sources never received": fresh[fresh["last_received_on"].isna()],
        "Files received": received(loads),
        "Files refused": loads[loads["refused_because"].notna()],
        "Faults in rows": rejects,
        "Flags": flags,
    }


def received(loads: pd.DataFrame) -> pd.DataFrame:
    """Loads that count: one that was undone counts as never received."""
    return loads[loads["undone_at"].isna()]


def undo_command(loads: pd.DataFrame, chosen: int | None) -> str:
    """The command that takes out the load that was chosen in the list, as it has to be typed.

    It names the warehouse that the pages are from, unless it is the one that commands take without being told.
    """
    words = ["LOAD_ID" if chosen is None else str(loads.iloc[chosen]["load_id"])]
    if folder() != ROOT / "data" / "warehouse":
        words += ["--warehouse", str(folder().resolve())]
    # Each system has its own way to quote; this service runs where the command does.
    return f"python -m pipelines undo {subprocess.list2cmdline(words) if os.name == 'nt' else shlex.join(words)}"


def affected(left: pd.DataFrame) -> pd.DataFrame:
    """How many rows each problem leaves out of each question, the most first, from `left_out`."""
    sizes = left.groupby(["question", "reason"], as_index=False).size().sort_values("size", ascending=False)
    return pd.DataFrame(
        {
            "Left out of": [words.name_of(name) for name in sizes["question"]],
            "Because": sizes["reason"],
            "Rows": [words.number(size) for size in sizes["size"]],
        }
    )


def matches_said(proposals: pd.DataFrame) -> str:
    open_ = proposals["written_as"].nunique()
    near = proposals.loc[proposals["provider_id"].notna(), "written_as"].nunique()
    return (
        f"{words.count(open_, 'supplier or CQC provider', 'suppliers and CQC providers')}"
        f" {words.verb(open_, 'is', 'are')} joined to no provider; for {words.number(near)} there is a proposal."
        " Nothing is joined until somebody confirms it, in the way that “How to confirm” says."
    )


def loads_said(loads: pd.DataFrame) -> str:
    counted, undone = received(loads), len(loads) - len(received(loads))
    read, kept, bad, blank = (int(counted[f"{name}_count"].sum()) for name in ("read", "kept", "rejected", "blank"))
    said = (
        f"{words.count(len(counted), 'file')} received with {words.count(read, 'row')}:"
        f" {words.number(kept)} kept, {words.number(bad)} rejected, {words.number(blank)} blank."
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
