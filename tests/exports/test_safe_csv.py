"""A CSV file that a spreadsheet opens and does not run: the guard in SQL judges as the one in Python does."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.answers.loads import Load
from pipelines.answers.reviews import OverdueReview
from pipelines.safe_csv import safe, write_csv

STAMP = {"as_of": "2026-08-31", "known_on": "2026-09-30", "build_id": "20260901T101500-3f2a", "rules_hash": "c4bd55"}
RUNS = [
    "=1+1", "+cmd", "-cmd", "@SUM(A1)", " =1+1", "\u00a0=1+1", "\ufeff=1", "\u200b=1", "\u3000@x", "\x0b=1", "\x00=1",
    "\t=1", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "-5-5", "+44 20", "-1,240.50=", "--5",
]  # fmt: skip
DOES_NOT_RUN = ["-5", "-1,240.50", "+44", "-4.5%", "Home care - night", "a=b", "'=1", "", " ", "£5", "x\n=1", "١"]


def reviews(**changed: object) -> pd.DataFrame:
    row = {
        "contract_ref": "C1", "title": "Home care", "provider_name": "Ash", "annual_value": 1240000.5,
        "is_lead_left": True, "due_on": pd.Timestamp("2026-08-01"), "days_overdue": 30, "source_row": 7,
    }  # fmt: skip
    return pd.DataFrame([row | changed])


def as_bytes(rows: pd.DataFrame, row: type = OverdueReview, **stamp: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        write_csv(rows, row, STAMP | stamp, path)
        return path.read_bytes()


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_excel_reads_it() -> None:
    data = as_bytes(reviews())

    assert data.startswith(b"\xef\xbb\xbfcontract_ref,")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_values_keep_their_type() -> None:
    [row] = read(as_bytes(reviews()))

    assert row["due_on"] == "2026-08-01"
    assert row["annual_value"] == "1240000.50"
    assert row["is_lead_left"] == "Y"
    assert row["days_overdue"] == "30"


def test_a_time_says_that_it_is_utc() -> None:
    [row] = read(as_bytes(pd.DataFrame({"loaded_at": [datetime(2026, 8, 31, 9, 5)]}), Load))

    assert row["loaded_at"] == "2026-08-31T09:05:00Z"


def test_each_row_says_how_to_get_it_again() -> None:
    [row] = read(as_bytes(reviews()))

    assert list(row)[-4:] == ["as_of", "known_on", "build_id", "rules_hash"]
    assert {name: row[name] for name in STAMP} == STAMP


@pytest.mark.parametrize("text", RUNS)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    [row] = read(as_bytes(reviews(title=text)))

    assert row["title"] == safe(text) == f"'{text}"


@pytest.mark.parametrize("text", DOES_NOT_RUN)
def test_what_it_would_not_run_is_left_alone(text: str) -> None:
    [row] = read(as_bytes(reviews(title=text)))

    assert row["title"] == safe(text) == text


CHARACTERS = st.characters(exclude_categories=["Cs"])
CELLS = st.one_of(
    st.text(CHARACTERS, max_size=6),
    st.text(st.sampled_from(" \t\r\n\x00\x0b\u00a0\ufeff=+-@＝－0123,.%'\"ax١"), max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=40))
def test_the_database_and_python_judge_every_cell_alike(cells: list[str]) -> None:
    rows = pd.concat([reviews(title=cell) for cell in cells], ignore_index=True)

    assert [row["title"] for row in read(as_bytes(rows))] == [safe(cell) for cell in cells]


def test_a_heading_cannot_run_either() -> None:
    assert "'=1+1" in read(as_bytes(reviews().rename(columns={"title": "=1+1"})))[0]


@pytest.mark.parametrize("text", [*RUNS[:5], *DOES_NOT_RUN[:3]])
def test_what_the_rows_were_chosen_by_cannot_run_either(text: str) -> None:
    """Anybody can send a link whose filter is a formula."""
    [row] = read(as_bytes(reviews(), filters=text))

    assert row["filters"] == safe(text)


def test_real_negative_numbers_and_blanks_stay_what_they_are() -> None:
    [row] = read(as_bytes(reviews(annual_value=-20.0, title=None, days_overdue=-5)))

    assert (row["annual_value"], row["title"], row["days_overdue"]) == ("-20.00", "", "-5")


def test_pounds_have_their_pence_however_large() -> None:
    [row] = read(as_bytes(reviews(annual_value=Decimal("123456789012.34"))))

    assert row["annual_value"] == "123456789012.34"


def test_an_empty_answer_still_has_its_headings() -> None:
    data = as_bytes(reviews().iloc[:0])

    assert data.decode("utf-8-sig").startswith("contract_ref,title,")
    assert read(data) == []


def test_the_order_of_many_rows_is_kept() -> None:
    rows = pd.DataFrame({"contract_ref": [f"C{at}" for at in range(50_000)], "days_overdue": range(50_000)})

    assert [row["contract_ref"] for row in read(as_bytes(rows))] == list(rows["contract_ref"])
