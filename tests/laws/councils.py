"""Councils that no sample has: edge dates, blanks, cells and rows that were refused, removals, three drops."""

from datetime import date, timedelta
from random import Random
from typing import Any

from pipelines.registers.all import SOURCES
from pipelines.registers.base import NotBefore, Sourced
from pipelines.registers.columns import Column, columns_of
from pipelines.rules import load_words
from tests.helpers.loading import RULES

WORDS = load_words(RULES)
DAY = date(2026, 8, 31)
ROWS_A_DROP, REFUSED_ROWS = 12, 12
DROPS = (date(2026, 6, 30), date(2026, 7, 31), DAY)
YEARS = ("1900-01-02", "1979-12-31", "1980-01-01", "2023-03-31", "2079-12-31", "2080-01-01", "2199-12-31")
NEAR = ("2024-02-29", "2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01", "2026-08-30", "2026-08-31", "2026-09-01")
DATES = tuple(date.fromisoformat(text) for text in (*YEARS, *NEAR))

LEFT_ALONE = {"spend", "listed_homes", "actions"}
"""No question with a scope reads them."""

REFERENCES = {
    "contract_ref": ("C1", "C2", "C3", "C4", "C9"),
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


def _value(chance: Random, column: Column) -> Any:
    if column.name in REFERENCES:
        return chance.choice(REFERENCES[column.name])
    if column.list_name:
        return chance.choice(WORDS[column.list_name].words)
    least, most = column.at_least or 0, column.at_most or 100_000
    match column.type.__name__:
        case "date":
            return chance.choice(DATES)
        case "bool":
            return chance.random() < 0.5
        case "int":
            return chance.randint(int(least), int(min(most, least + 20)))
        case "float":
            return float(chance.choice([least, most]))
        case "Decimal":
            return chance.choice([0, 250_000, 6_000_000])
    return chance.choice(["a", "b", "c", "d"])


def _row(chance: Random, source: str) -> Cells:
    """One row that the checks let pass, some of its cells refused."""
    declared = SOURCES[source].SOURCE
    cells: Cells = {}
    refused = []
    for column in columns_of(SOURCES[source]):
        if column.name in Sourced.model_fields:
            continue
        fate = chance.choice(["value", "value", "value", "value", "value", "blank", "blank", "refused"])
        if fate == "refused" and column.name not in (*declared.key, *PLACES):
            refused.append(column.name)
        elif fate == "value" or not column.is_optional:
            cells[column.name] = _value(chance, column)
    for check in declared.checks:
        if isinstance(check, NotBefore):
            later, earlier = cells.get(check.later), cells.get(check.earlier)
            if later and earlier and later < earlier:
                cells |= {check.earlier: later} if check.later in declared.key else {check.later: earlier}
        elif all(name not in cells for name in check.fields):
            cells[check.fields[0]] = chance.choice(REFERENCES[check.fields[0]])
    return {**cells, "refused_columns": f" {' '.join(refused)} "} if refused else cells


def _history(chance: Random, source: str) -> list[Cells]:
    """Versions of each key, by the drop that brought them; some of a register sent whole are gone at the end."""
    declared = SOURCES[source].SOURCE
    found: list[Cells] = []
    known: dict[tuple[Any, ...], Cells] = {}
    for drop in DROPS:
        for _ in range(chance.randint(0, ROWS_A_DROP)):
            cells = _row(chance, source)
            name = tuple(cells.get(part) for part in declared.key)
            before = known.get(name)
            if before and before["recorded_on"] == drop:
                continue
            if before:
                before["superseded_on"] = drop
            known[name] = {**cells, "recorded_on": drop}
            found.append(known[name])
    for cells in known.values():
        if declared.kind == "snapshot" and cells["recorded_on"] < DAY and chance.random() < 0.2:
            cells["superseded_on"] = DAY
    for number, cells in enumerate(found, start=2):
        cells |= {"source_file": f"{source}.csv", "source_row": number}
    return found


def _refused_row(chance: Random, tables: Tables, number: int) -> Cells:
    """A row that was not kept: in place of a record that is known, or of one of which nothing was."""
    source = chance.choice(sorted(tables))
    cells: Cells = {
        "source": source,
        "load_id": "newer",
        "reason": "is not a date",
        "recorded_on": chance.choice(DROPS),
        "source_file": "newer.csv",
        "source_row": number,
    }
    for name in ("record", *PLACES[:3]):
        if chance.random() < 0.5:
            cells[name] = chance.choice(REFERENCES.get(name, ("X1", "X2")))
    if tables[source] and chance.random() < 0.5:
        known = chance.choice(tables[source])
        cells |= {"known_file": known["source_file"], "known_row": known["source_row"]}
    if chance.random() < 0.2:
        cells["superseded_on"] = cells["recorded_on"] + timedelta(31)
    return cells


def council(seed: int) -> Tables:
    """Tables of history, and of rows that were refused: the same for the same seed."""
    chance = Random(seed)
    tables = {source: _history(chance, source) for source in SOURCES if source not in LEFT_ALONE}
    tables["refused_rows"] = [_refused_row(chance, tables, number) for number in range(2, 2 + REFUSED_ROWS)]
    return tables
