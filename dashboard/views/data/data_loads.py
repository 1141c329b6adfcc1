"""Data loads: what was received, what is to be put right, what that affects, and how old each source is."""

from dashboard import menu
from dashboard.components import known, lists, parts
from dashboard.filters import controls
from dashboard.session.session import ask
from dashboard.topics import left_out, loads

scope = controls.scope()
files, rejects, flags = ask(loads.LOADS, **scope), ask(loads.REJECTS, **scope), ask(loads.FLAGS, **scope)
rows, cells, proposals = ask(loads.ROWS, **scope), ask(loads.CELLS, **scope), ask(loads.MATCHES, **scope)
fresh, on = known.freshness()
figures = loads.sources(fresh, on, files, rows, cells, flags)

parts.heading(menu.DATA_LOADS, of=loads.FRESH)
parts.finding(loads.loads_said(files, rows))
lists.numbers(figures)
parts.section("To put right")
parts.say(loads.to_do_said(*figures[: loads.REFUSED]))
lists.opened(figures[: loads.REFUSED], loads.to_do)
lists.folded(loads.settled(rejects, rows), loads.REJECTS, loads.SETTLED)
lists.folded(loads.replaced(files), loads.LOADS, "Refused files that a later file replaced")
parts.section("Files received")
lists.command(loads.undo_command, files, lists.table(files, loads.LOADS, can_choose=True))
parts.say(loads.unread_said(files))
lists.download(files, loads.LOADS)
parts.section("How old is each source?")
parts.chart(loads.age_of_sources(fresh), "data_freshness")
lists.table(fresh, loads.FRESH)
parts.section("Rows kept and flagged")
parts.chart(loads.flags_by_reason(flags), "flags")
lists.table(flags, loads.FLAGS)
lists.download(flags, loads.FLAGS)
parts.section("Matches to confirm")
parts.say(loads.matches_said(proposals))
lists.table(proposals, loads.MATCHES)
lists.download(proposals, loads.MATCHES)
parts.section("What each problem affects")
parts.small_table(left_out.affected(ask(left_out.LEFT_OUT, **scope)))
lists.left_out()
