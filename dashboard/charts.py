"""How charts are drawn: lying bars, a line over months, columns by day; each with the same figures as a table."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

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

Drawing = tuple[go.Figure, pd.DataFrame]
"""What is seen, and the same as a table."""


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


def _label(text: str) -> str:
    """The text in lines, for a chart cuts off what is too wide; three at most, the table has it whole."""
    return "<br>".join(textwrap.wrap(text, LABEL, max_lines=3, placeholder=" …"))


def bars(
    what: str,
    values: Mapping[str, int],
    of: str,
    colours: Sequence[str] = (),
    hatched: Sequence[int] = (),
    most: int | None = None,
) -> Drawing:
    """Lying bars, the first on top, each with its number: the words stay level and readable.

    what, of: what the bars and the numbers are in the table.  hatched: places of the bars of which not all is known.
    most: so many are drawn at most; the table has all.
    """
    figure = _bars(tuple(values.items())[:most], tuple(colours), tuple(hatched))
    return figure, pd.DataFrame({what: list(values), of: [words.number(size) for size in values.values()]})


# Plotly checks each part of a figure that is made, which is a tenth of a page's time; most readers see the same ones.
@lru_cache(FIGURES_KEPT)
def _bars(values: tuple[tuple[str, int], ...], colours: tuple[str, ...], hatched: tuple[int, ...]) -> go.Figure:
    sizes = [size for _, size in values]
    labels = [_label(name) for name, _ in values]
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    places = list(range(len(labels)))
    drawn = {
        "type": "bar",
        "x": sizes,
        "y": places,
        "orientation": "h",
        "marker": {"color": list(colours) or ONE_COLOUR, "pattern": _pattern(len(sizes), hatched)},
        "text": [words.number(size) for size in sizes],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return go.Figure(
        [drawn],
        {
            "height": MARGIN + max(BAR_HEIGHT, LINE_HEIGHT * lines + 8) * len(sizes),
            "margin": {"l": 8, "r": 48, "t": 8, "b": 8},
            "showlegend": False,
            "bargap": 0.3,
            "xaxis": {"visible": False, "fixedrange": True},
            "yaxis": {
                "autorange": "reversed",
                "automargin": True,
                "fixedrange": True,
                "tickvals": places,
                "ticktext": [f"{label} " for label in labels],
            },
        },
    )


def _pattern(bars: int, hatched: tuple[int, ...]) -> dict[str, object]:
    """Lines across the hatched bars, in the bar's colour on the page's."""
    if not hatched:
        return {}
    return {"shape": ["/" if place in hatched else "" for place in range(bars)], "fillmode": "overlay", "solidity": 0.4}


def trend(of: str, values: Mapping[Any, Any]) -> Drawing:
    """A line over months, by their first day; with a gap where a month is not known. The table has the newest first."""
    line = {
        "type": "scatter",
        "x": list(values),
        "y": [None if pd.isna(value) else int(value) for value in values.values()],
        "mode": "lines+markers",
        "line": {"color": ONE_COLOUR, "width": 2},
        "marker": {"size": 7},
        "hovertemplate": "%{x|%B %Y}: %{y:,}<extra></extra>",
    }
    cells = {"Month": [words.month(month) for month in values], of: [words.figure(value) for value in values.values()]}
    return _over_time(line, 280, "%b %Y"), pd.DataFrame(cells).iloc[::-1]


def columns(of: str, values: Mapping[date, int]) -> Drawing:
    """Columns by day; the table has the newest first. A blank figure where all are 0."""
    column = {
        "type": "bar",
        "x": list(values),
        "y": list(values.values()),
        "marker": {"color": ONE_COLOUR},
        "hovertemplate": "%{x|%-d %B %Y}: %{y:,}<extra></extra>",
    }
    cells = {"Day": [words.day(day) for day in values], of: [str(size) for size in values.values()]}
    figure = _over_time(column, 220, "%-d %b") if any(values.values()) else go.Figure()
    return figure, pd.DataFrame(cells).iloc[::-1]


def _over_time(drawn: dict[str, Any], height: int, days: str) -> go.Figure:
    return go.Figure(
        [drawn],
        {
            "height": height,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "showlegend": False,
            "xaxis": {"tickformat": days, "fixedrange": True, "nticks": 6},
            "yaxis": {"rangemode": "tozero", "tickformat": ",d", "automargin": True, "fixedrange": True},
        },
    )
