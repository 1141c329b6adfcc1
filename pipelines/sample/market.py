"""The market: who the providers are, what services they run, and which officers look after them."""

from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.registers.locations import Location
from pipelines.registers.officers import Officer
from pipelines.registers.providers import Provider
from pipelines.sample.ledger import Ledger, chance, entered
from pipelines.sample.size import FIRST, LAST, Size
from pipelines.sample.words import BEDDED, REGULATED, SEGMENT_MIX, SERVICES, SETTING, area, organisation

STORIES = {
    0: ("sliding", "Care Homes"),
    1: ("recovering", "Care Homes"),
    2: ("insolvent", "Domiciliary Care"),
    3: ("no manager", "Care Homes"),
    4: ("several services", "Supported Living"),
    5: ("several services", "Domiciliary Care"),
    6: ("several services", "Care Homes"),
}
"""The first providers have a story told on purpose; chance has no say in what happens to the first two."""


@dataclass(frozen=True)
class InventedProvider:
    """A provider, and what is true of it whether or not anyone has written it down."""

    id: str
    number: int
    name: str
    segment: str
    story: str
    strain: float
    """0 to 1: how much goes wrong."""
    is_quiet: bool
    """Hardly any evidence about it reaches the council."""
    is_out_of_county: bool
    is_exceptional: bool

    @property
    def is_told(self) -> bool:
        return self.story in ("sliding", "recovering")


@dataclass(frozen=True)
class Service:
    """A location: one service or setting of a provider."""

    id: str
    number: int
    provider: InventedProvider
    name: str
    kind: str
    is_regulated: bool
    area: str | None
    opened_on: date
    closed_on: date | None

    @property
    def cqc_id(self) -> str | None:
        return f"1-{2_000_000_000 + self.number}" if self.is_regulated else None


def organisations(size: Size, seed: int) -> list[InventedProvider]:
    rng, found = chance(seed, "organisations"), []
    for n in range(size.providers):
        story, segment = STORIES.get(n, ("", SEGMENT_MIX[n % len(SEGMENT_MIX)]))
        is_ordinary = not story
        found.append(
            InventedProvider(
                id=f"P{n + 1:04d}",
                number=n + 1,
                name=organisation(n, segment),
                segment=segment,
                story=story,
                strain=rng.random() ** 2,
                is_quiet=is_ordinary and segment in ("VCS", "Enabling") and rng.random() < 0.4,
                is_out_of_county=is_ordinary and segment == "Care Homes" and rng.random() < 0.3,
                is_exceptional=is_ordinary and n % 32 == 7,
            )
        )
    return found


def services(size: Size, seed: int, owners: list[InventedProvider]) -> list[Service]:
    """One service for every provider of care, then further ones for some, in areas of their own."""
    rng = chance(seed, "services")
    carers = [o for o in owners if o.segment != "Business"]
    growing = [o for o in carers if not o.story and not o.is_quiet]
    runs = carers + [rng.choice(growing) for _ in range(size.locations - len(carers))]
    found = []
    for n, owner in enumerate(runs, start=1):
        kind = "Nursing home" if owner.story == "sliding" else rng.choice(SERVICES[owner.segment])
        where = None if owner.is_out_of_county else area(rng.randrange(size.areas))
        opened = date(rng.randint(2011, 2022), rng.randint(1, 12), 1)
        if rng.random() < 0.06 and not owner.story:
            opened = FIRST + timedelta(rng.randint(0, 1000))
        stem = owner.name.rsplit(" ", 2)[0]
        found.append(
            Service(
                id=f"L{n:05d}",
                number=n,
                provider=owner,
                name=f"{stem} {SETTING.get(kind, kind)}" + (f" {where}" if n > len(carers) and where else ""),
                kind=kind,
                # Some supported living gives no personal care, and so is not registered.
                is_regulated=kind in REGULATED and not (kind == "Supported living" and not owner.story and n % 3 == 0),
                area=where,
                opened_on=opened,
                closed_on=LAST - timedelta(rng.randint(10, 400)) if not owner.story and rng.random() < 0.02 else None,
            )
        )
    return found


def providers(size: Size, seed: int, owners: list[InventedProvider]) -> Ledger:
    rng, ledger = chance(seed, "providers"), Ledger(list(Provider.columns()))
    for o in owners:
        is_charity = o.segment == "VCS"
        ledger.add(
            FIRST,
            provider_id=o.id,
            provider_name=o.name,
            cqc_provider_id=f"1-{1_000_000_000 + o.number}" if o.segment not in ("Business", "VCS") else None,
            companies_house_number=None if is_charity else f"ZZ{o.number:06d}",
            charity_number=f"99{o.number:05d}" if is_charity else None,
            brand_id=f"BD9{o.number % 40:02d}" if o.number % 9 == 0 else None,
            is_vcse=is_charity or o.segment == "Enabling",
            is_sme=rng.random() < 0.8,
            is_in_area=not o.is_out_of_county,
            host_authority="Neighbouring County Council" if o.is_out_of_county else None,
            is_nhs_exceptional_placement=o.is_exceptional,
            credit_band=rng.choices(("Low", "Medium", "High", None), (55, 22, 5, 18))[0],
            accounts_due_on=LAST + timedelta(rng.randint(-30, 330)) if rng.random() < 0.85 else None,
        )
        if o.story == "insolvent":
            happened = date(2026, 7, 20)
            ledger.amend(happened, credit_band="High", status_event="Administration", status_event_on=happened)
        elif not o.is_told and rng.random() < 0.04:
            event = rng.choice(("Change of control", "Strike-off notice"))
            happened = LAST - timedelta(rng.randint(30, 300))
            ledger.amend(entered(rng, happened), status_event=event, status_event_on=happened)
    twin = owners[-1]
    ledger.add(FIRST, provider_id=f"P9{twin.number:04d}", provider_name=f"{twin.name} (entered twice)", is_vcse=False)
    ledger.remove(date(2026, 8, 10))
    return ledger


def locations(seed: int, found: list[Service]) -> Ledger:
    rng, ledger = chance(seed, "locations"), Ledger(list(Location.columns()))
    for s in found:
        has_beds = s.kind in BEDDED
        people = rng.randint(12, 60) if has_beds else rng.randint(8, 120)
        ledger.add(
            s.opened_on,
            location_id=s.id,
            provider_id=s.provider.id,
            location_name=s.name,
            cqc_location_id=s.cqc_id,
            service_type=s.kind,
            is_regulated=s.is_regulated,
            postcode=f"ZZ{s.number % 9 + 1} {s.number % 8 + 1}AB" if rng.random() < 0.95 else None,
            locality=s.area,
            beds=people + rng.randint(0, 6) if has_beds else None,
            weekly_hours=None if has_beds or rng.random() < 0.1 else people * rng.randint(6, 14),
            people_supported=people if rng.random() < 0.96 else None,
            funded_people=round(people * rng.uniform(0.3, 0.8)) if rng.random() < 0.93 else None,
            opened_on=s.opened_on,
        )
        vacant = {"no manager": date(2026, 1, 12), "sliding": date(2026, 6, 8)}.get(s.provider.story)
        if vacant is None and s.is_regulated and not s.provider.is_told and rng.random() < 0.06:
            vacant = LAST - timedelta(rng.randint(5, 230))
        if vacant is not None:
            ledger.amend(entered(rng, vacant), manager_vacant_since=vacant)
        if s.closed_on is not None:
            ledger.amend(entered(rng, s.closed_on), closed_on=s.closed_on)
    return ledger


LEFT_LEAD = 4
"""Of the contract officers, the one who has left and still leads contracts."""


def contract_officers(size: Size) -> list[str]:
    return [f"OF{n + 1:03d}" for n in range(max(8, size.contracts // 40))]


def officers(size: Size, seed: int) -> Ledger:
    rng, ledger = chance(seed, "officers"), Ledger(list(Officer.columns()))
    posts = [(post, "Contract Officer", "Contracts") for post in contract_officers(size)]
    posts += [(f"QO{n + 1:02d}", "Quality Officer", "Quality Assurance") for n in range(4)]
    posts += [("CM01", "Commissioning Manager", "Strategic Commissioning")]
    counted: dict[str, int] = {}
    for n, (post, role, team) in enumerate(posts):
        counted[role] = counted.get(role, 0) + 1
        ledger.add(
            FIRST,
            officer_id=post,
            display_name=f"{role} {counted[role]}",
            role=role,
            team=team,
            body="Council" if team == "Strategic Commissioning" else "Trust",
            hours_per_month=rng.choice((75.0, 110.0, 148.0)) if rng.random() < 0.9 else None,
            starts_on=date(rng.randint(2018, 2023), rng.randint(1, 8), 1),
            training_completed_on=date(rng.randint(2024, 2025), rng.randint(1, 12), 15) if rng.random() < 0.7 else None,
        )
        if n == LEFT_LEAD:
            ledger.amend(date(2026, 5, 11), leaves_on=date(2026, 5, 29))
        if n == LEFT_LEAD + 2:
            ledger.amend(date(2026, 8, 17), leaves_on=date(2026, 9, 30))
    return ledger
