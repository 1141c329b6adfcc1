"""What every twin of *Provider risk* shows: the sentence, six figures, the bars and the rows of the tiers chosen."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

from pipelines.commands.reports import dates
from pipelines.loading.publish import current
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse

TIERS = ["Tier 3", "Tier 2", "Tier 1", "BAU", "Insufficient data"]
SHOWN = [
    "location_name", "suggested_tier", "recorded_tier", "points", "floor_tier", "rules_not_known",
    "newest_evidence_days", "service_type", "locality", "provider_name", "lead", "source_file", "source_row",
]  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One state of the page."""

    sentence: str
    figures: dict[str, int]
    bars: go.Figure
    rows: pd.DataFrame


@cache
def everything() -> pd.DataFrame:
    """Every location on the day of the newest load, read once, as the product remembers its answers."""
    build = current(Path(os.environ["CARE_WAREHOUSE"]))
    assert build, "nothing has been loaded"
    warehouse = Warehouse.open(build)
    return ask(QUESTIONS["provider_tiers"], warehouse, **dates(warehouse, None, None))


def shown(tiers: list[str]) -> Shown:
    """The page when these tiers are chosen; none means all."""
    rows = everything()
    rows = rows[rows["suggested_tier"].isin(tiers)] if tiers else rows
    sizes = rows["suggested_tier"].value_counts().reindex(TIERS, fill_value=0)
    differs = rows["recorded_tier"].notna() & (rows["recorded_tier"] != rows["suggested_tier"])
    figures = {str(tier): int(size) for tier, size in sizes.items()} | {"Recorded tier differs": int(differs.sum())}
    bars = go.Figure([go.Bar(x=list(sizes), y=list(sizes.index), orientation="h", text=[f"{n:,}" for n in sizes])])
    sentence = f"Showing {len(rows):,} of {len(everything()):,} locations."
    return Shown(sentence, figures, bars, rows[SHOWN])
