"""What a page says first: one sentence, and figures as the rows they count."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from dashboard import words


@dataclass(frozen=True)
class Part:
    """Some rows of a frame, cut out when somebody opens them: a figure is read far more often than opened."""

    of: pd.DataFrame
    is_in: "pd.Series[bool]"

    def __len__(self) -> int:
        return int(self.is_in.sum())

    def rows(self) -> pd.DataFrame:
        return self.of[self.is_in]


Figures = dict[str, pd.DataFrame | Part]
"""Label → the rows that the figure counts."""


def differing(rows: pd.DataFrame) -> pd.DataFrame:
    """Locations whose recorded tier is not the suggested one."""
    return rows[_differs(rows)]


def _differs(rows: pd.DataFrame) -> "pd.Series[bool]":
    return rows["recorded_tier"].notna() & (rows["recorded_tier"] != rows["suggested_tier"])


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Locations of most concern first, by their points as well where those may be seen."""
    by = [name for name in ("tier_rank", "points") if name in rows]
    return rows.sort_values([*by, "location_name"], ascending=[*[False] * len(by), True])


@dataclass(frozen=True)
class Signals:
    """What gave points to some location: rule → its title, and rule → the locations."""

    titles: dict[str, str]
    locations: dict[str, list[str]]


def signals(evidence: pd.DataFrame) -> Signals:
    """By title, from `provider_tier_evidence`."""
    scored = evidence[evidence["points"] > 0].groupby("rule_id")
    titles = scored["rule_title"].first().sort_values()
    return Signals(titles.to_dict(), scored["location_id"].agg(list).to_dict())


def tiers(rows: pd.DataFrame) -> Figures:
    """Locations by suggested tier, also where there are none, and those that people judged otherwise."""
    by_tier = {words.marked(tier): Part(rows, rows["suggested_tier"] == tier) for tier in words.QUALITY_TIERS}
    return by_tier | {"Recorded tier differs": Part(rows, _differs(rows))}


def tiers_said(shown: pd.DataFrame, everything: pd.DataFrame) -> str:
    sizes = Counter(shown["suggested_tier"])
    worst, second, unsure = (sizes[tier] for tier in ("Tier 3", "Tier 2", "Insufficient data"))
    other = int(_differs(shown).sum())
    return " ".join(
        (
            f"Showing {words.number(len(shown))} of {words.count(len(everything), 'location')}:",
            f"provider quality Tier 3 is suggested for {words.number(worst)}",
            f"and Tier 2 for {words.number(second)};",
            f"{words.number(unsure)} {words.verb(unsure, 'has', 'have')} too little evidence.",
            f"For {words.number(other)} the tier that people recorded is another.",
        )
    )


def by_question(left: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The records left out of each question, from `left_out`."""
    return {str(name): rows for name, rows in left.groupby("question", sort=False)}


def evidence(rules: pd.DataFrame, records: pd.DataFrame) -> Figures:
    """What one location's tier rests on: rules with points, rules without evidence, and the records used."""
    return {
        "Rules that give points": rules[rules["points"] > 0],
        "Rules not known": rules[rules["state"] == "not known"],
        "Rules that do not apply": rules[rules["state"] == "not applicable"],
        "Records used": records,
    }


def heaviest_first(rules: pd.DataFrame) -> pd.DataFrame:
    """Rules with the most points first, then those without evidence."""
    ordered = rules.assign(weight=rules["points"].fillna(0), gap=rules["state"] == "not known")
    return ordered.sort_values(["weight", "gap"], ascending=False, kind="stable").drop(columns=["weight", "gap"])


def evidence_said(location: pd.DataFrame, bands: pd.DataFrame) -> str:
    """Why one location has its suggested tier. `bands` says from how many points each tier begins."""
    it = location.iloc[0]
    begins = {band.tier: band.from_points for band in bands.itertuples()}
    with_points = f", with {words.count(it.points, 'point')}" if "points" in location else ""
    said = [f"Provider quality tier suggested for {it.location_name}: {it.suggested_tier}{with_points}."]
    steps = [f"{tier} at {begins[tier]}" for tier in words.QUALITY_TIERS if begins.get(tier)]
    said.append(f"By points, {words.listed(steps)}.")
    if "floor_tier" in location and not pd.isna(it.floor_tier):
        said.append(f"Whatever the points, one finding sets at least {it.floor_tier}: {it.floor_rule}.")
    elif "points" in location and begins.get(it.suggested_tier) and it.points >= begins[it.suggested_tier]:
        spare = it.points - begins[it.suggested_tier] + 1
        said.append(f"With {words.count(spare, 'point')} less it would be a tier lower.")
    if "rules_not_known" in location and it.rules_not_known:
        missing = words.count(it.rules_not_known, "rule")
        said.append(f"{missing} that {words.verb(it.rules_not_known, 'applies', 'apply')} here had no evidence.")
    recorded = f"{it.recorded_tier}, on {words.day(it.recorded_on)}" if not pd.isna(it.recorded_tier) else ""
    said.append(f"People recorded {recorded}." if recorded else "People have not recorded a tier.")
    return " ".join(said)


def step_down_said(check: pd.DataFrame) -> str:
    """Whether a location may step down from the tier recorded for it; `check` is its row of step_downs, or none."""
    if check.empty:
        return "No quality tier of concern is recorded for it, so there is none to step down from."
    row = check.iloc[0]
    return (
        f"Step down from {row.recorded_tier}, recorded on {words.day(row.recorded_on)}? {row.state}."
        f" Suggested at {words.day(row.earlier_month_end)}: {row.tier_at_earlier_month_end}; at"
        f" {words.day(row.last_month_end)}: {row.tier_at_last_month_end}."
    )


def reviews(overdue: pd.DataFrame, due: pd.DataFrame) -> Figures:
    """Contracts by where they stand with their review, and with their lead where leads may be seen."""
    figures = {
        "Overdue": overdue,
        "Due soon": due[due["state"] == "due soon"],
        "Exempt": due[due["state"] == "exempt"],
        "Overdue, lead has left": overdue[overdue["is_lead_left"]],
    }
    return figures | ({"Overdue, no lead": overdue[overdue["lead"].isna()]} if "lead" in overdue else {})


def reviews_said(overdue: pd.DataFrame, due: pd.DataFrame) -> str:
    bound, exempt = due[due["state"] != "exempt"], due[due["state"] == "exempt"]
    said = f"{words.number(len(overdue))} of {words.count(len(bound), 'contract')} that must be reviewed"
    said += f" {words.verb(len(overdue), 'is', 'are')} overdue"
    if len(overdue):
        days = overdue["days_overdue"].dropna()
        if len(days):
            said += f", the longest by {words.count(days.max(), 'day')}"
        if len(days) < len(overdue):
            said += f", {words.number(len(overdue) - len(days))} since a day that is not known"
        if "lead" in overdue:
            lonely = overdue[overdue["lead"].isna() | overdue["is_lead_left"]]
            said += f"; {words.number(len(lonely))} of them {words.verb(len(lonely), 'has', 'have')} no lead in post"
    return f"{said}. {words.count(len(exempt), 'contract')} {words.verb(len(exempt), 'is', 'are')} exempt."


def month_beside_the_last(rows: pd.DataFrame, month: pd.Timestamp) -> pd.DataFrame:
    """The indicators of a month, with the month before and the change, from `monthly_indicators`."""
    before = rows[rows["month"] == month - pd.DateOffset(months=1)].set_index("indicator_id")["value"]
    now = rows[rows["month"] == month].copy()
    now["previous"] = now["indicator_id"].map(before).astype("Int64")
    now["change"] = now["value"] - now["previous"]
    return now


def month_said(rows: pd.DataFrame, month: pd.Timestamp) -> str:
    known = rows[rows["state"] == "counted"]
    missing = rows[rows["state"] != "counted"]
    moved = known[known["change"].notna() & (known["change"] != 0)]
    said = f"In {words.month(month)}, {words.number(len(known))} of {words.count(len(rows), 'figure')}"
    said += f" could be counted and {words.number(len(moved))} moved since the month before."
    names = words.listed(list(missing["indicator_title"]))
    return f"{said} Not known: {names}." if len(missing) else said


def of_indicator(rows: pd.DataFrame, indicator: str | None) -> pd.DataFrame:
    """Every month of one indicator, from `monthly_indicators`."""
    return rows[rows["indicator_id"] == indicator]


def records(rows: pd.DataFrame, indicator: str | None, counted: pd.DataFrame) -> Figures:
    """The figure of one indicator and month, as the records it counts; none when it is not known, never 0."""
    it = of_indicator(rows, indicator).iloc[0]
    if it.state != "counted":
        return {}
    return {f"{it.indicator_title}, {words.month(it.month)}": counted}


def indicator_names(rows: pd.DataFrame) -> list[str]:
    """What records may be left out of: the question, or one indicator."""
    return ["monthly_indicators", *rows["indicator_id"].unique()]


def newest_first(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("month", ascending=False)


def reconciliation_said(rows: pd.DataFrame) -> str:
    off = rows[rows["difference"] != 0]
    if off.empty:
        return f"The register adds up in all {words.count(len(rows), 'month')}."
    months = words.listed([words.month(month) for month in off["month"]])
    return f"The register does not add up in {words.count(len(off), 'month')}: {months}."


def late(fresh: pd.DataFrame) -> pd.DataFrame:
    """Sources that were received once and are older than they should be."""
    return fresh[fresh["age_days"] > fresh["rhythm_days"]]


def of_concern(rows: pd.DataFrame) -> pd.DataFrame:
    """Locations suggested for the two highest tiers, the most points first."""
    return worst_first(rows[rows["suggested_tier"].isin(["Tier 3", "Tier 2"])])


def one(rows: pd.DataFrame, location: str) -> pd.DataFrame:
    """The one row of a location, from `provider_tiers`."""
    return rows[rows["location_id"] == location]


def overview(locations: pd.DataFrame, overdue: pd.DataFrame, due: pd.DataFrame, fresh: pd.DataFrame) -> Figures:
    """The figures that lead to the other pages."""
    return {
        words.marked("Tier 3"): locations[locations["suggested_tier"] == "Tier 3"],
        words.marked("Tier 2"): locations[locations["suggested_tier"] == "Tier 2"],
        words.marked("Insufficient data"): locations[locations["suggested_tier"] == "Insufficient data"],
        "Overdue reviews": overdue,
        "Contracts active": due,
        "Sources late": late(fresh),
    }


def overview_said(figures: Figures) -> str:
    worst, _, unsure, overdue, active, old = (len(rows) for rows in figures.values())
    return (
        f"{words.count(worst, 'location')} {words.verb(worst, 'is', 'are')} suggested for"
        f" provider quality Tier 3, the highest concern;"
        f" {words.number(overdue)} of {words.count(active, 'active contract')}"
        f" {words.verb(overdue, 'has', 'have')} an overdue review."
        f" {_some(unsure, 'location')} {words.verb(max(unsure, 1), 'has', 'have')} too little evidence"
        f" for a tier, and {_some(old, 'source').lower()} of data"
        f" {words.verb(max(old, 1), 'is', 'are')} late."
    )


def _some(size: int, one: str) -> str:
    return words.count(size, one) if size else f"No {one}"
