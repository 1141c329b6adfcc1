"""Rows that somebody hid in a sheet are read like any other, and said."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.loading.load import Asked, Incoming, load_all
from pipelines.reading.headings import Spellings
from tests.helpers.loading import DAY, RULES, empty_warehouse, known
from tests.reading.test_workbooks import ods

HEAD = ["officer_id", "display_name", "role", "team", "body"]
ROWS = [HEAD, *([f"O{n}", f"Contract Officer {n}", "Lead", "Contracts", "Council"] for n in (1, 2, 3))]


def book_with_hidden(path: Path, hidden: set[int]) -> None:
    if path.suffix == ".ods":
        ods(path, {"Officers": ROWS, "Empty": []})
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name).decode() for name in archive.namelist()}
        first, *rows = files["content.xml"].split("<table:table-row>")
        marked = (
            f'<table:table-row table:visibility="{"filter" if n % 2 else "collapse"}">'
            if n in hidden
            else "<table:table-row>"
            for n in range(len(rows))
        )
        files["content.xml"] = first + "".join(mark + row for mark, row in zip(marked, rows, strict=True))
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("First").write(0, 0, "Read me")
        sheet = book.add_worksheet("Officers")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        for number in hidden:
            sheet.set_row(number, None, None, {"hidden": True})


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        (set(), None),
        ({2}, "1 row is hidden in the sheet and read all the same"),
        ({1, 2}, "2 rows are hidden in the sheet and read all the same"),
    ],
)
def test_hidden_rows_are_kept_and_said(tmp_path: Path, kind: str, hidden: set[int], said: str | None):
    path = tmp_path / f"book.{kind}"
    book_with_hidden(path, hidden)
    con = empty_warehouse()
    [load] = load_all(con, [Incoming(path, path.name, DAY)], Asked(Spellings.load(RULES)))
    assert [one for one in (load.warnings or "").split("; ") if "hidden" in one] == ([said] if said else [])
    assert known(con, "officers", "officer_id, source_row") == [("O1", 2), ("O2", 3), ("O3", 4)]
