"""What somebody with limited rights gets from each question, on both engines: less, and never other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipelines.access.policy import ALL, Rights
from pipelines.answers.base import Counted, OfRegisters, Question
from pipelines.querying import questions
from pipelines.querying.guarding import guarded, limits
from pipelines.querying.kept import on_day
from pipelines.querying.planning import planned, with_steps
from pipelines.querying.questions import QUESTIONS
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.base import Row
from pipelines.rules import RuleSet
from pipelines.sql_files import files_of
from pipelines.warehouse.driver import WarehouseError
from tests.access.conftest import limited
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
REGISTERS = {
    "providers": """
        provider_id | provider_name
        P1          | Alder
        P2          | Birch
        P3          | Cedar
        """,
    "officers": """
        officer_id | display_name        | role             | team      | body
        O1         | Contract Officer 1  | Contract Officer | Contracts | Trust
        O2         | Contract Officer 2  | Contract Officer | Contracts | Trust
        """,
    "locations": """
        location_id | provider_id | location_name | service_type     | is_regulated | locality
        L1          | P1          | Alder House   | Residential home | N            | North
        L2          | P1          | Alder Lodge   | Residential home | N            | South
        L3          | P2          | Birch House   | Supported living | N            | North
        L4          | P3          | Cedar House   | Residential home | N            |
        """,
    "contracts": """
        contract_ref | title | market_segment   | locality | provider_id | supplier_name | lead_officer_id | deputy_officer_id | accountable_body | delivery_body | start_on   | annual_value | status
        C1           | One   | Care Homes       | North    | P1          |               | O1              |                   | Council          | Trust         | 2024-01-01 | 100          | Active
        C2           | Two   | Supported Living | South    | P2          |               | O2              | O1                | Council          |               | 2024-01-01 | 200          | Active
        C3           | Three | Care Homes       |          | P3          |               | O2              |                   | Trust            |               | 2024-01-01 | 300          | Active
        F1           | Frame | Care Homes       | North    | P1          |               | O2              |                   |                  |               | 2024-01-01 | 400          | Active
        F1           | Frame | Care Homes       | South    | P2          |               | O2              |                   |                  |               | 2024-01-01 | 500          | Active
        F1           | Frame | Care Homes       | South    |             | Dogwood       | O2              |                   |                  |               | 2024-01-01 | 600          | Active
        """,  # noqa: E501
    "complaints": """
        complaint_ref | provider_id | location_id | received_on | stage     | category | outcome | responded_on
        K1            | P1          | L1          | 2026-07-01  | Statutory complaint | Staff    | Upheld  | 2026-07-20
        K2            | P1          | L2          | 2026-07-01  | Statutory complaint | Staff    | Upheld  | 2026-07-20
        K3            | P1          | L2          | 2026-07-02  | Statutory complaint | Staff    | Upheld  | 2026-07-20
        """,
    "contract_changes": """
        change_ref | contract_ref | change_type | requested_on | stage     | implemented_on
        X1         | C1           | Variation   | 2026-07-01   | Submitted |
        X2         | C2           | Variation   | 2026-07-01   | Submitted |
        X3         | F1           | Variation   | 2026-07-01   | Submitted |
        """,
    "uplifts": """
        uplift_ref | provider_id | contract_ref | received_on | requested_pct
        U1         | P1          |              | 2026-08-03  | 3
        U2         | P3          |              | 2026-08-03  | 3
        U3         | P2          | F1           | 2026-08-03  | 3
        """,
    "notices": """
        notice_ref | notice_type   | contract_ref | provider_id | location_id | issued_on  | reason_code
        N1         | Rectification |              | P1          | L2          | 2026-08-03 | Quality
        N2         | Rectification | C2           | P2          | L3          | 2026-08-03 | Quality
        """,
}
See = Callable[..., Any]


@pytest.fixture
def ask(given: Given) -> See:
    """`ask(rights, question)`: the answer over the registers above."""
    found: list[Warehouse] = []

    def asked(rights: Rights, name: str, **params: Any) -> Any:
        if not found:
            found.append(given(**REGISTERS))
        warehouse = found[0]
        if warehouse.rights != rights and type(warehouse) is Warehouse:
            warehouse = replace(warehouse, rights=rights)
        else:
            object.__setattr__(warehouse, "rights", rights)
        return questions.ask(QUESTIONS[name], warehouse, **{"as_of": DAY, "known_on": DAY, **params})

    yield asked
    for warehouse in found:
        # The second engine's warehouse is shared by all tests of a worker.
        object.__setattr__(warehouse, "rights", ALL)


def contracts(rows: Any) -> list[str]:
    return sorted(f"{row.contract_ref} {row.provider_name}" for row in rows.itertuples())


EVERY_CONTRACT = ["C1 Alder", "C2 Birch", "C3 Cedar", "F1 Alder", "F1 Birch", "F1 Dogwood"]


@pytest.mark.parametrize(
    ("limits", "contracts_seen", "locations_seen"),
    [
        ({}, EVERY_CONTRACT, ["L1", "L2", "L3", "L4"]),
        ({"areas": ("North",)}, ["C1 Alder", "F1 Alder"], ["L1", "L3"]),
        (
            {"areas": ("North", "South")},
            ["C1 Alder", "C2 Birch", "F1 Alder", "F1 Birch", "F1 Dogwood"],
            ["L1", "L2", "L3"],
        ),
        ({"areas": ("Nowhere",)}, [], []),
        ({"segments": ("Supported Living",)}, ["C2 Birch"], ["L3"]),
        ({"areas": ("North",), "segments": ("Care Homes",)}, ["C1 Alder", "F1 Alder"], ["L1"]),
        ({"bodies": ("Trust",)}, ["C1 Alder", "C3 Cedar"], ["L1", "L2", "L4"]),
        ({"officer_ids": ("O1",)}, ["C1 Alder", "C2 Birch"], ["L1", "L2", "L3"]),
        ({"officer_ids": ("O1",), "areas": ("South",)}, ["C2 Birch"], ["L2"]),
        ({"officer_ids": ("O9",)}, [], []),
    ],
)
def test_who_is_limited_sees_contracts_and_locations_within_every_limit(
    ask: See, limits: dict[str, Any], contracts_seen: list[str], locations_seen: list[str]
) -> None:
    rights = limited(**limits)
    assert contracts(ask(rights, "reviews_due")) == contracts_seen
    assert sorted(ask(rights, "provider_tiers")["location_id"]) == locations_seen
    assert sorted(set(ask(rights, "provider_tier_evidence")["location_id"])) == locations_seen


def test_a_tier_and_what_it_rests_on_are_the_same_whoever_looks(ask: See) -> None:
    everything, part = ask(ALL, "provider_tiers"), ask(limited(areas=("North",)), "provider_tiers")
    shown = everything[everything["location_id"].isin(["L1", "L3"])]
    # The provider's tier is of the locations that one sees.
    own = [column for column in part.columns if column != "provider_suggested_tier"]
    assert part[own].to_dict("records") == shown[own].to_dict("records")
    assert len(part)
    rows = ask(ALL, "provider_tier_evidence"), ask(limited(areas=("North",)), "provider_tier_evidence")
    kept = rows[0][rows[0]["location_id"].isin(["L1", "L3"])]
    assert rows[1].astype(str).to_dict("records") == kept.astype(str).to_dict("records")


def test_a_providers_tier_tells_nothing_of_a_location_that_is_not_seen(
    ask: See, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its other location, in another area, has an enquiry into the whole service."""
    heading = "concern_ref | provider_id | location_id | concern_type | raised_on"
    monkeypatch.setitem(REGISTERS, "concerns", f"{heading}\nS1 | P1 | L2 | Whole-service enquiry | 2026-08-01")
    for rights, told in (
        (ALL, {"L1": "At least Tier 3", "L2": "At least Tier 3"}),
        (limited(areas=("North", "South")), {"L1": "At least Tier 3", "L2": "At least Tier 3"}),
        (limited(areas=("North",)), {"L1": "Insufficient data"}),
        (limited(areas=("South",)), {"L2": "At least Tier 3"}),
    ):
        rows = ask(rights, "provider_tiers").set_index("location_id")
        assert rows.loc[rows["provider_id"] == "P1", "provider_suggested_tier"].to_dict() == told


@pytest.mark.parametrize(
    ("limits", "records"),
    [
        ({}, ["C1", "C2", "C3", "F1", "F1", "F1", "N1", "N2", "U1", "U2", "U3", "X1", "X2", "X3"]),
        # X3 is about the whole framework; U1 names a provider of the area; N1 a location of another.
        ({"areas": ("North",)}, ["C1", "F1", "U1", "X1", "X3"]),
        ({"areas": ("South",)}, ["C2", "F1", "F1", "N1", "N2", "U1", "U3", "X2", "X3"]),
        ({"officer_ids": ("O1",)}, ["C1", "C2", "N1", "N2", "U1", "X1", "X2"]),
        ({"bodies": ("Trust",)}, ["C1", "C3", "N1", "U1", "U2", "X1"]),
    ],
)
def test_a_record_is_seen_with_its_contract_else_its_location_else_its_provider(
    ask: See, limits: dict[str, Any], records: list[str]
) -> None:
    rights = limited(**limits)
    month = {"month": date(2026, 8, 1)}
    rows = ask(rights, "monthly_indicator_rows", **month)
    assert sorted(rows["record_ref"]) == records
    counted = ask(rights, "monthly_indicators", **month)
    sizes = rows.groupby("indicator_id").size().to_dict()
    assert {
        row.indicator_id: row.value for row in counted.itertuples() if row.state == "counted" and row.value
    } == sizes


def test_the_register_adds_up_also_for_who_sees_a_part(ask: See) -> None:
    sums = ask(limited(areas=("North",)), "contract_reconciliation")
    assert sums["active_at_end"].max() == 2
    assert not sums["difference"].any()


def test_a_contract_that_was_handed_over_is_seen_by_the_new_officer_on_every_date(given: Given) -> None:
    warehouse = given(
        providers=REGISTERS["providers"],
        contracts="""
            contract_ref | provider_id | lead_officer_id | start_on   | status | recorded_on | superseded_on
            C1           | P1          | O1              | 2024-01-01 | Active | 2026-06-30  | 2026-08-15
            C1           | P1          | O2              | 2024-01-01 | Active | 2026-08-15  |
            """,
    )
    seen = {}
    for officer in ("O1", "O2"):
        object.__setattr__(warehouse, "rights", limited(officer_ids=(officer,)))
        for known_on in (date(2026, 7, 31), DAY):
            rows = questions.ask(QUESTIONS["reviews_due"], warehouse, as_of=known_on, known_on=known_on)
            seen[officer, known_on.month] = len(rows)
    object.__setattr__(warehouse, "rights", ALL)
    assert seen == {("O1", 7): 0, ("O1", 8): 0, ("O2", 7): 1, ("O2", 8): 1}


@pytest.mark.parametrize(("least", "locations_with_a_finding"), [(1, ["L1", "L2"]), (2, ["L2"]), (3, [])])
def test_a_small_count_of_people_is_left_out_like_none_and_like_not_known(
    ask: See, least: int, locations_with_a_finding: list[str]
) -> None:
    seen = frozenset({"names of staff", "exempt values"})
    rights = limited(sees=seen, hidden_rules=("complaints-upheld",), least_count=least)
    rows = ask(rights, "provider_tier_evidence")
    of_people = rows[rows["rule_id"] == "complaints-upheld"]
    assert sorted(of_people["location_id"]) == locations_with_a_finding
    assert of_people["value"].ge(least).all()
    records = ask(rights, "provider_tier_rows")
    assert (
        sorted(set(records.loc[records["rule_id"] == "complaints-upheld", "location_id"])) == locations_with_a_finding
    )
    # Every other rule is still there for every location.
    assert len(rows) == len(ask(ALL, "provider_tier_evidence")) - 4 + len(locations_with_a_finding)


def test_a_withheld_column_is_blank_and_gives_no_order_away(ask: See) -> None:
    rights = limited(sees=frozenset(), withheld=frozenset({"lead", "annual_value", "provider_tiers.points"}))
    tiers, due = ask(rights, "provider_tiers"), ask(rights, "reviews_due")
    assert tiers[["lead", "points"]].isna().all().all()
    assert due[["lead", "annual_value"]].isna().all().all()
    assert len(tiers) == 4
    assert len(due) == 6
    ordered = sorted(tiers[["tier_rank", "location_id"]].itertuples(index=False), key=lambda row: (-row[0], row[1]))
    assert list(tiers[["tier_rank", "location_id"]].itertuples(index=False)) == ordered
    assert ask(rights, "provider_tier_evidence")["points"].notna().any(), "only the sum of all points is withheld"


def test_a_flag_on_an_amount_is_for_who_sees_amounts(given: Given) -> None:
    table = (
        REGISTERS["contracts"].replace("| 600 ", "| 60000000000 ").replace("| 2024-01-01 | 500", "| 1980-01-01 | 500")
    )
    warehouse = given(contracts=table)
    seen = {}
    kinds = ("exempt values", "counts of people", "names of staff")
    others = {f"all but {kind}": set(kinds) - {kind} for kind in kinds}
    for name, sees in (("amounts", {"exempt values"}), ("no amounts", {"names of staff"}), *others.items()):
        object.__setattr__(warehouse, "rights", limited(sees=frozenset(sees)))
        flags = questions.ask(QUESTIONS["flags"], warehouse, as_of=DAY, known_on=DAY)
        seen[name] = sorted(flags["field"])
    object.__setattr__(warehouse, "rights", ALL)
    assert seen == {
        "amounts": ["annual_value"],
        "no amounts": [],
        "all but exempt values": [],
        "all but counts of people": ["annual_value"],
        "all but names of staff": ["annual_value"],
    }


def test_questions_about_whole_files_are_for_who_sees_all_rows(ask: See) -> None:
    rights = limited(areas=("North",))
    for name in ("loads", "rejects", "refused_rows", "refused_cells", "flags", "match_proposals"):
        with pytest.raises(WarehouseError, match="only by somebody who sees all rows"):
            ask(rights, name)
    fresh = ask(rights, "data_freshness")
    assert fresh["rows_known"].isna().all()
    assert fresh["last_received_on"].notna().any()
    assert ask(ALL, "data_freshness")["rows_known"].notna().all()


def test_what_was_left_out_is_listed_as_far_as_it_can_be_seen(ask: See) -> None:
    def listed(rights: Rights) -> list[str]:
        return sorted({row.record_ref for row in ask(rights, "left_out").itertuples()})

    # C3 has no area, and F1 no provider in one of its rows; L4 has no area.
    assert set(listed(ALL)) >= {"C1", "C2", "C3", "F1"}
    assert listed(limited(areas=("North",))) == ["C1", "F1"]
    assert listed(limited(areas=("Nowhere",))) == []


@pytest.mark.parametrize(
    ("limits", "records"),
    [
        ({}, ["A1", "A2", "L2"]),
        ({"areas": ("North",)}, ["A1"]),
        ({"areas": ("South",)}, ["A2", "L2"]),
        ({"areas": ("Nowhere",)}, []),
    ],
)
def test_an_assessment_and_a_decision_that_were_left_out_are_seen_with_their_location(
    given: Given, limits: dict[str, Any], records: list[str]
) -> None:
    warehouse = given(
        providers=REGISTERS["providers"],
        locations=REGISTERS["locations"],
        assessments="""
            assessment_ref | provider_id | location_id | assessed_on | refused_columns
            A1             | P1          | L1          | 2026-07-01  | overall_rating
            A2             | P1          | L2          | 2026-07-01  | overall_rating
            """,
        tier_decisions="""
            provider_id | location_id | decided_on | refused_columns
            P1          | L2          | 2026-07-01 | recorded_tier
            """,
    )
    object.__setattr__(warehouse, "rights", limited(**limits))
    rows = questions.ask(QUESTIONS["left_out"], warehouse, as_of=DAY, known_on=DAY)
    object.__setattr__(warehouse, "rights", ALL)
    found = rows[rows["source_file"].isin(["assessments.csv", "tier_decisions.csv"])]
    assert sorted(set(found["record_ref"])) == records


def test_what_is_kept_for_everybody_looks_at_no_rights() -> None:
    """A step on other days is worked out once, by whoever asks first."""
    texts = [file.read_text(encoding="utf-8") for folder in ("lists", "steps") for file in files_of(folder).values()]
    kept = {step for text in texts for step in planned(text).on_days.values()}
    assert kept == {"suggested_tiers"}
    narrow = limited(areas=("North",), segments=("VCS",), bodies=("Trust",), officer_ids=("O1",), sees=frozenset())
    for step in kept:
        assert "visible_" not in with_steps(on_day(step), narrow)
        assert with_steps(on_day(step), narrow) == with_steps(on_day(step), ALL)


def test_limits_stand_where_rows_are_listed_and_never_where_evidence_is_weighed() -> None:
    """A tier that were worked out from visible rows only would be another tier."""
    limited_steps = {
        file.stem
        for file in files_of("steps").values()
        if "visible_" in file.read_text(encoding="utf-8") and not file.stem.startswith("visible_")
    }
    assert limited_steps == {"named_evidence", "implausible_values", "cells_shown"}


def test_who_sees_everything_is_asked_the_very_same_sql(live_rules: RuleSet) -> None:
    for question in QUESTIONS.values():
        assert "visible_" not in with_steps(question.sql)
        assert "visible_" not in with_steps(guarded(question, ALL))


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_limited_or_refused(name: str) -> None:
    question, rights = QUESTIONS[name], limited(areas=("North",))
    if question.is_of_files:
        with pytest.raises(WarehouseError, match="only by somebody who sees all rows"):
            guarded(question, rights)
    elif not issubclass(question.row, OfRegisters):
        assert "visible_" in with_steps(guarded(question, rights), rights)


class Silent(Row):
    """Says nothing of what it is about."""

    question: str


class Counts(Counted):
    """Counts rows of all, whoever asks."""

    question: str


@pytest.mark.parametrize("row", [Silent, Counts])
def test_rows_that_do_not_say_what_they_are_about_are_for_those_who_see_all(row: type[Row]) -> None:
    question = Question("rejects", row)
    assert guarded(question, ALL) == question.sql
    for some in ({"areas": ("North",)}, {"officer_ids": ("O1",)}):
        with pytest.raises(WarehouseError, match="only by somebody who sees all rows"):
            guarded(question, limited(**some))


def test_counts_of_people_alone_limit_no_rows() -> None:
    """What of a rule is hidden is; the location is seen all the same."""
    some = limited(sees=frozenset())
    steps = {name: [one.step for one in limits(QUESTIONS[name], some)] for name in QUESTIONS}
    assert {name for name, kept in steps.items() if kept} == {"provider_tier_evidence", "provider_tier_rows"}


def test_who_sees_a_supplier_of_a_framework_sees_no_other_one(given: Given) -> None:
    warehouse = given(
        contracts="""
            contract_ref | supplier_name | lead_officer_id | start_on
            F1           | Ash           | O1              | 2024-01-01
            F1           | Elm           | O2              | 2024-01-01
            """,
    )
    object.__setattr__(warehouse, "rights", limited(officer_ids=("O1",)))
    rows = questions.ask(QUESTIONS["reviews_due"], warehouse, as_of=DAY, known_on=DAY)
    object.__setattr__(warehouse, "rights", ALL)
    assert contracts(rows) == ["F1 Ash"]


@pytest.mark.parametrize(
    ("limits", "records"),
    [
        ({}, ["C9", "C9 of no provider", "L9", "N-C1", "N-C2", "N-L2", "N-P3", "nothing"]),
        # Known contracts and locations first; what no register has is seen with its provider.
        ({"areas": ("North",)}, ["C9", "L9", "N-C1"]),
        ({"areas": ("South",)}, ["C9", "L9", "N-C2", "N-L2"]),
        ({"segments": ("Supported Living",)}, ["N-C2"]),
        ({"officer_ids": ("O1",)}, ["C9", "L9", "N-C1", "N-C2", "N-L2"]),
        ({"bodies": ("Trust",)}, ["C9", "L9", "N-C1", "N-L2", "N-P3"]),
        ({"areas": ("Nowhere",)}, []),
    ],
)
def test_a_row_that_was_not_kept_is_seen_with_what_it_names(
    given: Given, limits: dict[str, Any], records: list[str]
) -> None:
    registers = {name: REGISTERS[name] for name in ("providers", "officers", "locations", "contracts")}
    warehouse = given(
        **registers,
        refused_rows="""
            source    | record            | contract_ref | provider_id | location_id | reason
            contracts | C9                | C9           | P1          |             | is not a date
            contracts | C9 of no provider | C9           | P9          |             | is not a date
            locations | L9                |              | P1          | L9          | is not a date
            notices   | N-C1              | C1           | P1          | L2          | is not a date
            notices   | N-C2              | C2           | P2          |             | is not a date
            notices   | N-L2              |              | P1          | L2          | is not a date
            notices   | N-P3              |              | P3          |             | is not a date
            notices   | nothing           |              |             |             | is not a date
            """,
    )
    object.__setattr__(warehouse, "rights", limited(**limits))
    rows = questions.ask(QUESTIONS["left_out"], warehouse, as_of=DAY, known_on=DAY)
    object.__setattr__(warehouse, "rights", ALL)
    assert sorted(set(rows.loc[rows["source_file"] == "newer.csv", "record_ref"])) == records
