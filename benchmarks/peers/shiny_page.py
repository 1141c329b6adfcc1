"""The page in Shiny for Python. Served by `shiny run benchmarks.peers.shiny_page`."""

from typing import Any

from shiny import App, reactive, render, ui

from benchmarks.peers.page import TIERS, Shown, everything, shown

page_ui = ui.page_fluid(
    ui.h1("Provider risk"),
    ui.input_selectize("tiers", "Provider quality tier", TIERS, multiple=True),
    ui.output_text("said"),
    ui.output_ui("figures"),
    # The figure as Plotly reads it; drawing it is the browser's work, here as in the others.
    ui.output_text("bars"),
    ui.output_data_frame("grid"),
)
everything()


def server(input: Any, output: Any, session: Any) -> None:
    """One session."""

    @reactive.calc
    def page() -> Shown:
        return shown(list(input.tiers()))

    @render.text
    def said() -> str:
        return page().sentence

    @render.ui
    def figures() -> Any:
        return ui.div(*[ui.value_box(label, f"{size:,}") for label, size in page().figures.items()])

    @render.text
    def bars() -> str:
        return str(page().bars.to_json())

    @render.data_frame
    def grid() -> Any:
        return render.DataGrid(page().rows, selection_mode="row")


app = App(page_ui, server)
