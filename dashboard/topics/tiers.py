"""Provider quality tiers: which locations are suggested for which, where people decided otherwise, and signals."""

from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import charts, menu, words
from dashboard.charts import ChartResult
from dashboard.shapes import Figure, Link, Listing, Many, One, Part, RowFilter, RowLink, WholeNumber
from pipelines.answers.tiers import TierCounts

PLACES = ("locations", "cqc_locations")
"""Registers of locations. Where neither was ever received, no location is known of, and none is not the answer."""

SOURCES = (*PLACES, "providers", "cqc_ratings", "complaints", "concerns", "kpis", "assessments", "notices")
DECISIONS = "tier_decisions"
RULE_TABLES = ("quality_tiers", "tier_settings")
"""Bands of single rules stand in the evidence."""


def _evidence_link(rows: pd.DataFrame, place: int) -> Link:
    # A column at a time: a row of a wide frame is slow to take out.
    name, tier, location = (rows[column].iloc[place] for column in ("location_name", "suggested_tier", "location_id"))
    text = f"Evidence for {name} ({words.marked(tier)})"
    return Link(menu.PROVIDER_EVIDENCE, text, {"location": str(location)})


PROVIDER_TIERS = Listing.of(
    "provider_tiers",
    (
        "location_name", "suggested_tier", "recorded_tier", "is_recorded_expired", "points", "floor_tier",
        "rules_not_known", "newest_evidence_days", "service_type", "locality", "provider_name", "lead", "not_read",
        "records_refused", "source_file", "source_row",
    ),
    blanks={"floor_tier": "None", "newest_evidence_days": "No evidence"},
    rule_tables=RULE_TABLES,
    row_link=RowLink(menu.PROVIDER_EVIDENCE, "its evidence", _evidence_link),
)  # fmt: skip
TIER_COUNTS = Listing(
    "tier_counts",
    TierCounts,
    {
        "title": "Provider quality tiers by market segment",
        "question": "How many locations of each market segment are suggested for which quality tier?",
        "counts": "Every location open on the position date, once. The page's own filters do not narrow it.",
        "source": PROVIDER_TIERS.header["source"],
        "limitations": PROVIDER_TIERS.header["limitations"],
    },
    tuple(TierCounts.model_fields),
    evidence=(PROVIDER_TIERS.name,),
)


def differing(rows: pd.DataFrame) -> pd.DataFrame:
    """Locations for which people recorded another tier than is suggested."""
    return rows[differs(rows)]


def differs(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each is one: the question says so, and a blank, where nothing is recorded or suggested, is no."""
    return rows["is_recorded_another"].fillna(False).astype(bool)


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Locations of most concern first, by their points as well where those may be seen."""
    by = [name for name in ("tier_rank", "points") if name in rows]
    return rows.sort_values([*by, "location_name"], ascending=[*[False] * len(by), True])


def of_concern(rows: pd.DataFrame) -> pd.DataFrame:
    """Locations suggested for the two highest tiers, or for at least these, the most points first."""
    return worst_first(rows[rows["suggested_tier"].map(words.least).isin(["Tier 3", "Tier 2"])])


def one(rows: pd.DataFrame, location: str | None) -> pd.DataFrame:
    """The one row of a location, from `provider_tiers` or `step_downs`."""
    return rows[rows["location_id"] == location]


@dataclass(frozen=True)
class Signals:
    """What gives points: rule → its title, and rule → the locations that have some by it."""

    titles: dict[str, str]
    locations: dict[str, list[str]]


def signals(evidence: pd.DataFrame) -> Signals:
    """By title, from `provider_tier_evidence`: every rule, also one that gives nobody points here."""
    titles = evidence.groupby("rule_id")["rule_title"].first().sort_values()
    scored = evidence[evidence["points"] > 0].groupby("rule_id")
    return Signals(titles.to_dict(), scored["location_id"].agg(list).to_dict())


YES = "yes"
NO_LEAD = "no lead"


def _regulated(rows: pd.DataFrame, chosen: str) -> pd.DataFrame:
    return rows[rows["is_regulated"].map({True: YES, False: "no"}).fillna("not known") == chosen]


def _leads(rows: pd.DataFrame) -> dict[str, str]:
    return {NO_LEAD: "No lead"} | {name: name for name in sorted(rows["lead"].dropna().unique())}


def _of_lead(rows: pd.DataFrame, chosen: str) -> pd.DataFrame:
    return rows[rows["lead"].isna() if chosen == NO_LEAD else rows["lead"] == chosen]


SIGNAL = One("signal", "Signal")
FILTERS: tuple[RowFilter, ...] = (
    Many(
        "tier", "Provider quality tier", {tier: words.marked(tier) for tier in words.QUALITY_TIERS},
        column="suggested_tier", is_public=True,
    ),
    SIGNAL,
    One(
        "regulated", "Regulated or not", {YES: "Regulated", "no": "Not regulated", "not known": "Not known"},
        keep=_regulated, is_public=True,
    ),
    WholeNumber(
        "evidence_days", "Evidence at least this old (days)", "Locations without any evidence are shown too.",
        column="newest_evidence_days",
        keep=lambda rows, days: rows[rows["newest_evidence_days"].fillna(days) >= days],
    ),
    One("lead", "Lead", _leads, column="lead", keep=_of_lead),
    One(
        "differs", "Suggested and recorded tiers differ", {YES: "Only where they differ"},
        keep=lambda rows, _: differing(rows), is_public=True,
    ),
)  # fmt: skip


def filters(found: Signals) -> list[RowFilter]:
    """The filters of the page, with the signals that there are."""
    of_signal = replace(
        SIGNAL,
        options=found.titles,
        keep=lambda rows, rule: rows[rows["location_id"].isin(found.locations.get(rule, []))],
    )
    return [of_signal if one is SIGNAL else one for one in FILTERS]


def named(rows: pd.DataFrame) -> dict[str, str]:
    """Location → its name and id, the most concern first."""
    return {row.location_id: f"{row.location_name} ({row.location_id})" for row in worst_first(rows).itertuples()}


def figures(rows: pd.DataFrame, never: frozenset[str]) -> list[Figure]:
    """Locations by suggested tier, the most concern first, and those that people judged otherwise.

    A least tier is a figure of its own where there is one. Nothing is known where no register of locations came, nor
    of what people recorded where their decisions never came.
    """
    is_known = not never.issuperset(PLACES)
    by_tier = [
        Figure(words.marked(tier), part if is_known else None, PROVIDER_TIERS)
        for tier in words.QUALITY_TIERS
        if len(part := Part(rows, rows["suggested_tier"] == tier)) or not tier.startswith(words.AT_LEAST)
    ]
    other = Part(rows, differs(rows)) if is_known and DECISIONS not in never else None
    return [*by_tier, Figure("Recorded tier differs", other, PROVIDER_TIERS)]


def concern(rows: pd.DataFrame, tier: str, text: str, never: frozenset[str]) -> Figure:
    """Locations of one tier together with those that are suggested for at least it, which leads to them."""
    tiers = [tier, words.AT_LEAST + tier] if tier in words.OF_CONCERN else [tier]
    found = Part(rows, rows["suggested_tier"].isin(tiers))
    either = len(Part(rows, rows["suggested_tier"] == tiers[-1])) and len(tiers) > 1
    label = f"{words.marked(tier)}, or at least" if either else words.marked(tier)
    link = Link(menu.PROVIDER_RISK, text, {"tier": tiers})
    return Figure(label, None if never.issuperset(PLACES) else found, PROVIDER_TIERS, link)


def sizes_said(rows: pd.DataFrame, tier: str) -> tuple[int, str]:
    """How many are suggested for a tier, and the words for those beside them that are suggested for at least it."""
    sizes = Counter(rows["suggested_tier"])
    least = sizes[words.AT_LEAST + tier]
    return sizes[tier], f", and at least {tier} for {words.number(least)} more" if least else ""


def said(shown: pd.DataFrame, everything: pd.DataFrame, never: frozenset[str]) -> str:
    """The answer of the page, in whole sentences, also where a number is 0 or 1 or not known."""
    if never.issuperset(PLACES):
        return "Which locations there are is not known: neither a register of locations nor CQC's was ever received."
    (worst, more), (second, others) = (sizes_said(shown, tier) for tier in ("Tier 3", "Tier 2"))
    unsure, other = int((shown["suggested_tier"] == "Insufficient data").sum()), int(differs(shown).sum())
    decided = f"For {words.few(other)} the tier that people recorded is another."
    return " ".join(
        (
            f"Showing {words.number(len(shown))} of {words.count(len(everything), 'location')}:",
            f"provider quality Tier 3 is suggested for {words.few(worst)}{more};",
            f"Tier 2 for {words.few(second)}{others};",
            f"{words.few(unsure)} {words.verb(max(unsure, 1), 'has', 'have')} too little evidence.",
            "Which tiers people recorded is not known." if DECISIONS in never else decided,
        )
    )


def by_tier(rows: pd.DataFrame) -> ChartResult:
    """Locations in each suggested provider quality tier."""
    counts = Counter(rows["suggested_tier"])
    tiers = [tier for tier in words.QUALITY_TIERS if counts[tier] or not tier.startswith(words.AT_LEAST)]
    said = [f"{words.number(counts[tier])} {tier}" for tier in tiers]
    return ChartResult(
        *charts.bars(
            "Suggested provider quality tier",
            {words.marked(tier): counts[tier] for tier in tiers},
            "Locations",
            [words.QUALITY_TIERS[tier].colour for tier in tiers],
            [place for place, tier in enumerate(tiers) if tier not in (*words.OF_CONCERN, "BAU")],
        ),
        f"Suggested provider quality tiers of {words.count(len(rows), 'location')}: {words.listed(said)}.",
        "Each location open on the position date counts once, in the tier the rules suggest for it.",
    )


def by_segment(rows: pd.DataFrame) -> pd.DataFrame:
    """How many locations of each market segment are suggested for each tier: rows of `tier_counts`."""
    sizes = pd.crosstab(rows["market_segment"], rows["suggested_tier"])
    sizes = sizes.reindex(columns=list(words.QUALITY_TIERS), fill_value=0)
    sizes.columns = pd.Index([name.lower().replace(" ", "_") for name in sizes.columns])
    found = sizes.assign(locations=sizes.sum(axis="columns")).reset_index()
    return found[list(TierCounts.model_fields)]
