"""Data loads: what was received, what became of every row, what that affects, and how old each source is."""

import streamlit as st

from dashboard import charts, controls, parts, receipts
from dashboard.session import ask
from pipelines.questions import QUESTIONS

scope = controls.scope()
loads, rejects, fresh = ask("loads", **scope), ask("rejects", **scope), ask("data_freshness", **scope)
flags, proposals = ask("flags", **scope), ask("match_proposals", **scope)
figures = receipts.sources(fresh, loads, rejects, flags)

parts.heading("Data loads", QUESTIONS["data_freshness"].header["question"])
parts.finding(receipts.loads_said(loads))
parts.numbers(figures, receipts.ROWS_OF)
parts.section("How old is each source?")
parts.chart(charts.age_of_sources(fresh), "data_freshness")
parts.table(fresh, "data_freshness")
parts.section("Files received")
chosen = parts.table(loads, "loads", can_choose=True)
st.caption("Choose a row for the command that takes its file out again, as if it had never come:")
st.code(receipts.undo_command(loads, chosen), language=None)
parts.say(receipts.unread_said(loads))
parts.download(loads, "loads")
for title, rows, name, chart in (
    ("Rows rejected", rejects, "rejects", charts.rejects_by_reason(rejects)),
    ("Rows kept and flagged", flags, "flags", charts.flags_by_reason(flags)),
):
    parts.section(title)
    parts.chart(chart, name)
    parts.table(rows, name)
    parts.download(rows, name)
parts.section("Matches to confirm")
parts.say(receipts.matches_said(proposals))
parts.table(proposals, "match_proposals")
parts.download(proposals, "match_proposals")
parts.section("What each problem affects")
parts.small_table(receipts.affected(ask("left_out", **scope)))
parts.left_out()
