"""A file of KPI returns to load: half a row in a hundred is bad, in ten ways, and some cells have line breaks."""

import random
from datetime import date, timedelta
from pathlib import Path

from pipelines.commands.options import DEFAULT_RULES
from pipelines.registers.base import Sourced
from pipelines.registers.columns import columns_of, with_words
from pipelines.registers.kpis import Kpi
from pipelines.rules import load_words

WORDS = load_words(DEFAULT_RULES)
COLUMNS = [with_words(column, WORDS) for column in columns_of(Kpi) if column.name not in Sourced.model_fields]
KEY = Kpi.SOURCE.key
BAD = {
    "contract_ref": "",
    "provider_id": "X" * 120,
    "kpi_name": "",
    "period_start": "31/02/2026",
    "period_end": "1999-01-01",
    "due_on": "soon",
    "value": "many",
    "target": "1;2",
    "better": "upwards",
    "received_on": "0026-01-01",
}
"""One cell that no check lets pass, for each of ten columns."""

PERIODS = 40


def write(path: Path, rows: int) -> int:
    """A file with so many rows. Returns how many of them are bad."""
    rng = random.Random(2026)
    names = [column.name for column in COLUMNS]
    kinds = list(BAD)
    first, bad = date(2016, 1, 1), 0
    starts = [(first + timedelta(days=91 * n)).isoformat() for n in range(PERIODS)]
    ends = [(first + timedelta(days=91 * n + 90)).isoformat() for n in range(PERIODS)]
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(names) + "\n")
        for number in range(rows):
            contract, period = divmod(number, PERIODS)
            cells = {
                "contract_ref": f"CC-{contract:07}",
                "provider_id": f"P{contract % 30_000:05}",
                "location_id": f"L{contract % 50_000:05}",
                "kpi_code": "PLAN-REVIEW",
                "kpi_name": "Care plans reviewed in time",
                "period_start": starts[period],
                "period_end": ends[period],
                "due_on": ends[period],
                "received_on": ends[period],
                "value": f"{rng.randrange(1000) / 10}",
                "target": "95",
                "better": "higher",
                "unit": "per cent",
            }
            if rng.random() < 0.005:
                kind = kinds[bad % len(kinds)]
                cells[kind] = BAD[kind]
                bad += 1
            out.write(",".join(cells[name] for name in names) + "\n")
    return bad


def write_numbered(path: Path, rows: int) -> None:
    """Spend lines whose amount is the row that a sheet shows. One cell in eighty has a line break."""
    rng = random.Random(2026)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("Supplier,Payment date,Amount,Purpose\n")
        for row in range(2, rows + 2):
            purpose = f'"care\nhome {row}"' if rng.random() < 0.0125 else f"care home {row}"
            out.write(f"Supplier {row % 5000},2026-08-01,{row},{purpose}\n")
