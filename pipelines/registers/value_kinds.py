"""The kinds of value that a column can have: all that checking, storing, showing and exporting need to know of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Kind:
    """One kind of value.

    type: of a value that is there.  expects: what a message says it must be.  stored: the type in the warehouse.
    answered: the type in a frame, where the database's own would not keep blanks apart.
    written: SQL for a CSV cell, with {0} for the value.  in_sheet: the number format in a workbook; blank for text.
    in_grid: the format on a page; blank for text.  examples: two cells that are accepted; {0} stands for 1 and 2.
    """

    type: type
    expects: str
    stored: str
    answered: str = ""
    written: str = "{0}"
    in_sheet: str = ""
    in_grid: str = ""
    examples: tuple[str, str] = ("{0}", "{0}")

    def example(self, nth: int) -> str:
        """The first or the second cell that is accepted."""
        return self.examples[nth - 1].format(nth)


_KINDS = (
    Kind(str, "text", "varchar", examples=("Example {0}", "Example {0}")),
    Kind(
        date,
        "a date such as 2026-08-31 or 31/08/2026",
        "date",
        answered="datetime64[s]",
        written="cast({0} as date)",
        in_sheet="dd/mm/yyyy",
        in_grid="D MMMM YYYY",
        examples=("2026-04-01", "2026-05-01"),
    ),
    Kind(
        datetime,
        "text",
        "timestamp",
        written="strftime(cast({0} as timestamp), '%Y-%m-%dT%H:%M:%SZ')",
        in_sheet="dd/mm/yyyy hh:mm:ss",
        in_grid="D MMMM YYYY, HH:mm",
    ),
    Kind(
        bool,
        "Y or N",
        "boolean",
        answered="boolean",
        written="case when cast({0} as boolean) then 'Y' when not cast({0} as boolean) then 'N' end",
        examples=("Y", "N"),
    ),
    Kind(int, "a whole number", "bigint", answered="Int64", in_grid="%,.0f"),
    Kind(float, "a number", "double", answered="float64", in_grid="%,.0f"),
    Kind(
        Decimal,
        "an amount in pounds",
        "decimal(18, 2)",
        written="cast({0} as decimal(18, 2))",
        in_sheet="£#,##0.00",
        in_grid="£%,.0f",
    ),
)
KINDS: Mapping[type, Kind] = {kind.type: kind for kind in _KINDS}
"""Type of a field → what is known of its kind."""
