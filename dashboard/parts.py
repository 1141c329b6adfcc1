"""What every page is made of: heading, figures that open into their rows, chart, table, download."""

from collections import Counter
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import downloads, findings, printing, troubles, words
from dashboard.charts import ChartResult
from dashboard.controls import scope, today
from dashboard.findings import Figures, Part
from dashboard.listings import LISTINGS
from dashboard.session import LOAD_COMMAND, ask, ask_for, held, may_open, person, source_titles, withheld
from dashboard.tables import PLACEHOLDERS, SHOWN, column_config, for_grid

ASSETS = Path(__file__).parent / "assets"
FAVICON = ASSETS / "favicon.svg"
ROWS_A_PAGE = 20
FIGURES_A_LINE = {1: 1, 2: 2, 4: 4}
NO_TOOLBAR = {"displayModeBar": False, "responsive": True}


def look() -> None:
    """The logo."""
    st.logo(ASSETS / "logo.svg", size="large")


def nothing_loaded() -> None:
    """What a new council sees: what to load, and how."""
    st.title("Nothing has been loaded yet", anchor=False)
    st.markdown("Load the council's registers from a file or a folder of files, then reload this page:")
    st.code(LOAD_COMMAND, language=None)
    st.markdown("What a file is about is recognised from its column headings. Any of these can be loaded:")
    st.markdown("\n".join(f"- {title}" for title in source_titles()))
    st.markdown("`python -m pipelines template NAME` gives an empty file with the headings of one of them.")


def data_line() -> None:
    """How old the data is and which dates, build and part of the market the page shows."""
    newest, asked = held().newest, scope()
    age = (today() - newest).days
    where = [asked[name] for name in ("market_segment", "locality") if asked[name]]
    mine = person().rights.in_words
    said = [
        f"Data received to {words.day(newest)}, {words.count(age, 'day')} ago",
        f"position on {words.day(asked['as_of'])}",
        f"known as on {words.day(asked['known_on'])}",
        *([f"only what your role shows: {words.plain(mine)}"] if mine else []),
        words.plain(words.listed(where)) if where else "all of it" if mine else "all market segments and areas",
        f"build {words.plain(held().build.build_id)}",
    ]
    st.caption(" · ".join(said))


def heading(title: str, question: str) -> None:
    """The name of the page and the question it answers."""
    st.title(title, anchor=False)
    st.markdown(f"**{question}**")


def say(sentence: str) -> None:
    """A sentence of the page. It may quote a file, so it is not read as Markdown."""
    st.markdown(words.plain(sentence))


def finding(sentence: str) -> None:
    """The page's answer in one sentence, once a page: it is read out when a choice has changed it."""
    with st.container(key="finding"):
        say(sentence)


def section(title: str) -> None:
    st.header(title, anchor=False)


def numbers(figures: Figures, names: str | dict[str, str]) -> None:
    """Figures, each with a button that opens its rows. `names` says which question the rows answer."""
    with st.grid(FIGURES_A_LINE.get(len(figures), 3), min_column_width=170):
        for label, rows in figures.items():
            name = names if isinstance(names, str) else names[label]
            with st.container(border=True, height="stretch"):
                st.metric(label, words.number(len(rows)))
                if len(rows) and st.button(
                    f"See {words.count(len(rows), 'row')}", type="tertiary", key=f"rows_{label}"
                ):
                    show_rows(label, rows.rows() if isinstance(rows, Part) else rows, name)


def linked_numbers(figures: Figures, pages: dict[str, tuple[str, str, dict[str, Any]]]) -> None:
    """Figures, each with a link to its page. `pages`: label → file, words of the link, its filters."""
    with st.grid(3, min_column_width=180):
        for label, rows in figures.items():
            file, text, filters = pages[label]
            with st.container(border=True, height="stretch"):
                st.metric(label, words.number(len(rows)))
                link(file, text, **filters)


def link(file: str, text: str, **filters: Any) -> None:
    """A link to a page of ours, with its filters; nothing for who does not have that page."""
    if may_open(file):
        st.page_link(file, label=words.plain(text), icon=":material/arrow_forward:", query_params=filters)


def show_rows(title: str, rows: pd.DataFrame, name: str) -> None:
    """Open the rows behind a figure over the page."""

    @st.dialog(words.plain(title), width="large")
    def opened() -> None:
        # A choice inside runs this again without the page, so also without what catches the page's errors, and what
        # asks whether the reader may still see them.
        with troubles.in_words():
            person().recheck()
            table(rows, name, key="opened")
            download(rows, name, key="opened", figure=title)

    opened()


def chart(result: ChartResult, key: str) -> None:
    """What a chart says, the chart, and the same figures as a table."""
    if result.is_blank:
        st.info(words.plain(result.sentence))
        return
    st.markdown(words.plain(result.sentence))
    st.plotly_chart(result.figure, key=f"chart_{key}", config=NO_TOOLBAR, alt=result.sentence)
    with st.expander("View the chart as a table", key=f"twin_{key}", on_change="rerun") as twin:
        if twin.open:
            small_table(result.table)
            st.caption(words.plain(result.definition))
    printing.table("The chart as a table", result.table)


def small_table(rows: pd.DataFrame) -> None:
    """A few rows of text as a real table."""
    cells = {name: [words.plain(str(value)) for value in rows[name]] for name in rows}
    st.table(pd.DataFrame(cells), border="horizontal", hide_index=True)


def table(rows: pd.DataFrame, name: str, key: str | None = None, *, can_choose: bool = False) -> int | None:
    """Rows as a grid, and the same as a real table for a screen reader, for print and for a narrow window.

    Returns the position of the row that was chosen in the grid, if any.
    """
    question, key = LISTINGS[name], key or name
    shown = [column for column in SHOWN[name] if column in rows]
    chosen = st.dataframe(
        for_grid(rows, question.row, shown),
        column_config=column_config(question.row, tuple(shown)),
        hide_index=True,
        placeholder=PLACEHOLDERS.get(name, words.NOT_RECORDED),
        on_select="rerun" if can_choose else "ignore",
        selection_mode="single-row",
        key=f"grid_{key}",
        alt=f"{question.title}, {words.count(len(rows), 'row')}",
    )
    if hidden := withheld(name):
        st.caption(f"Not shown to your role: {words.listed(hidden)}.")
    with st.expander("View as a plain table", key=f"plain_{key}", on_change="rerun") as plain:
        if plain.open:
            page = st.pagination(ceil(len(rows) / ROWS_A_PAGE) or 1, key=f"page_{key}")
            part = rows.iloc[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
            st.table(words.as_text(part, question.row, shown), border="horizontal", hide_index=True)
    printing.rows(question.title, rows, question.row, shown)
    picked = chosen["selection"]["rows"] if isinstance(chosen, dict) else []
    return picked[0] if picked and picked[0] < len(rows) else None


def evidence_link(rows: pd.DataFrame, chosen: int | None) -> None:
    """The way from a row to its evidence: the chosen row, or the first until one is chosen."""
    if not may_open("provider_evidence"):
        return
    # A column at a time: a row of a wide frame is slow to take out.
    name, tier, location = (
        rows[column].iloc[chosen or 0] for column in ("location_name", "suggested_tier", "location_id")
    )
    st.caption("Choose a row to go to its evidence.")
    link("views/providers/provider_evidence.py", f"Evidence for {name} ({words.marked(tier)})", location=str(location))


def indicator_table(rows: pd.DataFrame) -> None:
    """The twelve as a real table: the month, the month before, and the change."""
    small_table(
        pd.DataFrame(
            {
                "No.": rows["indicator_number"],
                "Indicator": rows["indicator_title"],
                "This month": [words.figure(value) for value in rows["value"]],
                "Before": [words.figure(value) for value in rows["previous"]],
                "Change": [words.change(value) for value in rows["change"]],
            }
        )
    )


def left_out(*names: str) -> None:
    """Records that the figures could not use, why, and the records themselves."""
    section("What was left out")
    rows = ask("left_out", **scope())
    if names:
        known = ask_for(findings.by_question, "left_out", **scope())
        found = [known[name] for name in names if name in known] or [rows.iloc[:0]]
        rows = pd.concat(found) if len(found) > 1 else found[0]
    if rows.empty:
        st.markdown("Nothing was left out.")
        return
    say(f"{words.count(len(rows), 'record')} could not be used for some figure:")
    reasons = Counter(rows["reason"]).most_common()
    st.markdown("\n".join(f"- **{words.number(size)}**: {words.plain(str(reason))}" for reason, size in reasons))
    with st.expander("Records left out", key="left_out", on_change="rerun") as opened:
        if opened.open:
            table(rows, "left_out")
            download(rows, "left_out")
    printing.rows("Records left out", rows, LISTINGS["left_out"].row, SHOWN["left_out"])


def foot() -> None:
    """What stands below every page."""
    with st.container(key="foot", horizontal=True, vertical_alignment="center"):
        printing.button()
        st.page_link("views/today/accessibility.py", label="Accessibility statement")


def empty(what: str) -> None:
    """Say why there is nothing to show and how to widen it."""
    st.info(f"{what} Choose another date, market segment or area, or clear the filters.")


def definition(*names: str) -> None:
    """How each question is counted, in the words that stand above its SQL."""
    with st.expander("How this is counted", key=f"definition_{names[0]}"):
        for name in names:
            header = LISTINGS[name].header
            if len(names) > 1:
                st.markdown(f"**{header['title']}**")
            for key in ("counts", "source", "limitations", "authority"):
                if key in header:
                    st.markdown(f"**{key.capitalize()}:** {words.plain(header[key])}")
    for name in names:
        printing.text(f"How this is counted. {LISTINGS[name].header['counts']}")


def download(rows: pd.DataFrame, name: str, key: str | None = None, figure: str = "") -> None:
    """The rows as files, each made when somebody asks for it. `figure` names the figure they are the rows of."""
    downloads.offer(rows, name, key or name, figure)
