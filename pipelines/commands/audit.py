"""The command `audit`: whether the audit log is as it was written, and tells of all that the build tells of."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipelines import audit as log
from pipelines.commands import options as use
from pipelines.commands import reports
from pipelines.commands.console import complain, say
from pipelines.loading.publish import current
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import WarehouseError

Action = Annotated[Literal["verify"], typer.Argument(help="verify: look for a line that was changed or removed.")]


def audit(
    action: Action,
    head: Annotated[
        Path | None, typer.Option("--head", help="A copy of head.json that was kept elsewhere, to compare with.")
    ] = None,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Check that no entry of the audit log was changed or removed. Exit code 1 if one was."""
    place = log.place_of(warehouse)
    if not warehouse.is_dir() and not place.is_dir():
        raise WarehouseError(f"There is no warehouse {warehouse} and no audit log {place}. Correct --warehouse.")
    unread: WarehouseError | None = None
    happened = set()
    try:
        if build := current(warehouse):
            happened = reports.happened(Warehouse.open(build))
    except WarehouseError as error:
        unread = error
    try:
        say(log.verify(warehouse, happened=happened, copy=head))
    except log.AuditError as error:
        complain(str(error))
        raise typer.Exit(1) from error
    if unread:
        raise WarehouseError(f"The log was not compared with the build. {unread}") from unread
