"""Concern about providers, as the council handles it: notices, cases, tiers, risks and actions."""

from datetime import date, timedelta

from pipelines.registers.notices import Notice
from pipelines.registers.quality import QualityCase, TierDecision
from pipelines.registers.risks import Action, Risk
from pipelines.sample import told
from pipelines.sample.agreements import Agreement
from pipelines.sample.ledger import Ledger, chance, entered
from pipelines.sample.market import InventedProvider, Service
from pipelines.sample.size import FIRST, LAST
from pipelines.sample.words import ROLES

_WINDOW = (LAST - FIRST).days
_REASONS = ("STAFFING", "SAFETY", "RECORDS", "MISSED-VISITS", "KPI")
_ORDINARY = (
    ("Rectification",),
    ("Rectification",),
    ("Rectification", "Default"),
    ("Suspension of placements",),
)
_SKIPPED = ("Default",)
"""A ladder begun at its third step: a default notice with no rectification notice before it."""


def notices(seed: int, made: list[Agreement]) -> Ledger:
    rng, ledger = chance(seed, "notices"), Ledger(list(Notice.columns()))
    told.notices(ledger)
    able = [a for a in made if a.provider and not a.provider.is_told and not a.provider.is_quiet and a.state != "void"]
    chosen = sorted(able, key=lambda a: -a.provider.strain if a.provider else 0.0)[: max(10, len(made) // 9)]
    for n, a in enumerate(chosen):
        day = FIRST + timedelta(rng.randint(60, _WINDOW - 10))
        if a.provider is None or not a.is_live(day):
            continue
        ladder = _SKIPPED if n % 6 == 2 else _ORDINARY[n % len(_ORDINARY)]
        for kind in ladder:
            is_suspension = kind == "Suspension of placements"
            if day > LAST:
                break
            ledger.add(
                entered(rng, day),
                notice_ref=f"NO-{ledger.rows + 1:05d}",
                notice_type=kind,
                suspension_scope=rng.choice(("Full", "Partial", "Voluntary")) if is_suspension else None,
                contract_ref=a.ref if rng.random() < 0.9 else None,
                provider_id=a.provider.id,
                issued_on=day,
                effective_on=day if rng.random() < 0.5 else None,
                cure_by=None if is_suspension else day + timedelta(60),
                review_due_on=day + timedelta(60) if is_suspension else None,
                reason_code=rng.choice(_REASONS),
            )
            replied, closed = day + timedelta(rng.randint(3, 20)), day + timedelta(rng.randint(40, 130))
            if replied <= LAST and rng.random() < 0.8:
                ledger.amend(entered(rng, replied), responded_on=replied)
            if closed <= LAST:
                ended = rng.choice(("Cured", "Cured", "Withdrawn"))
                outcome = ended if kind == ladder[-1] else "Escalated"
                ledger.amend(entered(rng, closed), outcome=outcome, closed_on=closed)
            day = closed + timedelta(5)
    return ledger


_PATH = (
    ("Concern logged", "BAU"),
    ("Triage", None),
    ("Informal stage", "Tier 1"),
    ("SIP opened", "Tier 1"),
    ("Review meeting", "Tier 1"),
    ("SIP closed", "Tier 1"),
    ("Step down", "BAU"),
    ("Close", "BAU"),
)


def quality_cases(seed: int, found: list[Service]) -> Ledger:
    """About one service in eight had a case; some go no further than the informal stage."""
    rng, ledger = chance(seed, "cases"), Ledger(list(QualityCase.columns()))
    told.cases(ledger)
    for s in found:
        if s.provider.is_told or s.provider.is_quiet or rng.random() > 0.06 + 0.2 * s.provider.strain:
            continue
        day = FIRST + timedelta(rng.randint(300, _WINDOW - 20))
        for event, tier in _PATH[: rng.choice((1, 3, 3, 4, 5, 8, 8))]:
            if day > LAST:
                break
            ledger.add(
                entered(rng, day),
                case_ref=f"QC-{s.number:05d}",
                provider_id=s.provider.id,
                location_id=s.id if rng.random() < 0.85 else None,
                event_on=day,
                event=event,
                tier=tier,
                decided_by_role=rng.choice(ROLES[1:]) if tier else None,
            )
            day += timedelta(rng.randint(6, 55))
    return ledger


def tier_decisions(seed: int, found: list[Service]) -> Ledger:
    """Recorded tiers: most say business as usual, some have expired, some disagree with the evidence."""
    rng, ledger = chance(seed, "tiers"), Ledger(list(TierDecision.columns()))
    told.tier_decisions(ledger)
    for s in found:
        if s.provider.is_told or rng.random() > 0.4:
            continue
        day = LAST - timedelta(rng.randint(4, 500))
        is_override = rng.random() < 0.2
        usual = "Tier 1" if s.provider.strain > 0.6 else "BAU"
        ledger.add(
            entered(rng, day),
            provider_id=s.provider.id,
            location_id=s.id if rng.random() < 0.9 else None,
            decided_on=day,
            recorded_tier=rng.choice(("BAU", "Tier 1", "Tier 2")) if is_override else usual,
            decided_by_role=rng.choice(ROLES[:2]),
            reason="Local knowledge outweighs the score" if is_override else "Routine review",
            expires_on=day + timedelta(rng.choice((90, 180))) if is_override or rng.random() < 0.3 else None,
        )
    return ledger


_RISKS = (
    ("Provider may fail", "Financial"),
    ("Contract held over without cover", "Legal"),
    ("Too few hours of care at weekends", "Capacity"),
    ("Quality below what the contract asks", "Quality"),
    ("Safeguarding enquiries not concluded", "Safeguarding"),
    ("No return of indicators", "Data"),
    ("Single provider for the area", "Continuity"),
)


def risks(seed: int, made: list[Agreement]) -> Ledger:
    """One row for each time a risk was judged."""
    rng, ledger = chance(seed, "risks"), Ledger(list(Risk.columns()))
    pool = [a for a in made if a.state not in ("void", "not started", "framework")]
    for n, a in enumerate(pool[: max(24, len(pool) // 5)]):
        title, category = _RISKS[n % len(_RISKS)]
        raised = FIRST + timedelta(rng.randint(200, _WINDOW - 30))
        likelihood, impact, day = rng.randint(2, 5), rng.randint(2, 5), raised
        target = raised + timedelta(rng.randint(150, 500))
        for _ in range(rng.randint(1, 5)):
            if day > LAST:
                break
            ledger.add(
                entered(rng, day),
                risk_ref=f"RK-{n + 1:04d}",
                title=title,
                category=category,
                contract_ref=a.ref if n % 3 else None,
                provider_id=a.provider.id if a.provider and n % 4 != 1 else None,
                owner_role=rng.choice(ROLES),
                likelihood=likelihood,
                impact=impact,
                mitigation=rng.choice(("Monthly meeting", "Contingency plan agreed", "Interim cover arranged", None)),
                raised_on=raised,
                reviewed_on=day,
                review_due_on=day + timedelta(91),
                target_on=target,
                closed_on=day if day > raised and rng.random() < 0.15 else None,
            )
            if ledger.versions[-1][2]["closed_on"] is not None:
                break
            likelihood = min(5, max(1, likelihood + rng.choice((-1, -1, 0, 1))))
            day += timedelta(rng.randint(60, 130))
    return ledger


def actions(seed: int, owners: list[InventedProvider], made: list[Agreement]) -> Ledger:
    """Actions of plans, reviews, assessments and of the peer review's recommendations."""
    rng, ledger = chance(seed, "actions"), Ledger(list(Action.columns()))

    def add(source: str, about: str, title: str, due: date, known: date, done: date | None) -> None:
        ledger.add(
            min(known, LAST),
            action_ref=f"AC-{ledger.rows + 1:05d}",
            source=source,
            about=about,
            title=title,
            owner_role=rng.choice(ROLES),
            due_on=due if rng.random() < 0.95 else None,
            status=rng.choice(("Not started", "In progress", "In progress", "Blocked")),
        )
        if done is not None and done <= LAST:
            ledger.amend(entered(rng, done), status="Completed", completed_on=done, evidence="Shared drive")

    for whose, title, due, done in told.plan_actions():
        add("Service improvement plan", whose["location_id"], title, due, due - timedelta(60), done)
    for n in range(1, 9):
        due = date(2026, 1 + n, 28)
        add(
            "LGA recommendation",
            f"LGA-{n:02d}",
            f"LGA-REC-{n:02d}",
            due,
            FIRST,
            due - timedelta(9) if n % 3 else None,
        )
    for a in made:
        if rng.random() > 0.25 or a.provider is None:
            continue
        source = rng.choice(("Review", "Review", "Assessment", "Audit", "Decision"))
        about = a.ref if source in ("Review", "Audit") else a.provider.id
        due = FIRST + timedelta(rng.randint(200, _WINDOW + 60))
        done = due + timedelta(rng.randint(-30, 40)) if rng.random() < 0.7 else None
        add(source, about, f"{source.upper()}-FOLLOW-UP", due, due - timedelta(70), done)
    for o in owners:
        if o.story == "insolvent":
            add("Decision", o.id, "CONTINUITY-PLAN", date(2026, 9, 15), date(2026, 7, 27), None)
    return ledger
