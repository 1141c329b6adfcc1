"""The page as a first Streamlit script would have it, with nothing done for speed but the data read once."""

import pandas as pd
import plotly.express as px
import streamlit as st

from benchmarks.peers.page import TIERS, shown

st.title("Provider risk")
page = shown(st.multiselect("Provider quality tier", TIERS))
st.write(page.sentence)
for column, (label, size) in zip(st.columns(3) * 2, page.figures.items(), strict=True):
    column.metric(label, f"{size:,}")
counted = pd.DataFrame({"tier": list(page.figures)[:5], "locations": list(page.figures.values())[:5]})
st.plotly_chart(px.bar(counted, x="locations", y="tier", orientation="h"))
st.dataframe(page.rows, on_select="rerun", selection_mode="single-row")
