"""More evidence of concern never makes the picture look better: for generated councils, one record more at each home.

A home's suggested tier never moves down the order of concern, nor does its provider's, when a record of concern is
added that replaces no earlier statement of the same thing: also one of which a cell, or all, could not be read.
"""

import os
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import HealthCheck, example, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from pipelines.answers.tiers import SuggestedTier
from pipelines.querying.questions import QUESTIONS, ask
from tests.spec.conftest import Given

DAY = date(2026, 8, 31)
ORDER = get_args(SuggestedTier)[::-1]
"""Of what may be suggested, the least concern first."""

COLUMNS = {
    "providers": "provider_id provider_name credit_band accounts_due_on status_event status_event_on",
    "locations": "location_id provider_id location_name service_type is_regulated cqc_location_id opened_on locality"
    " manager_vacant_since",
    "complaints": "complaint_ref provider_id location_id received_on responded_on outcome category lgsco_decision"
    " refused_columns",
    "concerns": "concern_ref provider_id location_id concern_type severity raised_on concluded_on is_risk_identified"
    " refused_columns",
    "notices": "notice_ref provider_id location_id notice_type issued_on closed_on reason_code refused_columns",
    "kpis": "contract_ref provider_id location_id kpi_code period_end due_on received_on value target better"
    " refused_columns",
    "assessments": "assessment_ref provider_id location_id assessed_on overall_rating refused_columns",
    "cqc_ratings": "cqc_location_id service_group domain rating published_on is_inherited refused_columns",
    "tier_decisions": "provider_id location_id decided_on recorded_tier expires_on refused_columns",
    "refused_rows": "source record provider_id location_id",
}
Record = tuple[str, dict[str, str]]
RANKS = {"Outstanding": 4, "Good": 3, "Requires improvement": 2, "Inadequate": 1}
ASSESSED = {"Excellent": 4, "Good": 3, "Requires Improvement": 2, "Poor": 1}

days = st.integers(0, 1500).map(lambda ago: str(DAY - timedelta(days=ago)))
recent = st.integers(0, 170).map(lambda ago: str(DAY - timedelta(days=ago)))
maybe = st.booleans()


def record(source: str, /, **columns: Any) -> st.SearchStrategy[Record]:
    """A record of a source: each column a strategy or the one value."""
    drawn = {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in columns.items()}
    return st.fixed_dictionaries(drawn).map(lambda cells: (source, cells))


ratings = record(
    "cqc_ratings",
    service_group=st.sampled_from(["Overall", "Overall", "Homecare", "Care Homes"]),
    domain=st.sampled_from(["Overall", "Safe", "Well-led", "Caring"]),
    rating=st.sampled_from([*RANKS, "Inspected but not rated", "Not Rated"]),
    published_on=days,
    is_inherited=st.sampled_from(["Y", "N"]),
)
assessments = record("assessments", assessed_on=days, overall_rating=st.sampled_from(list(ASSESSED)))
returns = record(
    "kpis",
    due_on=recent,
    received_on=recent,
    value=st.sampled_from(["40", "90", "96", "100"]),
    target="100",
    better="higher",
)
complaints = record(
    "complaints", received_on=days, outcome=st.sampled_from(["Upheld", "Not upheld", ""]), category="Delay"
)
concerns = record(
    "concerns",
    concern_type=st.sampled_from(["Safeguarding enquiry", "Whole-service enquiry", "Notifiable incident"]),
    raised_on=st.just("2022-01-01"),
    concluded_on=st.one_of(days, st.just("")),
    is_risk_identified=st.sampled_from(["Y", "N"]),
)
notices = record(
    "notices",
    notice_type=st.sampled_from(["Rectification", "Default", "Suspension of placements"]),
    issued_on=days,
    reason_code="X",
)

bad = st.one_of(
    record("complaints", received_on=recent, outcome=st.sampled_from(["Upheld", "Partially upheld"]), category="Delay"),
    record("complaints", received_on="2021-01-01", responded_on=recent, outcome="Upheld"),
    record("complaints", received_on=recent, outcome="Not upheld", lgsco_decision="Upheld: fault and injustice"),
    record("complaints", received_on=recent, refused_columns="outcome"),
    record("concerns", concern_type="Whole-service enquiry", raised_on=days),
    record(
        "concerns",
        concern_type=st.sampled_from(["Whole-service enquiry", "Safeguarding enquiry"]),
        raised_on="2022-01-01",
        concluded_on=recent,
        is_risk_identified="Y",
    ),
    record("concerns", concern_type="Incident", severity="Severe", raised_on=recent),
    record("concerns", concern_type="Incident", raised_on=recent, refused_columns="severity"),
    record("concerns", raised_on=recent, refused_columns="concern_type"),
    record(
        "notices",
        notice_type=st.sampled_from(["Rectification", "Default", "Suspension of placements", "Termination"]),
        issued_on=days,
        reason_code="X",
    ),
    record("notices", issued_on=days, refused_columns="notice_type"),
    record("kpis", due_on=recent, received_on=recent, value="50", target="100", better="higher"),
    record("kpis", due_on=recent, value="50", target="100", better="higher"),
    record("kpis", due_on=recent, target="100", better="higher"),
    record("kpis", due_on=recent, received_on=recent, target="100", better="higher", refused_columns="value"),
    record("assessments", assessed_on=str(DAY), overall_rating=st.sampled_from(["Requires Improvement", "Poor"])),
    record("assessments", assessed_on=str(DAY), refused_columns="overall_rating"),
    record(
        "cqc_ratings",
        service_group="Overall",
        domain=st.sampled_from(["Overall", "Safe", "Well-led"]),
        rating=st.sampled_from(["Requires improvement", "Inadequate"]),
        published_on=str(DAY),
        is_inherited="N",
    ),
    record("cqc_ratings", service_group="Overall", domain="Overall", published_on=str(DAY), refused_columns="rating"),
    record(
        "cqc_ratings",
        service_group="Overall",
        domain="Overall",
        rating="Inspected but not rated",
        published_on=str(DAY),
    ),
    record("tier_decisions", decided_on=str(DAY), recorded_tier=st.sampled_from(["BAU", "Tier 1", "Tier 2", "Tier 3"])),
    record("tier_decisions", decided_on=str(DAY), refused_columns="recorded_tier"),
    record(
        "refused_rows",
        source=st.sampled_from(
            ["complaints", "concerns", "notices", "kpis", "assessments", "cqc_ratings", "locations", "providers"]
        ),
    ),
    # Columns of the home's own row, or its provider's.
    record("providers", status_event=st.sampled_from(["Administration", "Liquidation"]), status_event_on=days),
    record("providers", credit_band="High"),
    record("providers", accounts_due_on=days),
    record("locations", manager_vacant_since=days),
)

any_home = st.fixed_dictionaries(
    {
        "is_regulated": st.sampled_from(["Y", "Y", "N"]),
        "has_cqc_id": maybe,
        "has_sibling": maybe,
        "locality": st.sampled_from(["North Vale", ""]),
        "credit_band": st.sampled_from(["", "Low", "Medium", "High"]),
        "accounts_due_on": st.one_of(st.just(""), st.just("2027-01-01"), days),
        "records": st.lists(st.one_of(ratings, assessments, returns, complaints, concerns, notices), max_size=9),
        "is_about_provider": maybe,
        "bad": bad,
    }
)

WELL: list[Record] = [
    (
        "cqc_ratings",
        {"service_group": "Overall", "domain": "Overall", "rating": "Good", "published_on": "2026-01-01"},
    ),
    ("assessments", {"assessed_on": "2026-01-01", "overall_rating": "Good"}),
    (
        "kpis",
        {"due_on": "2026-07-30", "received_on": "2026-07-20", "value": "100", "target": "100", "better": "higher"},
    ),
]
"""What speaks well of a home, one of each family."""

calm_home = st.fixed_dictionaries(
    {
        "is_regulated": st.sampled_from(["Y", "N"]),
        "has_cqc_id": st.just(True),
        "has_sibling": maybe,
        "locality": st.sampled_from(["North Vale", ""]),
        "credit_band": st.sampled_from(["", "Low"]),
        "accounts_due_on": st.just(""),
        "records": st.lists(st.sampled_from(WELL), unique_by=lambda one: one[0], max_size=3),
        "is_about_provider": maybe,
        "bad": bad,
    }
)
"""Little to be said against it, and perhaps too little known: where one record decides what is shown."""


def replaces(home: dict[str, Any], source: str, cells: dict[str, str]) -> bool:
    """Whether the record says again what the home's records say already, and not worse: that is no more evidence."""
    same = [other for kind, other in home["records"] if kind == source]
    if source == "cqc_ratings" and cells.get("rating") in RANKS:
        there = [RANKS.get(one["rating"], 9) for one in same if one["domain"] == cells["domain"]]
        return any(rank <= RANKS[cells["rating"]] for rank in there)
    if source == "assessments" and "overall_rating" in cells:
        return any(ASSESSED[one["overall_rating"]] <= ASSESSED[cells["overall_rating"]] for one in same)
    if source == "providers" and cells.get("accounts_due_on"):
        return bool(home["accounts_due_on"]) and home["accounts_due_on"] <= cells["accounts_due_on"]
    return False


def council(all_homes: list[dict[str, Any]], *, with_bad: bool) -> dict[str, str]:
    """The council's registers as pipe tables."""
    rows: dict[str, list[dict[str, str]]] = {source: [] for source in COLUMNS}
    for n, home in enumerate(all_homes):
        place = {"provider_id": f"P{n}", "location_id": f"L{n}"}
        cqc_id = f"1-{n}x" if home["has_cqc_id"] else ""
        provider = {key: home[key] for key in ("credit_band", "accounts_due_on")}
        provider |= {"provider_id": f"P{n}", "provider_name": f"Provider {n}"}
        location = {**place, "location_name": "House", "service_type": "Residential home", "cqc_location_id": cqc_id}
        location |= {"is_regulated": home["is_regulated"], "locality": home["locality"], "opened_on": "2019-01-01"}
        found = list(home["records"])
        source, cells = home["bad"]
        is_more = with_bad and not replaces(home, source, cells)
        if is_more and source in ("providers", "locations"):
            (provider if source == "providers" else location).update(cells)
        elif is_more:
            found.append((source, cells))
        rows["providers"].append(provider)
        rows["locations"].append(location)
        if home["has_sibling"]:
            rows["locations"].append({**location, "location_id": f"S{n}", "cqc_location_id": "", "locality": "East"})
        for m, (kind, own) in enumerate(found):
            where = dict(place)
            can_be_whole = kind in ("complaints", "concerns", "notices", "kpis", "tier_decisions", "refused_rows")
            if home["is_about_provider"] and can_be_whole:
                where["location_id"] = ""
            names = COLUMNS[kind].split()
            names_itself = {
                "kpi_code": f"K{m}",
                "contract_ref": f"C{n}",
                "period_end": "2026-06-30",
                names[0]: f"R{n}-{m}",
            }
            if kind == "cqc_ratings":
                if not cqc_id:
                    continue
                where, names_itself = {"cqc_location_id": cqc_id}, {}
            elif kind in ("tier_decisions", "refused_rows"):
                names_itself = {"record": f"{cqc_id or 'none'} · Overall · {m}"} if kind == "refused_rows" else {}
            rows[kind].append({key: cell for key, cell in {**names_itself, **where, **own}.items() if key in names})
    return {
        source: "\n".join(
            [" | ".join(COLUMNS[source].split())]
            + [" | ".join(row.get(name, "") for name in COLUMNS[source].split()) for row in lines]
        )
        for source, lines in rows.items()
    }


TOO_LITTLE_KNOWN = {
    **{"is_regulated": "Y", "has_cqc_id": True, "has_sibling": False, "locality": "North Vale", "credit_band": "Low"},
    **{"accounts_due_on": "", "records": [WELL[2]], "is_about_provider": False},
    "bad": ("assessments", {"assessed_on": str(DAY), "overall_rating": "Requires Improvement"}),
}


@settings(max_examples=int(os.environ.get("CARE_LAWS", "15")), deadline=None, suppress_health_check=list(HealthCheck))
@example(all_homes=[TOO_LITTLE_KNOWN])
@for_all(all_homes=st.lists(st.one_of(any_home, calm_home), min_size=1, max_size=14))
def test_one_record_of_concern_more_moves_nobody_down(given: Given, all_homes: list[dict[str, Any]]) -> None:
    found = [
        ask(
            QUESTIONS["provider_tiers"], given(**council(all_homes, with_bad=with_bad)), as_of=DAY, known_on=DAY
        ).set_index("location_id")
        for with_bad in (False, True)
    ]
    before, after = found
    assert set(before.index) == set(after.index)
    for home in before.index:
        then, now = before.loc[home], after.loc[home]
        assert now["tier_rank"] >= then["tier_rank"], (home, then["suggested_tier"], now["suggested_tier"])
        assert ORDER.index(now["suggested_tier"]) == now["tier_rank"] - 1
        worst = [ORDER.index(one["provider_suggested_tier"]) for one in (then, now)]
        assert worst[1] >= worst[0], (home, "provider")
