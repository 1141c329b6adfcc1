"""What the filters are called, by their name in the address bar."""

SHARED = {"as_of": "Position on", "known_on": "As known on", "segment": "Market segment", "area": "Area"}
FILTERS_OF_A_PAGE = {
    "tier": "Provider quality tier",
    "signal": "Signal",
    "regulated": "Regulated or not",
    "evidence_days": "Evidence at least this old (days)",
    "lead": "Lead",
    "differs": "Suggested and recorded tiers differ",
    "contract_tier": "Contract tier",
    "late": "How late",
    "location": "Location",
    "month": "Month",
    "indicator": "Indicator",
}
FILTERS = SHARED | FILTERS_OF_A_PAGE
