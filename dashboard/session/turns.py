"""One page at a time does its own work; the others wait for the database meanwhile, or for their turn.

Python runs one thread at a time anyhow, and pages that take it from each other all become slow together: of a hundred
readers who each chose every five seconds, one in twenty waited 3.7 seconds or more, and with turns 0.16.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn and keep it. Inside a turn this is part of it.

    What other pages wait for has to be asked within `given_up`: a page that kept its turn while it waited for another
    one, which waits for a turn, would wait for ever.
    """
    if _has_turn():
        yield
        return
    with _lock, _marked():
        yield


@contextmanager
def given_up() -> Iterator[None]:
    """Let others go on while this page waits: for an answer of the database, or for what another page is making."""
    if not _has_turn():
        yield
        return
    _mine.has_turn = False
    _lock.release()
    try:
        yield
    finally:
        _lock.acquire()
        _mine.has_turn = True


def _has_turn() -> bool:
    return getattr(_mine, "has_turn", False)


@contextmanager
def _marked() -> Iterator[None]:
    _mine.has_turn = True
    try:
        yield
    finally:
        _mine.has_turn = False
