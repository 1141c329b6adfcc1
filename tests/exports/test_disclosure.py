"""What the public gets: no column and no count that tells of a person, however the rest is added up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.declared import LISTINGS
from dashboard.topics.tiers import by_segment
from pipelines.querying.publishing import (
    HIDDEN,
    Limits,
    NotPublishedError,
    guarded,
    limits,
    published,
    suppressed,
    why_not,
)
from pipelines.querying.questions import QUESTIONS
from pipelines.rules import RuleSet, load_rules
from pipelines.rules.tables.disclosure import PeopleCount, Publication
from tests.helpers.loading import RULES

RULESET = load_rules(RULES)
TODAY = date(2026, 8, 31)
LIMITS = limits(RULESET, TODAY)


def switched_on(*questions: str) -> RuleSet:
    """The rules of a council that has decided to publish these lists."""
    listed = [
        rule.model_copy(update={"is_published": rule.question in questions or rule.is_published})
        for rule in RULESET.rows["publications"]
        if isinstance(rule, Publication)
    ]
    return replace(RULESET, rows={**RULESET.rows, "publications": listed})


def count(column: str, **more: str) -> PeopleCount:
    return PeopleCount(
        question="q", column=column, effective_from=date(2023, 4, 1), authority="a test of the rule", **more
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "*"), (4, "*"), (5, "5"), (7, "5"), (8, "10"), (12, "10"), (13, "15"), (None, None)],
)
def test_a_count_by_itself(value: int | None, shown: str | None) -> None:
    assert suppressed([value], None, LIMITS) == ([shown], None)


@pytest.mark.parametrize(
    ("parts", "total", "shown", "total_shown"),
    [
        ([10, 20], 30, ["10", "20"], "30"),
        ([3, 20, 30], 53, ["*", "*", "30"], "55"),
        ([3, 1, 30], 34, ["*", "*", "30"], "35"),
        ([0, 0, 30], 30, ["*", "*", "30"], "30"),
        ([3, 1], 4, ["*", "*"], "*"),
        ([3, 2], 5, ["*", "*"], "5"),
        ([3], 3, ["*"], "*"),
        ([3, None], 3, ["*", None], "*"),
        ([8, 8, 0, 0], 16, ["*", "10", "*", "*"], "15"),
        ([8, 8, 8, 8, 0], 32, ["*", "10", "10", "10", "*"], "30"),
    ],
)
def test_parts_of_a_total(parts: list[int | None], total: int, shown: list[str | None], total_shown: str) -> None:
    assert suppressed(parts, total, LIMITS) == (shown, total_shown)


def could_be(text: str | None) -> Iterator[int]:
    """Every count that a reader must think possible behind what is shown, by the published rule alone."""
    for value in range(0, 140):
        if text == (HIDDEN if value < 5 else str(round((value + 0.1) / 5) * 5)):
            yield value


@settings(max_examples=200, deadline=None)
@example([0, 0, 8, 8, 8], True)
@given(
    st.lists(st.sampled_from([0, 1, 4, 5, 8, 10, 12, 13]), min_size=1, max_size=5).filter(lambda parts: min(parts) < 5),
    st.booleans(),
)
def test_no_hidden_count_can_be_told_from_the_rest(parts: list[int], has_total: bool) -> None:
    """A reader who adds up finds that every hidden part could still be anything from 0 to 4."""
    shown, total_shown = suppressed(parts, sum(parts) if has_total else None, LIMITS)

    hidden = [at for at, text in enumerate(shown) if text == HIDDEN]
    assert hidden, "each of these has a count that must be hidden"
    known = [list(could_be(text)) for text in shown if text != HIDDEN]
    sums = {sum(values) for values in product(*known)}
    totals = set(could_be(total_shown)) if total_shown not in (None, HIDDEN) else set(range(0, 140))
    for _ in hidden:
        for value in range(5):
            # One that is hidden alone is the whole rest; beside others, these are 0 or more.
            rests = [0] if len(hidden) == 1 else range(0, 140)
            assert any(value + rest + rest_known in totals for rest in rests for rest_known in sums)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_nothing_is_hidden_without_need_and_the_rest_is_rounded(parts: list[int]) -> None:
    shown, total_shown = suppressed(parts, sum(parts), LIMITS)

    assert all(text == HIDDEN for part, text in zip(parts, shown, strict=True) if part < 5)
    assert all(part in could_be(text) for part, text in zip(parts, shown, strict=True) if text != HIDDEN)
    if min(parts) >= 5:
        assert HIDDEN not in [*shown, total_shown]


def test_counts_of_other_kinds_of_row_are_left_alone() -> None:
    rows = pd.DataFrame({"source": ["complaints", "kpi_returns"], "rows_known": [3, 3]}).astype({"rows_known": "Int64"})

    out = guarded(rows, [count("rows_known", where_column="source", where_value="complaints")], LIMITS)

    assert list(out["rows_known"]) == ["*", "3"]
    assert list(rows["rows_known"]) == [3, 3]


def test_counts_in_columns_are_guarded_with_their_total() -> None:
    rows = pd.DataFrame({"upheld": [2, 30, None], "not_upheld": [11, 40, None], "all": [13, 70, None]}).astype("Int64")

    out = guarded(rows, [count("upheld", total="all"), count("not_upheld", total="all")], LIMITS)

    assert out.astype("object").where(out.notna(), None).values.tolist() == [
        ["*", "*", "15"],
        ["30", "40", "70"],
        [None, None, None],
    ]


def test_a_rate_of_few_people_is_hidden_and_others_are_as_they_were_worked_out() -> None:
    rows = pd.DataFrame({"upheld_pct": [50.0, 40.0, 28.6, 12.5], "people": [4, 5, 7, None]})

    out = guarded(rows.astype({"people": "Int64"}), [count("upheld_pct", denominator="people")], LIMITS)

    assert list(out["upheld_pct"]) == ["*", "40", "28.6", "*"]


def test_a_rate_counts_in_its_own_rows_only() -> None:
    rows = pd.DataFrame({"source": ["complaints", "kpi_returns"], "pct": [50.0, 50.0], "of": [2, 2]})

    out = guarded(rows, [count("pct", denominator="of", where_column="source", where_value="complaints")], LIMITS)

    assert list(out["pct"]) == ["*", "50"]


def test_the_limits_come_from_the_rules() -> None:
    assert Limits(smallest=5, nearest=5, denominator=5) == LIMITS


@pytest.mark.parametrize("name", {**QUESTIONS, **LISTINGS})
def test_somebody_has_decided_about_every_question(name: str) -> None:
    """A question that nobody has listed is not published, and the reason would say so."""
    listed = {rule.model_dump()["question"]: rule.model_dump() for rule in RULESET.rows["publications"]}

    assert name in listed
    assert listed[name]["is_published"] or listed[name]["because"]


PROVIDERS = {"location_id", "location_name", "provider_id", "provider_name", "contract_ref", "title", "record_ref"}
CONCERNS = ("tier", "points", "overdue", "late", "state", "value", "detail", "reason", "outcome", "case")


@pytest.mark.parametrize("name", {**QUESTIONS, **LISTINGS})
def test_as_shipped_no_public_file_names_a_provider_beside_what_the_council_thinks_of_it(name: str) -> None:
    """By kind: whatever is published holds either whom it is about, or what is thought of them, and never both."""
    fields = set({**QUESTIONS, **LISTINGS}[name].row.model_fields)
    names = fields & PROVIDERS
    concerns = {field for field in fields if any(word in field for word in CONCERNS)}

    assert why_not(name, RULESET, TODAY) or not (names and concerns)


def test_the_lists_of_providers_are_off_until_a_council_switches_them_on() -> None:
    named = ("provider_tiers", "step_downs", "overdue_reviews", "reviews_due", "monthly_indicator_rows")

    assert all(why_not(name, RULESET, TODAY) for name in named)
    assert not any(why_not(name, switched_on(*named), TODAY) for name in named)


def test_counts_by_segment_and_tier_are_published_and_small_ones_hidden() -> None:
    tiers = ["Tier 3"] * 6 + ["At least Tier 3"] * 2 + ["BAU"] * 20 + ["Insufficient data"] * 3
    counts = by_segment(pd.DataFrame({"market_segment": ["VCS"] * len(tiers), "suggested_tier": tiers}))

    [row] = published(counts, "tier_counts", RULESET, [], TODAY).to_dict("records")

    assert (row["tier_3"], row["bau"], row["locations"]) == ("5", "20", "30")
    assert {row["at_least_tier_3"], row["insufficient_data"], row["tier_2"]} == {HIDDEN}


def test_what_is_not_for_the_public_says_why() -> None:
    with pytest.raises(NotPublishedError, match="about one person"):
        published(pd.DataFrame({"record_ref": ["K1"]}), "provider_tier_rows", RULESET, [], TODAY)


def test_what_nobody_has_decided_on_is_not_published() -> None:
    assert why_not("a_new_question", RULESET, TODAY) == "Nobody has decided yet that this list may be published."
    assert why_not("provider_tiers", RULESET, date(2001, 1, 1)) is not None


def test_the_name_of_a_file_is_not_published() -> None:
    rows = pd.DataFrame({"contract_ref": ["C1"], "source_file": ["Of Officer 3.csv"], "review_source_row": [2]})

    assert list(published(rows, "overdue_reviews", switched_on("overdue_reviews"), [], TODAY)) == ["contract_ref"]


def test_columns_are_withheld_by_name_or_by_question() -> None:
    rows = pd.DataFrame({"lead": ["Contract Officer 3"], "points": [4], "location_id": ["L1"]})

    rules, withheld = switched_on("provider_tiers", "overdue_reviews"), ["lead", "provider_tiers.points"]
    tiers = published(rows, "provider_tiers", rules, withheld, TODAY)
    reviews = published(rows, "overdue_reviews", rules, withheld, TODAY)

    assert list(tiers) == ["location_id"]
    assert list(reviews) == ["points", "location_id"]
