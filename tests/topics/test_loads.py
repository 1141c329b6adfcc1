"""What is said of files: how many rows were kept, what was not read, how old they are, and how a load is undone."""

import subprocess
from pathlib import Path

import pandas as pd
import pytest

from dashboard.topics import loads
from pipelines.registers.all import SOURCES

COUNTS = {"read_count": 5, "kept_count": 3, "rejected_count": 1, "blank_count": 1}
WHOLE = {
    "source": "risks",
    "file": "a.csv",
    "load_id": "2026-06-30-risks-1",
    "undone_at": None,
    "dropped_columns": None,
    **COUNTS,
}


def received(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([WHOLE | change for change in changes])


def test_a_load_that_was_undone_counts_as_never_received() -> None:
    rows = received({}, {"undone_at": pd.Timestamp("2026-09-01 10:00")})

    still = pd.DataFrame([("a", "a.csv", 3), ("a", "a.csv", 3)], columns=["load_id", "source_file", "source_row"])
    assert loads.loads_said(rows, still) == (
        "1 file received with 5 rows: 3 kept, 1 rejected, 1 blank. 1 of those rejected is still to be put right."
        " 1 load was undone."
    )
    assert len(loads.received(rows)) == 1


@pytest.mark.parametrize(("chosen", "load_id"), [(None, "LOAD_ID"), (1, "2026-07-31-risks-2")])
def test_the_command_names_the_load_that_was_chosen(
    monkeypatch: pytest.MonkeyPatch, chosen: int | None, load_id: str
) -> None:
    monkeypatch.delenv("CARE_WAREHOUSE", raising=False)
    rows = received({}, {"load_id": "2026-07-31-risks-2"})

    assert loads.undo_command(rows, chosen) == f"python -m pipelines undo {load_id}"


@pytest.mark.parametrize(
    "part", ["Published contracts", "a; rm -rf $HOME", "it's", '"', "`id`", "$(id)", "a && b", "a | b", "*", "~", "é"]
)
def test_the_command_is_one_that_can_be_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str) -> None:
    """A shell makes of it the words that undo the load: of a part with any letters, in the warehouse looked at."""
    folder = tmp_path / "my council's $HOME"
    monkeypatch.setenv("CARE_WAREHOUSE", str(folder))
    load_id = f"2026-08-31-contracts-{part}-2d1f1a2a"

    said = loads.undo_command(received({"load_id": load_id}), 0)

    heard = subprocess.run(["sh", "-c", f'printf "%s\\0" {said}'], capture_output=True, check=True, cwd=tmp_path).stdout
    words = ["python", "-m", "pipelines", "undo", load_id, "--warehouse", str(folder)]
    assert heard.decode().split("\0")[:-1] == words


def test_columns_that_were_not_read_are_named_once_for_each_source() -> None:
    assert loads.unread_said(received({})) == "Every column of every file was read."
    rows = received({}, {"dropped_columns": "Colour, Shape"}, {"dropped_columns": "Shape, Size"})
    title = SOURCES["risks"].SOURCE.title
    assert loads.unread_said(rows) == (
        f"Columns that no register has are not read. In 2 files: {title}: Colour, Shape, Size."
    )


def test_bars_that_are_all_0_are_no_chart() -> None:
    fresh = pd.DataFrame({"source_title": ["A", "B"], "age_days": [0, 0]})
    assert loads.age_of_sources(fresh).is_blank
    assert loads.age_of_sources(fresh).sentence == "The oldest source is A, received today."
    assert not loads.age_of_sources(fresh.assign(age_days=[0, 1])).is_blank
