"""The twelve monthly indicators: a month beside the one before it, the records counted, and whether all adds up."""

from datetime import date

import pandas as pd

from dashboard import charts, words
from dashboard.charts import ChartResult
from dashboard.shapes import Figure, Listing, Pick

INDICATORS = Listing.of("monthly_indicators", rule_tables=("indicator_settings",))
RECORDS = Listing.of(
    "monthly_indicator_rows",
    ("record_ref", "happened_on", "detail", "contract_ref", "not_read", "source_file", "source_row"),
    blanks={"happened_on": "No date"},
)
SUMS = Listing.of(
    "contract_reconciliation",
    (
        "month", "active_before", "started", "ended", "ended_last_day", "ended_last_day_before", "expected",
        "active_at_end", "difference",
    ),
)  # fmt: skip
SOURCES = (
    "contracts", "procurements", "contract_changes", "uplifts", "notices", "quality_cases", "risks",
)  # fmt: skip


def _months(rows: pd.DataFrame) -> dict[str, str]:
    return {f"{month:%Y-%m}": words.month(month) for month in sorted(rows["month"].unique(), reverse=True)}


def _last_over(rows: pd.DataFrame, as_of: date) -> str:
    """The last month that was over on the position date, else the last that there is."""
    ended = rows.loc[rows["month_end"] <= pd.Timestamp(as_of), "month"]
    return f"{ended.max() if len(ended) else rows['month'].max():%Y-%m}"


def _titles(rows: pd.DataFrame) -> dict[str, str]:
    return {row.indicator_id: f"{row.indicator_number}. {row.indicator_title}" for row in rows.itertuples()}


MONTH = Pick("month", "Month", _months, _last_over, is_public=True)
INDICATOR = Pick("indicator", "Indicator", _titles, is_public=True)


def first_day(month: str | None) -> pd.Timestamp:
    """Of a month as the address has it."""
    return pd.Timestamp(f"{month}-01")


def month_beside_the_last(rows: pd.DataFrame, month: pd.Timestamp) -> pd.DataFrame:
    """The indicators of a month, with the month before and the change, from `monthly_indicators`."""
    before = rows[rows["month"] == month - pd.DateOffset(months=1)].set_index("indicator_id")["value"]
    now = rows[rows["month"] == month].copy()
    now["previous"] = now["indicator_id"].map(before).astype("Int64")
    now["change"] = now["value"] - now["previous"]
    return now


def as_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The month, the month before and the change in words; and what of the records was not read, where there is any."""
    cells = {
        "No.": rows["indicator_number"],
        "Indicator": rows["indicator_title"],
        "This month": [words.figure(value) for value in rows["value"]],
        "Before": [words.figure(value) for value in rows["previous"]],
        "Change": [words.change(value) for value in rows["change"]],
    }
    if "not_read_count" in rows and rows["not_read_count"].fillna(0).any():
        cells["Not fully read"] = [words.figure(value) for value in rows["not_read_count"]]
    return pd.DataFrame(cells)


def month_said(rows: pd.DataFrame, month: pd.Timestamp) -> str:
    """How many of the indicators are known, counted by their numbers: the seventh has two figures."""
    known, missing = rows[rows["state"] == "counted"], rows[rows["state"] != "counted"]
    moved = known[known["change"].notna() & (known["change"] != 0)]
    of = rows["indicator_number"].str.rstrip("ab").nunique()
    whole = of - missing["indicator_number"].str.rstrip("ab").nunique()
    every = f"all {words.number(of)} indicators" if whole == of else f"{words.few(whole)} of {of} indicators"
    said = f"In {words.month(month)}, {every} could be counted"
    said += f"; {words.few(len(moved))} of their {words.count(len(known), 'figure')} moved since the month before."
    names = words.listed(list(missing["indicator_title"]))
    return f"{said} Not known: {names}." if len(missing) else said


def not_read_said(rows: pd.DataFrame) -> list[str]:
    """How many of the records counted rest on what could be read of them."""
    size = int(rows["not_read_count"].fillna(0).sum()) if "not_read_count" in rows else 0
    if not size:
        return []
    what = f"{words.count(size, 'record')} counted in this month {words.verb(size, 'was', 'were')}"
    return [f"{what} not fully read: a newer row, or a cell, was refused."]


def counted(rows: pd.DataFrame, month: pd.Timestamp) -> int:
    """How many records the indicators count in a month, all together."""
    return int(rows.loc[rows["month"] == month, "value"].sum())


def of_indicator(rows: pd.DataFrame, indicator: str | None) -> pd.DataFrame:
    """Every month of one indicator, from `monthly_indicators`."""
    return rows[rows["indicator_id"] == indicator]


def trend(rows: pd.DataFrame) -> ChartResult:
    """One indicator over its months."""
    ordered = rows.sort_values("month")
    title, is_flow = str(ordered["indicator_title"].iloc[0]), (ordered["kind"] == "flow").all()
    return ChartResult(
        *charts.trend(title, dict(zip(ordered["month"], ordered["value"], strict=True))),
        _trend_said(title, ordered[ordered["value"].notna()]),
        "Events dated in each month." if is_flow else "How things stood at the end of each month.",
    )


def _trend_said(title: str, known: pd.DataFrame) -> str:
    if known.empty:
        return f"{title}: not known in any month."
    last, low, high = known.iloc[-1], known["value"].min(), known["value"].max()
    return (
        f"{title}: {words.number(last['value'])} in {words.month(last['month'])}. Over"
        f" {words.count(len(known), 'month')} it was between {words.number(low)} and {words.number(high)}."
    )


def records(rows: pd.DataFrame, indicator: str | None, counted: pd.DataFrame) -> list[Figure]:
    """The figure of one indicator and month, as the records it counts; not known is said, and never 0."""
    it = of_indicator(rows, indicator).iloc[0]
    of = counted if it.state == "counted" else None
    return [Figure(f"{it.indicator_title}, {words.month(it.month)}", of, RECORDS)]


def newest_first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("month", ascending=False)


def adds_up_said(rows: pd.DataFrame) -> str:
    off = rows[rows["difference"] != 0]
    if rows.empty:
        return "There is no month to add up."
    if off.empty:
        return f"The register adds up in {_all(len(rows))}."
    months = words.listed([words.month(month) for month in off["month"]])
    return f"The register does not add up in {words.count(len(off), 'month')}: {months}."


def _all(months: int) -> str:
    return "the one month there is" if months == 1 else f"all {words.number(months)} months"
