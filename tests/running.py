"""Asynchronous tests beside the browser's, whose own loop has the thread that tests run on."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_beside(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end on a thread of its own, and return or raise what comes of it."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, coroutine).result()
