"""A page on paper: besides what a screen shows, every table in full as text, made only for the run that prints."""

import re
from html import escape

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.declared import FILTERS
from dashboard.session.session import chosen, person, recall, remember
from dashboard.session.settings import folder
from pipelines import audit

_JOINTS = re.compile(r"(?<=[/_])(?=\w)|(?<=[^\s/_]{20})(?=\S)")
"""Where what is longer than a word may go on in the next line of a cell."""

BUTTON = "print"
ON_PAPER = "on_paper"
UNRECORDED = "The audit log cannot be written, so nothing can be printed. Tell whoever runs this service."


def start(page: str) -> None:
    """Settle at the head of a run whether it is for paper. What leaves on paper is on record first, or does not leave.

    page: its title; blank for one that shows no data, which nobody records.
    """
    remember(ON_PAPER, bool(chosen(BUTTON)) and (not page or _is_recorded(page)))


def _is_recorded(page: str) -> bool:
    """Put it on record, with the choices that the address holds; and say so when it cannot be."""
    asked = [(one.label, st.query_params.get_all(key)) for key, one in FILTERS.items() if key in st.query_params]
    filters = "; ".join(f"{label}: {words.listed(values)}" for label, values in asked)
    who = person()
    if audit.record(folder(), "print", who=who.key, role=who.role, filters=filters, page=page):
        return True
    st.error(UNRECORDED)
    return False


def button() -> None:
    """Prints the page, as Ctrl+P does: a run with the tables, after which page.js opens the browser's own print."""
    st.button("Print this page", key=BUTTON, icon=":material/print:")
    if is_asked_for():
        st.html('<div class="paper"></div>')  # what page.js waits for, also on a page without tables


def is_asked_for() -> bool:
    """Whether this run is for paper: a button is pressed for one run, and its state is known from the run's start."""
    return bool(chosen(BUTTON) and recall(ON_PAPER))


def is_on_paper() -> bool:
    """Whether the page as it stands has what is only for paper."""
    return bool(recall(ON_PAPER))


def table(caption: str, cells: pd.DataFrame) -> None:
    """A table of text for paper. Its values may be from a file, so none is read as HTML."""
    if not is_asked_for():
        return
    heads = "".join(f'<th scope="col">{escape(str(label))}</th>' for label in cells)
    lines = (
        f"<tr>{''.join(f'<td>{_jointed(str(value))}</td>' for value in values)}</tr>"
        for values in cells.itertuples(index=False)
    )
    st.html(
        f'<div class="paper"><table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _jointed(text: str) -> str:
    """Safe as HTML, with places where what is no word may break: a column is as wide as its longest whole word."""
    return "<wbr>".join(escape(part) for part in _JOINTS.split(text))


def text(said: str) -> None:
    """What a box holds that paper cannot open, or a control that is only on a screen, in plain words."""
    if is_asked_for():
        st.html(f'<div class="paper"><p>{escape(said)}</p></div>')
