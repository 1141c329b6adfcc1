"""A big file takes another road: its rows are judged in a database of their own. Nothing else may differ."""

import random
from pathlib import Path

import pytest

from pipelines.reading import table
from pipelines.registers.all import history_table
from pipelines.warehouse.driver import Connection, execute
from tests.helpers.loading import DAY, empty_warehouse, load_bytes

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
ROWS = 300_000


def everything(con: Connection, source: str) -> list[tuple[object, ...]]:
    return [
        *execute(con, f"select * from {history_table(source)} order by row_id, recorded_on"),
        *execute(con, f"select * from {source}_seen order by all"),
        *execute(con, "select * from rejects order by all"),
    ]


@pytest.mark.parametrize("source", ["contracts", "complaints", "spend"])
def test_a_big_file_ends_as_a_small_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str):
    found = []
    for big in (table.BIG, 0):
        monkeypatch.setattr(table, "BIG", big)
        con = empty_warehouse()
        for drop in sorted(SAMPLE.iterdir()):
            for file in sorted(drop.glob(f"{source}.csv")):
                load_bytes(con, tmp_path, file.read_bytes(), name=file.name, day=DAY.fromisoformat(drop.name))
        found.append(everything(con, source))
        assert not list(tmp_path.glob("scratch*"))
    assert found[0]
    assert found[0] == found[1]


@pytest.mark.parametrize("breaks", [1, 3])
def test_the_rows_keep_the_numbers_that_a_sheet_shows(tmp_path: Path, breaks: int):
    """Cells with line breaks, on several cores: a row's number counts rows and not lines.

    Empty lines in cells take the file through a copy; single breaks leave it to the database.
    """
    rng = random.Random(7)
    lines = ["Supplier,Payment date,Amount,Purpose"]
    for number in range(2, ROWS + 2):
        purpose = f'"care{chr(10) * breaks}home {number}"' if rng.random() < 0.01 else f"row {number}"
        lines.append(f"Supplier {number},2026-08-01,{number},{purpose}")
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, "\n".join(lines) + "\n", source="spend")
    assert load.kept_count == ROWS
    [(wrong, multi)] = execute(
        con,
        f"""select count(*) filter (where source_row <> amount), count(*) filter (where contains(purpose, '\n'))
        from {history_table("spend")}""",
    )
    assert wrong == 0
    assert multi > ROWS // 200
