"""How the rows of a listing are laid out, in a grid, in a plain table and on paper: labels, forms, and blanks."""

from datetime import date, datetime
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard import printing, words
from dashboard.declared import LISTINGS
from dashboard.shapes import Listing
from dashboard.words import TIER_COLUMNS
from pipelines.registers.columns import Column, columns_of

NAMED_COLUMNS = {"source", "question"}
"""Columns that hold the name of a source or a listing, shown as its title."""

BLANKS = {"not_read": "All of it was read"}
"""Why a column is blank in every listing that has it, where it is not simply that nobody recorded it."""

MOST_ON_PAPER = 2_000
"""Rows: about sixty sheets. Nobody reads more on paper, and a browser lays out no more in a breath."""

FORMS = {"month": "MMMM YYYY", "source_row": "%d"}
"""Columns that are not written as their kind is: a month, and a number that is no count."""

DATE_WIDTH = 140
"""Pixels: room for 30 September 2026, and for what a blank says."""

PILLS = {
    "Tier 3": "#f4cdc6", "Tier 2": "#fcd6c3", "Tier 1": "#d2e2f1", "Insufficient data": "#eeefef", "BAU": "#cce2d8",
    "Gold": "#dbd5e9", "Silver": "#dbd5e9", "Bronze": "#dbd5e9", "Not tiered": "#eeefef",
}  # fmt: skip
"""Pale behind dark words, on the light page and on the dark one. A least tier has the colour of that tier."""


BLANK = "#eeefef"


def label(column: Column, listing: Listing) -> str:
    """What a column is called."""
    return listing.labels.get(column.name, column.label)


def _why_blank(column: Column, listing: Listing) -> str:
    return listing.blanks.get(column.name) or BLANKS.get(column.name, words.NOT_RECORDED)


def nothing(column: Column, listing: Listing) -> str:
    """What a blank says where there is room: – and why. Not known is a state, and is said as such."""
    why = _why_blank(column, listing)
    return why if why == words.NOT_KNOWN else f"{words.NOTHING} ({why[0].lower()}{why[1:]})"


def name_of(name: str) -> str:
    """The title of a listing, or of a source."""
    return LISTINGS[name].title if name in LISTINGS else words.name_of(name)


def cell(value: Any, column: Column, listing: Listing) -> str:
    """One value as a reader of a table sees it, not yet safe for Markdown."""
    if pd.isna(value):
        return nothing(column, listing)
    match column.type.__name__:
        case "date":
            return words.month(value) if column.name == "month" else words.day(value)
        case "datetime":
            return f"{words.day(value)}, {value:%H:%M}"
        case "bool":
            return "Yes" if value else "No"
        case "Decimal":
            return words.money(value)
        case "int" | "float" if column.name != "source_row":
            return words.number(value)
        case _:
            if column.name in NAMED_COLUMNS:
                return name_of(value)
            return words.marked(value) if column.name in TIER_COLUMNS else str(value)


def as_text(rows: pd.DataFrame, listing: Listing, names: list[str]) -> pd.DataFrame:
    """The rows as a reader sees them, safe where Markdown is read: the first column, and the others labelled.

    Two columns fit a narrow window and a sheet of paper, and read aloud each value comes with its label.
    """
    first, *others = _columns(listing, names)
    told = [
        "; ".join(
            f"{label(column, listing)}: {cell(value, column, listing)}"
            for column, value in zip(others, values, strict=True)
        )
        for values in rows[[column.name for column in others]].itertuples(index=False)
    ]
    return pd.DataFrame(
        {
            label(first, listing): [words.plain(cell(value, first, listing)) for value in rows[first.name]],
            "Details": [words.plain(t) for t in told],
        },
        dtype="object",
    )


def on_paper(caption: str, rows: pd.DataFrame, listing: Listing, names: list[str]) -> None:
    """The named columns of rows as a table for paper, each value in the words of the page."""
    if not printing.is_asked_for():
        return
    columns, shown = _columns(listing, names), rows.head(MOST_ON_PAPER)
    if len(shown) < len(rows):
        of = f"{words.number(len(shown))} of {words.count(len(rows), 'row')}"
        caption = f"{caption}: the first {of}. The download has all."
    cells = {column.name: [cell(value, column, listing) for value in shown[column.name]] for column in columns}
    printing.table(caption, pd.DataFrame(cells).set_axis([label(column, listing) for column in columns], axis=1))


def _columns(listing: Listing, names: list[str]) -> list[Column]:
    known = {column.name: column for column in columns_of(listing.row)}
    return [known[name] for name in names]


def pills(column: Column, listing: Listing) -> dict[str, str]:
    """Tier → what the grid holds for it, which it sorts by as text: its place, the most concern or importance first.

    A blank is last. The place is not seen; it is heard, and copied, before the tier.
    """
    tiers = words.CONTRACT_TIERS if column.name == "contract_tier" else words.QUALITY_TIERS
    said = [*((tier, words.marked(tier)) for tier in tiers), ("", nothing(column, listing))]
    return {tier: f"{place}: {text}" for place, (tier, text) in enumerate(said, start=1)}


@cache
def column_config(listing: Listing, names: tuple[str, ...]) -> dict[str, Any]:
    """Labels and help come from where the columns are declared."""
    return {column.name: _config(column, listing) for column in _columns(listing, list(names))}


def _config(column: Column, listing: Listing) -> Any:
    explained = f"{column.description} {words.NOTHING} stands for: {_why_blank(column, listing)}."
    about: dict[str, Any] = {
        "label": label(column, listing),
        "help": explained if column.is_optional else column.description,
    }
    if column.name in TIER_COLUMNS:
        held = pills(column, listing)
        return st.column_config.MultiselectColumn(
            **about,
            options=list(held.values()),
            color=[PILLS.get(words.least(tier), BLANK) for tier in held],
            format_func=lambda text: text.partition(": ")[2],
        )
    form = FORMS.get(column.name, column.kind.in_grid)
    if column.type is date:
        return st.column_config.DateColumn(**about, width=DATE_WIDTH, format=form)
    if column.type is datetime:
        return st.column_config.DatetimeColumn(**about, format=form)
    return st.column_config.NumberColumn(**about, format=form) if form else st.column_config.TextColumn(**about)


def for_grid(rows: pd.DataFrame, listing: Listing, names: list[str]) -> pa.Table:
    """The named columns, with tiers as a shape and a word, and Yes or No for a yes or no.

    As Arrow, which is what goes to the browser: made by way of a frame it takes three times as long.
    """
    return pa.table({column.name: _for_grid(rows[column.name], column, listing) for column in _columns(listing, names)})


def _for_grid(values: "pd.Series[Any]", column: Column, listing: Listing) -> pa.Array:
    if column.name in TIER_COLUMNS:
        places, tiers = pd.factorize(values)
        held = pills(column, listing)
        # A blank has place -1, which takes the last.
        cells = pa.array([[held.get(tier, tier)] for tier in tiers] + [[held[""]]], pa.list_(pa.string()))
        return cells.take(pa.array(places % len(cells)))
    if column.name in NAMED_COLUMNS:
        values = values.map(name_of, na_action="ignore")
    elif column.type is bool:
        values = values.map({True: "Yes", False: "No"})
    return pa.Array.from_pandas(values)
