"""The agreements with providers: what was agreed and how it went, whether or not anyone wrote it down."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pipelines.sample.ledger import chance
from pipelines.sample.market import LEFT_LEAD, InventedProvider, Service, contract_officers
from pipelines.sample.size import FIRST, LAST, Size

_STATES = {"holding over": 0.068, "not started": 0.023, "notice given": 0.023, "void": 0.008}
_ENDED = 0.16
"""Shares of contracts in each state on the last day, or ended in one of the ways; the rest are active."""
_YEARLY = {  # pounds a year: least and most
    "Care Homes": (200_000, 1_300_000),
    "Domiciliary Care": (300_000, 1_900_000),
    "Supported Living": (250_000, 1_400_000),
    "Enabling": (60_000, 400_000),
    "VCS": (25_000, 240_000),
    "Business": (40_000, 500_000),
}


_ENDINGS = (
    "Expired",
    "Expired",
    "Terminated by commissioner",
    "Handed back",
    "Provider failure",
    "Mutual",
)


@dataclass(frozen=True)
class Agreement:
    """One contract with one provider, and how it went."""

    ref: str
    provider: InventedProvider | None
    state: str
    segment: str
    kind: str
    yearly: Decimal
    tier: str
    signed_on: date
    start_on: date
    original_end_on: date
    extended_on: date | None
    current_end_on: date
    notice_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    lead: str | None = None
    supplier_name: str | None = None

    @property
    def is_out_of_county(self) -> bool:
        return self.provider is not None and self.provider.is_out_of_county

    @property
    def has_chc(self) -> bool:
        return self.segment == "Care Homes" and int(self.ref[-4:]) % (2 if self.is_out_of_county else 3) == 0

    def is_live(self, day: date) -> bool:
        return self.state != "void" and self.start_on <= day and (self.ended_on is None or self.ended_on >= day)


def _states(size: Size, rng: Random) -> list[str]:
    """A state for each contract, or how it ended; the providers that have a story keep a live contract."""
    states = [state for state, share in _STATES.items() for _ in range(round(share * size.contracts))]
    states += [_ENDINGS[n % len(_ENDINGS)] for n in range(round(_ENDED * size.contracts))]
    states += ["active"] * (size.contracts - len(states))
    rng.shuffle(states)
    spare = [n for n, state in enumerate(states) if state == "active" and n > 10]
    for told in range(8):
        if states[told] != "active":
            other = spare.pop()
            states[told], states[other] = states[other], states[told]
    return states


def agreements(size: Size, seed: int, owners: list[InventedProvider], found: list[Service]) -> list[Agreement]:
    """Every agreement. Nearly all providers have one, some several; two suppliers have no provider id."""
    rng = chance(seed, "agreements")
    kinds: dict[str, list[str]] = {}
    for service in found:
        kinds.setdefault(service.provider.id, []).append(service.kind)
    parties: list[InventedProvider | None] = list(owners[: round(len(owners) * 0.94)])
    parties += [rng.choice(owners[8:]) for _ in range(size.contracts - len(parties) - 2)]
    posts = contract_officers(size)
    staying = posts[:LEFT_LEAD] + posts[LEFT_LEAD + 1 :]
    made = [
        _agreement(rng, n, party, state, kinds.get(party.id, []) if party else [])
        for n, (party, state) in enumerate(zip([*parties, None, None], _states(size, rng), strict=True), start=1)
    ]
    made = [replace(a, lead=None if n % 22 == 5 else rng.choice(staying)) for n, a in enumerate(made)]
    made = [replace(a, lead=posts[LEFT_LEAD]) if n % 22 == 12 else a for n, a in enumerate(made)]
    novated = _novation(made)
    return [*made, *_framework(made), *novated]


def _agreement(rng: Random, n: int, party: InventedProvider | None, state: str, kinds: list[str]) -> Agreement:
    segment = party.segment if party else "Business"
    least, most = _YEARLY[segment]
    yearly = Decimal(round(least + (most - least) * rng.random() ** 1.3, -2))
    size_of_it = float(yearly) / 1_000_000 + rng.uniform(-0.3, 0.3)
    tier = "Gold" if size_of_it > 1.05 else "Silver" if size_of_it > 0.4 else "Bronze"
    start = date(rng.randint(2018, 2023), rng.choice((1, 4, 4, 4, 7, 8)), 1)
    if state == "active" and rng.random() < 0.3:
        start = FIRST + timedelta(rng.randint(0, (LAST - FIRST).days - 20))
        start = start.replace(day=1 if rng.random() < 0.8 else start.day)
    if state == "not started":
        start = date(2026, rng.choice((10, 11, 12)), 1)
    end = LAST + timedelta(rng.randint(20, 1300))
    ended, reason, notice = None, None, None
    if state == "holding over":
        end = LAST - timedelta(rng.choice((18, 45, 75, 120, 160, 250, 330, 400)))
    elif state in _ENDINGS:
        days = (LAST - FIRST).days
        ended = FIRST + timedelta(rng.randint(days - 85, days - 3) if n % 5 == 0 else rng.randint(40, days - 3))
        start = min(start, ended - timedelta(400))
        state, reason = "ended", state
        end = ended if reason == "Expired" else ended + timedelta(rng.randint(60, 500))
    elif state == "notice given":
        notice, end = LAST - timedelta(rng.randint(15, 80)), LAST + timedelta(rng.randint(30, 120))
    extended, original = None, end
    first_end = end - timedelta(rng.choice((365, 365, 730)))
    asked = first_end - timedelta(rng.randint(20, 120))
    if rng.random() < 0.35 and first_end > start + timedelta(300) and max(FIRST, start) < asked <= LAST:
        extended, original = asked, first_end
    return Agreement(
        ref=f"CC-{n:04d}",
        provider=party,
        state=state,
        segment=segment,
        kind=kinds[0] if kinds else "Day care",
        yearly=yearly,
        tier=tier,
        signed_on=start - timedelta(rng.randint(10, 60) if start < LAST else rng.randint(70, 90)),
        start_on=start,
        original_end_on=original,
        extended_on=extended,
        current_end_on=max(end, start + timedelta(60)),
        notice_on=notice,
        ended_on=ended,
        end_reason=reason,
        supplier_name=None if party else f"Harbour Quay Equipment {n} Ltd",
    )


def _framework(made: list[Agreement]) -> list[Agreement]:
    """One framework: a row for each of three suppliers, under one reference."""
    places = [a for a in made if a.segment == "Domiciliary Care" and a.state == "active"][:3]
    return [
        replace(
            place,
            ref="CC-9000",
            state="framework",
            yearly=Decimal(0),
            signed_on=date(2024, 3, 4),
            start_on=date(2024, 4, 1),
            original_end_on=date(2028, 3, 31),
            extended_on=None,
            current_end_on=date(2028, 3, 31),
        )
        for place in places
    ]


def _novation(made: list[Agreement]) -> list[Agreement]:
    """One contract that passed to another provider at the end of June 2026: one row ends, another starts."""
    ended_on = date(2026, 6, 30)
    n, old = next(
        (n, a)
        for n, a in enumerate(made)
        if n > 20 and a.state == "active" and a.segment == "Supported Living" and a.start_on.year < 2024
    )
    taker = next(a.provider for a in made if a.segment == "Supported Living" and a.provider != old.provider)
    made[n] = replace(old, state="ended", ended_on=ended_on, end_reason="Novated")
    start = ended_on + timedelta(1)
    return [replace(old, provider=taker, signed_on=date(2026, 6, 24), start_on=start, extended_on=None)]
