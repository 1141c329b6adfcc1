"""The least that a page with this filter can cost: the filter, and a line that says what was chosen."""

import streamlit as st

st.write(st.multiselect("Provider quality tier", ["Tier 3", "Tier 2", "Tier 1", "BAU", "Insufficient data"]))
