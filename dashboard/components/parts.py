"""What every page is made of: heading, what its figures stand on, its finding, charts, definitions, its foot."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import menu, printing, words
from dashboard.charts import ChartResult
from dashboard.filters.controls import scope
from dashboard.menu import Page
from dashboard.session.session import LOAD_COMMAND, held, person, source_titles, today
from dashboard.session.settings import rules
from dashboard.shapes import Link, Listing
from dashboard.topics import in_force

ASSETS = Path(__file__).parents[1] / "assets"
FAVICON = ASSETS / "favicon.svg"
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
        f"Data received to {words.day(newest)}, {words.ago(age)}",
        f"position on {words.day(asked['as_of'])}",
        f"known as on {words.day(asked['known_on'])}",
        *([f"only what your role shows: {words.plain(mine)}"] if mine else []),
        words.plain(words.listed(where)) if where else "all of it" if mine else "all market segments and areas",
        f"build {words.plain(held().build.build_id)}",
    ]
    st.caption(" · ".join(said))


def heading(page: Page, question: str = "", *, of: Listing | None = None) -> None:
    """The name of the page and the question it answers: in words, or that of the listing the page is about."""
    st.title(page.title, anchor=False)
    st.markdown(f"**{of.header['question'] if of else question}**")


def say(sentence: str) -> None:
    """A sentence of the page. It may quote a file, so it is not read as Markdown."""
    st.markdown(words.plain(sentence))


def finding(sentence: str) -> None:
    """The page's answer in one sentence, once a page: it is read out when a choice has changed it."""
    with st.container(key="finding"):
        say(sentence)


def section(title: str) -> None:
    st.header(title, anchor=False)


def gaps(*told: list[str]) -> None:
    """What the figures below stand on, before any of them: what was refused, what never came, what was partly read."""
    if said := " ".join(sentence for sentences in told for sentence in sentences):
        st.warning(words.plain(said), icon=":material/report:")


def link(to: Link) -> None:
    """A link to a page of ours, with its filters; nothing for a person who does not have that page."""
    if person().may_open(to.page):
        icon = ":material/arrow_forward:"
        st.page_link(to.page.file, label=words.plain(to.text), icon=icon, query_params=to.filters)


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


def only_on_screen(key: str) -> Any:
    """A part of the page that is not printed: it says what to click, or paper has the same in full."""
    return st.container(key=f"screen_{key}")


def foot() -> None:
    """What stands below every page."""
    with st.container(key="foot", horizontal=True, vertical_alignment="center"):
        printing.button()
        st.page_link(menu.ACCESSIBILITY.file, label=menu.ACCESSIBILITY.title)


def note(sentence: str) -> None:
    """In place of what a page cannot show: why, and what to do."""
    st.info(words.plain(sentence))


def beyond(title: str, why: str) -> None:
    """In place of a page, for a day of which nothing is known: zeros would be read as an answer."""
    st.title(title, anchor=False)
    note(why)


def empty(what: str) -> None:
    """Say why there is nothing to show and how to widen it."""
    st.info(f"{what} Choose another date, market segment or area, or clear the filters.")


def definition(*listings: Listing) -> None:
    """How each question is counted, in the words that stand above its SQL, and the numbers that are in force."""
    with st.expander("How this is counted", key=f"definition_{listings[0].name}"):
        for header in (listing.header for listing in listings):
            if len(listings) > 1:
                st.markdown(f"**{header['title']}**")
            for key in ("counts", "source", "limitations", "authority"):
                if key in header:
                    st.markdown(f"**{key.capitalize()}:** {words.plain(header[key])}")
        if numbers := in_force.said(rules(), listings, scope()["as_of"]):
            st.markdown("**Numbers in force:**")
            st.markdown("\n".join(f"- {words.plain(line)}" for line in numbers))
    for listing in listings:
        printing.text(f"How this is counted. {listing.header['counts']}")
