"""Which table each section of each file of data/rules becomes, and what a row of it is."""

from dataclasses import dataclass

from pydantic import BaseModel

from pipelines.rules import rows as row
from pipelines.rules.disclosure import PeopleCount, Publication
from pipelines.rules.provider_matches import ProviderMatch


@dataclass(frozen=True)
class Shape:
    """A table: where its rows come from, what makes two rows versions of one rule, and its band columns.

    least: where the first band may begin at the latest, so that no value lies below all of them.
    must_cover: every word that the key can be has a row, on every day from the first.
    asked_later: no question reads it yet.  is_table: it is written into the warehouse, where SQL can read it.
    """

    file: str
    section: str
    row: type[BaseModel]
    key: tuple[str, ...]
    band: tuple[str, str] | None = None
    nested_in: str | None = None
    may_be_empty: bool = False
    least: int = 0
    must_cover: bool = False
    asked_later: bool = False
    is_table: bool = True


SHAPES: dict[str, Shape] = {
    "tier_rules": Shape("tiers.toml", "rule", row.TierRule, ("rule_id",)),
    "tier_bands": Shape(
        "tiers.toml",
        "bands",
        row.TierBand,
        ("rule_id", "from_value"),
        ("from_value", "below_value"),
        nested_in="rule",
        least=1,
    ),
    "tier_words": Shape("tiers.toml", "words", row.TierWord, ("rule_id", "word"), nested_in="rule"),
    "quality_tiers": Shape(
        "tiers.toml", "tier", row.QualityTierBand, ("tier",), ("from_points", "below_points"), must_cover=True
    ),
    "kpi_ratings": Shape("tiers.toml", "kpi_rating", row.KpiRating, ("rating",), ("from_pct", "below_pct")),
    "tier_settings": Shape("tiers.toml", "setting", row.Setting, ("name",), must_cover=True),
    "indicators": Shape("indicators.toml", "indicator", row.Indicator, ("indicator_id",)),
    "contract_statuses": Shape("indicators.toml", "status", row.StatusRule, ("status",), must_cover=True),
    "risk_bands": Shape(
        "indicators.toml", "risk_band", row.RiskBand, ("risk_band",), ("from_score", "below_score"), least=1
    ),
    "indicator_settings": Shape("indicators.toml", "setting", row.Setting, ("name",), must_cover=True),
    "contract_tiers": Shape(
        "contract_tiering.toml",
        "tier",
        row.ContractTierBand,
        ("contract_tier",),
        ("from_score", "below_score"),
        least=5,
        must_cover=True,
    ),
    "contract_value_scores": Shape(
        "contract_tiering.toml",
        "value_score",
        row.ContractValueScore,
        ("score",),
        ("from_value", "below_value"),
        asked_later=True,
    ),
    "contract_tier_floors": Shape("contract_tiering.toml", "floor", row.ContractTierFloor, ("floor_id", "lifts_tier")),
    "review_intervals": Shape("reviews.toml", "interval", row.ReviewInterval, ("contract_tier",), must_cover=True),
    "review_quality_intervals": Shape("reviews.toml", "quality_interval", row.QualityInterval, ("quality_tier",)),
    "overdue_bands": Shape(
        "reviews.toml", "overdue_band", row.OverdueBand, ("overdue_band",), ("from_days", "below_days"), least=1
    ),
    "review_exemptions": Shape("reviews.toml", "exemption", row.ReviewExemption, ("exemption",)),
    "review_settings": Shape("reviews.toml", "setting", row.Setting, ("name",), must_cover=True),
    "lead_times": Shape("lead_times.toml", "lead_time", row.LeadTime, ("route", "contract_tier"), asked_later=True),
    "cqc_words": Shape("cqc_ratings.csv", "", row.CqcWord, ("rating",)),
    "service_types": Shape("service_types.csv", "", row.ServiceType, ("word", "kind")),
    "areas": Shape("areas.csv", "", row.Area, ("locality",), may_be_empty=True),
    "word_lists": Shape("words.toml", "list", row.WordListRow, ("name",), is_table=False),
    "listed_words": Shape("words.toml", "word", row.ListedWord, ("list", "word"), may_be_empty=True, is_table=False),
    "check_limits": Shape("checks.toml", "limit", row.Setting, ("name",), must_cover=True),
    "disclosure_settings": Shape("disclosure.toml", "setting", row.Setting, ("name",), must_cover=True),
    "publications": Shape("disclosure.toml", "publication", Publication, ("question",)),
    "people_counts": Shape(
        "disclosure.toml", "people_count", PeopleCount, ("question", "column", "where_value"), may_be_empty=True
    ),
    "provider_matches": Shape("provider_matches.csv", "", ProviderMatch, ("written_as",), may_be_empty=True),
}
