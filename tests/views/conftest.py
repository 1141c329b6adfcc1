"""A real small warehouse, made from the sample by the loader, and the pages over it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard.menu import Page
from pipelines.__main__ import app as loader
from tests.helpers.pages import Open

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"


def load(folder: Path, *files: str) -> Path:
    """Loads these files of the sample, or all of it, and returns the folder."""
    paths = [str(SAMPLE / file) for file in files or ("",)]
    done = CliRunner().invoke(loader, ["load", *paths, "--warehouse", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one build of the sample council."""
    return load(tmp_path_factory.mktemp("warehouse"))


@pytest.fixture
def open_page(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page as a link would: a page of the menu, else the first, and what the address says."""

    def opened(page: Page | None = None, folder: Path = warehouse, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("CARE_WAREHOUSE", str(folder))
        at = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        if page:
            # Which pages there are is known only once the entry script has run.
            at.run().switch_page(page.file)
        for key, value in address.items():
            at.query_params[key] = value
        return at.run()

    return opened
