"""How the rows of each question are laid out: which columns, under which label, in which form."""

from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st
from pydantic import BaseModel

from dashboard import words
from dashboard.words import TIER_COLUMNS
from pipelines.answers.tiers import TierCounts
from pipelines.registers.columns import Column, columns_of

SHOWN: dict[str, list[str]] = {
    "provider_tiers": [
        "location_name", "suggested_tier", "recorded_tier", "is_recorded_expired", "points", "floor_tier",
        "rules_not_known", "newest_evidence_days", "service_type", "locality", "provider_name", "lead",
        "not_read", "records_refused", "source_file", "source_row",
    ],
    "provider_tier_evidence": [
        "rule_title", "value_words", "state", "points", "floor_tier", "evidence_on", "evidence_age_days",
        "source_rows", "authority", "effective_from",
    ],
    "provider_tier_rows": [
        "rule_id", "record_ref", "happened_on", "detail", "not_read", "source_file", "source_row",
    ],
    "overdue_reviews": [
        "contract_ref", "title", "provider_name", "contract_tier", "days_overdue", "due_on",
        "last_completed_on", "lead", "lead_state", "is_lead_left", "annual_value", "not_read", "source_file",
        "source_row",
    ],
    "reviews_due": [
        "contract_ref", "title", "provider_name", "contract_tier", "state", "due_on", "exempt_reason", "lead",
        "lead_state", "is_lead_left", "annual_value", "not_read", "source_file", "source_row",
    ],
    "monthly_indicators": ["indicator_number", "indicator_title", "value", "kind", "state", "authority"],
    "monthly_indicator_rows": [
        "record_ref", "happened_on", "detail", "contract_ref", "not_read", "source_file", "source_row",
    ],
    "contract_reconciliation": [
        "month", "active_before", "started", "ended", "ended_last_day", "ended_last_day_before", "expected",
        "active_at_end", "difference",
    ],
    "left_out": ["question", "record_ref", "reason", "source_file", "source_row"],
    "loads": [
        "file", "source", "received_on", "read_count", "kept_count", "rejected_count", "blank_count",
        "new_count", "changed_count", "gone_count", "same_count", "refused_because", "replaced_by",
        "dropped_columns", "warnings", "undone_at", "load_id",
    ],
    "flags": ["severity", "source", "field", "reason", "nearest", "source_file", "source_row"],
    "match_proposals": [
        "written_as", "provider_name", "score", "how_to_confirm", "provider_id", "kind", "record_count",
        "source_file", "source_row",
    ],
    "refused_rows": [
        "reason", "source", "record", "source_file", "source_row", "known_file", "known_row", "recorded_on",
    ],
    "refused_cells": [
        "field", "reason", "last_known", "source", "record", "source_file", "source_row", "recorded_on",
    ],
    "tier_counts": list(TierCounts.model_fields),
    "rejects": ["source_file", "source_row", "source", "field", "reason", "received_on"],
    "audit_log": [
        "written_at", "event", "who", "role", "question", "filters", "row_count", "audience", "file_type", "detail",
        "sha256", "seq",
    ],
    "data_freshness": ["source_title", "state", "last_received_on", "age_days", "rhythm_days", "rows_known"],
}  # fmt: skip
"""Question → the columns a reader sees. A download has them all."""

DATE_WIDTH = 140
"""Pixels: room for 30 September 2026, and for what a blank says."""

PILLS = {
    "Tier 3": "#f4cdc6", "Tier 2": "#fcd6c3", "Tier 1": "#d2e2f1", "Insufficient data": "#eeefef", "BAU": "#cce2d8",
    "Gold": "#dbd5e9", "Silver": "#dbd5e9", "Bronze": "#dbd5e9", "Not tiered": "#eeefef",
}  # fmt: skip
"""Pale behind dark words, on the light page and on the dark one. A least tier has the colour of that tier."""


BLANK = "#eeefef"


def pills(column: Column) -> dict[str, str]:
    """Tier → what the grid holds for it, which it sorts by as text: its place, the most concern or importance first.

    A blank is last. The place is not seen; it is heard, and copied, before the tier.
    """
    tiers = words.CONTRACT_TIERS if column.name == "contract_tier" else words.QUALITY_TIERS
    said = [*((tier, words.marked(tier)) for tier in tiers), ("", words.nothing(column))]
    return {tier: f"{place}: {text}" for place, (tier, text) in enumerate(said, start=1)}


@cache
def column_config(row: type[BaseModel], names: tuple[str, ...]) -> dict[str, Any]:
    """Labels and help come from where the columns are declared."""
    columns = {column.name: column for column in columns_of(row)}
    return {name: _config(columns[name]) for name in names}


def _config(column: Column) -> Any:
    explained = f"{column.description} {words.NOTHING} stands for: {words.BLANKS.get(column.name, words.NOT_RECORDED)}."
    about: dict[str, Any] = {
        "label": words.label(column),
        "help": explained if column.is_optional else column.description,
    }
    if column.name in TIER_COLUMNS:
        return st.column_config.MultiselectColumn(
            **about,
            options=list(pills(column).values()),
            color=[PILLS.get(words.least(tier), BLANK) for tier in pills(column)],
            format_func=lambda text: text.partition(": ")[2],
        )
    match column.type.__name__:
        case "date":
            return st.column_config.DateColumn(
                **about, width=DATE_WIDTH, format="MMMM YYYY" if column.name == "month" else "D MMMM YYYY"
            )
        case "datetime":
            return st.column_config.DatetimeColumn(**about, format="D MMMM YYYY, HH:mm")
        case "Decimal":
            return st.column_config.NumberColumn(**about, format="£%,.0f")
        case "int" | "float" if column.name != "source_row":
            return st.column_config.NumberColumn(**about, format="%,.0f")
        case "int":
            return st.column_config.NumberColumn(**about, format="%d")
        case _:
            return st.column_config.TextColumn(**about)


def for_grid(rows: pd.DataFrame, row: type[BaseModel], names: list[str]) -> pa.Table:
    """The named columns, with tiers as a shape and a word, and Yes or No for a yes or no.

    As Arrow, which is what goes to the browser: made by way of a frame it takes three times as long.
    """
    columns = {column.name: column for column in columns_of(row)}
    return pa.table({name: _for_grid(rows[name], columns[name]) for name in names})


def _for_grid(values: "pd.Series[Any]", column: Column) -> pa.Array:
    if column.name in TIER_COLUMNS:
        places, tiers = pd.factorize(values)
        held = pills(column)
        # A blank has place -1, which takes the last.
        cells = pa.array([[held.get(tier, tier)] for tier in tiers] + [[held[""]]], pa.list_(pa.string()))
        return cells.take(pa.array(places % len(cells)))
    if column.name in words.NAMED_COLUMNS:
        values = values.map(words.name_of, na_action="ignore")
    elif column.type is bool:
        values = values.map({True: "Yes", False: "No"})
    return pa.Array.from_pandas(values)
