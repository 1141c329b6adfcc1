"""Why one location has its suggested tier: every rule, every record, and whether it may step down."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard import charts, menu, words
from dashboard.charts import ChartResult
from dashboard.shapes import Figure, Link, Listing, Subject
from dashboard.topics import tiers

RULES = Listing.of(
    "provider_tier_evidence",
    (
        "rule_title", "value_words", "state", "points", "floor_tier", "evidence_on", "evidence_age_days", "source_rows",
        "authority", "effective_from",
    ),
    blanks={
        "points": "Not known", "floor_tier": "None", "evidence_on": "No evidence", "evidence_age_days": "No evidence",
        "source_rows": "No records",
    },
    rule_tables=tiers.RULE_TABLES,
)  # fmt: skip
RECORDS = Listing.of(
    "provider_tier_rows",
    ("rule_id", "record_ref", "happened_on", "detail", "not_read", "source_file", "source_row"),
    blanks={"happened_on": "No date"},
    labels={"rule_id": "Rule"},
)
STEP_DOWNS = Listing.of("step_downs")
ALL_LOCATIONS = Link(menu.PROVIDER_RISK, "All locations")
LOCATION = Subject("location", "Location", "Choose a location", is_public=True)


def nothing_said(location: str | None, on: date) -> str:
    """Why no location is shown: none was chosen, or there is none of that id. Another is never shown in its place."""
    if location is None:
        return "Choose a location above, or in the list of all locations."
    return (
        f"We have no location {location} that was open on {words.day(on)}. Check its id and the date: it may have"
        " closed, or belong to a part of the council that is not shown to you."
    )


def outside_said(location: pd.DataFrame, scope: dict[str, Any]) -> list[str]:
    """That the location is of no place chosen beside the page, where that is so."""
    it, told = location.iloc[0], []
    for key, what in (("market_segment", "market segment"), ("locality", "area")):
        if scope[key] and scope[key] != it[key]:
            told.append(f"{it.location_name} is outside the chosen {what}, {scope[key]}: it is of {it[key]}.")
    return told


def figures(rules: pd.DataFrame, records: pd.DataFrame) -> list[Figure]:
    """Rules with points, rules without evidence, rules that do not apply, and the records used."""
    return [
        Figure("Rules that give points", rules[rules["points"] > 0], RULES),
        Figure("Rules not known", rules[rules["state"] == "not known"], RULES),
        Figure("Rules that do not apply", rules[rules["state"] == "not applicable"], RULES),
        Figure("Records used", records, RECORDS),
    ]


def heaviest_first(rules: pd.DataFrame) -> pd.DataFrame:
    """Rules with the most points first, then those without evidence."""
    ordered = rules.assign(weight=rules["points"].fillna(0), gap=rules["state"] == "not known")
    return ordered.sort_values(["weight", "gap"], ascending=False, kind="stable").drop(columns=["weight", "gap"])


def points_by_rule(rules: pd.DataFrame) -> ChartResult:
    """Points that each rule gives the location."""
    scored = rules[rules["points"] > 0].sort_values("points", ascending=False)
    bars = dict(zip(scored["rule_title"], scored["points"].astype(int), strict=True))
    said = [f"{title}, {size}" for title, size in bars.items()]
    return ChartResult(
        *charts.bars("Rule", bars, "Points"),
        f"Points by rule: {words.listed(said)}." if bars else "No rule gives this location any points.",
        "Rules without evidence give no points and are listed as not known.",
    )


def titled(records: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Records with the title of their rule in place of its id, which only a file of rules knows."""
    titles = dict(zip(rules["rule_id"], rules["rule_title"], strict=True))
    return records.assign(rule_id=records["rule_id"].map(lambda name: titles.get(name, name)))


def said(location: pd.DataFrame, bands: pd.DataFrame) -> str:
    """Why one location has its suggested tier. `bands` says from how many points each tier begins."""
    it = location.iloc[0]
    with_points = f", with {words.count(it.points, 'point')}" if "points" in location else ""
    said = [
        f"Provider quality tier suggested for {it.location_name}: {it.suggested_tier}{with_points}.",
        *_reached(location, {band.tier: band.from_points for band in bands.itertuples()}),
    ]
    if "rules_not_known" in location and it.rules_not_known:
        missing = words.count(it.rules_not_known, "rule")
        said.append(f"{missing} that {words.verb(it.rules_not_known, 'applies', 'apply')} here had no evidence.")
    if refused := _number(it.get("records_refused")):
        said.append(f"{words.count(refused, 'record')} about it could not be read in full: the tier may be too low.")
    if pd.isna(it.recorded_tier):
        said.append("People have not recorded a tier.")
    else:
        expired = (
            ", and that decision has expired" if not pd.isna(it.is_recorded_expired) and it.is_recorded_expired else ""
        )
        said.append(f"People recorded {it.recorded_tier}, on {words.day(it.recorded_on)}{expired}.")
    return " ".join(said)


def _number(value: Any) -> int:
    return 0 if value is None or pd.isna(value) else int(value)


def _reached(location: pd.DataFrame, begins: dict[str, int]) -> list[str]:
    """What the points reach, what a floor sets, what is certain only as a least tier, and what is left to the next."""
    it, said = location.iloc[0], []
    steps = [f"{tier} at {begins[tier]}" for tier in words.QUALITY_TIERS if begins.get(tier)]
    said.append(f"By points, {words.listed(steps)}." if steps else "No points of a tier were in force on that day.")
    tier = words.least(it.suggested_tier)
    if tier != it.suggested_tier:
        said.append(f"Too few kinds of evidence are known to rule out a higher tier: it is at least {tier}.")
    if "floor_tier" in location and not pd.isna(it.floor_tier):
        said.append(f"Whatever the points, one finding sets at least {it.floor_tier}: {it.floor_rule}.")
    elif "points" in location and begins.get(tier) and it.points >= begins[tier]:
        spare = it.points - begins[tier] + 1
        said.append(f"With {words.count(spare, 'point')} less it would be a tier lower.")
    return said


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
