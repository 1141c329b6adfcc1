"""What councils published, when a folder of it is there: counts and sums held against a plain reading of the bytes."""

import csv
import io
import os
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.loading.load import Asked, files_in, load_all
from pipelines.reading.headings import Spellings
from pipelines.warehouse.driver import Connection, execute
from tests.helpers.loading import DAY, RULES, empty_warehouse

REAL = Path(os.environ.get("CARE_REAL_DATA", Path(__file__).parents[3] / "shared" / "real")) / "spend"
MESSY = REAL / "monthly_messy"
LARGE = REAL / "trafford_supplier_spend_2026_27.csv"

pytestmark = pytest.mark.skipif(not MESSY.is_dir(), reason=f"LEFT OUT: no real files in {REAL}; set CARE_REAL_DATA")


def decoded(path: Path) -> str:
    """The text, with the one decision a byte asks for: no file here has a ligature."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp850" if b"\x9c" in content else "cp1252")


def counted(path: Path) -> tuple[int, int, Decimal]:
    """Rows below the headings, blank ones among them, and the sum of the amounts."""
    rows = list(csv.reader(io.StringIO(decoded(path), newline="")))
    head = next(number for number, row in enumerate(rows) if any("amount" in cell.lower() for cell in row))
    place = next(number for number, cell in enumerate(rows[head]) if "amount" in cell.lower())
    body = rows[head + 1 :]
    filled = [row for row in body if any(cell.strip() for cell in row)]
    amounts = (row[place].replace("£", "").replace(",", "").strip() for row in filled)
    signed = (Decimal("-" + text[:-1] if text.endswith("-") else text) for text in amounts)
    return len(body), len(body) - len(filled), sum(signed, Decimal(0))


def kept_sum(con: Connection, load_no: int) -> Decimal:
    [(total,)] = execute(
        con,
        """select sum(amount) from spend_seen as seen
        join (select distinct row_id, amount from spend_history) as known using (row_id) where load_no = $no""",
        {"no": load_no},
    )
    return total


def test_the_monthly_files_load_with_every_row_and_penny_or_are_refused_with_the_remedy():
    con = empty_warehouse()
    loads = load_all(con, files_in([MESSY], DAY), Asked(Spellings.load(RULES), "spend"))
    assert len(loads) == 54
    refused = [load for load in loads if load.refused_because]
    assert len(refused) <= 6
    assert [load.file for load in refused if "--header" not in str(load.refused_because)] == []
    for load in loads:
        if not load.refused_because:
            found = (load.read_count, load.blank_count, kept_sum(con, load.load_no))
            assert (load.file, load.rejected_count, *found) == (load.file, 0, *counted(MESSY / Path(load.file).name))
            assert load.encoding
            assert load.line_ends
            assert load.header_row


def test_a_years_spend_is_kept_to_the_penny():
    con = empty_warehouse()
    [load] = load_all(con, files_in([LARGE], DAY), Asked(Spellings.load(RULES)))
    read, blank, total = counted(LARGE)
    assert (load.source, load.read_count, load.kept_count) == ("spend", 38055, read - blank)
    assert kept_sum(con, load.load_no) == total
