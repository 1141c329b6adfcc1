"""The only way bytes leave: rows as a CSV or XLSX file, or as a ZIP with a note, each saying where it is from."""

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from dashboard import words
from dashboard.downloads import workbooks
from dashboard.shapes import Filter, Listing
from dashboard.topics import left_out
from pipelines.querying import publishing
from pipelines.querying.questions import QUESTIONS
from pipelines.registers.columns import columns_of
from pipelines.rules import RuleSet
from pipelines.safe_csv import BOM, safe, write_csv

OFFICER, PUBLIC = "officer", "public"
MARKED = {
    OFFICER: "Officers: internal, not for publication",
    PUBLIC: "Public: without names of staff, exempt values, file and row; counts of people hidden or rounded",
}


class FileType(NamedTuple):
    """A kind of file: its ending, and what a browser is told that it is."""

    ending: str
    mime: str


CSV = FileType("csv", "text/csv")
XLSX = FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ZIP = FileType("zip", "application/zip")


@dataclass(frozen=True)
class Stamp:
    """What a file must say of itself, so that somebody else can get the same rows again."""

    as_of: date
    known_on: date
    build_id: str
    rules_hash: str

    def columns(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Answer:
    """Rows as a page shows them, and what is needed to say what they are.

    choices: what was chosen, in words.  left_out: rows of the question `left_out`.  limits: how counts of people are
    shown, where the answer is for the public.
    """

    rows: pd.DataFrame
    listing: Listing
    stamp: Stamp
    choices: Mapping[Filter, str] = field(default_factory=dict)
    left_out: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["question", "reason", *left_out.RECORD])
    )
    limits: publishing.Limits | None = None

    def without(self, columns: Collection[str]) -> "Answer":
        """The answer without some columns, each named as `column` or as `question.column`."""
        return replace(self, rows=publishing.without(self.rows, self.listing.name, columns))

    def why_not_public(self, rules: RuleSet, on: date) -> str | None:
        """Why the answer may not be published on a day, or None when it may.

        A choice picks rows, so which rows there are tells what was chosen by, also where that column is left out.
        """
        odd = [choice.label for choice in self.choices if not choice.is_public]
        if reason := publishing.why_not(self.listing.name, rules, on):
            return reason
        return (
            f"Its rows are chosen by what is not published ({words.listed(odd)}). Clear that choice." if odd else None
        )

    def for_the_public(self, rules: RuleSet, withheld: Collection[str], on: date) -> "Answer":
        """The answer as it may be published on a day. Raises NotPublishedError."""
        if reason := self.why_not_public(rules, on):
            raise publishing.NotPublishedError(reason)
        rows = publishing.published(self.rows, self.listing.name, rules, withheld, on)
        return replace(self, rows=rows, limits=publishing.limits(rules, on))

    def chosen(self) -> str:
        """The choices in words."""
        return "; ".join(f"{choice.label}: {said}" for choice, said in self.choices.items()) or "No filter"

    def filters(self) -> str:
        """Both dates and the choices in words."""
        return f"Position on {self.stamp.as_of}; as known on {self.stamp.known_on}; {self.chosen()}"

    def file_name(self, kind: FileType, audience: str) -> str:
        """overdue-reviews_2026-08-31_build-20261121T101500-3f2a.csv, and _public before the dot if it may leave."""
        build = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in self.stamp.build_id)
        marked = f"_{PUBLIC}" if audience == PUBLIC else ""
        return (
            f"{self.listing.name.replace('_', '-')}_{self.stamp.as_of.isoformat()}_build-{build}{marked}.{kind.ending}"
        )

    def about(self, audience: str, sha256: str) -> list[tuple[str, str]]:
        """What the file is, as names and values. `sha256` is of the rows as CSV, whatever the kind of file."""
        header = self.listing.header
        explained = [(key.capitalize(), header[key]) for key in ("counts", "source", "limitations") if key in header]
        return [
            ("Title", header["title"]),
            ("Question", header["question"]),
            *explained,
            ("Position on", words.day(self.stamp.as_of)),
            ("As known on", words.day(self.stamp.known_on)),
            ("Choices", self.chosen()),
            ("Audience", MARKED[audience]),
            ("Rows", words.number(len(self.rows))),
            *self._left_out(),
            ("Build", self.stamp.build_id),
            ("Rules", self.stamp.rules_hash),
            ("SHA-256 of the rows as CSV", sha256),
            *(
                (f"Column {column.name}", f"{column.label}: {column.description}")
                for column in columns_of(self.listing.row)
                if column.name in self.rows
            ),
        ]

    def _left_out(self) -> list[tuple[str, str]]:
        """How many records were left out, and by reason. They may be complaints, so the public gets no small count."""
        rows = left_out_of(self.left_out, self.listing)
        reasons, total = left_out.by_reason(rows), left_out.size(rows)
        sizes: list[int | None] = [size for _, size in reasons]
        texts, total_text = [str(size) for size in sizes], str(total)
        if self.limits:
            hidden, hidden_total = publishing.suppressed(sizes, total, self.limits)
            texts, total_text = [str(text) for text in hidden], str(hidden_total)
        counted = [(f"Left out: {reason}", text) for (reason, _), text in zip(reasons, texts, strict=True)]
        return [("Records left out", total_text), *counted]


def left_out_of(left: pd.DataFrame, listing: Listing) -> pd.DataFrame:
    """Records that a question, or one that it is made from or goes into, could not use."""
    wanted = {listing.name, *listing.evidence}
    wanted |= {question.name for question in QUESTIONS.values() if listing.name in question.evidence}
    if "indicator_id" in listing.row.model_fields:
        # Of an indicator, records are left out by its own name.
        wanted |= set(left["question"]) - set(QUESTIONS)
    return left[left["question"].isin(wanted)]


def made(answer: Answer, kind: FileType, audience: str) -> tuple[bytes, str]:
    """The file, and the SHA-256 of its rows as CSV. Raises OSError when there is no room for it."""
    with tempfile.TemporaryDirectory(prefix="care-") as folder:
        file = Path(folder) / "rows.csv"
        write_csv(answer.rows, answer.listing.row, answer.stamp.columns(), file)
        with file.open("rb") as rows:
            sha256 = hashlib.file_digest(rows, "sha256").hexdigest()
        if kind is XLSX:
            file = workbooks.write(
                answer.rows, answer.listing.row, answer.about(audience, sha256), Path(folder) / "rows.xlsx"
            )
        elif kind is ZIP:
            file = _zipped(file, answer, audience, sha256)
        return file.read_bytes(), sha256


def _zipped(rows: Path, answer: Answer, audience: str, sha256: str) -> Path:
    """The rows as CSV, beside a CSV that says what they are."""
    note = io.StringIO(newline="")
    csv.writer(note, lineterminator="\r\n").writerows(
        [("about", "value"), *((safe(name), safe(value)) for name, value in answer.about(audience, sha256))]
    )
    name = answer.file_name(CSV, audience)
    file = rows.with_suffix(".zip")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(rows, name)
        out.writestr(f"{name.removesuffix('.csv')}_about.csv", (BOM + note.getvalue()).encode())
    return file
