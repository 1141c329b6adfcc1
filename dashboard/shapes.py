"""What topics declare and pages show: listings, choices, figures that are the rows they count, and where they lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from pydantic import BaseModel

from dashboard.menu import Page
from pipelines.querying.questions import QUESTIONS

Options = Mapping[str, str]
"""What there is to choose: a value as the address has it → how it is said."""


@dataclass(frozen=True)
class Link:
    """A page of ours, with the words of the link and the filters it opens with."""

    page: Page
    text: str
    filters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RowLink:
    """Where each row of a listing leads: the page, what is there in words, and the link for the row in a place."""

    page: Page
    to: str
    link: Callable[[pd.DataFrame, int], Link]


@dataclass(frozen=True, eq=False)
class Listing:
    """Rows that a page can list: the answer of a question, or other rows with a class and a header of their own.

    shown: the columns a reader sees; a download has them all.  blanks: column → what a blank stands for, where it is
    not simply that nobody recorded it.  labels: column → what it is called, where it does not hold what it declares.
    rule_tables: whose numbers its definition speaks of.  evidence: questions that it is made from.
    row_link: where each row leads.
    """

    name: str
    row: type[BaseModel]
    header: dict[str, str]
    shown: Sequence[str] = ()
    blanks: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    rule_tables: Sequence[str] = ()
    evidence: Sequence[str] = ()
    row_link: RowLink | None = None

    def __post_init__(self) -> None:
        if odd := sorted({*self.shown, *self.blanks, *self.labels} - {*self.row.model_fields}):
            raise ValueError(f"{self.name}: {self.row.__name__} has no {', '.join(odd)}.")

    @classmethod
    def of(cls, question: str, shown: Sequence[str] = (), **more: Any) -> "Listing":
        """The answer of a question, by the header of its SQL."""
        found = QUESTIONS[question]
        return cls(question, found.row, found.header, shown, evidence=found.evidence, **more)

    @property
    def title(self) -> str:
        return self.header["title"]


@dataclass(frozen=True)
class Filter:
    """A choice: its key in the address bar, and what it is called. Two pages may have one of the same key and name.

    is_public: a public file says itself what this picks its rows by. Rows that any other choice picked are in no public
    file: a signal counts people, and who is the lead, or how old the evidence is, is not for publication.
    """

    key: str
    label: str
    is_public: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class RowFilter(Filter):
    """A choice that keeps some rows: those that are equal to it in a column, or as `keep` says.

    column: who may not see it does not have the choice either.
    """

    column: str = field(default="", kw_only=True, compare=False)
    keep: Callable[[pd.DataFrame, Any], pd.DataFrame] | None = field(default=None, kw_only=True, compare=False)

    def kept(self, rows: pd.DataFrame, chosen: Any) -> pd.DataFrame:
        if not chosen:
            return rows
        if self.keep:
            return self.keep(rows, chosen)
        return rows[rows[self.column].isin(chosen if isinstance(chosen, list) else [chosen])]


@dataclass(frozen=True)
class One(RowFilter):
    """One of some options, or all of them. The options are given, or made of the rows."""

    options: Options | Callable[[pd.DataFrame], Options] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Many(RowFilter):
    """Some of some options, or all of them."""

    options: Options = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class WholeNumber(RowFilter):
    """A whole number, or any."""

    explained: str = field(default="", compare=False)


@dataclass(frozen=True)
class Pick(Filter):
    """One of the options that the rows give: the first, or what `default` says of rows and position date, until
    somebody chooses."""

    options: Callable[[pd.DataFrame], Options] = field(compare=False)
    default: Callable[[pd.DataFrame, date], str] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Subject(Filter):
    """What a page is about; nothing until somebody chooses."""

    placeholder: str = field(compare=False)


@dataclass(frozen=True)
class Part:
    """Some rows of a frame, cut out when somebody opens them: a figure is read far more often than opened."""

    of: pd.DataFrame
    is_in: "pd.Series[bool]"

    def __len__(self) -> int:
        return int(self.is_in.sum())

    def rows(self) -> pd.DataFrame:
        return self.of[self.is_in]


@dataclass(frozen=True)
class Figure:
    """A label and the rows it counts; None where nobody knows, which is never 0.

    listing: which rows they are.  link: where the figure leads, in place of opening here.
    """

    label: str
    of: pd.DataFrame | Part | None
    listing: Listing
    link: Link | None = None

    @property
    def is_known(self) -> bool:
        return self.of is not None

    @property
    def size(self) -> int:
        return 0 if self.of is None else len(self.of)

    def rows(self) -> pd.DataFrame:
        """The rows that are counted. Raises ValueError when the figure is not known."""
        if self.of is None:
            raise ValueError(f"{self.label} is not known.")
        return self.of.rows() if isinstance(self.of, Part) else self.of
