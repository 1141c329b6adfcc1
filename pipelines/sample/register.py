"""The contracts register as it stood on each day, and how important each contract was judged."""

from datetime import date, timedelta
from random import Random

from pipelines.registers.contracts import Contract, ContractTiering
from pipelines.sample.agreements import Agreement
from pipelines.sample.ledger import Ledger, chance, entered
from pipelines.sample.market import contract_officers
from pipelines.sample.size import FIRST, LAST, Size
from pipelines.sample.words import CATEGORY

ENDINGS = {
    "Expired": "Ended - expired",
    "Terminated by commissioner": "Ended - terminated",
    "Handed back": "Ended - handed back",
    "Provider failure": "Ended - terminated",
    "Mutual": "Ended - terminated",
    "Novated": "Ended - novated",
}
_LEGAL_CHANGE = date(2025, 2, 24)
"""Procurement Act 2023 in force: what was procured before stays under the 2015 Regulations for life."""


def contracts(size: Size, seed: int, made: list[Agreement], areas: dict[str, str | None]) -> Ledger:
    """The register. `areas` gives the area of each provider's first location."""
    ledger = Ledger(list(Contract.columns()))
    for n, a in enumerate(made):
        rng = chance(seed, "contract", n)
        has_term = rng.random() < 0.9
        category = CATEGORY[a.kind] if a.segment != "Business" else "Systems and equipment"
        is_block, is_placement = rng.random() < 0.3, a.is_out_of_county
        kind = "Individual placement" if is_placement else "Grant" if a.segment == "VCS" else "Call-off"
        ledger.add(
            entered(rng, a.signed_on),
            contract_ref=a.ref,
            title=f"{category} {a.ref[-4:]}",
            market_segment=a.segment,
            service_category=category,
            department="Adult Social Care",
            locality=areas.get(a.provider.id) if a.provider and rng.random() < 0.75 else None,
            provider_id=a.provider.id if a.provider else None,
            supplier_name=a.supplier_name,
            lead_officer_id=a.lead,
            deputy_officer_id=rng.choice(contract_officers(size)) if rng.random() < 0.5 else None,
            accountable_body="Brackenshire Council",
            delivery_body="Bracken Vale Health and Care Trust" if rng.random() < 0.9 else None,
            regime=_regime(rng, a),
            is_light_touch=a.segment != "Business",
            route=rng.choice(("Open competition", "Framework call-off", "Direct award", None)),
            contract_type="Framework" if a.state == "framework" else "Block" if is_block and not is_placement else kind,
            total_value=a.yearly * round((a.current_end_on - a.start_on).days / 365 + 1)
            if rng.random() < 0.85
            else None,
            annual_value=a.yearly if a.yearly and rng.random() < 0.96 else None,
            signed_on=a.signed_on if rng.random() < 0.93 else None,
            start_on=a.start_on,
            original_end_on=a.original_end_on if rng.random() < 0.9 else None,
            current_end_on=a.original_end_on if a.extended_on else a.current_end_on,
            max_end_on=a.current_end_on + timedelta(730) if has_term else None,
            extensions_left=rng.randint(0, 2) if has_term else None,
            notice_period_days=rng.choice((28, 90, 90, 180)) if rng.random() < 0.88 else None,
            review_on=LAST + timedelta(rng.randint(-90, 270)) if rng.random() < 0.6 else None,
            is_out_of_county=a.is_out_of_county,
            has_chc_funded_people=a.has_chc,
            is_joint_nhs=a.has_chc and rng.random() < 0.3,
            status="Void" if a.state == "void" else "Pre-contract",
        )
        if a.state != "void" and a.start_on <= LAST:
            _life(ledger, rng, a)
    return ledger


def _life(ledger: Ledger, rng: Random, a: Agreement) -> None:
    """What the register said of the contract after it started."""
    ledger.amend(a.start_on, status="Active")
    if a.extended_on is not None:
        ledger.amend(entered(rng, a.extended_on), current_end_on=a.current_end_on)
    if a.state == "holding over":
        ledger.amend(a.current_end_on + timedelta(1), status="Active - expired holding over")
    if a.notice_on is not None:
        ledger.amend(entered(rng, a.notice_on), status="Notice given")
    if a.provider is not None and a.provider.story == "sliding":
        ledger.amend(date(2026, 7, 16), status="Suspended")
    if a.ended_on is not None and a.end_reason is not None:
        ending = {"status": ENDINGS[a.end_reason], "ended_on": a.ended_on, "end_reason": a.end_reason}
        ledger.amend(entered(rng, a.ended_on), **ending)


def _regime(rng: Random, a: Agreement) -> str:
    if a.segment == "VCS":
        return "Grant"
    if rng.random() < 0.06:
        return "Not recorded"
    if a.has_chc and a.start_on.year >= 2024 and rng.random() < 0.4:
        return "PSR2023"
    return "PA2023" if a.signed_on >= _LEGAL_CHANGE else "PCR2015"


_SCORES = {"Gold": (2, 3, 3), "Silver": (1, 2, 3), "Bronze": (1, 1, 2)}


def tierings(seed: int, made: list[Agreement]) -> Ledger:
    """How important each contract was judged; a handful were never assessed."""
    rng, ledger = chance(seed, "tierings"), Ledger(list(ContractTiering.columns()))
    for a in made:
        if rng.random() < 0.05 or a.state in ("void", "framework") or a.signed_on > LAST or a.end_reason == "Novated":
            continue
        judged = max(FIRST, a.start_on) + timedelta(rng.randint(0, 40))
        for day in (judged, judged + timedelta(rng.randint(330, 400))):
            scores = [rng.choice(_SCORES[a.tier]) for _ in range(5)]
            if day > LAST or not a.is_live(day):
                continue
            ledger.add(
                entered(rng, day),
                contract_ref=a.ref,
                assessed_on=day,
                annual_value_score=scores[0],
                impact_score=scores[1],
                continuity_score=scores[2],
                complexity_score=scores[3],
                strategic_score=scores[4],
                assessed_by_role="Contracts Manager",
                agreed_tier=a.tier if rng.random() < 0.9 else None,
            )
    return ledger
