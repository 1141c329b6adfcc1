"""Councils that no sample has: edge dates, blanks, cells and rows that were refused, removals, three drops."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from pipelines.columns import Column, columns_of
from pipelines.contracts.base import NotBefore, Sourced
from pipelines.sources import SOURCES

DAY = date(2026, 8, 31)
DROPS = (date(2026, 6, 30), date(2026, 7, 31), DAY)
YEARS = ("1900-01-02", "1979-12-31", "1980-01-01", "2023-03-31", "2079-12-31", "2080-01-01", "2199-12-31")
NEAR = ("2024-02-29", "2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01", "2026-08-30", "2026-08-31", "2026-09-01")
DATES = tuple(date.fromisoformat(text) for text in (*YEARS, *NEAR))

LEFT_ALONE = {"spend", "listed_homes", "actions"}
"""No question with a scope reads them."""

REFERENCES = {
    "contract_ref": ("C1", "C2", "C3", "C9"),
    "replaces_contract_ref": ("C1", "C2", "C9"),
    "provider_id": ("P1", "P2", "P9"),
    "location_id": ("L1", "L2", "L3", "L9"),
    "cqc_location_id": ("1-1", "1-2", "1-9"),
    "officer_id": ("O1", "O2"),
    "lead_officer_id": ("O1", "O2", "O9"),
    "deputy_officer_id": ("O1", "O9"),
    "supplier_name": ("Ash", "St John's Care", "St John’s  Care"),
    "market_segment": ("Care Homes", "VCS"),
    "locality": ("North Vale", "West Heath", "Elsewhere"),
    "service_type": ("Residential home", "Supported living", "Hotel"),
    "service_group": ("Overall", "Residential homes"),
    "domain": ("Overall", "Safe"),
    "rating": ("Good", "Inadequate", "Not Rated", "New word"),
    "accountable_body": ("Council", "Trust"),
}
"""What cells may name: some of it is in no register."""

PLACES = ("contract_ref", "provider_id", "location_id", "replaces_contract_ref")
"""A row whose reference cannot be read is refused as a whole."""

Cells = dict[str, Any]
Tables = dict[str, list[Cells]]


def _value(column: Column) -> st.SearchStrategy[Any]:
    if column.name in REFERENCES:
        return st.sampled_from(REFERENCES[column.name])
    if column.words:
        return st.sampled_from(column.words)
    least, most = column.at_least or 0, column.at_most or 100_000
    kinds: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "date": lambda: st.sampled_from(DATES),
        "bool": st.booleans,
        "int": lambda: st.integers(int(least), int(min(most, least + 20))),
        "float": lambda: st.sampled_from([float(least), float(most)]),
        "Decimal": lambda: st.sampled_from([0, 250_000, 6_000_000]),
    }
    return kinds.get(column.type.__name__, lambda: st.sampled_from(["a", "b"]))()


@st.composite
def _row(draw: st.DrawFn, source: str) -> Cells:
    """One row that the checks let pass, some of its cells refused."""
    declared = SOURCES[source].SOURCE
    cells: Cells = {}
    refused = []
    for column in columns_of(SOURCES[source]):
        if column.name in Sourced.model_fields:
            continue
        is_fixed = column.name in (*declared.key, *PLACES)
        fate = draw(st.sampled_from(["value"] * 5 + ["blank"] * 2 + ["refused"]))
        if fate == "refused" and not is_fixed:
            refused.append(column.name)
        elif fate == "value" or not column.is_optional:
            cells[column.name] = draw(_value(column))
    for check in declared.checks:
        if isinstance(check, NotBefore):
            later, earlier = cells.get(check.later), cells.get(check.earlier)
            if later and earlier and later < earlier:
                cells[check.earlier if check.later in declared.key else check.later] = (
                    later if check.later in declared.key else earlier
                )
        elif all(name not in cells for name in check.fields):
            cells[check.fields[0]] = draw(st.sampled_from(REFERENCES[check.fields[0]]))
    if refused:
        cells["refused_columns"] = f" {' '.join(refused)} "
    return cells


@st.composite
def councils(draw: st.DrawFn) -> Tables:
    """Tables of history: each key in up to three versions, by the drop that brought it, some of them gone at the end."""
    tables: Tables = {}
    for source, row in SOURCES.items():
        if source in LEFT_ALONE:
            continue
        key = row.SOURCE.key
        found: list[Cells] = []
        known: dict[tuple[Any, ...], Cells] = {}
        for drop in DROPS:
            for cells in draw(st.lists(_row(source), min_size=1, max_size=3)):
                name = tuple(cells.get(part) for part in key)
                before = known.get(name)
                if before and before["recorded_on"] == drop:
                    continue
                if before:
                    before["superseded_on"] = drop
                known[name] = {**cells, "recorded_on": drop}
                found.append(known[name])
        if row.SOURCE.kind == "snapshot" and known and draw(st.booleans()):
            gone = known[draw(st.sampled_from(sorted(known, key=str)))]
            if gone["recorded_on"] < DAY:
                gone["superseded_on"] = DAY
        for number, cells in enumerate(found, start=2):
            cells |= {"source_file": f"{source}.csv", "source_row": number}
        tables[source] = found
    tables["refused_rows"] = draw(st.lists(_refused_row(tables), max_size=8))
    for number, cells in enumerate(tables["refused_rows"], start=2):
        cells["source_row"] = number
    return tables


@st.composite
def _refused_row(draw: st.DrawFn, tables: Tables) -> Cells:
    """A row that was not kept: in place of a record that is known, or of one of which nothing was."""
    source = draw(st.sampled_from(sorted(tables)))
    cells: Cells = {
        "source": source,
        "load_id": "newer",
        "reason": "is not a date",
        "recorded_on": draw(st.sampled_from(DROPS)),
        "source_file": "newer.csv",
    }
    for name in ("record", *PLACES[:3]):
        if draw(st.booleans()):
            cells[name] = draw(st.sampled_from(REFERENCES.get(name, ("X1", "X2"))))
    if tables[source] and draw(st.booleans()):
        known = draw(st.sampled_from(tables[source]))
        cells |= {"known_file": known["source_file"], "known_row": known["source_row"]}
    if draw(st.integers(0, 3)) == 0:
        cells["superseded_on"] = cells["recorded_on"] + timedelta(31)
    return cells
