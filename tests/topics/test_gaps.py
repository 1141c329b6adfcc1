"""What is said of what figures stand on: what was refused, never came, was partly read, or cannot be placed."""

from collections import Counter

import pandas as pd
import pytest

from dashboard.shapes import Figure
from dashboard.topics import gaps, left_out, loads, reviews, tiers
from pipelines.querying.questions import QUESTIONS

REFUSED = pd.DataFrame(
    [
        ("a", "contracts", "C5", None, None, "c.csv", 6),
        ("a", "contracts", "C6", "b.csv", 3, "c.csv", 7),
        ("a", "reviews", "R1", None, None, "r.csv", 2),
    ],
    columns=["load_id", "source", "record", "known_file", "known_row", "source_file", "source_row"],
).astype({"known_row": "Int64"})
LOADS = pd.DataFrame(
    {
        "refused_because": ["x", "x", "x", None],
        "replaced_by": [None, "later", None, None],
        "undone_at": [None, None, pd.Timestamp("2026-09-01"), None],
    }
)
FRESH = pd.DataFrame({"source": ["contracts", "officers"], "last_received_on": [pd.Timestamp("2026-08-31"), None]})


def test_what_was_refused_is_said_with_how_much_the_figures_are_of() -> None:
    missing = gaps.found(FRESH, LOADS, REFUSED, is_whole=True)

    assert gaps.said(missing, reviews.SOURCES, {"contracts": ("contract", 4)}) == [
        "1 file was refused, 1 contract was rejected and 1 other row was rejected:"
        " the figures below are of 4 of up to 5 contracts.",
        "Never received, and so not known: Officers.",
    ]


def test_of_a_part_of_the_council_nobody_knows_how_many_are_missing() -> None:
    missing = gaps.found(FRESH, LOADS.iloc[1:], REFUSED, is_whole=False)
    [said, _] = gaps.said(missing, reviews.SOURCES, {"contracts": ("contract", 4)})
    assert said.endswith("the figures below are without them.")
    assert gaps.said(gaps.found(FRESH, LOADS.iloc[1:], REFUSED.iloc[:0], is_whole=True), ["contracts"], {}) == []


def test_rows_that_rest_on_older_ones_or_lack_cells_are_counted() -> None:
    rows = pd.DataFrame({"not_read": ["newer row refused (a.csv row 2)", "annual value", None], "records_refused": 0})
    assert gaps.marked_said(rows, "contract") == [
        "1 of these 3 contracts rests on an older row: its newer row was refused.",
        "1 of these 3 contracts has cells that could not be read.",
    ]
    assert gaps.marked_said(rows.iloc[2:], "contract") == []
    [said] = gaps.marked_said(rows.iloc[2:].assign(records_refused=2), "location")
    assert said == "This location has records that could not be read in full."


def test_what_a_later_file_put_right_is_no_open_fault() -> None:
    rejects = REFUSED[["load_id", "source_file", "source_row"]]
    assert len(gaps.refused_files(LOADS)) == 1
    assert list(loads.settled(rejects, REFUSED.iloc[:2])["source_file"]) == ["r.csv"]
    assert list(loads.replaced(LOADS).index) == [1, 2]
    told = loads.to_do(Figure("Rows refused", REFUSED.assign(reason="start_on is blank"), loads.ROWS))
    assert list(told["Until then"]) == ["in no figure", "as in b.csv row 3", "in no figure"]
    assert told["Where"][0] == "c.csv row 6"


def test_nothing_left_to_put_right_is_said() -> None:
    empty = Figure("x", REFUSED.iloc[:0], loads.ROWS)
    assert loads.to_do_said(empty, empty, empty) == "Nothing that was refused is left to put right."


SCOPE = {"market_segment": "VCS", "locality": None}


def test_what_nobody_can_place_is_said_beside_a_choice_of_places() -> None:
    assert gaps.unplaced_said(0, "location", SCOPE) == []
    assert gaps.unplaced_said(1, "location", SCOPE) == [
        "1 location is of no known market segment and not in the figures below; it may belong here."
    ]
    [said] = gaps.unplaced_said(2, "contract", SCOPE | {"locality": "North Vale"})
    assert said.startswith("2 contracts are of no known market segment or area and not")
    assert gaps.narrowed({"market_segment": "Not recorded", "locality": None}) == [], "asked for by name"


def test_records_left_out_that_nobody_can_place_are_counted_apart() -> None:
    rows = pd.DataFrame({"market_segment": ["VCS", "Not known", "Not recorded"], "locality": "Not recorded"})
    rows = rows.assign(record_ref=["C2", "C3", "C4"], reason="No lead", source_file="a.csv", source_row=[2, 3, 4])
    assert left_out.said(rows, SCOPE) == (
        "3 records could not be used for some figure,"
        " 2 of them of no known market segment, so they may belong elsewhere:"
    )
    whole = SCOPE | {"market_segment": None}
    assert left_out.said(rows, whole, " of this home") == "3 records could not be used for some figure of this home:"


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


def missing(*never: str, files: int = 0, **records: int) -> gaps.Gaps:
    return gaps.Gaps(frozenset(never), files, Counter(records), is_whole=False)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (missing(), []),
        (missing(files=1), ["1 file was refused: the figures below are without it."]),
        (missing(files=2), ["2 files were refused: the figures below are without them."]),
        (missing(locations=1), ["1 location was rejected: the figures below are without it."]),
        (missing(kpis=2), ["2 rows were rejected: the figures below are without them."]),
        (
            missing(files=1, kpis=1),
            ["1 file was refused and 1 other row was rejected: the figures below are without them."],
        ),
        (missing("locations"), []),
        (
            missing("locations", "cqc_locations", "risks"),
            ["Never received, and so not known: Locations and CQC locations."],
        ),
    ],
)
def test_each_kind_of_gap_is_said_and_one_register_of_locations_is_enough(of: gaps.Gaps, said: list[str]) -> None:
    assert gaps.said(of, tiers.SOURCES, {"locations": ("location", 9)}) == said
