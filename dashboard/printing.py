"""A page on paper: besides what a screen shows, every table in full as text, made only for the run that prints."""

from html import escape

import pandas as pd
import streamlit as st
from pydantic import BaseModel

from dashboard import words
from dashboard.session import chosen, recall, remember
from pipelines.columns import columns_of

BUTTON = "print"
ON_PAPER = "on_paper"
MOST_ROWS = 2_000
"""About sixty sheets. Nobody reads more on paper, and a browser lays out no more in a breath."""


def button() -> None:
    """Prints the page, as Ctrl+P does: a run with the tables, after which page.js opens the browser's own print."""
    st.button("Print this page", key=BUTTON, icon=":material/print:")
    remember(ON_PAPER, is_asked_for())
    if is_asked_for():
        st.html('<div class="paper"></div>')  # what page.js waits for, also on a page without tables


def is_asked_for() -> bool:
    """Whether this run is for paper: a button is pressed for one run, and its state is known from the run's start."""
    return bool(chosen(BUTTON))


def is_on_paper() -> bool:
    """Whether the page as it stands has what is only for paper."""
    return bool(recall(ON_PAPER))


def rows(caption: str, found: pd.DataFrame, row: type[BaseModel], names: list[str]) -> None:
    """The named columns of rows as a table for paper, each value in the words of the page."""
    if not is_asked_for():
        return
    known = {column.name: column for column in columns_of(row)}
    columns = [known[name] for name in names]
    shown = found.head(MOST_ROWS)
    if len(shown) < len(found):
        of = f"{words.number(len(shown))} of {words.count(len(found), 'row')}"
        caption = f"{caption}: the first {of}. The download has all."
    cells = {column.name: [words.cell(value, column) for value in shown[column.name]] for column in columns}
    table(caption, pd.DataFrame(cells).set_axis([words.label(column) for column in columns], axis=1))


def table(caption: str, cells: pd.DataFrame) -> None:
    """A table of text for paper. Its values may be from a file, so none is read as HTML."""
    if not is_asked_for():
        return
    heads = "".join(f'<th scope="col">{escape(str(label))}</th>' for label in cells)
    lines = (
        f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in values)}</tr>"
        for values in cells.itertuples(index=False)
    )
    st.html(
        f'<div class="paper"><table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def text(said: str) -> None:
    """What a box holds that paper cannot open, in plain words."""
    if is_asked_for():
        st.html(f'<div class="paper"><p>{escape(said)}</p></div>')
