"""Two stories told on purpose: a home that slides to the highest concern, and one that recovers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pipelines.sample.ledger import Ledger

Facts = dict[str, Any]
SLIDING: Facts = {"provider_id": "P0001", "location_id": "L00001"}
RECOVERING: Facts = {"provider_id": "P0002", "location_id": "L00002"}
"""Both run one service each, under contracts CC-0001 and CC-0002."""


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


# received, category, outcome, responded (blank while open)
_COMPLAINTS = (
    (SLIDING, "2025-11-12", "Communication", "Partially upheld", "2025-12-08"),
    (SLIDING, "2026-02-03", "Quality of service", "Upheld", "2026-03-02"),
    (SLIDING, "2026-03-24", "Staff attitude or behaviour", "Upheld", "2026-04-23"),
    (SLIDING, "2026-05-06", "Quality of service", "Upheld", "2026-06-05"),
    (SLIDING, "2026-06-17", "Safeguarding related", "Upheld", "2026-07-22"),
    (SLIDING, "2026-08-11", "Quality of service", None, None),
    (RECOVERING, "2025-05-20", "Quality of service", "Upheld", "2025-06-19"),
    (RECOVERING, "2025-07-08", "Communication", "Upheld", "2025-08-06"),
    (RECOVERING, "2025-10-02", "Delay", "Partially upheld", "2025-10-30"),
    (RECOVERING, "2026-04-14", "Cost or charging", "Not upheld", "2026-05-08"),
)
# raised, type, severity, concluded, risk identified
_CONCERNS = (
    (SLIDING, "2025-12-04", "Incident", "Low", "2025-12-19", None),
    (SLIDING, "2026-01-20", "Safeguarding enquiry", "Moderate", "2026-03-02", True),
    (SLIDING, "2026-03-11", "Notifiable incident", "Moderate", "2026-03-30", None),
    (SLIDING, "2026-04-10", "Safeguarding enquiry", "Moderate", "2026-05-21", True),
    (SLIDING, "2026-05-02", "Notifiable incident", "Severe", "2026-05-29", None),
    (SLIDING, "2026-05-28", "Safeguarding enquiry", "Severe", "2026-07-06", True),
    (SLIDING, "2026-06-12", "Notifiable incident", "Severe", None, None),
    (SLIDING, "2026-06-30", "Safeguarding enquiry", "Severe", "2026-08-12", True),
    (SLIDING, "2026-07-03", "Whistleblowing", "Moderate", None, None),
    (SLIDING, "2026-07-21", "Whole-service enquiry", "Severe", None, None),
    (RECOVERING, "2025-06-03", "Safeguarding enquiry", "Moderate", "2025-07-15", True),
    (RECOVERING, "2025-08-12", "Safeguarding enquiry", "Moderate", "2025-09-23", True),
    (RECOVERING, "2026-03-05", "Incident", "Low", "2026-03-12", None),
)
_FIRST_STEP, _SUSPENSION = "Rectification", "Suspension of placements"
# type, scope, contract, issued, cure by, review due, outcome, closed, reason
_NOTICES = (
    (
        SLIDING,
        _FIRST_STEP,
        None,
        "CC-0001",
        "2026-04-20",
        "2026-06-19",
        None,
        "Escalated",
        "2026-07-01",
        "STAFFING",
    ),
    (SLIDING, _SUSPENSION, "Full", "CC-0001", "2026-07-10", None, "2026-09-10", None, None, "SAFETY"),
    (SLIDING, "Default", None, "CC-0001", "2026-07-27", "2026-09-25", None, None, None, "SAFETY"),
    (
        RECOVERING,
        _FIRST_STEP,
        None,
        "CC-0002",
        "2025-08-04",
        "2025-11-03",
        None,
        "Cured",
        "2026-01-12",
        "RECORDS",
    ),
    (
        RECOVERING,
        _SUSPENSION,
        "Partial",
        "CC-0002",
        "2025-09-15",
        None,
        "2025-12-15",
        "Cured",
        "2026-05-11",
        "SAFETY",
    ),
)
# case, day, event, tier
_CASES = (
    (SLIDING, "QC-S01", "2026-02-10", "Concern logged", "BAU"),
    (SLIDING, "QC-S01", "2026-02-17", "Triage", None),
    (SLIDING, "QC-S01", "2026-03-04", "Informal stage", "Tier 1"),
    (SLIDING, "QC-S01", "2026-03-18", "SIP opened", "Tier 1"),
    (SLIDING, "QC-S01", "2026-05-27", "Planning meeting", "Tier 2"),
    (SLIDING, "QC-S01", "2026-07-13", "Escalate", "Tier 3"),
    (SLIDING, "QC-S01", "2026-07-20", "Safeguarding joint decision", "Tier 3"),
    (SLIDING, "QC-S01", "2026-08-18", "Review meeting", "Tier 3"),
    (RECOVERING, "QC-R01", "2025-06-10", "Concern logged", "BAU"),
    (RECOVERING, "QC-R01", "2025-06-24", "Informal stage", "Tier 1"),
    (RECOVERING, "QC-R01", "2025-09-10", "Planning meeting", "Tier 2"),
    (RECOVERING, "QC-R01", "2025-09-22", "SIP opened", "Tier 2"),
    (RECOVERING, "QC-R01", "2026-02-11", "Review meeting", "Tier 2"),
    (RECOVERING, "QC-R01", "2026-06-03", "Review meeting", "Tier 1"),
    (RECOVERING, "QC-R01", "2026-06-24", "SIP closed", "Tier 1"),
    (RECOVERING, "QC-R01", "2026-07-29", "Step down", "BAU"),
)
_TIERS = (
    (SLIDING, "2025-09-15", "BAU"),
    (SLIDING, "2026-03-04", "Tier 1"),
    (SLIDING, "2026-05-27", "Tier 2"),
    (SLIDING, "2026-07-20", "Tier 3"),
    (RECOVERING, "2025-06-24", "Tier 1"),
    (RECOVERING, "2025-09-10", "Tier 2"),
    (RECOVERING, "2026-06-03", "Tier 1"),
    (RECOVERING, "2026-07-29", "BAU"),
)
RATINGS = {
    1: (("2023-11-14", "Good"), ("2026-04-29", "Requires improvement"), ("2026-07-08", "Inadequate")),
    2: (("2025-06-17", "Requires improvement"), ("2026-07-22", "Good")),
}
"""What CQC published on the locations numbered so."""


def complaints(ledger: Ledger) -> None:
    for n, (about, received, category, outcome, responded) in enumerate(_COMPLAINTS, start=1):
        day = _day(received)
        ledger.add(
            day + timedelta(3),
            complaint_ref=f"CO-S{n:03d}",
            **about,
            received_on=day,
            acknowledged_on=day + timedelta(2),
            stage="Statutory complaint",
            category=category,
            target_on=day + timedelta(28),
        )
        if responded:
            done = _day(responded)
            ledger.amend(done + timedelta(2), outcome=outcome, responded_on=done, learning_due_on=done + timedelta(60))


def concerns(ledger: Ledger) -> None:
    for n, (about, raised, kind, severity, concluded, risk) in enumerate(_CONCERNS, start=1):
        ledger.add(
            _day(raised) + timedelta(1),
            concern_ref=f"CN-S{n:03d}",
            **about,
            raised_on=_day(raised),
            concern_type=kind,
            severity=severity,
        )
        if concluded:
            ledger.amend(_day(concluded), concluded_on=_day(concluded), is_risk_identified=risk)


def notices(ledger: Ledger) -> None:
    for n, (about, kind, scope, contract, issued, cure, review, outcome, closed, why) in enumerate(_NOTICES, start=1):
        ledger.add(
            _day(issued) + timedelta(1),
            notice_ref=f"NO-S{n:03d}",
            notice_type=kind,
            suspension_scope=scope,
            contract_ref=contract,
            **about,
            issued_on=_day(issued),
            effective_on=_day(issued),
            cure_by=_day(cure) if cure else None,
            review_due_on=_day(review) if review else None,
            reason_code=why,
        )
        if closed:
            ledger.amend(_day(closed) + timedelta(1), outcome=outcome, closed_on=_day(closed))


def cases(ledger: Ledger) -> None:
    for about, ref, day, event, tier in _CASES:
        role = "Quality Assurance Manager"
        ledger.add(
            _day(day) + timedelta(2),
            case_ref=ref,
            **about,
            event_on=_day(day),
            event=event,
            tier=tier,
            decided_by_role=role,
        )


def tier_decisions(ledger: Ledger) -> None:
    for about, day, tier in _TIERS:
        ledger.add(
            _day(day) + timedelta(2),
            **about,
            decided_on=_day(day),
            recorded_tier=tier,
            decided_by_role="Quality Assurance Manager",
            reason="Agreed at the quality meeting",
        )


def plan_actions() -> Iterator[tuple[Facts, str, date, date | None]]:
    """Actions of the two service improvement plans: about, title, due, completed."""
    yield SLIDING, "SIP-STAFFING-ROTA", _day("2026-05-15"), _day("2026-06-02")
    yield SLIDING, "SIP-MEDICINES-AUDIT", _day("2026-06-30"), None
    yield SLIDING, "SIP-CARE-PLANS", _day("2026-07-31"), None
    yield RECOVERING, "SIP-RECORDS", _day("2025-12-15"), _day("2025-12-11")
    yield RECOVERING, "SIP-TRAINING", _day("2026-03-31"), _day("2026-05-08")
