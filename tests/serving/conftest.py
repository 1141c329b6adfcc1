"""A small warehouse that can be broken, and pages over it in this process."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard.session import answers
from pipelines.__main__ import app as loader

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
Open = Callable[[Path], AppTest]


def load(folder: Path, *files: str) -> Path:
    """Loads these files of the sample and returns the build that was published."""
    paths = [str(SAMPLE / file) for file in files]
    done = CliRunner().invoke(loader, ["load", *paths, "--warehouse", str(folder)])
    assert done.exit_code == 0, done.output
    return folder / (folder / "current").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one build of two registers, to be copied."""
    folder = tmp_path_factory.mktemp("loaded")
    load(folder, "2026-06-30/contracts.csv", "2026-06-30/reviews.csv")
    return folder


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """The copies of one build have one id, by which answers are remembered, and are not the same once broken."""
    answers._kept.clear()


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    """That folder, to be broken."""
    return Path(shutil.copytree(loaded, tmp_path / "warehouse"))


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """A new reader on the first page, over the warehouse in that folder."""

    def opened(folder: Path) -> AppTest:
        monkeypatch.setenv("CARE_WAREHOUSE", str(folder))
        return AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()

    return opened
