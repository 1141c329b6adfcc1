"""The command `audit`: whether the audit log is as it was written."""

from typing import Annotated, Literal

import typer

from pipelines import audit as log
from pipelines import options as use

Action = Annotated[Literal["verify"], typer.Argument(help="verify: look for a line that was changed or removed.")]


def audit(
    action: Action,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Check that no entry of the audit log was changed or removed. Exit code 1 if one was."""
    try:
        typer.echo(log.verify(warehouse))
    except log.AuditError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
