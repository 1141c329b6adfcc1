"""What a page is made of before it is drawn: figures that are the rows they count, and where they lead."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.menu import Page


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
class Link:
    """A page of ours, with the words of the link and the filters it opens with."""

    page: Page
    text: str
    filters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A label and the rows it counts; None where nobody knows, which is never 0.

    listing: which rows they are.  link: where the figure leads, in place of opening here.
    """

    label: str
    of: pd.DataFrame | Part | None
    listing: str
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
