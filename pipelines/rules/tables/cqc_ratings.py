"""CQC's words for ratings."""

from pydantic import Field

from pipelines.registers.base import Row
from pipelines.rules.base import RuleTable


class CqcWord(Row):
    """One word of CQC's and its rank, if it is a rating."""

    rating: str = Field(min_length=1, description="CQC's word, as answers show it. Capitals do not matter.")
    rating_rank: int | None = Field(None, ge=1, le=4, description="4 is best; blank when it is no rating.")
    is_rating: bool = Field(description="Whether it is a rating at all.")
    authority: str = Field(min_length=10, description="Where it comes from.")


CQC_WORDS = RuleTable(__name__, "cqc_words", CqcWord, "", ("rating",))
