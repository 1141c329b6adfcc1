"""What is said of files: how many rows were kept, what was not read, how old they are, and how a load is undone."""

import subprocess
from pathlib import Path

import pandas as pd
import pytest

from dashboard.shapes import Figure
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


FRESH = pd.DataFrame(
    {
        "source_title": ["Never", "On the day", "A day late", "New"],
        "last_received_on": pd.to_datetime([None, "2026-08-01", "2026-07-31", "2026-08-31"]),
        "age_days": pd.array([None, 31, 32, 1], "Int64"),
        "rhythm_days": 31,
    }
)
ROUND = received({"refused_because": "x"}, {"refused_because": None}).assign(replaced_by=None)
STILL = pd.DataFrame(
    [("a", "a.csv", 2, None), ("a", "a.csv", 3, "old.csv"), ("a", "a.csv", 4, None)],
    columns=["load_id", "source_file", "source_row", "known_file"],
)


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


def test_a_fault_is_settled_by_its_own_load_and_not_by_another_of_the_same_name() -> None:
    """A council's files often have the same name every month."""
    faults = [("1st", "a.csv", 2), ("1st", "a.csv", 3), ("2nd", "a.csv", 2), ("2nd", "b.csv", 2)]
    rejects = pd.DataFrame(faults, columns=["load_id", "source_file", "source_row"])
    still = rejects.iloc[[2]]

    assert list(loads.settled(rejects, still).index) == [0, 1, 3]
    figures = loads.sources(FRESH, "today", ROUND, pd.concat([still, still, rejects.iloc[[3]]]), still, still)
    assert figures[1].label == "Rows refused"
    assert figures[1].size == 2, "a row that is about two records is one row"


def test_a_source_is_late_from_the_day_after_it_should_have_come() -> None:
    found = loads.late(FRESH, "today")
    assert (found.label, list(found.rows()["source_title"])) == ("Sources late today", ["A day late"])

    never = loads.sources(FRESH, "today", ROUND, STILL, STILL, STILL)[3]
    assert (never.label, list(never.rows()["source_title"])) == ("Sources never received", ["Never"])
    assert loads.age_of_sources(FRESH).sentence == (
        "The oldest source is A day late, received 32 days ago. 1 source was never received."
    )


@pytest.mark.parametrize(
    ("files", "rows", "cells", "said"),
    [
        (1, 0, 0, "1 file refused; 0 rows refused; 0 cells that could not be read."),
        (0, 1, 2, "0 files refused; 1 row refused, 1 of them is in no figure; 2 cells that could not be read."),
        (2, 3, 1, "2 files refused; 3 rows refused, 2 of them are in no figure; 1 cell that could not be read."),
    ],
)
def test_what_is_to_be_put_right_is_counted_by_its_kind(files: int, rows: int, cells: int, said: str) -> None:
    of = [Figure("x", STILL.iloc[:size], loads.ROWS) for size in (files, rows, cells)]
    assert loads.to_do_said(*of) == (
        f"To put right: {said} Correct them in the file and load it again: what is put right goes from these lists."
    )


def test_a_row_that_stands_in_no_figure_is_one_that_was_not_known_before() -> None:
    of = Figure("x", STILL.iloc[1:2], loads.ROWS)
    assert "1 row refused, none of them is in no figure;" in loads.to_do_said(
        Figure("x", STILL[:0], loads.ROWS), of, of
    )


@pytest.mark.parametrize(
    ("proposals", "said"),
    [
        ([], "Every supplier and every CQC provider is joined to a provider, or none is named."),
        ([("Ash", None)], "1 supplier or CQC provider is joined to no provider; for none there is a proposal."),
        (
            [("Ash", "P1"), ("Ash", "P2"), ("Elm", None)],
            "2 suppliers and CQC providers are joined to no provider; for 1 there is a proposal.",
        ),
    ],
)
def test_a_supplier_with_several_proposals_is_one_supplier(proposals: list[tuple[str, str]], said: str) -> None:
    found = loads.matches_said(pd.DataFrame(proposals, columns=["written_as", "provider_id"]))
    assert found.startswith(said)


def test_the_most_frequent_flag_is_said_with_how_many_there_are() -> None:
    flags = pd.DataFrame({"source": "risks", "field": ["score", "score", "owner"], "reason": "is unlikely"})
    title = SOURCES["risks"].SOURCE.title

    chart = loads.flags_by_reason(flags)
    assert chart.sentence == f"3 flags on rows that were kept. The most frequent: {title}, score: is unlikely."
    assert list(chart.table["Number"]) == ["2", "1"]
    assert loads.flags_by_reason(flags[:0].astype(str)).sentence == "No flag on rows that were kept."
