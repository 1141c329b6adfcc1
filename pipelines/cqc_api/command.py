"""The command `fetch-cqc`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from pipelines.commands import options as use
from pipelines.commands.console import column, err, say
from pipelines.counting import counted


def fetch_cqc(
    local_authority: Annotated[str, typer.Option(help="The council area, by CQC's name for it, such as Oldham.")],
    out_folder: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    since: Annotated[
        str | None, typer.Option(help="Fetch again what changed since this day; since the last fetch without it.")
    ] = None,
    warehouse: use.WarehouseFolder = use.DEFAULT_WAREHOUSE,
    rules: use.RulesFolder = use.DEFAULT_RULES,
) -> None:
    """Fetch the locations of a council area and their ratings from CQC, as a file that load takes."""
    # Only this command speaks to a network, and what it needs for that takes a while to start.
    from pipelines.cqc_api.client import Client
    from pipelines.cqc_api.fetching import fetch

    since_day, client = use.day(since, "--since"), Client.from_environment()
    columns = (column("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with client.http, Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("Asking for the list", total=None)

        def progress(number: int, of: int) -> None:
            bar.update(task, completed=number, total=of, description="Locations")

        client.on_trouble = lambda reason: bar.update(task, description=f"Trying again: {reason}")
        done = fetch(client, local_authority, out_folder, since=since_day, progress=progress)
    say(
        f"{counted(done.in_file, 'location is', 'locations are')} in {done.path}, {done.fetched:,} of them fetched now."
    )
    if done.missing:
        say(f"CQC lists {done.missing} more, and has no answer for them.")
