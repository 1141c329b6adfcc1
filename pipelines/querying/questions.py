"""Everything that can be asked: every question and measure, one line each."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pipelines.access.policy import Rights
from pipelines.answers.base import AsOf, Scope
from pipelines.answers.indicators import (
    ContractReconciliation,
    IndicatorScope,
    LeftOut,
    MonthlyIndicator,
    MonthlyIndicatorRow,
)
from pipelines.answers.loads import (
    ChangeScope,
    DataFreshness,
    Flag,
    Load,
    RefusedCell,
    RefusedRow,
    RegisterChange,
    Reject,
)
from pipelines.answers.matches import MatchProposal
from pipelines.answers.reviews import OverdueReview, ReviewDue
from pipelines.answers.tiers import (
    LocationScope,
    ProviderTier,
    ProviderTierEvidence,
    ProviderTierRow,
    StepDown,
    StepDownScope,
)
from pipelines.querying.warehouse import Warehouse
from pipelines.querying.wrapping import MARK, wrapped
from pipelines.registers.columns import columns_of
from pipelines.sql_files import SQL, files_of
from pipelines.warehouse.driver import WarehouseError

if TYPE_CHECKING:
    # Half of the time a command takes to start; a load never needs it.
    import pandas as pd

_HEADER = re.compile(r"^--\s*([a-z_]+):\s*(.*)$")
_MORE = re.compile(r"^--\s+(\S.*)$")


@dataclass(frozen=True)
class Question:
    """A file of SQL, the class of its rows and the class of its parameters. All share one name."""

    name: str
    row: type[BaseModel]
    params: type[AsOf] = AsOf
    folder: str = "lists"
    key: str = ""
    """The column that names a row for `explain`."""
    evidence: tuple[str, ...] = ()
    """Questions whose rows, by the same key, are what this one is made from."""
    is_series: bool = False
    """There is a row for each month; the last one is explained."""
    is_of_files: bool = False
    """Its rows are files, or rows that belong to no area, segment, body or officer: for who sees all rows."""
    counts_all: tuple[str, ...] = ()
    """Columns that count what somebody with limited rows may not see."""

    @cached_property
    def sql(self) -> str:
        return files_of(self.folder)[self.name].read_text(encoding="utf-8")

    @cached_property
    def scope_sql(self) -> str | None:
        """What is in scope, as a step of keys: each of its rows is answered, or left out with a reason.

        Its columns are the answer's; the answer need not have `source_file` and `source_row`, by which `left_out` names
        a record. None for a question of files, and for what was left out itself.
        """
        file = SQL / "scopes" / f"{self.name}.sql"
        return file.read_text(encoding="utf-8") if file.is_file() else None

    @cached_property
    def header(self) -> dict[str, str]:
        """title, question, counts, source, limitations …: the definitions page, from the file's own header."""
        found: dict[str, str] = {}
        key = ""
        for line in self.sql.splitlines():
            if match := _HEADER.match(line):
                key, found[match[1]] = match[1], match[2].strip()
            elif (match := _MORE.match(line)) and key:
                found[key] += " " + match[1].strip()
            else:
                break
        return found

    @property
    def title(self) -> str:
        return self.header["title"]

    def hidden(self, rights: Rights) -> tuple[str, ...]:
        """Columns that come back blank for these rights: not seen, not ordered by."""
        named = {name.removeprefix(f"{self.name}.") for name in rights.withheld}
        if not rights.sees_all_rows:
            named |= {*self.counts_all}
        return tuple(name for name in self.row.model_fields if name in named)

    def sql_for(self, rights: Rights) -> str:
        """The question as who has these rights may ask it. Rows are limited by the steps in front of it.

        Raises WarehouseError when it is about whole files and they see only some rows.
        """
        if self.is_of_files and not rights.sees_all_rows:
            raise WarehouseError(f"{self.title} can be asked only by somebody who sees all rows.")
        hidden = self.hidden(rights)
        return wrapped(self.sql, columns_of(self.row), hidden) if hidden or MARK in self.row.model_fields else self.sql

    def run(self, warehouse: Warehouse, params: AsOf) -> "pd.DataFrame":
        """The answer, as far as the rights of the warehouse go: one column per field of `row`, in that order.

        Raises WarehouseError when the SQL does not return what the row class declares.
        """
        frame = warehouse.frame(self.sql_for(warehouse.rights), params.model_dump())
        wanted = [column.name for column in columns_of(self.row)]
        if sorted(frame.columns) != sorted(wanted):
            odd = sorted(set(frame.columns) ^ set(wanted))
            raise WarehouseError(f"{self.name}.sql and {self.row.__name__} disagree on: {', '.join(odd)}.")
        return _typed(frame[wanted], self.row)

    def ask(self, warehouse: Warehouse, **params: Any) -> "pd.DataFrame":
        """The answer, from plain values. Raises pydantic's ValidationError for a value that is not allowed."""
        return self.run(warehouse, self.params(**params))


def _typed(frame: "pd.DataFrame", row: type[BaseModel]) -> "pd.DataFrame":
    """Whole numbers and Y/N keep their type beside blanks; an empty answer has its types too."""
    kinds = {int: "Int64", bool: "boolean", float: "float64", date: "datetime64[s]"}
    casts = {c.name: kinds[c.type] for c in columns_of(row) if c.type in kinds}
    return frame.astype(casts)


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question(
            "provider_tiers",
            ProviderTier,
            Scope,
            key="location_id",
            evidence=("provider_tier_evidence", "provider_tier_rows"),
        ),
        Question("step_downs", StepDown, StepDownScope, key="location_id", evidence=("provider_tiers",)),
        Question("provider_tier_evidence", ProviderTierEvidence, LocationScope),
        Question("provider_tier_rows", ProviderTierRow, LocationScope),
        Question("overdue_reviews", OverdueReview, Scope, key="contract_ref", evidence=("reviews_due",)),
        Question("reviews_due", ReviewDue, Scope),
        Question(
            "monthly_indicators",
            MonthlyIndicator,
            IndicatorScope,
            key="indicator_id",
            evidence=("monthly_indicator_rows",),
            is_series=True,
        ),
        Question("monthly_indicator_rows", MonthlyIndicatorRow, IndicatorScope),
        Question("contract_reconciliation", ContractReconciliation, Scope),
        Question("left_out", LeftOut, Scope),
        Question("loads", Load, is_of_files=True),
        Question("rejects", Reject, is_of_files=True),
        Question("refused_rows", RefusedRow, is_of_files=True),
        Question("refused_cells", RefusedCell, is_of_files=True),
        Question("flags", Flag, is_of_files=True),
        Question("register_changes", RegisterChange, ChangeScope, is_of_files=True),
        Question("match_proposals", MatchProposal, is_of_files=True),
        Question("data_freshness", DataFreshness, counts_all=("rows_known",)),
    )
}
