"""What is said of the audit log: how much of it is listed, and on which days it was written."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from dashboard.topics import audit_log
from dashboard.topics.audit_log import DAYS, MOST, Trail


def entries(*events: str, times: int = 1) -> pd.DataFrame:
    found = pd.DataFrame({"event": [*events] * times})
    return found.assign(written_at=pd.Timestamp("2026-08-31 10:00"))


@pytest.mark.parametrize(("size", "is_said"), [(MOST - 1, False), (MOST, True)])
def test_that_only_the_newest_are_listed_is_said_where_there_may_be_more(size: int, is_said: bool) -> None:
    said = audit_log.said(Trail(entries("download", times=size), "Unbroken.", is_broken=False))
    assert said.startswith("Unbroken. The newest 5,000 are listed. Among" if is_said else "Unbroken. Among")


def test_each_kind_is_counted_and_one_is_one() -> None:
    rows = entries("download", "download", "refusal", "sign-in", "load", "undo", "print", "sign-out", "build")

    assert audit_log.said(Trail(rows, "Unbroken.", is_broken=False)) == (
        "Unbroken. Among them: 2 downloads, 1 refusal, 1 sign-in, 1 load, 1 load undone and 1 page printed."
    )
    assert audit_log.said(Trail(rows[:0], "x", is_broken=True)) == (
        "0 entries can still be read. Among them: 0 downloads, 0 refusals, 0 sign-ins, 0 loads, 0 loads undone and"
        " 0 pages printed."
    )
    for figure in audit_log.counted(rows):
        assert set(figure.rows()["event"]) == {audit_log.KINDS[figure.label][0]}


def test_the_days_are_the_last_ones_with_today_and_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    last = datetime(2026, 8, 31, 23, 59, tzinfo=UTC).replace(tzinfo=None)
    monkeypatch.setattr(audit_log, "today", last.date)
    days = [last, last, last - timedelta(DAYS - 1), last - timedelta(DAYS)]
    rows = pd.DataFrame({"written_at": pd.to_datetime(days)})

    chart = audit_log.by_day(rows)
    assert chart.sentence == f"3 entries in the last {DAYS} days, the most on 31 August 2026: 2."
    assert list(chart.table["Day"])[:: DAYS - 1] == ["31 August 2026", "4 August 2026"]
    assert list(chart.table["Entries"])[:: DAYS - 1] == ["2", "1"]
    assert audit_log.by_day(rows.iloc[3:]).sentence == f"Nothing was written in the last {DAYS} days."
