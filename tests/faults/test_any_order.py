"""Laws, on whole files: no order and no format changes an answer, and a refused row makes nothing look better."""

import csv
import io
import random
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.loading.history import undo
from pipelines.querying.questions import QUESTIONS
from tests.faults.conftest import Council, plain
from tests.faults.test_council import MESSY, NAMES, corrected
from tests.reading.books import WRITERS

WHERE = {
    "source_file", "source_row", "review_source_file", "review_source_row", "known_file", "known_row", "load_id",
}  # fmt: skip
ABOUT_ANSWERS = sorted(set(QUESTIONS) - {"loads", "data_freshness"})
_PLACES = re.compile(r"\d{4}-\d\d-\d\d/[^/]+?\.(csv|xlsx|xls|ods)(#Data)? row \d+|rows? [\d, ]+|: found .*")
"""Where something stands, and as what: a day in a sheet is shown in one form."""

Table = list[list[str]]


def table_of(name: str, content: bytes) -> Table:
    codec = "cp1252" if name == "contracts.csv" else "utf-8"
    delimiter = ";" if name == "locations.csv" else ","
    return list(csv.reader(io.StringIO(content.decode(codec), newline=""), delimiter=delimiter))


def file_of(rows: Table) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def headings_of(name: str) -> int:
    """Rows down to the headings, with them."""
    return 4 if name == "contracts.csv" else 1


def tables() -> dict[str, Table]:
    """The council's files of August, with all their faults, and a second file of contracts that says other things."""
    found = {name: table_of(name, content) for name, content in MESSY.items()}
    heads, rows = found["contracts.csv"][3], found["contracts.csv"][4:]
    found["contracts (1).csv"] = [
        heads,
        ["C01", *rows[0][1:5], "01/04/2022", *rows[0][6:]],
        ["C07", *rows[6][1:6], "31/03/2030", *rows[6][7:]],
        ["C10", "Laundry", "P02", "", "VCS", "01/04/2021", "", "", "O1", "Active"],
        ["C10", "Laundry", "P02", "", "VCS", "01/05/2021", "", "", "O1", "Active"],
    ]
    return found


def answers(council: Council) -> dict[str, list[list[Any]]]:
    """Every answer without where its rows stand, in an order of its own."""
    found = {}
    for name in ABOUT_ANSWERS:
        frame = council.ask(name)
        rows = plain(frame[[column for column in frame.columns if column not in WHERE]])
        found[name] = sorted(
            ([_PLACES.sub("row", cell) if isinstance(cell, str) else cell for cell in row] for row in rows), key=str
        )
    return found


def july(council: Council) -> None:
    council.receive({f"2026-07-31/{name}": content for name, content in corrected().items()})


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What the first order gave, for the others to be held against."""
    return {}


@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_rows_and_files_changes_an_answer(council: Council, expected: dict[str, Any], seed: int):
    shuffled = random.Random(seed)
    july(council)
    files = list(tables().items())
    if seed:
        shuffled.shuffle(files)
    for number, (name, rows) in enumerate(files):
        head, body = rows[: headings_of(name)], rows[headings_of(name) :]
        if seed:
            shuffled.shuffle(body)
        # One at a time, under names in another order than they are loaded in.
        council.receive({f"{9 - number} {name}": file_of([*head, *body])})
    found = answers(council)
    if not seed:
        expected |= found
        assert [row for row in found["reviews_due"] if row[0] == "C10"] == []
    for name in ABOUT_ANSWERS:
        assert found[name] == expected[name], name


def typed(cell: str) -> Any:
    """A cell as somebody's spreadsheet has it: days and whole numbers are no text there."""
    if re.fullmatch(r"\d\d/\d\d/\d{4}", cell):
        try:
            return datetime.strptime(cell, "%d/%m/%Y").date()
        except ValueError:
            return cell
    return int(cell) if re.fullmatch(r"[1-9]\d*", cell) else cell or None


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_no_format_changes_an_answer(council: Council, expected: dict[str, Any], tmp_path: Path, kind: str):
    found = {}
    for name, rows in tables().items():
        if kind == "csv":
            found[name] = file_of(rows)
            continue
        path = tmp_path / f"{name}.{kind}"
        WRITERS[kind](path, [[typed(cell) for cell in row] for row in rows])
        found[path.name] = path.read_bytes()
    council.receive(found)
    told = answers(council)
    before = expected.setdefault("formats", told)
    for name in ABOUT_ANSWERS:
        assert told[name] == before[name], name


SPOILT = ["#REF!", "tbc", "31/02/2026", "01/06/2062", "1900-01-01", "", "about 12", "1,2,3"]


def on_pages(council: Council, day: date) -> tuple[set[str], set[str], set[str], dict[str, int], int]:
    """Contracts answered, contracts and homes answered or left out, the order of each home, how many are overdue."""
    due = {ref for [ref] in council.answer("reviews_due", "contract_ref", day=day)}
    ranks = {home: rank for home, rank in council.answer("provider_tiers", "location_id", "tier_rank", day=day)}
    left = council.ask("left_out", day)
    refs = {str(ref).split(" ")[0] for ref in left["record_ref"]}
    return (
        due,
        due | {ref for ref in refs if ref.startswith("C")},
        set(ranks) | {ref for ref in refs if ref.startswith("L")},
        ranks,
        len(council.ask("overdue_reviews", day)),
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_row_more_that_is_refused_takes_nothing_off_a_page_and_makes_no_home_look_better(council: Council, name: str):
    """A row that comes again with a cell too many, one with a cell spoilt, and a new one: each alone, undone after."""
    july(council)
    day = council.day(8, 31)
    due, contracts, homes, ranks, overdue = on_pages(council, day)
    chosen = random.Random(name)
    rows = table_of(name, corrected()[name])
    start = headings_of(name)
    filled = [number for number, row in enumerate(rows) if number >= start and any(row)]
    for nth in range(3):
        changed = [list(row) for row in rows]
        row = chosen.choice(filled)
        spoilt = list(rows[row])
        if nth == 0:
            spoilt.append("see note")
        else:
            spoilt[chosen.randrange(len(spoilt))] = chosen.choice(SPOILT)
        if nth == 2:
            spoilt[0] = "X9"
            changed.append(spoilt)
        else:
            changed[row] = spoilt
        [load] = council.receive({name: file_of(changed)}).values()
        about = (load.refused_because, spoilt)
        now_due, now_contracts, now_homes, now_ranks, now_overdue = on_pages(council, day)
        is_refused = load.refused_because or load.rejected_count + load.refused_cells_count > 0
        assert is_refused or nth, about
        assert contracts <= now_contracts, about
        assert homes <= now_homes, about
        # In a name or an id any word is a word, and what it says is another thing than before.
        if is_refused:
            assert due <= now_due, about
            assert {home: rank for home, rank in ranks.items() if now_ranks.get(home, 0) < rank} == {}, about
            assert now_overdue >= overdue or name == "reviews.csv", about
        if not load.refused_because:
            undo(council.con, load.load_id)
