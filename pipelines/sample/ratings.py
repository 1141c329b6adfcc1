"""CQC ratings, in the 28 columns of CQC's own *Latest ratings* file for locations."""

from datetime import date, timedelta
from random import Random

from pipelines.sample.ledger import Ledger, chance
from pipelines.sample.market import Service
from pipelines.sample.size import FIRST, LAST
from pipelines.sample.told import RATINGS
from pipelines.sample.words import BEDDED

FILE_NAME = "cqc_latest_ratings.csv"
_HEADINGS = (
    "Location ID|Location ODS Code|Location Name|Care Home?|Location Type|"
    "Location Primary Inspection Category|"
    "Location Street Address|Location Address Line 2|Location City|Location Post Code|"
    "Location Local Authority|Location Region|Location NHS Region|Location ONSPD CCG Code|Location ONSPD CCG|"
    "Location Commissioning CCG Code|Location Commissioning CCG Name|Service / Population Group|Domain|"
    "Latest Rating|Publication Date|Report Type|Inherited Rating (Y/N)|URL|Provider ID|Provider Name|"
    "Brand ID|Brand Name"
)
COLUMNS = _HEADINGS.split("|")
_DOMAINS = ("Overall", "Safe", "Effective", "Caring", "Responsive", "Well-led")
_WORDS = ("Outstanding", "Good", "Requires improvement", "Inadequate")


def _published(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _about(s: Service) -> dict[str, object]:
    """What CQC says of the location on every line. No link is given: the location does not exist."""
    is_home = s.kind in BEDDED
    number = s.provider.number
    return {
        "Location ID": s.cqc_id,
        "Location Name": s.name,
        "Care Home?": is_home,
        "Location Type": "Social Care Org",
        "Location Primary Inspection Category": "Residential social care"
        if is_home
        else "Community based adult social care services",
        "Location Post Code": f"ZZ{s.number % 9 + 1} {s.number % 8 + 1}AB",
        "Location Local Authority": "Neighbouring County" if s.provider.is_out_of_county else "Brackenshire",
        "Location Region": "South West",
        "Location NHS Region": "South West",
        "Report Type": "Location",
        "Provider ID": f"1-{1_000_000_000 + number}",
        "Provider Name": s.provider.name,
        "Brand ID": f"BD9{number % 40:02d}" if number % 9 == 0 else "-",
        "Brand Name": f"BRAND {number % 40:02d}" if number % 9 == 0 else "-",
    }


def _domains(rng: Random, overall: str) -> dict[str, str]:
    """Five domain ratings that give the overall one by CQC's own principles of aggregation."""
    below = {"Requires improvement": 2, "Inadequate": 2, "Outstanding": 2}.get(overall, int(rng.random() < 0.2))
    odd = {"Good": "Requires improvement"}.get(overall, overall)
    changed = ["Safe", "Well-led", "Effective", "Responsive", "Caring"][:below]
    rest = "Requires improvement" if overall == "Inadequate" else "Good"
    return {d: overall if d == "Overall" else odd if d in changed else rest for d in _DOMAINS}


def _drawn(rng: Random, s: Service) -> list[tuple[date, str]]:
    """Ratings published on an ordinary location: the latest, and for some the one before it."""
    strain = s.provider.strain
    weights = (0.04, 0.84 - 0.35 * strain, 0.1 + 0.28 * strain, 0.05 * strain)
    latest = LAST - timedelta(rng.randint(100, 1900) if rng.random() < 0.94 else rng.randint(5, 60))
    days = [latest - timedelta(rng.randint(500, 1100)), latest] if rng.random() < 0.35 else [latest]
    if s.provider.story:
        days = [date(2025, 2, 11)]
    return [(day, rng.choices(_WORDS, weights)[0]) for day in days if day > s.opened_on + timedelta(120)]


def ratings(seed: int, found: list[Service]) -> Ledger:
    """Services with several kinds of care are `Not Rated` as a location; each kind has ratings of its own."""
    ledger = Ledger(COLUMNS)
    for s in found:
        if s.cqc_id is None:
            continue
        rng, about = chance(seed, "cqc", s.number), _about(s)
        is_inherited = rng.random() < 0.04
        if s.provider.story == "several services":
            second = "Care Homes" if s.kind in BEDDED else "Supported Living"
            groups = ["Homecare", second]
        else:
            groups = ["Overall"]
        told = [(date.fromisoformat(day), word) for day, word in RATINGS.get(s.number, ())]
        published = told or _drawn(rng, s)
        if groups != ["Overall"] or not published:
            for domain in _DOMAINS:
                _line(ledger, FIRST, about, "Overall", domain, "Not Rated", None, is_inherited=False)
        for group in groups:
            for day, word in published:
                word = rng.choice(_WORDS[1:3]) if len(groups) > 1 else word
                for domain, rating in _domains(rng, word).items():
                    _line(ledger, day + timedelta(2), about, group, domain, rating, day, is_inherited)
    return ledger


def _line(
    ledger: Ledger,
    known: date,
    about: dict[str, object],
    group: str,
    domain: str,
    rating: str,
    day: date | None,
    is_inherited: bool,
) -> None:
    ledger.add(
        known,
        **about,
        **{
            "Service / Population Group": group,
            "Domain": domain,
            "Latest Rating": rating,
            "Publication Date": _published(day) if day else None,
            "Inherited Rating (Y/N)": is_inherited,
        },
    )
