"""Spend: what was paid month by month under each agreement, as in the list that councils publish."""

from datetime import date, timedelta
from decimal import Decimal

from pipelines.registers.spend import Spend
from pipelines.sample.agreements import Agreement
from pipelines.sample.ledger import Ledger, chance
from pipelines.sample.size import FIRST, LAST
from pipelines.sample.words import CATEGORY


def spend(seed: int, made: list[Agreement]) -> Ledger:
    rng, ledger = chance(seed, "spend"), Ledger(list(Spend.columns()))
    months = [date(n // 12, n % 12 + 1, 1) for n in range(FIRST.year * 12 + 8, LAST.year * 12 + 8)]
    for month in months:
        for a in made:
            supplier = a.provider.name if a.provider else a.supplier_name
            if not a.is_live(month) or a.yearly == 0:
                continue
            paid = month + timedelta(rng.randint(2, 26))
            amount = (a.yearly / 12 * Decimal(rng.randint(880, 1080)) / 1000).quantize(Decimal("0.01"))
            line = {"supplier_name": supplier, "purpose": CATEGORY[a.kind], "category": a.segment}
            ledger.add(paid + timedelta(3), paid_on=paid, amount=amount, **line)
            if rng.random() < 0.01:
                ledger.add(paid + timedelta(3), paid_on=paid, amount=-(amount / 10).quantize(Decimal("0.01")), **line)
    return ledger
