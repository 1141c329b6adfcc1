"""What leaves as a file: safe in a spreadsheet, typed, and stamped so that somebody else can get it again."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from dashboard import exports
from pipelines.contracts.reviews import OverdueReview

STAMP = exports.Stamp(date(2026, 8, 31), date(2026, 9, 30), "20260901T101500-3f2a", "c4bd55")


def reviews(**changed: object) -> pd.DataFrame:
    row = {
        "contract_ref": "C1", "title": "Home care", "provider_name": "Ash", "annual_value": 1240000.5,
        "is_lead_left": True, "due_on": pd.Timestamp("2026-08-01"), "days_overdue": 30, "source_row": 7,
    }  # fmt: skip
    return pd.DataFrame([row | changed])


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_excel_reads_it() -> None:
    data = exports.csv_bytes(reviews(), OverdueReview, STAMP)

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_values_keep_their_type() -> None:
    [row] = read(exports.csv_bytes(reviews(), OverdueReview, STAMP))

    assert row["due_on"] == "2026-08-01"
    assert row["annual_value"] == "1240000.50"
    assert row["is_lead_left"] == "Y"
    assert row["days_overdue"] == "30"


def test_each_row_says_how_to_get_it_again() -> None:
    [row] = read(exports.csv_bytes(reviews(), OverdueReview, STAMP))

    assert list(row)[-4:] == ["as_of", "known_on", "build_id", "rules_hash"]
    assert [row[name] for name in list(row)[-4:]] == [
        "2026-08-31",
        "2026-09-30",
        "20260901T101500-3f2a",
        "c4bd55",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-cmd",
        "@SUM(A1)",
        " =1+1",
        "\u00a0=1+1",
        "\t=1",
        "\rx",
        "\nx",
        "＝1",
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    [row] = read(exports.csv_bytes(reviews(title=text), OverdueReview, STAMP))

    assert row["title"] == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-1,240.50", "+44", "-4.5%", "Home care - night", "a=b"])
def test_what_it_would_not_run_is_left_alone(text: str) -> None:
    [row] = read(exports.csv_bytes(reviews(title=text), OverdueReview, STAMP))

    assert row["title"] == text


def test_a_heading_cannot_run_either() -> None:
    data = exports.csv_bytes(reviews().rename(columns={"title": "=1+1"}), OverdueReview, STAMP)

    assert "'=1+1" in read(data)[0]


def test_real_negative_numbers_and_blanks_stay_what_they_are() -> None:
    [row] = read(exports.csv_bytes(reviews(annual_value=-20.0, title=None), OverdueReview, STAMP))

    assert (row["annual_value"], row["title"]) == ("-20.00", "")


def test_an_empty_answer_still_has_its_headings() -> None:
    data = exports.csv_bytes(reviews().iloc[:0], OverdueReview, STAMP)

    assert data.decode("utf-8-sig").startswith("contract_ref,title,")
    assert read(data) == []


def test_the_name_says_question_date_and_build() -> None:
    assert exports.file_name("overdue_reviews", STAMP) == "overdue-reviews_2026-08-31_build-20260901T101500-3f2a.csv"


def test_the_bytes_are_made_when_asked_for() -> None:
    assert exports.csv_later(reviews(), OverdueReview, STAMP)() == exports.csv_bytes(reviews(), OverdueReview, STAMP)
