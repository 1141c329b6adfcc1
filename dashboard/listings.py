"""What a page can list: the answer of every question, and what no question reads: the audit log, counts by tier."""

from dataclasses import dataclass

from pydantic import BaseModel

from pipelines.answers.audit import AuditEntry
from pipelines.answers.base import Question
from pipelines.answers.tiers import TierCounts
from pipelines.querying.questions import QUESTIONS

AUDIT_LOG, TIER_COUNTS = "audit_log", "tier_counts"


@dataclass(frozen=True)
class Listing:
    """Rows that have no SQL: the class of a row, and the words that stand above the SQL of the others."""

    name: str
    row: type[BaseModel]
    header: dict[str, str]
    evidence: tuple[str, ...] = ()
    """Questions that it is made from."""

    @property
    def title(self) -> str:
        return self.header["title"]


LISTINGS: dict[str, Question | Listing] = {
    **QUESTIONS,
    AUDIT_LOG: Listing(
        AUDIT_LOG,
        AuditEntry,
        {
            "title": "Audit log",
            "question": "Who signed in, was refused, took rows away, or loaded and undid files?",
            "counts": "Every entry, once. The dates and places chosen beside the page do not narrow it.",
            "source": "The audit log of this service.",
            "limitations": (
                "It tells what left as a file, not what was read on a screen. Who may write to its folder can write all"
                " of it anew; a copy of head.json kept elsewhere shows that."
            ),
        },
    ),
    TIER_COUNTS: Listing(
        TIER_COUNTS,
        TierCounts,
        {
            "title": "Provider quality tiers by market segment",
            "question": "How many locations of each market segment are suggested for which quality tier?",
            "counts": "Every location open on the position date, once. The page's own filters do not narrow it.",
            "source": QUESTIONS["provider_tiers"].header["source"],
            "limitations": QUESTIONS["provider_tiers"].header["limitations"],
        },
        evidence=("provider_tiers",),
    ),
}
