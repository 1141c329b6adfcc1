"""The table beside a chart: all the figures, also those that the chart has no room for."""

from datetime import date

from dashboard import charts


def test_the_table_has_the_bars_that_the_chart_has_no_room_for() -> None:
    values = {f"Source {number}": 1200 - number for number in range(charts.MOST_BARS + 2)}

    figure, table = charts.bars("Source", values, "Days", most=charts.MOST_BARS)
    assert list(figure.data[0].x) == [*values.values()][: charts.MOST_BARS]
    assert list(table["Source"]) == [*values]
    assert list(table["Days"]) == [f"{size:,}" for size in values.values()]
    whole, _ = charts.bars("Source", values, "Days")
    assert len(whole.data[0].x) == len(values)


def test_days_are_drawn_in_order_and_listed_the_newest_first() -> None:
    figure, table = charts.columns("Entries", {date(2026, 8, 30): 0, date(2026, 8, 31): 2})
    assert list(figure.data[0].y) == [0, 2]
    assert table.to_numpy().tolist() == [["31 August 2026", "2"], ["30 August 2026", "0"]]
