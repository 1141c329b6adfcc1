"""What Data loads says of what was received, and that an undo shows on a page that is open."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard.topics import left_out, loads
from pipelines.__main__ import app as loader
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.all import SOURCES

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
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


def left_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Rows of `left_out`: question, reason, record."""
    found = pd.DataFrame(rows, columns=["question", "reason", "record_ref"])
    return found.assign(source_file="a.csv", source_row=found["record_ref"].str[1:].astype(int))


def test_each_problem_says_which_question_it_affects_and_how_many_records() -> None:
    left = left_of(
        *[("reviews_due", "No lead", one) for one in ("C2", "C3", "C3")],
        ("reviews_due", "No end", "C2"),
        *[("provider_tiers", "No lead", f"C{row}") for row in range(2, 1202)],
    )

    assert left_out.affected(left).to_numpy().tolist() == [
        [QUESTIONS["provider_tiers"].title, "No lead", "1,200"],
        [QUESTIONS["reviews_due"].title, "No lead", "2"],
        [QUESTIONS["reviews_due"].title, "No end", "1"],
    ]


def test_a_record_that_several_questions_could_not_use_is_one_record() -> None:
    left = left_of(("a", "No lead", "C2"), ("b", "No lead", "C2"), ("b", "No end", "C2"), ("b", "No lead", "C3"))

    assert left_out.by_reason(left) == [("No lead", 2), ("No end", 1)]
    assert (
        left_out.said(left, {}) == "2 records could not be used for some figure. One may be there for several reasons:"
    )
    assert left_out.said(left[left["reason"] == "No lead"], {}) == "2 records could not be used for some figure:"


def test_an_undo_shows_when_the_page_is_next_used(open_page: Callable[..., AppTest], tmp_path: Path) -> None:
    for day in ("2026-06-30", "2026-07-31"):
        done = CliRunner().invoke(loader, ["load", str(SAMPLE / day / "contracts.csv"), "--warehouse", str(tmp_path)])
        assert done.exit_code == 0, done.output
    at = open_page("data/data_loads", folder=tmp_path)
    assert "Data received to 31 July 2026" in at.caption[0].value
    assert not at.code, "no command for a load that nobody chose"

    build = tmp_path / (tmp_path / "current").read_text().strip()
    warehouse = Warehouse.open(build)
    rows = ask(QUESTIONS["loads"], warehouse, as_of=pd.Timestamp("2079-01-01"), known_on=pd.Timestamp("2079-01-01"))
    warehouse.con.close()
    done = CliRunner().invoke(loader, ["undo", str(rows["load_id"].iloc[0]), "--warehouse", str(tmp_path)])
    assert done.exit_code == 0, done.output
    at = at.run()
    assert not at.exception
    assert "Data received to 30 June 2026" in at.caption[0].value
