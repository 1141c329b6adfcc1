"""The page in Dash. Served by `gunicorn benchmarks.peers.dash_page:server`."""

from typing import Any

from dash import Dash, Input, Output, dash_table, dcc, html

from benchmarks.peers.page import SHOWN, TIERS, everything, shown

app = Dash("care")
server = app.server
app.layout = html.Div(
    [
        html.H1("Provider risk"),
        dcc.Dropdown(TIERS, [], multi=True, id="tiers"),
        html.P(id="said"),
        html.Div(id="figures"),
        dcc.Graph(id="bars"),
        dash_table.DataTable(id="grid", columns=[{"name": name, "id": name} for name in SHOWN], page_action="none"),
    ]
)
everything()


@app.callback(
    Output("said", "children"),
    Output("figures", "children"),
    Output("bars", "figure"),
    Output("grid", "data"),
    Input("tiers", "value"),
)
def update(tiers: list[str]) -> tuple[Any, ...]:
    """All that a choice changes."""
    page = shown(tiers)
    figures = [html.Div([html.Span(label), html.B(f"{size:,}")]) for label, size in page.figures.items()]
    return page.sentence, figures, page.bars, page.rows.astype(object).where(page.rows.notna(), None).to_dict("records")
