"""Turns: one page at a time does its own work, and nobody waits while the database works or another page is stuck."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from dashboard.session import answers, turns
from dashboard.topics import audit_log
from pipelines import audit
from pipelines.commands.reports import dates
from pipelines.querying.warehouse import TooMuchAskedError, Warehouse
from tests.serving.test_limits import make_slow

SECONDS = 20


def together(*pages: Callable[[], object]) -> list[object]:
    """Run pages at once. Raises TimeoutError when they wait for each other for ever."""

    def run(page: Callable[[], object], end: Future[object]) -> None:
        try:
            end.set_result(page())
        except BaseException as error:
            end.set_exception(error)

    ends: list[Future[object]] = [Future() for _ in pages]
    for page, end in zip(pages, ends, strict=True):
        # Nobody waits for a thread like this, so one that is stuck fails its test and does not hold up the run.
        threading.Thread(target=run, args=(page, end), daemon=True).start()
    return [end.result(SECONDS) for end in ends]


def held_once() -> None:
    with turns.turn():
        pass


def test_one_at_a_time_has_the_turn() -> None:
    inside: list[int] = []
    most: list[int] = []

    def page() -> None:
        with turns.turn(), turns.turn():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    together(*[page] * 8)
    assert most == [1] * 8


def test_the_others_go_on_while_one_has_given_its_turn_up() -> None:
    has_waited, has_gone_on = threading.Event(), threading.Event()

    def waits() -> bool:
        with turns.turn(), turns.given_up():
            has_waited.set()
            return has_gone_on.wait(SECONDS)

    def goes_on() -> None:
        has_waited.wait(SECONDS)
        with turns.turn():
            has_gone_on.set()

    assert together(waits, goes_on)[0]


def test_a_turn_ends_with_a_failure() -> None:
    with pytest.raises(ValueError, match="mine"), turns.turn(), turns.given_up():
        raise ValueError("mine")
    together(held_once)


def test_pages_that_ask_the_same_at_once_do_not_wait_for_each_other_for_ever(folder: Path) -> None:
    warehouse = Warehouse.open(folder / (folder / "current").read_text(encoding="utf-8").strip())
    scope = dates(warehouse, None, None)

    def page() -> int:
        with turns.turn():
            return len(answers.rows(warehouse, "reviews_due", scope))

    assert len(set(together(*[page] * 8))) == 1


def test_a_page_that_waits_for_a_runaway_question_holds_nobody_up(folder: Path) -> None:
    build = folder / (folder / "current").read_text(encoding="utf-8").strip()
    make_slow(build)
    warehouse = Warehouse.open(build, seconds=3)
    scope = dates(warehouse, None, None)
    ended: dict[str, float] = {}

    def stuck() -> None:
        with turns.turn(), pytest.raises(TooMuchAskedError):
            answers.rows(warehouse, "overdue_reviews", scope)
        ended["stuck"] = time.monotonic()

    def quick() -> None:
        time.sleep(0.5)
        with turns.turn():
            answers.rows(warehouse, "loads", scope)
        ended["quick"] = time.monotonic()

    together(stuck, quick)
    assert ended["quick"] < ended["stuck"]


def test_the_audit_log_is_read_without_the_turn(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARE_WAREHOUSE", str(folder))
    verify = audit.verify

    def meanwhile(where: Path, **known: Any) -> str:
        together(held_once)
        return verify(where, **known)

    monkeypatch.setattr(audit, "verify", meanwhile)

    def page() -> str:
        with turns.turn():
            return audit_log.read().verdict

    assert "unbroken" in str(together(page))
