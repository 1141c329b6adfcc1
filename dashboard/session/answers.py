"""Answers, each asked for once and then shared by everybody who may see the same."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Any

import pandas as pd

from dashboard.session import turns
from pipelines.querying import guarding
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import TooMuchAskedError, Warehouse
from pipelines.warehouse.driver import REMEDY, WarehouseError

MOST_CELLS = 10_000_000
"""Cells of all answers together, some 500 MB: those used longest ago are forgotten."""

SMALL = 10_000
"""Rows. Up to here text is kept as plain objects: it takes three times the room, and a third off the time of a page."""

_lock = Lock()
_kept: OrderedDict[tuple[Any, ...], Future[Any]] = OrderedDict()


def rows(found: Warehouse, name: str, params: dict[str, Any]) -> pd.DataFrame:
    """The rows of a question for those rights, without the columns that may not be seen: a blank would say too much.

    Raises WarehouseError when the build cannot answer.
    """
    # pandas copies on write, so a page that changes its rows cannot change those of others.
    answer: pd.DataFrame = _once(_which(found, name, params), lambda: _asked(found, name, params)).copy(deep=False)
    hidden = [*guarding.hidden(QUESTIONS[name], found.rights)]
    return answer.drop(columns=hidden) if hidden else answer


def made(make: Callable[[pd.DataFrame], Any], found: Warehouse, name: str, params: dict[str, Any]) -> Any:
    """What a function makes of those rows, remembered by its name: it is no lambda, and takes the rows alone."""
    which = (make.__module__, make.__qualname__, *_which(found, name, params))
    return _once(which, lambda: make(rows(found, name, params)))


def _which(found: Warehouse, name: str, params: dict[str, Any]) -> tuple[Any, ...]:
    """All that an answer depends on. A parameter that the question does not have is none of it."""
    used = QUESTIONS[name].params.model_fields
    values = tuple(sorted((key, value) for key, value in params.items() if key in used))
    return name, found.build.build_id, found.rules_hash, found.rights.key, values


def _asked(found: Warehouse, name: str, params: dict[str, Any]) -> pd.DataFrame:
    question = QUESTIONS[name]
    used = {key: params[key] for key in params if key in question.params.model_fields}
    try:
        with turns.given_up():
            answer = ask(question, found, **used)
    except TooMuchAskedError:
        raise
    except WarehouseError as error:
        # The database's own words may quote a record.
        raise WarehouseError(f"The build {found.build.build_id} cannot answer {name}. {REMEDY}") from error
    return answer.astype(dict.fromkeys(answer.select_dtypes("str"), "object")) if len(answer) <= SMALL else answer


def _once(which: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What was made before, or is being made by somebody else's page; made now when there is none."""
    with _lock:
        before = _kept.get(which)
        if before is None:
            mine = _kept[which] = Future()
        else:
            _kept.move_to_end(which)
    if before is not None:
        if before.done():
            return before.result()
        with turns.given_up():
            return before.result()
    try:
        result = make()
    except BaseException as error:
        with _lock:
            _kept.pop(which, None)
        mine.set_exception(error)
        raise
    mine.set_result(result)
    _forget()
    return result


def _forget() -> None:
    with _lock:
        sizes = {which: _cells(one) for which, one in _kept.items()}
        total = sum(sizes.values())
        for which, size in sizes.items():
            if total <= MOST_CELLS:
                break
            if _kept[which].done():
                del _kept[which]
                total -= size


def _cells(one: "Future[Any]") -> int:
    is_frame = one.done() and not one.exception() and isinstance(one.result(), pd.DataFrame)
    return int(one.result().size) if is_frame else 0
