"""An invented council: the same seed gives the same files to the byte, at any of three scales."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pipelines.registers.all import SOURCES
from pipelines.sample import (
    agreements,
    changes,
    incidents,
    kpis,
    market,
    oversight,
    payments,
    quality,
    ratings,
    register,
)
from pipelines.sample.faults import spoil
from pipelines.sample.ledger import KNOWN, ROW
from pipelines.sample.size import SCALES

_KINDS = {name: row.SOURCE.kind for name, row in SOURCES.items()}
_FILE_NAMES = {"cqc_ratings": ratings.FILE_NAME}


def write(scale: str, seed: int, out: Path) -> None:
    """Write every source as CSV into `out`, one folder for each day on which files were handed over.

    A snapshot is whole in every folder, as it stood that day; of events, the first folder has all that was
    known by then, and each later one what was added or corrected since.
    Raises ValueError for an unknown scale.
    """
    if scale not in SCALES:
        raise ValueError(f"No scale {scale!r}: choose one of {', '.join(SCALES)}.")
    drops = SCALES[scale].drops
    for day in drops:
        (out / day.isoformat()).mkdir(parents=True, exist_ok=True)
    for source, frames in _sources(scale, seed):
        paths = [out / day.isoformat() / _FILE_NAMES.get(source, f"{source}.csv") for day in drops]
        for path in paths:
            path.unlink(missing_ok=True)
        for chunk in frames:
            before = 0
            for n, (day, path) in enumerate(zip(drops, paths, strict=True)):
                is_new = not path.exists()
                rows = _known(chunk, before if _KINDS[source] == "events" else 0, day.toordinal())
                _append(spoil(rows, source, n) if is_new else rows, path)
                before = day.toordinal()


def _sources(scale: str, seed: int) -> Iterator[tuple[str, Iterator[pd.DataFrame]]]:
    """Each source's name, with the versions of its rows in chunks."""
    size = SCALES[scale]
    owners = market.organisations(size, seed)
    found = market.services(size, seed, owners)
    made = agreements.agreements(size, seed, owners, found)
    areas = {s.provider.id: s.area for s in reversed(found)}
    yield "providers", market.providers(size, seed, owners).frames()
    yield "locations", market.locations(seed, found).frames()
    yield "officers", market.officers(size, seed).frames()
    yield "contracts", register.contracts(size, seed, made, areas).frames()
    yield "contract_tierings", register.tierings(seed, made).frames()
    yield "contract_changes", changes.changes(seed, made).frames()
    yield "uplifts", changes.uplifts(seed, made).frames()
    yield "procurements", changes.procurements(seed, made).frames()
    yield "reviews", oversight.reviews(seed, made, found).frames()
    yield "assessments", oversight.assessments(seed, found).frames()
    yield "notices", quality.notices(seed, made).frames()
    yield "quality_cases", quality.quality_cases(seed, found).frames()
    yield "tier_decisions", quality.tier_decisions(seed, found).frames()
    yield "risks", quality.risks(seed, made).frames()
    yield "actions", quality.actions(seed, owners, made).frames()
    yield "cqc_ratings", ratings.ratings(seed, found).frames()
    yield "complaints", incidents.complaints(size, seed, found)
    yield "concerns", incidents.concerns(size, seed, found)
    yield "kpis", kpis.kpis(size, seed, made, found)
    yield "spend", payments.spend(seed, made).frames()


def _known(versions: pd.DataFrame, after: int, by: int) -> pd.DataFrame:
    """The newest version of each row that became known after one day and by another (ordinals).

    A version that is blank in its first column says that the row was taken out of the register.
    """
    known = versions[(versions[KNOWN] > after) & (versions[KNOWN] <= by)]
    newest = known.sort_values(KNOWN, kind="stable").drop_duplicates(ROW, keep="last")
    return newest[newest.iloc[:, 0] != ""].sort_values(ROW, kind="stable")


def _append(rows: pd.DataFrame, path: Path) -> None:
    """The one way to a file: columns in order, UTF-8, line feeds. No file is written for no rows."""
    if not rows.empty:
        is_new = not path.exists()
        cells = rows.drop(columns=[KNOWN, ROW])
        cells.to_csv(path, mode="a", header=is_new, index=False, encoding="utf-8", lineterminator="\n")
