"""The entry: the list of pages, and what every page has above it."""

import streamlit as st

from dashboard import printing
from dashboard.components import known, parts
from dashboard.filters import controls
from dashboard.serving import body
from dashboard.session import session, turns
from dashboard.sign_in import gate, troubles

SERVICE = "Care Contracts"
STATEMENT = st.Page(
    "views/today/accessibility.py", title="Accessibility statement", url_path="accessibility", visibility="hidden"
)
PAGES = {
    "overview": st.Page("views/today/overview.py", title="Overview", icon=":material/dashboard:", default=True),
    "provider_risk": st.Page(
        "views/providers/provider_risk.py", title="Provider risk", icon=":material/shield:", url_path="risk"
    ),
    "overdue_reviews": st.Page(
        "views/contracts/overdue_reviews.py",
        title="Overdue reviews",
        icon=":material/event_busy:",
        url_path="overdue-reviews",
    ),
    "monthly_indicators": st.Page(
        "views/performance/monthly_indicators.py",
        title="Monthly indicators",
        icon=":material/monitoring:",
        url_path="indicators",
    ),
    "data_loads": st.Page("views/data/data_loads.py", title="Data loads", icon=":material/database:", url_path="data"),
    "audit_log": st.Page("views/data/audit_log.py", title="Audit log", icon=":material/history:", url_path="audit"),
    "provider_evidence": st.Page(
        "views/providers/provider_evidence.py",
        title="Provider evidence",
        url_path="provider-evidence",
        visibility="hidden",
    ),
    gate.FOR_ALL: STATEMENT,
}
# Their figures are of the position date.
DATED = [page for name, page in PAGES.items() if name not in ("data_loads", "audit_log", gate.FOR_ALL)]

# Before the menu is made: else the browser fetches an entry's icon from another company as the tab's.
st.set_page_config(page_icon=parts.FAVICON, layout="wide")
person = gate.person()
page = st.navigation(gate.pages(PAGES, person))
st.set_page_config(page_title=f"{page.title} - {SERVICE}")
session.boot()
parts.look()
printing.start("" if person is None or page == STATEMENT else page.title)
with troubles.in_words():
    # The statement is for everybody, also where nothing is loaded.
    if page == STATEMENT or person is None:
        page.run()
    if person:
        gate.beside(person)
        gate.watch_address(PAGES, person)
        gate.offer_return(PAGES, person)
    if person and session.start():
        with turns.turn():
            controls.shared()
            if page != STATEMENT:
                parts.data_line()
                if page in DATED and (why := known.beyond()):
                    parts.beyond(page.title, why)
                else:
                    body.draw(page)
    elif person and page != STATEMENT:
        parts.nothing_loaded()
parts.foot()
