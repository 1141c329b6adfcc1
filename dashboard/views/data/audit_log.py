"""Audit log: who signed in, was refused, took rows away, loaded or undid files; and whether the log is whole."""

import streamlit as st

from dashboard import menu, words
from dashboard.components import lists, parts
from dashboard.topics import audit_log

found = audit_log.read()

parts.heading(menu.AUDIT_LOG, of=audit_log.ENTRIES)
if found.is_broken:
    st.error(words.plain(found.verdict))
parts.finding(audit_log.said(found))
lists.numbers(audit_log.counted(found.rows))
parts.chart(audit_log.by_day(found.rows), "audit_log")
parts.section("Entries")
lists.table(found.rows, audit_log.ENTRIES)
lists.download(found.rows, audit_log.ENTRIES)
parts.definition(audit_log.ENTRIES)
