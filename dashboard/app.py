"""The entry: the list of pages, and what every page has above it."""

import streamlit as st

from dashboard import controls, parts, session

SERVICE = "Care Contracts"
PAGES = [
    st.Page("views/today/overview.py", title="Overview", icon=":material/dashboard:", default=True),
    st.Page("views/providers/provider_risk.py", title="Provider risk", icon=":material/shield:", url_path="risk"),
    st.Page(
        "views/contracts/overdue_reviews.py",
        title="Overdue reviews",
        icon=":material/event_busy:",
        url_path="overdue-reviews",
    ),
    st.Page(
        "views/performance/monthly_indicators.py",
        title="Monthly indicators",
        icon=":material/monitoring:",
        url_path="indicators",
    ),
    st.Page("views/data/data_loads.py", title="Data loads", icon=":material/database:", url_path="data"),
    st.Page(
        "views/providers/provider_evidence.py",
        title="Provider evidence",
        url_path="provider-evidence",
        visibility="hidden",
    ),
]

# Before the menu is made: else the browser fetches an entry's icon from another company as the tab's.
st.set_page_config(page_icon=parts.FAVICON, layout="wide")
page = st.navigation(PAGES)
st.set_page_config(page_title=f"{page.title} - {SERVICE}")
session.boot()
parts.look()
with parts.trouble_in_words():
    if session.start():
        controls.shared()
        parts.data_line()
        page.run()
    else:
        parts.nothing_loaded()
