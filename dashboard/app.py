"""The entry: the menu, and what every page has above it and below."""

import streamlit as st

from dashboard import menu, printing
from dashboard.components import known, parts
from dashboard.filters import controls
from dashboard.serving import body
from dashboard.session import session, turns
from dashboard.sign_in import gate, troubles

SERVICE = "Care Contracts"

# Before the menu is made: else the browser fetches an entry's icon from another company as the tab's.
st.set_page_config(page_icon=parts.FAVICON, layout="wide")
person = gate.person()
pages = gate.pages(person)
drawn = st.navigation(
    {section: [made for page, made in pages.items() if page.section == section] for section in menu.SECTIONS}
)
page = next(page for page, made in pages.items() if made == drawn)
st.set_page_config(page_title=f"{drawn.title} - {SERVICE}")
session.boot()
parts.look()
printing.start("" if person is None or page.is_for_all else page.title)
with troubles.in_words():
    if person is None or page.is_for_all:
        drawn.run()
    if person:
        gate.beside(person)
        gate.watch_address(person)
        gate.offer_return(person, pages.values())
    if person and session.start():
        with turns.turn():
            controls.shared()
            if not page.is_for_all:
                parts.data_line()
                if page.is_dated and (why := known.beyond()):
                    parts.beyond(page.title, why)
                else:
                    body.draw(drawn)
    elif person and not page.is_for_all:
        # The statement is there for everybody, also where nothing is loaded.
        parts.nothing_loaded()
parts.foot()
