"""Script runs of every page on the sample, first and warm, against a page that only prints a line."""

import gc
import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.timing import Result, interleaved

APP = Path("dashboard/app.py")


def _hello() -> None:
    import streamlit

    streamlit.write("hello")


def results(warehouse_folder: Path) -> list[Result]:
    # Streamlit says at every run that no browser is there, as is the case here.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    os.environ["CARE_WAREHOUSE"] = str(warehouse_folder)
    pages = sorted(APP.parent.glob("views/**/*.py"))
    names = [page.relative_to(APP.parent).as_posix() for page in pages if page.name != "__init__.py"]
    opened = {name: _open(name) for name in names}
    # What every page and every package left behind is not what one script run costs.
    gc.collect()
    gc.freeze()
    hello = AppTest.from_function(_hello).run()
    cases: dict[str, Callable[[], object]] = {"hello": hello.run}
    for name, page in opened.items():
        cases[f"first {name}"] = partial(_open, name)
        cases[f"warm {name}"] = page.run
    taken = interleaved(cases)
    gc.unfreeze()
    peer, least = "a page of one line", taken["hello"]
    found = [Result(f"warm run of {name}", taken[f"warm {name}"], "under 60 ms", peer, least) for name in names]
    # A session opens on the first page, so two runs are needed to be on another.
    found += [Result(f"new session, to {name}", taken[f"first {name}"], "", peer, least) for name in names]
    return found


def _open(name: str) -> AppTest:
    """A new session on that page. Raises when the page shows an error, for then the time means nothing."""
    page = AppTest.from_file(str(APP.resolve()), default_timeout=60).run()
    page.switch_page(name)
    page.run()
    if page.exception:
        raise RuntimeError(f"{name} shows an error: {page.exception[0].message}")
    return page
