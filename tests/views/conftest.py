"""A real small warehouse, made from the sample by the loader, and the pages over it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from pipelines.__main__ import app as loader

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one build of the sample council."""
    folder = tmp_path_factory.mktemp("warehouse")
    done = CliRunner().invoke(loader, ["load", str(ROOT / "data" / "sample"), "--warehouse", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def open_page(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page as a link would: its file below views, and what the address says."""

    def opened(page: str = "", folder: Path = warehouse, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("CARE_WAREHOUSE", str(folder))
        at = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        if page:
            # Which pages there are is known only once the entry script has run.
            at.run().switch_page(f"views/{page}.py")
        for key, value in address.items():
            at.query_params[key] = value
        return at.run()

    return opened
