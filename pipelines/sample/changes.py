"""What happens to contracts: changes, uplift applications and procurements."""

from datetime import date, timedelta
from decimal import Decimal

from pipelines.registers.contracts import ContractChange, Procurement, Uplift
from pipelines.sample.agreements import Agreement
from pipelines.sample.ledger import Ledger, chance, entered
from pipelines.sample.size import FIRST, LAST

_WINDOW = (LAST - FIRST).days


def changes(seed: int, made: list[Agreement]) -> Ledger:
    """Requests at every stage. Extensions and novations are those that the register shows."""
    rng, ledger = chance(seed, "changes"), Ledger(list(ContractChange.columns()))

    def ask(a: Agreement, what: str, day: date, **values: object) -> None:
        ledger.add(
            entered(rng, day),
            change_ref=f"CH-{ledger.rows + 1:05d}",
            contract_ref=a.ref,
            change_type=what,
            requested_on=day,
            stage="Submitted",
            **values,
        )

    def implement(day: date, asked: date) -> None:
        decided = asked + (day - asked) / 2
        ledger.amend(entered(rng, decided), stage="Approved", decided_on=decided)
        ledger.amend(entered(rng, day), stage="Implemented", implemented_on=day)

    for a in made:
        if a.extended_on is not None:
            asked = a.extended_on - timedelta(rng.randint(20, 60))
            ask(a, "Extension", asked, new_end_on=a.current_end_on)
            implement(a.extended_on, asked)
        if a.end_reason == "Novated" and a.ended_on is not None:
            ask(a, "Novation", a.ended_on - timedelta(50))
            implement(a.ended_on + timedelta(1), a.ended_on - timedelta(50))
    for a in made:
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            day = FIRST + timedelta(rng.randrange(_WINDOW))
            if a.state == "framework" or not a.is_live(day):
                continue
            what = rng.choice(("Variation", "Variation", "Price uplift", "Part termination"))
            share = Decimal(rng.randint(-80, -10) if what == "Part termination" else rng.randint(5, 90)) / 1000
            ask(
                a,
                what,
                day,
                value_change=(a.yearly * share).quantize(Decimal(1)) if rng.random() < 0.8 else None,
            )
            decided = day + timedelta(rng.randint(10, 70))
            done = decided + timedelta(rng.randint(5, 45))
            fate = rng.random()
            if fate < 0.1:
                ledger.amend(entered(rng, decided), stage=rng.choice(("Under review", "On hold")))
            elif fate < 0.22:
                ledger.amend(entered(rng, decided), stage=rng.choice(("Rejected", "Withdrawn")), decided_on=decided)
            elif done <= LAST and rng.random() < 0.9:
                implement(done, day)
            elif decided <= LAST:
                ledger.amend(entered(rng, decided), stage="Approved", decided_on=decided)
    return ledger


def uplifts(seed: int, made: list[Agreement]) -> Ledger:
    """Applications bunch up in spring; most of those since April 2026 still wait: the backlog."""
    rng, ledger = chance(seed, "uplifts"), Ledger(list(Uplift.columns()))
    for year in (2024, 2025, 2026):
        for a in made:
            day = date(year, 3, 1) + timedelta(rng.randint(0, 165))
            if a.provider is None or a.state == "framework" or rng.random() > 0.22 or not a.is_live(day):
                continue
            asked = round(rng.uniform(3, 14), 1)
            ledger.add(
                entered(rng, day),
                uplift_ref=f"UP-{ledger.rows + 1:05d}",
                provider_id=a.provider.id,
                contract_ref=a.ref if rng.random() < 0.85 else None,
                received_on=day,
                requested_pct=asked if rng.random() < 0.92 else None,
            )
            decided = day + timedelta(rng.randint(14, 100))
            if decided > LAST or (year == 2026 and rng.random() < 0.65):
                continue
            decision = rng.choice(
                ("Agreed in full", "Agreed in part", "Agreed in part", "Declined", "Deferred", "Withdrawn")
            )
            agreed = {"Agreed in full": asked, "Agreed in part": round(asked * rng.uniform(0.3, 0.8), 1)}.get(decision)
            ledger.amend(entered(rng, decided), decided_on=decided, decision=decision, agreed_pct=agreed)
    return ledger


_STAGES = (
    "Planning",
    "Market engagement",
    "Approval",
    "Tender live",
    "Evaluation",
    "Standstill",
    "Drafting",
    "Completed",
)


def procurements(seed: int, made: list[Agreement]) -> Ledger:
    """One for each contract that runs out soon, is held over or was replaced; they stand at every stage."""
    rng, ledger = chance(seed, "procurements"), Ledger(list(Procurement.columns()))
    soon = LAST + timedelta(420)
    expiring = [a for a in made if a.ended_on is None and a.current_end_on < soon and a.state != "void"]
    replaced = [a for a in made if a.end_reason == "Expired"]
    for n, a in enumerate([*expiring, *replaced]):
        if n > 8 and rng.random() < 0.35:
            continue
        is_done = a.end_reason == "Expired"
        reached = len(_STAGES) - 1 if is_done else n % (len(_STAGES) - 1)
        gaps = [rng.randint(18, 45) for _ in range(reached)]
        last_move = a.current_end_on if is_done else LAST - timedelta(rng.randint(2, 60))
        day = last_move - timedelta(sum(gaps))
        needs_waiver = a.state == "holding over" and rng.random() < 0.6
        ledger.add(
            entered(rng, day),
            procurement_ref=f"PR-{ledger.rows + 1:05d}",
            title=f"Replacement for {a.ref}",
            replaces_contract_ref=a.ref,
            route=rng.choice(
                ("Open procedure", "Competitive flexible procedure", "Framework call-off", "Direct award")
            ),
            stage=_STAGES[0],
            stage_on=day,
            lead_officer_id=a.lead,
            options_appraisal_on=day if rng.random() < 0.7 else None,
            waiver_requested_on=day if needs_waiver else None,
            waiver_decision="Agreed" if needs_waiver and n % 2 else None,
            planned_start_on=a.current_end_on + timedelta(1) if rng.random() < 0.9 else None,
        )
        for stage, gap in zip(_STAGES[1:], gaps, strict=False):
            day += timedelta(gap)
            ledger.amend(
                entered(rng, day),
                stage=stage,
                stage_on=day,
                completed_on=day if stage == "Completed" else None,
            )
        if not is_done and n % 12 == 5:
            given_up = min(LAST, last_move + timedelta(2))
            ledger.amend(given_up, stage="Abandoned", stage_on=given_up, completed_on=given_up)
    return ledger
