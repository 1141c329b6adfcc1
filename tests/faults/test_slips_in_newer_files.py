"""A slip in a newer file takes no bad news away and makes nothing due later: what was read before stands, marked."""

import csv
import io

import pytest

from pipelines.registers.all import SOURCES
from tests.faults.conftest import Council

HOMES = (
    "location_id,provider_id,location_name,service_type,is_regulated,cqc_location_id\n"
    "L1,P1,Alder House,Residential home,Y,1-101\n"
)
PROVIDERS = "provider_id,provider_name\nP1,One Ltd\n"
CQC = "cqc_location_id,service_group,domain,rating,published_on\n"
CONCERNS = "concern_ref,provider_id,location_id,raised_on,concern_type,severity,concluded_on,is_risk_identified\n"
DECISIONS = "provider_id,location_id,decided_on,recorded_tier,decided_by_role,reason\n"
BY = ",Quality lead,Visit\n"
CONTRACTS = "contract_ref,provider_id,start_on,status\nC1,P1,2025-12-01,Active\n"


def tier(council: Council) -> list[object]:
    [[suggested, points]] = council.answer("provider_tiers", "suggested_tier", "points")
    return [suggested, points]


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("concerns", "S1,P1,L1,2026-07-01,Whole-service enquiry,,,", "S1,P1,L1,2026-07-01,Whole service enquirie,,,"),
        (
            "concerns",
            "S1,P1,L1,2026-07-01,Safeguarding enquiry,,2026-07-20,Y",
            "S1,P1,L1,2026-07-01,Safeguarding enquiry,,2026-07-20,perhaps",
        ),
        ("cqc_ratings", "1-101,Overall,Overall,Inadequate,2026-07-01", "1-101,Overall,Overall,Inadequte,2026-07-01"),
    ],
)
def test_a_word_misspelt_in_a_newer_file_leaves_the_record_as_it_was_read(
    council: Council, file: str, before: str, after: str
):
    head = {"concerns": CONCERNS, "cqc_ratings": CQC}[file]
    council.receive({"2026-07-31/locations.csv": HOMES, f"2026-07-31/{file}.csv": f"{head}{before}\n"})
    had = tier(council)
    assert had[1] or str(had[0]).startswith(("At least", "Tier"))
    council.receive({f"{file}.csv": f"{head}{after}\n"})
    assert tier(council) == had
    [[refused, known]] = council.answer("refused_rows", "source_file", "known_file")
    assert (refused, known) == (f"2026-08-31/{file}.csv", f"2026-07-31/{file}.csv")


@pytest.mark.parametrize(
    "decision", ["P1,L1,2026-08-10,Tier3", "P1,L1,2026-13-10,Tier 3", "P1,,2026-08-10,Tier3", "P1,L1,,Tier 3"]
)
def test_a_decision_that_cannot_be_read_makes_no_review_later_and_is_marked_at_the_home(
    council: Council, decision: str
):
    council.receive(
        {
            "2026-07-31/locations.csv": HOMES,
            "2026-07-31/providers.csv": PROVIDERS,
            "2026-07-31/contracts.csv": CONTRACTS,
            "2026-07-31/tier_decisions.csv": f"{DECISIONS}P1,L1,2026-01-10,BAU{BY}",
        }
    )
    council.receive({"good/tier_decisions.csv": f"{DECISIONS}P1,L1,2026-08-10,Tier 3{BY}"})
    due_of_tier_3 = council.answer("reviews_due", "contract_ref", "due_on")
    council.empty()
    council.receive(
        {
            "2026-07-31/locations.csv": HOMES,
            "2026-07-31/providers.csv": PROVIDERS,
            "2026-07-31/contracts.csv": CONTRACTS,
            "2026-07-31/tier_decisions.csv": f"{DECISIONS}P1,L1,2026-01-10,BAU{BY}",
        }
    )
    council.receive({"tier_decisions.csv": f"{DECISIONS}{decision}{BY}"})
    assert council.answer("reviews_due", "contract_ref", "due_on") == due_of_tier_3
    assert council.answer("reviews_due", "quality_tier") == [["Not known"]]
    [[recorded, not_read]] = council.answer("provider_tiers", "recorded_tier", "not_read")
    assert recorded == "BAU"
    assert "newer tier decision not read (2026-08-31/tier_decisions.csv row 2)" in str(not_read)
    assert any(ref == "C1" and "shortest interval" in reason for ref, reason in council.left_out("reviews_due"))


@pytest.mark.parametrize("group", ["OVERALL", "overall", "Overal", "Overall."])
def test_the_location_s_rating_is_not_lost_behind_another_spelling_of_overall(council: Council, group: str):
    rows = ["1-101,Overall,Overall,Good,2024-06-01", f"1-101,{group},Overall,Inadequate,2026-06-01"]
    council.receive({"locations.csv": HOMES, "cqc_ratings.csv": CQC + "".join(f"{row}\n" for row in rows)})
    evidence = council.answer("provider_tier_evidence", "rule_id", "value_words", "records_refused")
    [[words, refused]] = [about for rule, *about in evidence if rule == "cqc-overall"]
    assert "Inadequate" in str(words) or refused == 1


def test_a_rating_without_a_day_is_counted_among_what_could_not_be_read(council: Council):
    rows = ["1-101,Overall,Overall,Good,2025-06-01", "1-101,Overall,Safe,Inadequate,"]
    council.receive({"locations.csv": HOMES, "cqc_ratings.csv": CQC + "".join(f"{row}\n" for row in rows)})
    assert council.answer("provider_tiers", "records_refused") == [[1]]


@pytest.mark.parametrize("written", ["1–101", "1‑101", "1 -101"])
def test_a_cqc_id_with_another_dash_is_flagged_with_the_location_s(council: Council, written: str):
    council.receive(
        {"locations.csv": HOMES, "cqc_ratings.csv": f"{CQC}{written},Overall,Overall,Inadequate,2026-06-01\n"}
    )
    assert [nearest for source, nearest in council.answer("flags", "source", "nearest") if source == "cqc_ratings"] == [
        "1-101, 2026-08-31/locations.csv row 2"
    ]


BAD_NEWS = {
    "assessments": {
        "assessment_ref": "A1", "provider_id": "P1", "location_id": "L1", "assessed_on": "2026-07-01",
        "tool": "PAMMS", "overall_rating": "Poor",
    },
    "complaints": {
        "complaint_ref": "K1", "provider_id": "P1", "location_id": "L1", "received_on": "2026-06-01",
        "stage": "Statutory complaint", "theme": "Care", "outcome": "Upheld", "lgsco_decision": "Upheld",
        "responded_on": "2026-07-01",
    },
    "concerns": {
        "concern_ref": "S1", "provider_id": "P1", "location_id": "L1", "raised_on": "2026-07-01",
        "concern_type": "Incident", "severity": "Severe", "is_risk_identified": "Y",
    },
    "cqc_ratings": {
        "cqc_location_id": "1-101", "service_group": "Overall", "domain": "Overall", "rating": "Inadequate",
        "published_on": "2026-07-01",
    },
    "notices": {
        "notice_ref": "N1", "provider_id": "P1", "location_id": "L1", "contract_ref": "C1", "issued_on": "2026-07-01",
        "notice_type": "Default", "due_on": "2026-09-01",
    },
}  # fmt: skip
WEIGHS = [(source, column) for source, row in SOURCES.items() for column in row.SOURCE.weighs]


def text_of(record: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(record), lineterminator="\n")
    writer.writeheader()
    writer.writerow(record)
    return out.getvalue()


@pytest.mark.parametrize(("source", "column"), WEIGHS)
@pytest.mark.parametrize("files", [["bad"], ["bad", "good"], ["good", "bad"]])
def test_whatever_a_record_is_bad_news_by_a_slip_in_it_changes_no_tier(
    council: Council, source: str, column: str, files: list[str]
):
    """Also where another file of the day says it rightly, whichever comes first. Every declared column is tried."""
    record = BAD_NEWS[source]
    missing = {name for name, info in SOURCES[source].columns().items() if info.is_required()} - {*record}
    record = record | dict.fromkeys(sorted(missing), "Not said")
    texts = {"bad": text_of(record | {column: "??"}), "good": text_of(record)}
    before = council.receive(
        {
            "2026-07-31/locations.csv": HOMES,
            "2026-07-31/providers.csv": PROVIDERS,
            f"2026-07-31/{source}.csv": texts["good"],
        }
    )
    assert before["2026-07-31/" + f"{source}.csv"].kept_count == 1, before
    had = tier(council)
    for number, name in enumerate(files):
        council.receive({f"{source}-{number}.csv": texts[name]}, source=source)
    assert tier(council) == had
    assert all(value is not None for [value] in council.known(source, column))
