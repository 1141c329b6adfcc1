"""What every page is made of: heading, figures that open into their rows, chart, table, download."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import exports, words
from dashboard.charts import ChartResult
from dashboard.controls import scope, today
from dashboard.findings import Figures
from dashboard.session import LOAD_COMMAND, ask, held, is_dark, source_titles
from dashboard.tables import PLACEHOLDERS, SHOWN, column_config, for_grid
from pipelines.questions import QUESTIONS
from pipelines.warehouse import WarehouseError

ASSETS = Path(__file__).parent / "assets"
FAVICON = ASSETS / "favicon.svg"
ROWS_A_PAGE = 20
FIGURES_A_LINE = {1: 1, 2: 2, 4: 4}
NO_TOOLBAR = {"displayModeBar": False, "responsive": True}


def look() -> None:
    """The stylesheet and the logo."""
    st.html(ASSETS / "style.css")
    st.logo(ASSETS / ("logo-dark.svg" if is_dark() else "logo.svg"), size="large")


@contextmanager
def trouble_in_words() -> Iterator[None]:
    """Say what is wrong with the warehouse, and the remedy, in place of the page."""
    try:
        yield
    except WarehouseError as error:
        st.title("The figures cannot be shown", anchor=False)
        st.error(words.plain(str(error)))


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
    said = [
        f"Data received to {words.day(newest)}, {words.count(age, 'day')} ago",
        f"position on {words.day(asked['as_of'])}",
        f"known as on {words.day(asked['known_on'])}",
        words.plain(words.listed(where)) if where else "all market segments and areas",
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
                    show_rows(label, rows, name)


def linked_numbers(figures: Figures, pages: dict[str, tuple[str, str, dict[str, Any]]]) -> None:
    """Figures, each with a link to its page. `pages`: label → file, words of the link, its filters."""
    with st.grid(3, min_column_width=180):
        for label, rows in figures.items():
            file, text, filters = pages[label]
            with st.container(border=True, height="stretch"):
                st.metric(label, words.number(len(rows)))
                link(file, text, **filters)


def link(file: str, text: str, **filters: Any) -> None:
    """A link to a page of ours, with its filters."""
    st.page_link(file, label=words.plain(text), icon=":material/arrow_forward:", query_params=filters)


def show_rows(title: str, rows: pd.DataFrame, name: str) -> None:
    """Open the rows behind a figure over the page."""

    @st.dialog(words.plain(title), width="large")
    def opened() -> None:
        table(rows, name, key="opened")
        download(rows, name, key="opened")

    opened()


def chart(result: ChartResult, key: str) -> None:
    """What a chart says, the chart, and the same figures as a table."""
    if result.is_blank:
        st.info(words.plain(result.sentence))
        return
    st.markdown(words.plain(result.sentence))
    st.plotly_chart(result.figure, key=f"chart_{key}", config=NO_TOOLBAR, alt=result.sentence)
    with st.expander("View the chart as a table", key=f"twin_{key}"):
        small_table(result.table)
        st.caption(words.plain(result.definition))


def small_table(rows: pd.DataFrame) -> None:
    """A few rows of text as a real table."""
    st.table(rows.map(lambda value: words.plain(str(value))), border="horizontal", hide_index=True)


def table(rows: pd.DataFrame, name: str, key: str | None = None, *, can_choose: bool = False) -> int | None:
    """Rows as a grid, and the same as a real table for a screen reader, for print and for a narrow window.

    Returns the position of the row that was chosen in the grid, if any.
    """
    question, key = QUESTIONS[name], key or name
    shown = [column for column in SHOWN[name] if column in rows]
    chosen = st.dataframe(
        for_grid(rows, question.row, shown),
        column_config=column_config(question.row, shown),
        hide_index=True,
        placeholder=PLACEHOLDERS.get(name, words.NOT_RECORDED),
        on_select="rerun" if can_choose else "ignore",
        selection_mode="single-row",
        key=f"grid_{key}",
        alt=f"{question.title}, {words.count(len(rows), 'row')}",
    )
    with st.expander("View as a plain table", key=f"plain_{key}", on_change="rerun") as plain:
        if plain.open:
            page = st.pagination(ceil(len(rows) / ROWS_A_PAGE) or 1, key=f"page_{key}")
            part = rows.iloc[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
            st.table(words.as_text(part, question.row, shown), border="horizontal", hide_index=True)
    picked = chosen["selection"]["rows"] if isinstance(chosen, dict) else []
    return picked[0] if picked and picked[0] < len(rows) else None


def evidence_link(rows: pd.DataFrame, chosen: int | None) -> None:
    """The way from a row to its evidence: the chosen row, or the first until one is chosen."""
    it = rows.iloc[chosen or 0]
    st.caption("Choose a row to go to its evidence.")
    text = f"Evidence for {it.location_name} ({words.marked(it.suggested_tier)})"
    link("views/providers/provider_evidence.py", text, location=str(it.location_id))


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
    rows = rows[rows["question"].isin(names)] if names else rows
    if rows.empty:
        st.markdown("Nothing was left out.")
        return
    say(f"{words.count(len(rows), 'record')} could not be used for some figure:")
    reasons = rows["reason"].value_counts().items()
    st.markdown("\n".join(f"- **{words.number(size)}**: {words.plain(str(reason))}" for reason, size in reasons))
    with st.expander("Records left out", key="left_out", on_change="rerun") as opened:
        if opened.open:
            table(rows, "left_out")
            download(rows, "left_out")


def empty(what: str) -> None:
    """Say why there is nothing to show and how to widen it."""
    st.info(f"{what} Choose another date, market segment or area, or clear the filters.")


def definition(*names: str) -> None:
    """How each question is counted, in the words that stand above its SQL."""
    with st.expander("How this is counted", key=f"definition_{names[0]}"):
        for name in names:
            header = QUESTIONS[name].header
            if len(names) > 1:
                st.markdown(f"**{header['title']}**")
            for key in ("counts", "source", "limitations", "authority"):
                if key in header:
                    st.markdown(f"**{key.capitalize()}:** {words.plain(header[key])}")


def download(rows: pd.DataFrame, name: str, key: str | None = None) -> None:
    """The rows as a CSV file, made when somebody asks for it."""
    now, asked, question = held().build, scope(), QUESTIONS[name]
    stamp = exports.Stamp(asked["as_of"], asked["known_on"], now.build_id, now.rules_hash)
    st.download_button(
        f"Download {words.count(len(rows), 'row')} (CSV)",
        data=exports.csv_later(rows, question.row, stamp),
        file_name=exports.file_name(name, stamp),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{key or name}",
    )
