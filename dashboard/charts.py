"""Rows to a chart, always with the same figures as a table, one sentence, and how it was counted."""

import textwrap
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from dashboard import words

ONE_COLOUR = "#3d7dc4"
"""4.3 to 1 on white and on the dark page, so a chart needs no second set of colours."""

BAR_HEIGHT, LINE_HEIGHT, MARGIN = 38, 16, 24
MOST_BARS = 8
FIGURES_KEPT = 500
LABEL = 21
"""Letters in a line of a bar's label: half the width of a window of 320 pixels, the other half is for the bar."""


@dataclass(frozen=True)
class ChartResult:
    """All four, always: what is seen, the same as a table, what it says, and how it was counted."""

    figure: go.Figure
    table: pd.DataFrame
    sentence: str
    definition: str

    @property
    def is_blank(self) -> bool:
        """Nothing would be drawn: the sentence says why, and an empty frame would not."""
        return all(
            not value if line.type == "bar" else value is None
            for line in self.figure.data
            for value in (line.x if line.type == "bar" else line.y)
        )


def locations_by_tier(rows: pd.DataFrame) -> ChartResult:
    """Locations in each suggested provider quality tier, from `provider_tiers`."""
    counts = Counter(rows["suggested_tier"])
    tiers = [tier for tier in words.QUALITY_TIERS if counts[tier] or not tier.startswith(words.AT_LEAST)]
    said = [f"{words.number(counts[tier])} {tier}" for tier in tiers]
    bars = {words.marked(tier): counts[tier] for tier in tiers}
    hatched = tuple(place for place, tier in enumerate(tiers) if tier not in (*words.OF_CONCERN, "BAU"))
    return ChartResult(
        _bars(bars, [words.QUALITY_TIERS[tier].colour for tier in tiers], hatched),
        _counted("Suggested provider quality tier", bars, "Locations"),
        f"Suggested provider quality tiers of {words.count(len(rows), 'location')}: {words.listed(said)}.",
        "Each location open on the position date counts once, in the tier the rules suggest for it.",
    )


def reviews_by_lateness(rows: pd.DataFrame) -> ChartResult:
    """Overdue contract reviews by how late they are, from `overdue_reviews`."""
    # Since when is not known may be the longest, so it is last.
    order = rows.groupby("overdue_band")["days_overdue"].min().sort_values(na_position="last").index
    counts = rows["overdue_band"].value_counts().reindex(order)
    bars = {words.band(str(band)): int(size) for band, size in counts.items()}
    late = {words.NOT_KNOWN: "since a day that is not known"}
    said = [f"{words.number(size)} late {late.get(band, f'by {band}')}" for band, size in bars.items()]
    return ChartResult(
        _bars(bars),
        _counted("How late", bars, "Contracts"),
        f"Overdue contract reviews: {words.listed(said)}.",
        "Days from the day a review was due to the position date.",
    )


def reviews_by_contract_tier(rows: pd.DataFrame) -> ChartResult:
    """Overdue contract reviews by contract tier, from `overdue_reviews`."""
    counts = rows["contract_tier"].value_counts().reindex(list(words.CONTRACT_TIERS), fill_value=0)
    bars = {words.marked(tier): int(size) for tier, size in counts.items()}
    said = [f"{words.number(size)} {tier}" for tier, size in counts.items()]
    return ChartResult(
        _bars(bars, [words.CONTRACT_TIERS[tier].colour for tier in counts.index]),
        _counted("Contract tier", bars, "Contracts"),
        f"Overdue contract reviews by contract tier: {words.listed(said)}.",
        "The contract tier says how much a contract matters. It is not the provider quality tier.",
    )


def points_by_rule(rows: pd.DataFrame) -> ChartResult:
    """Points that each rule gives one location, from `provider_tier_evidence`."""
    scored = rows[rows["points"] > 0].sort_values("points", ascending=False)
    bars = dict(zip(scored["rule_title"], scored["points"].astype(int), strict=True))
    said = [f"{title}, {size}" for title, size in bars.items()]
    return ChartResult(
        _bars(bars),
        _counted("Rule", bars, "Points"),
        f"Points by rule: {words.listed(said)}." if bars else "No rule gives this location any points.",
        "Rules without evidence give no points and are listed as not known.",
    )


def indicator_trend(rows: pd.DataFrame) -> ChartResult:
    """One indicator over its months, from `monthly_indicators`."""
    ordered = rows.sort_values("month")
    title = str(ordered["indicator_title"].iloc[0])
    known = ordered[ordered["value"].notna()]
    line = {
        "type": "scatter",
        "x": list(ordered["month"]),
        "y": [None if pd.isna(value) else int(value) for value in ordered["value"]],
        "mode": "lines+markers",
        "line": {"color": ONE_COLOUR, "width": 2},
        "marker": {"size": 7},
        "hovertemplate": "%{x|%B %Y}: %{y:,}<extra></extra>",
    }
    figure = go.Figure(
        [line],
        {
            "height": 280,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "showlegend": False,
            "xaxis": {"tickformat": "%b %Y", "fixedrange": True, "nticks": 6},
            "yaxis": {"rangemode": "tozero", "tickformat": ",d", "automargin": True, "fixedrange": True},
        },
    )
    is_flow = (ordered["kind"] == "flow").all()
    return ChartResult(
        figure,
        pd.DataFrame(
            {
                "Month": [words.month(month) for month in ordered["month"]],
                title: [words.figure(value) for value in ordered["value"]],
            }
        ).iloc[::-1],
        _trend_sentence(title, known),
        "Events dated in each month." if is_flow else "How things stood at the end of each month.",
    )


def age_of_sources(rows: pd.DataFrame) -> ChartResult:
    """Days since each source was last received, from `data_freshness`."""
    known = rows[rows["age_days"].notna()].sort_values("age_days", ascending=False)
    bars = dict(zip(known["source_title"], known["age_days"].astype(int), strict=True))
    shown = dict(list(bars.items())[:MOST_BARS])
    never = int(rows["age_days"].isna().sum())
    oldest = next(iter(bars), None)
    said = f"The oldest source is {oldest}, received {words.ago(bars[oldest])}." if oldest else ""
    missing = f" {words.count(never, 'source')} {words.verb(never, 'was', 'were')} never received." if never else ""
    return ChartResult(
        _bars(shown),
        _counted("Source", bars, "Days"),
        f"{said}{missing}".strip(),
        "Days from the day the newest file was received to today, or to the earlier day that is looked at.",
    )


def flags_by_reason(rows: pd.DataFrame) -> ChartResult:
    """Flags by source, column and reason, from `flags`."""
    about = "A flag is on what is not known here, or unlikely. The row is kept, and used where it can be."
    return _by_reason(rows, "flag on rows that were kept", "flags on rows that were kept", about)


def _by_reason(rows: pd.DataFrame, one: str, many: str, about: str) -> ChartResult:
    counts = (rows["source"].map(words.name_of) + ", " + rows["field"] + ": " + rows["reason"]).value_counts()
    bars = {str(reason): int(size) for reason, size in counts.items()}
    most = f"{words.count(len(rows), one, many)}. The most frequent: {next(iter(bars))}." if bars else f"No {one}."
    return ChartResult(
        _bars(dict(list(bars.items())[:MOST_BARS])),
        _counted("Source, column and reason", bars, "Number"),
        most,
        about,
    )


def _trend_sentence(title: str, known: pd.DataFrame) -> str:
    if known.empty:
        return f"{title}: not known in any month."
    last, low, high = known.iloc[-1], known["value"].min(), known["value"].max()
    return (
        f"{title}: {words.number(last['value'])} in {words.month(last['month'])}. Over"
        f" {words.count(len(known), 'month')} it was between {words.number(low)} and {words.number(high)}."
    )


def _label(text: str) -> str:
    """The text in lines, for a chart cuts off what is too wide; three at most, the table has it whole."""
    return "<br>".join(textwrap.wrap(text, LABEL, max_lines=3, placeholder=" …"))


def _bars(values: Mapping[str, int], colours: list[str] | None = None, hatched: tuple[int, ...] = ()) -> go.Figure:
    """Lying bars, the first on top, each with its number: the words stay level and readable.

    hatched: places of the bars of which not all is known.
    """
    return _drawn(tuple(values.items()), tuple(colours or ()), hatched)


# Plotly checks each part of a figure that is made, which is a tenth of a page's time; most readers see the same ones.
@lru_cache(FIGURES_KEPT)
def _drawn(bars_in_order: tuple[tuple[str, int], ...], colours: tuple[str, ...], hatched: tuple[int, ...]) -> go.Figure:
    values = dict(bars_in_order)
    labels = [_label(name) for name in values]
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    bars = {
        "type": "bar",
        "x": list(values.values()),
        "y": list(range(len(labels))),
        "orientation": "h",
        "marker": {"color": list(colours) or ONE_COLOUR, "pattern": _pattern(len(values), hatched)},
        "text": [words.number(value) for value in values.values()],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return go.Figure(
        [bars],
        {
            "height": MARGIN + max(BAR_HEIGHT, LINE_HEIGHT * lines + 8) * len(values),
            "margin": {"l": 8, "r": 48, "t": 8, "b": 8},
            "showlegend": False,
            "bargap": 0.3,
            "xaxis": {"visible": False, "fixedrange": True},
            "yaxis": {
                "autorange": "reversed",
                "automargin": True,
                "fixedrange": True,
                "tickvals": list(range(len(labels))),
                "ticktext": [f"{label} " for label in labels],
            },
        },
    )


def _pattern(bars: int, hatched: tuple[int, ...]) -> dict[str, object]:
    """Lines across the hatched bars, in the bar's colour on the page's."""
    if not hatched:
        return {}
    return {"shape": ["/" if place in hatched else "" for place in range(bars)], "fillmode": "overlay", "solidity": 0.4}


def _counted(what: str, values: Mapping[str, int], of: str) -> pd.DataFrame:
    return pd.DataFrame({what: list(values), of: [words.number(size) for size in values.values()]})
