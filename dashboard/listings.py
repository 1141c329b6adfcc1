"""What a page can list: the answer of every question, and the audit log, which no question reads."""

from dataclasses import dataclass

from pydantic import BaseModel

from pipelines.contracts.audit import AuditEntry
from pipelines.questions import QUESTIONS, Question

AUDIT_LOG = "audit_log"


@dataclass(frozen=True)
class Listing:
    """Rows that have no SQL: the class of a row, and the words that stand above the SQL of the others."""

    name: str
    row: type[BaseModel]
    header: dict[str, str]

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
}
