"""How big an invented council is, and when it hands its files over."""

from dataclasses import dataclass
from datetime import date

LAST = date(2026, 8, 31)
FIRST = date(2023, 9, 1)
"""First and last day of the 36 months that events fall in."""

MONTHLY_DROPS = (date(2026, 6, 30), date(2026, 7, 31), LAST)


@dataclass(frozen=True)
class Size:
    """Numbers of things. The generator has no other idea of scale."""

    providers: int
    locations: int
    contracts: int
    areas: int
    drops: tuple[date, ...]
    months_per_kpi_period: int
    kpi_periods: int
    complaints_a_year: float
    """Complaints about one location in a year, on average."""
    concerns_a_year: float


SCALES = {
    "council": Size(100, 150, 132, 4, MONTHLY_DROPS, 3, 12, 0.8, 1.1),
    "county": Size(1_500, 2_250, 1_990, 5, MONTHLY_DROPS, 3, 12, 0.8, 1.1),
    "national": Size(30_000, 50_000, 40_000, 150, (LAST,), 1, 63, 7.0, 3.0),
}
