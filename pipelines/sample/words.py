"""Word lists: names that belong to no person and no place, and what contracts are about."""

_FIRST = (
    "Amber Autumn Beacon Birch Bramble Bridge Bright Brook Cedar Chestnut Clover Copper Coral Crystal Elder "
    "Evergreen Fern Golden Granite Green Harbour Haven Highland Juniper Lantern Larch Linden Lowland Maple "
    "Meadow Misty Moorland Oakwood Orchard Pebble Quiet Rowan Silver Spring Willow"
)
_SECOND = (
    "Acre Bank Bay Beck Bough Brow Causeway Cliff Coppice Court Croft Dale Down Estuary Fell Field Ford "
    "Garden Gate Glade Grange Grove Heath Hill Island Lane Lea Mere Mill Mount Park Pasture Quay Ridge Shore "
    "Stream Terrace Vale View Wharf"
)
FIRST_WORDS = tuple(_FIRST.split())
SECOND_WORDS = tuple(_SECOND.split())

SEGMENT_SUFFIX = {
    "Care Homes": "Care Homes Ltd",
    "Domiciliary Care": "Homecare Ltd",
    "Supported Living": "Supported Living Ltd",
    "Enabling": "Enabling Services CIC",
    "VCS": "Community Trust",
    "Business": "Solutions Ltd",
}
SERVICES = {
    "Care Homes": ("Residential home", "Residential home", "Nursing home"),
    "Domiciliary Care": ("Domiciliary care", "Domiciliary care", "Domiciliary care", "Live-in care"),
    "Supported Living": ("Supported living", "Supported living", "Extra care"),
    "Enabling": ("Outreach", "Day care"),
    "VCS": ("Day care", "Outreach", "Shared Lives"),
    "Business": ("Day care",),
}
SEGMENT_MIX = (
    ["Care Homes"] * 8 + ["Domiciliary Care"] * 4 + ["Supported Living"] * 3 + ["Enabling"] * 2 + ["VCS"] * 2
) + ["Business"]
REGULATED = {
    "Residential home",
    "Nursing home",
    "Domiciliary care",
    "Extra care",
    "Live-in care",
    "Supported living",
    "Shared Lives",
}
BEDDED = {"Residential home", "Nursing home"}
SETTING = {
    "Residential home": "House",
    "Nursing home": "Lodge",
    "Extra care": "Gardens",
    "Day care": "Centre",
}
CATEGORY = {
    "Residential home": "Residential care for older people",
    "Nursing home": "Nursing care for older people",
    "Domiciliary care": "Care at home",
    "Live-in care": "Live-in care",
    "Supported living": "Supported living for learning disability",
    "Extra care": "Extra care housing",
    "Outreach": "Outreach and enabling",
    "Day care": "Day opportunities",
    "Shared Lives": "Shared Lives scheme",
}
AREAS = ("North Vale", "East Marsh", "South Downs End", "West Heath", "Coast and Islands")

# code, name, target, usual spread, better, unit: six for each kind of service, so all returns have one shape.
_STAFFING = (
    ("STAFF-TURN", "Staff turnover in the quarter", 8.0, 2.0, "lower", "per cent"),
    ("TRAINING", "Mandatory training up to date", 90.0, 3.0, "higher", "per cent"),
    ("SUPERVISION", "Supervisions held on time", 90.0, 4.0, "higher", "per cent"),
)
_HOME = (
    *_STAFFING,
    ("PLAN-REVIEW", "Care plans reviewed in time", 95.0, 3.0, "higher", "per cent"),
    ("FALLS", "Falls for each 1,000 bed days", 6.0, 1.5, "lower", "rate"),
    ("AGENCY", "Hours covered by agency staff", 10.0, 3.0, "lower", "per cent"),
)
_CALLS = (
    *_STAFFING,
    ("MISSED", "Missed visits", 0.5, 0.2, "lower", "per cent"),
    ("ON-TIME", "Visits within 15 minutes of the planned time", 90.0, 3.0, "higher", "per cent"),
    ("CONTINUITY", "Visits by a familiar care worker", 80.0, 4.0, "higher", "per cent"),
)
_COMMUNITY = (
    *_STAFFING,
    ("GOALS", "People who met the goals in their plan", 75.0, 6.0, "higher", "per cent"),
    ("PLAN-REVIEW", "Care plans reviewed in time", 95.0, 3.0, "higher", "per cent"),
    ("SATISFIED", "People satisfied with the service", 85.0, 4.0, "higher", "per cent"),
)
KPIS = {
    "Residential home": _HOME,
    "Nursing home": _HOME,
    "Domiciliary care": _CALLS,
    "Live-in care": _CALLS,
    "Extra care": _CALLS,
    "Supported living": _COMMUNITY,
    "Outreach": _COMMUNITY,
    "Day care": _COMMUNITY,
    "Shared Lives": _COMMUNITY,
}

COMPLAINT_CATEGORIES = (
    "Quality of service",
    "Staff attitude or behaviour",
    "Communication",
    "Missed or late visits",
    "Assessment, care plan or review",
    "Cost or charging",
    "Delay",
    "Safeguarding related",
)
ROLES = ("Head of Commissioning", "Quality Assurance Manager", "Contracts Manager", "Quality Officer")


def organisation(index: int, segment: str) -> str:
    """The name of the organisation with this number. Every number has a name of its own."""
    lap, n = divmod(index, len(FIRST_WORDS) * len(SECOND_WORDS))
    first = n % len(FIRST_WORDS)
    second = (7 * first + n // len(FIRST_WORDS)) % len(SECOND_WORDS)
    number = f" {lap + 1}" if lap else ""
    return f"{FIRST_WORDS[first]} {SECOND_WORDS[second]}{number} {SEGMENT_SUFFIX[segment]}"


def area(index: int) -> str:
    return AREAS[index] if index < len(AREAS) else f"Area {index + 1}"
