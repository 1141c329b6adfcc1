"""How rows are laid out: tiers sort by what they mean, and a blank has one form and its reason."""

from typing import Any

import pandas as pd
import pytest

from dashboard import words
from dashboard.components import tables
from dashboard.declared import LISTINGS
from dashboard.shapes import Listing
from pipelines.registers.columns import columns_of

COLUMNS = [(column, one) for one in LISTINGS.values() for column in columns_of(one.row)]


@pytest.mark.parametrize(
    ("column", "listing"),
    [(column, one) for column, one in COLUMNS if column.name in words.TIER_COLUMNS],
    ids=lambda one: one.name,
)
def test_each_column_of_pills_sorts_by_what_it_means(column: Any, listing: Listing) -> None:
    """The grid sorts its cells as text, and shows them without the place that the text begins with."""
    order = list(words.CONTRACT_TIERS if column.name == "contract_tier" else words.QUALITY_TIERS)
    rows = pd.DataFrame({column.name: [None, *reversed(order)]})
    held = [cell for [cell] in tables._for_grid(rows[column.name], column, listing).to_pylist()]
    shown = tables.column_config(listing, (column.name,))[column.name]["type_config"]["options"]

    assert [([None, *reversed(order)])[at] for at in sorted(range(len(held)), key=held.__getitem__)] == [*order, None]
    label = {option["value"]: option["label"] for option in shown}
    assert [label[cell] for cell in sorted(held)[:-1]] == [words.marked(tier) for tier in order]


def test_nothing_has_one_form_and_its_reason() -> None:
    for column, listing in COLUMNS:
        blank = tables.cell(None, column, listing)
        assert blank == "Not known" or (blank.startswith("– (") and blank.endswith(")")), column.name
