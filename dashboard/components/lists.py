"""Rows on a page: behind a figure, in a grid, as a plain table, folded away, left out; and the way on from a row."""

from collections.abc import Callable, Iterable
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import printing, words
from dashboard.components import parts
from dashboard.components.tables import as_text, column_config, for_grid, on_paper
from dashboard.downloads import buttons
from dashboard.filters.controls import scope
from dashboard.session.session import ask, ask_for, person, withheld
from dashboard.shapes import Figure, Listing, RowLink
from dashboard.sign_in import troubles
from dashboard.topics import left_out as leaving_out

ROWS_A_PAGE = 20
FIGURES_A_LINE = {1: 1, 2: 2, 4: 4}


def numbers(figures: list[Figure]) -> None:
    """Figures, each with a button that opens its rows, or with a link to its page. What is not known is no 0."""
    with st.grid(FIGURES_A_LINE.get(len(figures), 3), min_column_width=170):
        for figure in figures:
            with st.container(border=True, height="stretch"):
                st.metric(figure.label, words.number(figure.size) if figure.is_known else words.NOT_KNOWN)
                if figure.link:
                    parts.link(figure.link)
                elif figure.size and st.button(
                    f"See {words.count(figure.size, 'row')}", type="tertiary", key=f"rows_{figure.label}"
                ):
                    show_rows(figure)


def show_rows(figure: Figure) -> None:
    """Open the rows behind a figure over the page."""
    rows = figure.rows()

    @st.dialog(words.plain(figure.label), width="large")
    def over_the_page() -> None:
        # A choice inside runs this again without the page, so also without what catches the page's errors, and what
        # asks whether the reader may still see them.
        with troubles.in_words():
            person().recheck()
            table(rows, figure.listing, key="opened")
            download(rows, figure.listing, key="opened", figure=figure.label)

    over_the_page()


def table(rows: pd.DataFrame, listing: Listing, key: str = "", *, can_choose: bool = False) -> int | None:
    """Rows as a grid, and the same as a real table for a screen reader, for print and for a narrow window.

    Below it stands the way on from a chosen row, where its rows lead anywhere. Returns the position of the row that was
    chosen in the grid, by a click anywhere in it, if any.
    """
    named, row_link = key or listing.name, listing.row_link
    can_choose = can_choose or row_link is not None
    shown = [column for column in listing.shown if column in rows]
    chosen: Any = st.dataframe(
        for_grid(rows, listing, shown),
        column_config=column_config(listing, tuple(shown)),
        hide_index=True,
        placeholder=words.NOTHING,
        on_select="rerun" if can_choose else "ignore",
        selection_mode="single-cell",
        key=f"grid_{named}",
        alt=f"{listing.title}, {words.count(len(rows), 'row')}",
    )
    if hidden := withheld(listing):
        st.caption(f"Not shown to your role: {words.listed(hidden)}.")
    with st.expander("View as a plain table", key=f"plain_{named}", on_change="rerun") as plain:
        if plain.open:
            page = st.pagination(ceil(len(rows) / ROWS_A_PAGE) or 1, key=f"page_{named}")
            part = rows.iloc[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
            st.table(as_text(part, listing, shown), border="horizontal", hide_index=True)
    on_paper(listing.title, rows, listing, shown)
    # A cell, since a click on a row's name is to choose the row: the framework chooses rows by a tick box alone.
    picked = [row for row, _ in chosen["selection"]["cells"] if row < len(rows)] if can_choose else []
    place = picked[0] if picked else None
    if row_link:
        _lead_on(row_link, rows, place, key or "evidence")
    return place


def _lead_on(row_link: RowLink, rows: pd.DataFrame, place: int | None, key: str) -> None:
    """The way on from the chosen row; before anything is chosen, how to."""
    if place is not None:
        parts.link(row_link.link(rows, place))
    elif person().may_open(row_link.page):
        with parts.only_on_screen(key):
            st.caption(f"Click anywhere in a row, or go to it with the arrow keys, for the way to {row_link.to}.")


def opened(figures: list[Figure], in_words: Callable[[Figure], pd.DataFrame]) -> None:
    """The rows of each figure that has any, one list below the other, in whole sentences, each with its download."""
    for figure in figures:
        if figure.size:
            st.subheader(f"{figure.label}: {words.number(figure.size)}", anchor=False)
            told, key = in_words(figure), f"open_{figure.listing.name}"
            with parts.only_on_screen(key):
                if len(told) > ROWS_A_PAGE:
                    page = st.pagination(ceil(len(told) / ROWS_A_PAGE), key=f"page_{key}")
                    parts.small_table(told.iloc[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE])
                else:
                    parts.small_table(told)
            printing.table(figure.label, told)
            download(figure.rows(), figure.listing, key=key, figure=figure.label)


def folded(rows: pd.DataFrame, listing: Listing, title: str) -> None:
    """Rows that nobody has to do anything about any more, in a box that is closed; nothing where there are none."""
    if rows.empty:
        return
    key = f"folded_{listing.name}"
    with st.expander(f"{title}: {words.number(len(rows))}", key=key, on_change="rerun") as box:
        if box.open:
            table(rows, listing, key=key)
            download(rows, listing, key=key, figure=title)


def command(make: Callable[[pd.DataFrame, int | None], str], rows: pd.DataFrame, chosen: int | None) -> None:
    """The command that takes the chosen file out again; before a row is chosen, how to."""
    if chosen is None:
        with parts.only_on_screen("undo"):
            st.caption(
                "Click anywhere in a row for the command that takes its file out again, as if it had never come."
            )
        return
    st.caption(f"This takes {words.plain(str(rows['file'].iloc[chosen]))} out again, as if it had never come:")
    st.code(make(rows, chosen), language=None)


def left_out(*listings: Listing, also: Iterable[str] = (), of: str = "") -> None:
    """Records that the figures could not use, why, and the records themselves: of all, unless some listings are named.

    also: indicators, which leave records out under names of their own.  of: whose figures these are.
    """
    parts.section("What was left out")
    listing = leaving_out.LEFT_OUT
    rows = ask(listing, **scope())
    if names := [*(one.name for one in listings), *also]:
        known = ask_for(leaving_out.by_question, listing, **scope())
        found = [known[name] for name in names if name in known] or [rows.iloc[:0]]
        rows = pd.concat(found) if len(found) > 1 else found[0]
    if rows.empty:
        st.markdown("Nothing was left out.")
        return
    parts.say(leaving_out.said(rows, scope(), of))
    reasons = leaving_out.by_reason(rows)
    st.markdown("\n".join(f"- **{words.number(size)}**: {words.plain(reason)}" for reason, size in reasons))
    with st.expander("Records left out", key="left_out", on_change="rerun") as opened:
        if opened.open:
            table(rows, listing)
            download(rows, listing)
    on_paper("Records left out", rows, listing, list(listing.shown))


def download(rows: pd.DataFrame, listing: Listing, key: str = "", figure: str = "", *, is_of_all: bool = False) -> None:
    """The rows as files, each made when somebody asks for it. `figure` names the figure they are the rows of.

    is_of_all: they are not narrowed by the page's own filters.
    """
    buttons.offer(rows, listing, key or listing.name, figure, is_of_all=is_of_all)
