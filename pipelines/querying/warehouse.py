"""One build of the warehouse, open for reading and asked."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.access.policy import ALL, Rights
from pipelines.querying.kept import Kept
from pipelines.querying.planning import planned
from pipelines.querying.steps import rights_parameters
from pipelines.rules import RuleSet
from pipelines.warehouse.driver import (
    INTERRUPTED,
    OUT_OF_MEMORY,
    REMEDY,
    Build,
    Connection,
    DatabaseError,
    WarehouseError,
    connect,
    execute,
    result,
)
from pipelines.warehouse.schema import write_rules

if TYPE_CHECKING:
    # Half of the time a command takes to start; a load never needs it.
    import pandas as pd


_STOPPED = {
    INTERRUPTED: "took longer than CARE_QUERY_SECONDS allows",
    OUT_OF_MEMORY: "needed more memory than CARE_QUERY_MEMORY allows",
}


class TooMuchAskedError(WarehouseError):
    """A question was stopped because it took longer, or more memory, than one may; the message says which."""


@contextmanager
def interrupted_after(cursor: Connection, seconds: float | None) -> Iterator[None]:
    """Stop what the cursor runs in the block once it has taken that long: the database has no such limit of its own."""

    def stop() -> None:
        with suppress(DatabaseError):  # it ended, and the cursor was closed, a moment before
            cursor.interrupt()

    alarm = threading.Timer(seconds or 0, stop)
    alarm.daemon = True
    if seconds:
        alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


@dataclass(frozen=True)
class Warehouse:
    """One build, open for reading. `rules` differ from the build's own when someone edited or tries others."""

    con: Connection
    build: Build
    rules: RuleSet | None = None
    seconds: float | None = None
    """How long one question may take; None for as long as it likes."""
    rights: Rights = ALL
    """What the one who asks may see."""
    kept: Kept = field(default_factory=Kept, compare=False)
    """Steps on other days, for everybody: nothing in them depends on who asks."""

    @classmethod
    def open(
        cls, path: Path, rules: RuleSet | None = None, *, seconds: float | None = None, memory: str | None = None
    ) -> "Warehouse":
        """Open a build file for reading only, with what one question may take and all of them may use."""
        return cls.over(connect(path, read_only=True, memory=memory), rules, seconds=seconds)

    @classmethod
    def over(cls, con: Connection, rules: RuleSet | None = None, *, seconds: float | None = None) -> "Warehouse":
        """A warehouse over a connection that is open already."""
        try:
            [(build_id, rules_hash)] = execute(con, "select build_id, rules_hash from build")
        except (DatabaseError, ValueError) as error:
            raise WarehouseError(f"The file is not a warehouse of this product. {REMEDY}") from error
        return cls(con, Build(build_id=build_id, rules_hash=rules_hash), rules, seconds)

    @property
    def rules_hash(self) -> str:
        return self.rules.hash if self.rules else self.build.rules_hash

    def cursor(self) -> Connection:
        """A connection of one's own, with other rules in it where they differ from the build's."""
        cursor = self.con.cursor()
        if self.rules and self.rules.hash != self.build.rules_hash:
            write_rules(cursor, self.rules, temporary=True)
        return cursor

    def frame(self, sql: str, params: Mapping[str, Any]) -> "pd.DataFrame":
        """The rows of a text of SQL, with its steps in front. Only parameters it uses are passed.

        Raises WarehouseError with the failing SQL's first line and the database's own words, and TooMuchAskedError
        when it had to be stopped.
        """
        plan, given = planned(sql, self.rights), {**params, **rights_parameters(self.rights)}
        cursor = self.cursor()
        try:
            with interrupted_after(cursor, self.seconds):
                for name, step in plan.on_days.items():
                    cursor.register(name, self.kept.on_days(cursor, step, self.rules_hash, given))
                return result(cursor, plan.sql, given).df()
        except tuple(_STOPPED) as error:
            what = f"A question {_STOPPED[type(error)]} and was stopped."
            raise TooMuchAskedError(f"{what} Choose a smaller part of the market.") from error
        except DatabaseError as error:
            raise WarehouseError(f"A question failed: {error}") from error
        finally:
            cursor.close()
