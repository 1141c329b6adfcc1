"""Answers that everybody shares: made once, never from a failure, and no more of them than there is room for."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from dashboard.session import answers
from pipelines.commands.reports import dates
from pipelines.querying.warehouse import Warehouse

calls: list[int] = []


def slowly(rows: pd.DataFrame) -> int:
    calls.append(len(rows))
    time.sleep(0.2)
    return len(rows)


def at_the_second_try(rows: pd.DataFrame) -> int:
    calls.append(len(rows))
    if len(calls) == 1:
        raise ValueError("not yet")
    return len(rows)


@pytest.fixture
def warehouse(folder: Path) -> Warehouse:
    calls.clear()
    return Warehouse.open(folder / (folder / "current").read_text(encoding="utf-8").strip())


def test_what_many_ask_for_at_once_is_made_once(warehouse: Warehouse) -> None:
    scope = dates(warehouse, None, None)
    with ThreadPoolExecutor(8) as people:
        waiting = [people.submit(answers.made, slowly, warehouse, "reviews_due", scope) for _ in range(8)]
        found = {one.result() for one in waiting}
    assert len(found) == len(calls) == 1


def test_a_failure_is_told_and_not_remembered(warehouse: Warehouse) -> None:
    scope = dates(warehouse, None, None)
    with pytest.raises(ValueError, match="not yet"):
        answers.made(at_the_second_try, warehouse, "reviews_due", scope)
    assert answers.made(at_the_second_try, warehouse, "reviews_due", scope) == calls[-1]


def test_a_page_cannot_change_the_rows_of_others(warehouse: Warehouse) -> None:
    scope = dates(warehouse, None, None)
    mine = answers.rows(warehouse, "reviews_due", scope)
    mine["title"] = "changed"
    mine.loc[:, "contract_ref"] = "changed"
    yours = answers.rows(warehouse, "reviews_due", scope)
    assert not (yours["title"] == "changed").any()
    assert not (yours["contract_ref"] == "changed").any()


def test_what_was_used_longest_ago_makes_room(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = dates(warehouse, None, None)
    first, second = (answers.rows(warehouse, name, scope) for name in ("reviews_due", "overdue_reviews"))
    monkeypatch.setattr(answers, "MOST_CELLS", second.size)
    third = answers.rows(warehouse, "loads", scope)
    assert len(third)
    kept = [which[0] for which in answers._kept]
    assert "reviews_due" not in kept
    assert "loads" in kept
    pd.testing.assert_frame_equal(answers.rows(warehouse, "reviews_due", scope), first)
