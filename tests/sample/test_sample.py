"""The sample council: the same files every time, the right sizes, and each story that is told in them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from pipelines.commands.options import DEFAULT_RULES
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of, with_words
from pipelines.rules import load_words
from pipelines.sample import write
from pipelines.sample.faults import FAULTS
from pipelines.sample.ratings import COLUMNS, FILE_NAME

WORDS = load_words(DEFAULT_RULES)
COMMITTED = Path(__file__).resolve().parents[2] / "data" / "sample"
DROPS = ("2026-06-30", "2026-07-31", "2026-08-31")
FIRST, LAST = DROPS[0], DROPS[-1]
UNKNOWN_PROVIDER = "P9999"
# Days that may lie ahead of the day a file was handed over: plans, deadlines and ends.
AHEAD = (
    "scheduled_for due_on target_on review_on review_due_on learning_due_on action_plan_due_on cure_by "
    "expires_on planned_start_on new_end_on accounts_due_on leaves_on start_on original_end_on "
    "current_end_on max_end_on"
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("council")
    write("council", 2026, out)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.csv"))}


def read(folder: Path, drop: str, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / drop / f"{name}.csv", dtype="str", keep_default_na=False)


def known(folder: Path, name: str) -> pd.DataFrame:
    """All rows of an events source as last handed over, without the lines of blanks."""
    rows = pd.concat([read(folder, d, name) for d in DROPS if (folder / d / f"{name}.csv").exists()])
    key = [column for column in SOURCES[name].SOURCE.key if column in rows]
    return rows[(rows != "").any(axis=1)].drop_duplicates(key, keep="last")


def in_force(contracts: pd.DataFrame) -> pd.DataFrame:
    return contracts[contracts["status"].isin(["Active", "Active - expired holding over", "Suspended", "Notice given"])]


def source_of(path: Path) -> str:
    return "cqc_ratings" if path.name == FILE_NAME else path.stem


def test_the_committed_sample_is_what_the_generator_writes(generated: Path) -> None:
    written, committed = contents(generated), contents(COMMITTED)
    assert sorted(written) == sorted(committed)
    assert [name for name in written if written[name] != committed[name]] == []


def test_writing_again_over_the_same_folder_changes_nothing_and_another_seed_does(
    generated: Path, tmp_path: Path
) -> None:
    write("council", 2027, tmp_path)
    other = contents(tmp_path)
    write("council", 2026, tmp_path)
    assert contents(tmp_path) == contents(generated)
    assert other["2026-08-31/contracts.csv"] != contents(generated)["2026-08-31/contracts.csv"]


def test_a_scale_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="council, county, national"):
        write("village", 2026, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_small(generated: Path) -> None:
    assert sum(len(file) for file in contents(generated).values()) < 3_000_000


def test_columns_are_the_declared_ones_and_no_person_has_one(generated: Path) -> None:
    for path in generated.rglob("*.csv"):
        heading = list(pd.read_csv(path, nrows=0).columns)
        source = source_of(path)
        assert heading == (COLUMNS if source == "cqc_ratings" else list(SOURCES[source].columns())), path.name
        personal = (
            "manager name",
            "registered manager",
            "nominated",
            "partner",
            "birth",
            "nhs_number",
            "email",
        )
        assert not [column for column in heading if any(word in column.lower() for word in personal)]


def test_every_source_but_the_register_of_cqc_is_there(generated: Path) -> None:
    first = {source_of(path) for path in (generated / FIRST).iterdir()}
    assert first == set(SOURCES) - {"cqc_locations", "listed_homes"}


def unsound(folder: Path) -> Iterator[tuple[str, str]]:
    """(drop, source) of every row that its contract turns away, and of every key that occurs again."""
    for path in sorted(folder.rglob("*.csv")):
        source, drop = source_of(path), path.parent.name
        if source == "cqc_ratings":
            continue
        row_class = SOURCES[source]
        rows = pd.read_csv(path, dtype="str", keep_default_na=False)
        words = {column.name: with_words(column, WORDS).words for column in columns_of(row_class)}
        if not row_class.SOURCE.is_keyed_by_whole_row:
            yield from ((drop, source) for _ in range(int(rows.duplicated(list(row_class.SOURCE.key)).sum())))
        for number, row in enumerate(rows.to_dict("records"), start=2):
            if any(row.values()):
                try:
                    row_class(source_file="f", source_row=number, **{k: v or None for k, v in row.items()})
                except ValidationError:
                    yield drop, source
                    continue
                if any(row[name] and row[name] not in listed for name, listed in words.items() if listed):
                    yield drop, source


def test_every_row_is_sound_but_those_spoilt_on_purpose(generated: Path) -> None:
    spoilt = [(DROPS[fault.drop], fault.source) for fault in FAULTS if fault.changes]
    assert sorted(unsound(generated)) == sorted(spoilt)
    assert 10 <= len(spoilt) <= 14


def test_some_lines_are_wholly_blank(generated: Path) -> None:
    blank = [name for name, file in contents(generated).items() if any(set(x) == {44} for x in file.split(b"\n"))]
    assert len(blank) == sum(not fault.changes for fault in FAULTS)


def test_nothing_is_dated_after_the_day_it_was_handed_over(generated: Path) -> None:
    for path in generated.rglob("*.csv"):
        rows = pd.read_csv(path, dtype="str", keep_default_na=False)
        for column in rows.columns.difference(AHEAD.split()):
            if column.endswith("_on") or column == "period_end":
                late = rows[column][rows[column].str.match(r"\d{4}-\d\d-\d\d$")] > path.parent.name
                assert not late.any(), f"{path.parent.name}/{path.name} {column}"


def test_ids_match_across_files_apart_from_the_unknown_provider(generated: Path) -> None:
    ids = {
        "provider_id": set(read(generated, LAST, "providers")["provider_id"]) | {""},
        "location_id": set(read(generated, LAST, "locations")["location_id"]) | {""},
        "contract_ref": set(read(generated, LAST, "contracts")["contract_ref"]) | {""},
        "lead_officer_id": set(read(generated, LAST, "officers")["officer_id"]) | {""},
    }
    strangers = []
    for path in generated.rglob("*.csv"):
        rows = pd.read_csv(path, dtype="str", keep_default_na=False)
        key = SOURCES[source_of(path)].SOURCE.key
        for column in set(ids) & set(rows.columns) - (set(key) if path.parent.name == FIRST else set()):
            strangers += [(column, value) for value in set(rows[column]) - ids[column]]
    assert {value for column, value in strangers if column == "provider_id"} <= {UNKNOWN_PROVIDER, "P90100"}
    assert UNKNOWN_PROVIDER in {value for _, value in strangers}
    assert not [value for column, value in strangers if column != "provider_id"]


def test_sizes(generated: Path) -> None:
    contracts = read(generated, LAST, "contracts")
    live = in_force(contracts)
    assert 120 <= len(contracts) <= 140
    assert pd.to_numeric(live["annual_value"]).sum() > 50_000_000
    assert contracts["market_segment"].nunique() == 6
    assert 95 <= len(read(generated, LAST, "providers")) <= 105
    locations = read(generated, LAST, "locations")
    assert 145 <= len(locations) <= 155
    assert {"Y", "N"} == set(locations["is_regulated"])
    assert locations["locality"].replace("", None).nunique() in (4, 5)
    assert locations["service_type"].nunique() == 9
    assert (locations.groupby("provider_id")["locality"].nunique() > 1).any()


def test_36_months_of_events(generated: Path) -> None:
    received = known(generated, "complaints")["received_on"]
    assert received.min() >= "2023-09-01"
    assert received.str[:7].nunique() == 36
    assert known(generated, "kpis")["period_end"].nunique() == 12


def test_contracts_without_a_lead_with_one_who_left_and_held_over(generated: Path) -> None:
    live, officers = in_force(read(generated, LAST, "contracts")), read(generated, LAST, "officers")
    left = officers[(officers["leaves_on"] != "") & (officers["leaves_on"] <= LAST)]["officer_id"]
    assert 4 <= (live["lead_officer_id"] == "").sum() <= 8
    assert 2 <= live["lead_officer_id"].isin(left).sum() <= 8
    held = live[live["status"] == "Active - expired holding over"]
    assert 8 <= len(held) <= 10
    assert (held["current_end_on"] < LAST).all()


def test_the_register_agrees_with_itself(generated: Path) -> None:
    """What has ended says when and why; what runs has not ended; past its end means held over."""
    contracts = read(generated, LAST, "contracts")
    has_ended = contracts["status"].str.startswith("Ended")
    assert ((contracts["ended_on"] != "") == has_ended).all()
    assert ((contracts["end_reason"] != "") == has_ended).all()
    reasons = {
        "Expired",
        "Terminated by commissioner",
        "Handed back",
        "Provider failure",
        "Mutual",
        "Novated",
    }
    assert set(contracts["end_reason"]) == reasons | {""}
    live = in_force(contracts)
    assert (live["start_on"] <= LAST).all()
    past = live["current_end_on"] < LAST
    assert (past == (live["status"] == "Active - expired holding over")).all()


def test_a_novated_contract_starts_with_its_new_provider_the_day_after(generated: Path) -> None:
    contracts = read(generated, LAST, "contracts")
    old = contracts[contracts["end_reason"] == "Novated"].iloc[0]
    new = contracts[(contracts["contract_ref"] == old["contract_ref"]) & (contracts["ended_on"] == "")].iloc[0]
    assert (old["ended_on"], new["start_on"]) == ("2026-06-30", "2026-07-01")
    assert old["provider_id"] != new["provider_id"]


def test_out_of_county_placements_and_chc(generated: Path) -> None:
    live = in_force(read(generated, LAST, "contracts"))
    away = live["is_out_of_county"] == "Y"
    assert away.sum() >= 4
    assert (away & (live["has_chc_funded_people"] == "Y")).any()
    assert (read(generated, LAST, "providers")["is_nhs_exceptional_placement"] == "Y").sum() >= 2


def test_one_provider_slides_to_tier_3_with_a_suspension_in_force(generated: Path) -> None:
    decided = known(generated, "tier_decisions").sort_values("decided_on")
    tiers = decided[decided["location_id"] == "L00001"]["recorded_tier"].tolist()
    assert tiers == ["BAU", "Tier 1", "Tier 2", "Tier 3"]
    notices = known(generated, "notices")
    open_notices = notices[(notices["provider_id"] == "P0001") & (notices["closed_on"] == "")]["notice_type"]
    assert set(open_notices) == {"Suspension of placements", "Default"}
    rated = pd.concat([pd.read_csv(generated / d / FILE_NAME, dtype="str") for d in DROPS])
    overall = rated[(rated["Location ID"] == "1-2000000001") & (rated["Domain"] == "Overall")]["Latest Rating"]
    assert overall.tolist() == ["Good", "Requires improvement", "Inadequate"]
    concerns = known(generated, "concerns")
    told = concerns[concerns["location_id"] == "L00001"]
    assert (told["is_risk_identified"] == "Y").sum() == 4
    assert ((told["concern_type"] == "Whole-service enquiry") & (told["concluded_on"] == "")).any()


def test_one_provider_recovers(generated: Path) -> None:
    notices, cases = known(generated, "notices"), known(generated, "quality_cases")
    lifted = notices[(notices["provider_id"] == "P0002") & (notices["notice_type"] == "Suspension of placements")]
    assert lifted["closed_on"].tolist() == ["2026-05-11"]
    assert cases[cases["provider_id"] == "P0002"]["event"].tolist()[-2:] == ["SIP closed", "Step down"]


def test_the_mess_of_life_is_in_it(generated: Path) -> None:
    kpis, uplifts, notices = (known(generated, name) for name in ("kpis", "uplifts", "notices"))
    assert 0.02 < ((kpis["value"] == "") & (kpis["received_on"] == "")).mean() < 0.1
    assert ((uplifts["decided_on"] == "") & (uplifts["received_on"] < "2026-07-01")).sum() >= 8
    rectified = set(notices[notices["notice_type"] == "Rectification"]["provider_id"])
    assert set(notices[notices["notice_type"] == "Default"]["provider_id"]) - rectified
    assert {"Administration"} <= set(read(generated, LAST, "providers")["status_event"])
    vacant = read(generated, LAST, "locations")["manager_vacant_since"]
    assert ((vacant != "") & (vacant < "2026-03-01")).any()
    tiers = known(generated, "tier_decisions")
    assert ((tiers["expires_on"] != "") & (tiers["expires_on"] < LAST)).any()
    stages = set(known(generated, "procurements")["stage"])
    assert {"Planning", "Tender live", "Standstill", "Drafting", "Completed", "Abandoned"} <= stages
    asked = set(known(generated, "contract_changes")["stage"])
    assert asked == {
        "Submitted", "Under review", "Approved", "On hold", "Implemented", "Rejected", "Withdrawn"
    }  # fmt: skip


def test_services_of_several_kinds_are_not_rated_as_a_location(generated: Path) -> None:
    rated = pd.read_csv(generated / FIRST / FILE_NAME, dtype="str", keep_default_na=False)
    groups = rated[rated["Service / Population Group"] != "Overall"]
    assert {"Homecare", "Supported Living", "Care Homes"} == set(groups["Service / Population Group"])
    whole = rated[rated["Location ID"].isin(groups["Location ID"]) & (rated["Service / Population Group"] == "Overall")]
    assert set(whole["Latest Rating"]) == {"Not Rated"}
    assert set(whole["Publication Date"]) == {""}


def test_some_services_have_hardly_any_evidence(generated: Path) -> None:
    evidenced: set[str] = set()
    for name in ("kpis", "assessments", "complaints", "concerns", "reviews", "notices"):
        evidenced |= set(known(generated, name)["location_id" if name != "notices" else "provider_id"])
    locations = read(generated, LAST, "locations")
    bare = locations[~locations["location_id"].isin(evidenced) & (locations["cqc_location_id"] == "")]
    assert len(bare) >= 4


def test_what_is_entered_late_comes_in_a_later_drop_and_what_is_corrected_comes_again(
    generated: Path,
) -> None:
    first, july, last = (read(generated, drop, "concerns") for drop in DROPS)
    before = pd.concat([first, july])["concern_ref"]
    late_in_july = july[(july["raised_on"] < "2026-07-01") & ~july["concern_ref"].isin(first["concern_ref"])]
    late_in_august = last[(last["raised_on"] < "2026-08-01") & ~last["concern_ref"].isin(before)]
    assert len(late_in_july) >= 1
    assert len(late_in_august) >= 1
    again = last.merge(first, on="concern_ref", suffixes=("", "_before"))
    concluded = (again["concluded_on_before"] != "") & (again["concluded_on_before"] == again["concluded_on"])
    assert (again["severity"] != again["severity_before"])[concluded].any()


def test_a_snapshot_drops_what_was_entered_twice(generated: Path) -> None:
    assert (read(generated, FIRST, "providers")["provider_id"] == "P90100").any()
    assert not (read(generated, LAST, "providers")["provider_id"] == "P90100").any()


def test_about_a_quarter_of_yearly_quality_reviews_are_overdue(generated: Path) -> None:
    reviews = known(generated, "reviews")
    held = reviews[(reviews["status"] == "Completed") & (reviews["review_type"] == "Quality assurance review")]
    latest = held.groupby("location_id")["completed_on"].max()
    a_year_before = date.fromisoformat(LAST).replace(year=2025).isoformat()
    assert 0.15 < (latest < a_year_before).mean() < 0.35
