"""Accessibility statement: what works for whom, what does not, how that was tested, and whom to tell."""

import streamlit as st

from dashboard import menu
from dashboard.components import parts
from dashboard.topics import accessibility

st.title(menu.ACCESSIBILITY.title, anchor=False)
for title, body in accessibility.sections():
    if title:
        parts.section(title)
    st.markdown(body)
