"""Audit log: who signed in, was refused, took rows away, loaded or undid files; and whether the log is whole."""

import streamlit as st

from dashboard import lists, parts, trail, words
from dashboard.listings import AUDIT_LOG, LISTINGS

found = trail.read()

parts.heading("Audit log", LISTINGS[AUDIT_LOG].header["question"])
if found.is_broken:
    st.error(words.plain(found.verdict))
parts.finding(trail.said(found))
lists.numbers(trail.counted(found.rows))
parts.chart(trail.by_day(found.rows), AUDIT_LOG)
parts.section("Entries")
lists.table(found.rows, AUDIT_LOG)
lists.download(found.rows, AUDIT_LOG)
parts.definition(AUDIT_LOG)
