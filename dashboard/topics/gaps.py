"""What a page's figures stand on: what was refused, what never came, and what was only partly read."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.topics import tiers

NEWER = "newer row refused"
"""How a row's mark begins that stands in the place of a newer one."""


PLACES = {"market_segment": "market segment", "locality": "area"}
"""What the rows of a page are narrowed by beside it → in words."""

UNPLACED = (words.NOT_KNOWN, words.NOT_RECORDED)
"""What stands in place of either where nobody can say which."""


@dataclass(frozen=True)
class Gaps:
    """What is missing behind the figures.

    never: sources of which no file was ever received.  files: refused and replaced by none since.  records: source →
    records that were refused and of which nothing is known.  is_whole: the page is of the whole council, so that these
    belong to it for certain. Files and records are 0 for somebody who may not see whole files.
    """

    never: frozenset[str]
    files: int
    records: Counter[str]
    is_whole: bool


def found(fresh: pd.DataFrame, loads: pd.DataFrame, refused: pd.DataFrame, *, is_whole: bool) -> Gaps:
    """From `data_freshness`, `loads` and `refused_rows`; the latter two are empty for a person who may not ask them."""
    unknown = refused[refused["known_file"].isna()]
    return Gaps(
        frozenset(fresh.loc[fresh["last_received_on"].isna(), "source"]),
        len(refused_files(loads)),
        Counter(unknown.drop_duplicates(["source", "record", "source_file", "source_row"])["source"]),
        is_whole,
    )


def refused_files(loads: pd.DataFrame) -> pd.DataFrame:
    """Files that were refused and are in no figure still: neither undone nor replaced by a later one."""
    is_open = loads["refused_because"].notna() & loads["undone_at"].isna()
    return loads[is_open & loads["replaced_by"].isna()] if "replaced_by" in loads else loads[is_open]


def said(gaps: Gaps, sources: Collection[str], subjects: dict[str, tuple[str, int]]) -> list[str]:
    """One sentence for each kind of gap. `subjects`: source → one of its records in words, and how many are shown."""
    told = []
    parts = [f"{words.count(gaps.files, 'file')} {words.verb(gaps.files, 'was', 'were')} refused"] if gaps.files else []
    for source, (one, _) in subjects.items():
        if size := gaps.records[source]:
            parts.append(f"{words.count(size, one)} {words.verb(size, 'was', 'were')} rejected")
    if others := sum(gaps.records[source] for source in sources if source not in subjects):
        row = "other row" if parts else "row"
        parts.append(f"{words.count(others, row)} {words.verb(others, 'was', 'were')} rejected")
    if parts:
        size = gaps.files + sum(gaps.records[source] for source in {*sources, *subjects})
        told.append(f"{words.listed(parts)}: {_of(gaps, subjects, words.verb(size, 'it', 'them'))}.")
    if missing := [words.name_of(name) for name in sources if name in gaps.never and _is_needed(name, gaps.never)]:
        told.append(f"Never received, and so not known: {words.listed(missing)}.")
    return told


def _of(gaps: Gaps, subjects: dict[str, tuple[str, int]], them: str) -> str:
    sizes = [
        f"{words.number(known)} of up to {words.count(known + gaps.records[source], one)}"
        for source, (one, known) in subjects.items()
        if gaps.records[source] and gaps.is_whole
    ]
    return f"the figures below are of {words.listed(sizes)}" if sizes else f"the figures below are without {them}"


def _is_needed(name: str, never: frozenset[str]) -> bool:
    """One register of locations is enough."""
    return name not in tiers.PLACES or never.issuperset(tiers.PLACES)


def marked_said(rows: pd.DataFrame, one: str) -> list[str]:
    """How many of these rows rest on an older row, have cells that could not be read, or lack records refused."""
    if "not_read" not in rows or rows.empty:
        return []
    marks = rows["not_read"].dropna()
    older = int(marks.str.startswith(NEWER).sum())
    cells = len(marks) - older
    lacking = int((rows["records_refused"].fillna(0) > 0).sum()) if "records_refused" in rows else 0
    told = []
    if older:
        their = words.verb(older, "its newer row was", "their newer rows were")
        rest = words.verb(older, "rests on an older row", "rest on older rows")
        told.append(f"{_some(older, rows, one)} {rest}: {their} refused.")
    if cells:
        told.append(f"{_some(cells, rows, one)} {words.verb(cells, 'has', 'have')} cells that could not be read.")
    if lacking:
        has = words.verb(lacking, "has", "have")
        told.append(f"{_some(lacking, rows, one)} {has} records that could not be read in full.")
    return told


def narrowed(scope: dict[str, Any]) -> list[str]:
    """What the rows are narrowed by. Who chooses those that nobody can place has narrowed them by nothing known."""
    return [key for key in PLACES if scope.get(key) and scope[key] not in UNPLACED]


def unplaced_said(size: int, one: str, scope: dict[str, Any], many: str | None = None) -> list[str]:
    """How many of no known market segment or area are in no figure of those chosen, and may belong there."""
    if not size:
        return []
    what, where = words.count(size, one, many), " or ".join(PLACES[key] for key in narrowed(scope))
    is_are, they = words.verb(size, "is", "are"), words.verb(size, "it", "they")
    return [f"{what} {is_are} of no known {where} and not in the figures below; {they} may belong here."]


def _some(size: int, rows: pd.DataFrame, one: str) -> str:
    return f"{words.number(size)} of these {words.number(len(rows))} {one}s" if len(rows) > 1 else f"This {one}"
