"""The menu: every page in one line, in the order of the menu. Whoever leads to a page names it here, never its file."""

from dataclasses import dataclass

TODAY, PROVIDERS, CONTRACTS, PERFORMANCE, DATA = "Today", "Providers", "Contracts", "Performance", "Data"


@dataclass(frozen=True)
class Page:
    """One page. access.toml names it by its name, or its section in place of all pages in there.

    address: what stands in the browser; blank for the first page.  icon: the name of a Material symbol.
    is_hidden: in no menu, only links lead to it.  is_dated: its figures are of the position date.
    is_of_files: about whole files, which belong to no area, segment, body or officer, so it is only for a role that
    sees all rows.  is_for_all: shows no data, so nobody has to sign in.
    """

    name: str
    title: str
    section: str
    address: str
    icon: str = ""
    is_hidden: bool = False
    is_dated: bool = True
    is_of_files: bool = False
    is_for_all: bool = False

    @property
    def file(self) -> str:
        return f"views/{self.section.lower()}/{self.name}.py"


OVERVIEW = Page("overview", "Overview", TODAY, "", "dashboard")
PROVIDER_RISK = Page("provider_risk", "Provider risk", PROVIDERS, "risk", "shield")
PROVIDER_EVIDENCE = Page("provider_evidence", "Provider evidence", PROVIDERS, "provider-evidence", is_hidden=True)
OVERDUE_REVIEWS = Page("overdue_reviews", "Overdue reviews", CONTRACTS, "overdue-reviews", "event_busy")
MONTHLY_INDICATORS = Page("monthly_indicators", "Monthly indicators", PERFORMANCE, "indicators", "monitoring")
DATA_LOADS = Page("data_loads", "Data loads", DATA, "data", "database", is_dated=False, is_of_files=True)
AUDIT_LOG = Page("audit_log", "Audit log", DATA, "audit", "history", is_dated=False, is_of_files=True)
ACCESSIBILITY = Page(
    "accessibility", "Accessibility statement", TODAY, "accessibility", is_hidden=True, is_dated=False, is_for_all=True
)

PAGES = tuple(one for one in [*vars().values()] if isinstance(one, Page))
SECTIONS = tuple(dict.fromkeys(page.section for page in PAGES))
