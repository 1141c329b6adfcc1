"""Data loads: what was received, what is to be put right, what that affects, and how old each source is."""

from dashboard import charts, controls, known, lists, parts, receipts
from dashboard.session import ask
from dashboard.topics import left_out
from pipelines.querying.questions import QUESTIONS

scope = controls.scope()
loads, rejects, flags = ask("loads", **scope), ask("rejects", **scope), ask("flags", **scope)
rows, cells, proposals = ask("refused_rows", **scope), ask("refused_cells", **scope), ask("match_proposals", **scope)
fresh, on = known.freshness()
figures = receipts.sources(fresh, on, loads, rows, cells, flags)

parts.heading("Data loads", QUESTIONS["data_freshness"].header["question"])
parts.finding(receipts.loads_said(loads, rows))
lists.numbers(figures)
parts.section("To put right")
parts.say(receipts.to_do_said(*figures[: receipts.REFUSED]))
lists.opened(figures[: receipts.REFUSED], receipts.to_do)
lists.folded(receipts.settled(rejects, rows), "rejects", receipts.SETTLED)
lists.folded(receipts.replaced(loads), "loads", "Refused files that a later file replaced")
parts.section("Files received")
lists.command(receipts.undo_command, loads, lists.table(loads, "loads", can_choose=True))
parts.say(receipts.unread_said(loads))
lists.download(loads, "loads")
parts.section("How old is each source?")
parts.chart(charts.age_of_sources(fresh), "data_freshness")
lists.table(fresh, "data_freshness")
parts.section("Rows kept and flagged")
parts.chart(charts.flags_by_reason(flags), "flags")
lists.table(flags, "flags")
lists.download(flags, "flags")
parts.section("Matches to confirm")
parts.say(receipts.matches_said(proposals))
lists.table(proposals, "match_proposals")
lists.download(proposals, "match_proposals")
parts.section("What each problem affects")
parts.small_table(left_out.affected(ask("left_out", **scope)))
lists.left_out()
