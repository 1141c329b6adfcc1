"""One table gives the same evidence, whichever program wrote it and in whichever encoding."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.checking.check import checked_columns
from pipelines.loading.load import Asked, Incoming, load_all
from pipelines.reading.headings import Spellings
from pipelines.registers.all import SOURCES
from tests.helpers.loading import DAY, RULES, empty_warehouse, known, rejects
from tests.reading.books import WRITERS, Percent, Rows, Zeros, csv_of

SEEDS = range(6)
NAMES = ["Ash & Elm Ltd", "Château Care", "St John’s", '"Quoted" Homes', "Two, Three", "Über GmbH", "  Spaces  ", "007"]


def day(rng: random.Random) -> date:
    return date(2020, 1, 1) + timedelta(days=rng.randrange(2500))


def contracts(rng: random.Random) -> Rows:
    head = ["contract_ref", "title", "supplier_name", "companies_house_number", "start_on", "current_end_on"]
    rows: Rows = [[*head, "total_value", "annual_value", "is_sme", "status"]]
    for number in range(12):
        start = day(rng)
        rows.append(
            [
                Zeros(number, 6),
                rng.choice([*NAMES, "two\nlines", None, 12]),
                rng.choice(NAMES),
                rng.choice([Zeros(1234567, 8), "SC123456", None, 87654321]),
                start,
                rng.choice([start + timedelta(days=400), None, "tbc"]),
                rng.choice([rng.randrange(10**7), round(rng.random() * 10**6, 2), None, 0]),
                rng.choice([-12.5, 0.1 + 0.2, 1e6, None]),
                rng.choice([True, False, None, "Y"]),
                rng.choice(["Active", "active", None, "Actve"]),
            ]
        )
    return rows


def kpis(rng: random.Random) -> Rows:
    head = ["contract_ref", "provider_id", "kpi_code", "kpi_name", "period_start", "period_end", "due_on"]
    rows: Rows = [["KPI returns"], [], [*head, "value", "target", "better"]]
    for number in range(12):
        start = day(rng)
        ends = [start, start + timedelta(days=90), start + timedelta(days=100)]
        share = Percent(rng.randrange(1000) / 1000)
        value: Any = rng.choice([share, Percent(0.29), share.share, 12, None, "n/a"])
        rows.append(
            [
                f"C{number}",
                f"P{number % 3}",
                "K1",
                rng.choice(NAMES),
                *ends,
                value,
                rng.choice([Percent(0.95), 95]),
                "higher",
            ]
        )
    return rows


def answers(path: Path, source: str) -> tuple[Any, ...]:
    """Everything that is known of a source after a load, but where and when it came from."""
    con = empty_warehouse()
    [load] = load_all(con, [Incoming(path, path.name, DAY)], Asked(Spellings.load(RULES), source))
    columns = ", ".join(column.name for column in checked_columns(SOURCES[source]))
    counts = (load.read_count, load.kept_count, load.rejected_count, load.blank_count, load.refused_because)
    return counts, known(con, source, f"{columns}, source_row"), rejects(con)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("source", "table"), [("contracts", contracts), ("kpis", kpis)])
def test_the_same_table_gives_the_same_answers_in_every_format_and_encoding(
    tmp_path: Path, source: str, table, seed: int
):
    rows = table(random.Random(seed))
    expected = None
    text = csv_of(rows)
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"):
        (tmp_path / f"{codec}.csv").write_bytes(text.encode(codec))
        found = answers(tmp_path / f"{codec}.csv", source)
        expected = expected or found
        assert (codec, found) == (codec, expected)
    for kind, write in WRITERS.items():
        write(tmp_path / f"book.{kind}", rows)
        assert (kind, answers(tmp_path / f"book.{kind}", source)) == (kind, expected)
    assert expected is not None
    assert expected[0][1] > 0
