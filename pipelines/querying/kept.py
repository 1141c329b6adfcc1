"""Steps on other days than the position date: answers that are kept, since nothing in a build changes."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from pipelines.querying.planning import with_steps
from pipelines.sql_files import used_by
from pipelines.warehouse.driver import Connection

if TYPE_CHECKING:
    # Half of the time a command takes to start; a load never needs it.
    import pyarrow as pa

MOST_DAYS = 200
"""Answers of one step on one day: those used longest ago are forgotten."""


class Kept:
    """What steps said on days, of one build: the same for everybody, since no step that is kept looks at rights."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[tuple[str, str, date, date], pa.Table] = OrderedDict()

    def on_days(self, cursor: Connection, step: str, rules_hash: str, params: Mapping[str, Any]) -> "pa.Table":
        """The rows of a step on each of the `days` of params, as known on its `known_on`, with the day as `on_day`."""
        import pyarrow as pa

        return pa.concat_tables([self._on_day(cursor, step, rules_hash, params, day) for day in params["days"]])

    def _on_day(
        self, cursor: Connection, step: str, rules_hash: str, params: Mapping[str, Any], day: date
    ) -> "pa.Table":
        which = (step, rules_hash, params["known_on"], day)
        with self._lock:
            if which in self._found:
                self._found.move_to_end(which)
                return self._found[which]
        text = with_steps(on_day(step))
        found = cursor.sql(text, params=used_by(text, {**params, "as_of": day})).to_arrow_table()
        with self._lock:
            self._found[which] = found
            while len(self._found) > MOST_DAYS:
                self._found.popitem(last=False)
        return found


def on_day(step: str) -> str:
    """The SQL of a step's rows with the day they are of."""
    return f"select cast($as_of as date) as on_day, s.* from {step} as s"
