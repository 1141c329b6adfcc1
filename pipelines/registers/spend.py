"""Spend: what was paid to suppliers, from the list councils publish."""

from datetime import date

from pydantic import Field

from pipelines.registers.base import Money, Source, SourceRow


class Spend(SourceRow):
    """One line of the spend file. Only supplier, date, amount, purpose and category are read."""

    SOURCE = Source(
        "spend",
        "Spend",
        "events",
        ("supplier_name", "paid_on", "amount", "purpose", "category"),
        rhythm_days=35,
        needs=("paid_on", "amount"),
        is_keyed_by_whole_row=True,
        tells=("supplier_name", "paid_on"),
    )

    supplier_name: str | None = Field(None, max_length=500, title="Supplier", description="Who was paid.")
    paid_on: date | None = Field(None, description="When it was paid.")
    amount: Money = Field(description="Pounds without recoverable VAT; a credit is negative.")
    purpose: str | None = Field(None, max_length=2000, description="What it was for.")
    category: str | None = Field(None, max_length=500, description="The category of the purchase.")
