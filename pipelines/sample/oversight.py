"""Looking at providers: reviews of contracts and services, and quality assessments."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from pipelines.registers.assessments import Assessment
from pipelines.registers.reviews import Review
from pipelines.sample.agreements import Agreement
from pipelines.sample.ledger import Ledger, chance, entered
from pipelines.sample.market import InventedProvider, Service
from pipelines.sample.size import FIRST, LAST

_HABIT = {"Gold": 91, "Silver": 182, "Bronze": 365}
"""Days this invented council leaves between reviews; how often it should is a rule, kept with the rules."""
_YEAR = 365
_LATE = 0.26


def _held(rng: Random, gap: int, since: date, until: date) -> Iterator[date]:
    """Days on which reviews were held, latest first; about a quarter of series have fallen behind."""
    is_late = rng.random() < _LATE
    day = until - timedelta(gap + rng.randint(5, 150) if is_late else round(gap * rng.uniform(0.05, 0.93)))
    while day > max(since + timedelta(gap // 2), FIRST):
        yield day
        day -= timedelta(round(gap * rng.uniform(0.8, 1.1)))


def _series(
    ledger: Ledger,
    rng: Random,
    what: str,
    gap: int,
    since: date,
    until: date,
    lead: str | None,
    **about: object,
) -> None:
    """Reviews of one thing: those held, and the next one as planned."""
    held = sorted(_held(rng, gap, since, until))
    for day in held:
        _add(ledger, rng, what, day + timedelta(rng.randint(-10, 3)), day - timedelta(30), lead, about)
        ledger.amend(
            entered(rng, day),
            completed_on=day,
            status="Completed",
            outcome=rng.choice(("Satisfactory", "Satisfactory", "Actions agreed", "Concerns raised", None)),
            hours=round(rng.uniform(2, 12), 1) if rng.random() < 0.8 else None,
            feedback_requested_on=day if rng.random() < 0.5 else None,
        )
    due = (held[-1] if held else since) + timedelta(gap)
    if until == LAST and due < LAST + timedelta(60) and rng.random() < 0.75:
        planned = max(due, FIRST)
        _add(ledger, rng, what, planned, min(planned - timedelta(30), LAST - timedelta(20)), lead, about)
        if planned < LAST - timedelta(10) and rng.random() < 0.3:
            ledger.amend(planned + timedelta(5), status=rng.choice(("Postponed", "Postponed", "Cancelled")))


def _add(
    ledger: Ledger,
    rng: Random,
    what: str,
    planned: date,
    known: date,
    lead: str | None,
    about: dict[str, object],
) -> None:
    ledger.add(
        known,
        review_ref=f"RV-{ledger.rows + 1:06d}",
        review_type=what,
        scheduled_for=planned if rng.random() < 0.95 else None,
        status="Scheduled",
        lead_officer_id=lead,
        **about,
    )


def reviews(seed: int, made: list[Agreement], found: list[Service]) -> Ledger:
    """Contract reviews, CHC reviews, the checks held instead out of county, and QA reviews by service."""
    ledger = Ledger(list(Review.columns()))
    for n, a in enumerate(made):
        rng = chance(seed, "review", n)
        if a.provider is None or a.state in ("void", "not started") or a.provider.is_quiet:
            continue
        about = {"contract_ref": a.ref, "provider_id": a.provider.id}
        until = min(a.ended_on or LAST, LAST)
        if a.is_out_of_county:
            _series(ledger, rng, "Care management review", _YEAR, a.start_on, until, None, **about)
            if a.start_on > FIRST:
                checked = min(LAST, a.start_on + timedelta(rng.randint(0, 21)))
                _add(ledger, rng, "Set-up check", a.start_on, a.start_on, a.lead, dict(about))
                ledger.amend(entered(rng, checked), completed_on=checked, status="Completed")
        elif not a.provider.is_exceptional:
            _series(ledger, rng, "Contract review", _HABIT[a.tier], a.start_on, until, a.lead, **about)
        if a.has_chc:
            _series(ledger, rng, "CHC contract review", _YEAR, a.start_on, until, a.lead, **about)
    for s in found:
        rng = chance(seed, "qa", s.number)
        if s.provider.is_quiet or s.provider.is_out_of_county:
            continue
        who = f"QO{s.number % 4 + 1:02d}"
        about = {"provider_id": s.provider.id, "location_id": s.id}
        _series(
            ledger,
            rng,
            "Quality assurance review",
            _YEAR,
            s.opened_on,
            min(s.closed_on or LAST, LAST),
            who,
            **about,
        )
    return ledger


_WORDS = ("Excellent", "Good", "Requires Improvement", "Poor")
_TOLD = {
    "sliding": [(date(2024, 10, 8), 1), (date(2026, 5, 19), 3)],
    "recovering": [(date(2025, 9, 9), 3), (date(2026, 7, 7), 1)],
}


def _judged(rng: Random, owner: InventedProvider, s: Service) -> list[tuple[date, int]]:
    """When a service was assessed, and which word it got."""
    if owner.story in _TOLD:
        return _TOLD[owner.story]
    if owner.is_quiet or owner.is_out_of_county or rng.random() < 0.2:
        return []
    latest = LAST - timedelta(rng.randint(5, 700))
    days = [d for d in (latest - timedelta(rng.randint(350, 600)), latest) if d > max(FIRST, s.opened_on)]
    worse = 0.03 + 0.3 * owner.strain
    return [(d, rng.choices(range(4), (0.06, 0.94 - worse, worse, worse / 12))[0]) for d in days]


def assessments(seed: int, found: list[Service]) -> Ledger:
    ledger = Ledger(list(Assessment.columns()))
    parts = ("involvement", "personalised_care", "safeguarding", "staffing", "management")
    for s in found:
        rng = chance(seed, "assessment", s.number)
        for day, word in _judged(rng, s.provider, s):
            needs_plan = word >= 2
            ledger.add(
                entered(rng, day),
                assessment_ref=f"QA-{ledger.rows + 1:05d}",
                provider_id=s.provider.id,
                location_id=s.id,
                assessed_on=day,
                overall_rating=_WORDS[word],
                score_pct=round(95 - 20 * word + rng.uniform(-6, 4), 1) if rng.random() < 0.6 else None,
                action_plan_due_on=day + timedelta(90) if needs_plan else None,
                **{f"{p}_rating": _WORDS[min(3, max(1, word + rng.choice((-1, 0, 0, 1))))] for p in parts},
            )
            published = day + timedelta(rng.randint(14, 45))
            if published <= LAST:
                ledger.amend(published, published_on=published)
            closed = day + timedelta(rng.randint(60, 150))
            if needs_plan and closed <= LAST and s.provider.story != "sliding":
                ledger.amend(closed, action_plan_closed_on=closed)
    return ledger
