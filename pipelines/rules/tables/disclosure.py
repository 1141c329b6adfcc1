"""What may be published: which answers, and how counts of people in them are shown."""

from pydantic import Field

from pipelines.rules.base import Dated, RuleTable, Setting

SETTINGS = ("smallest_count_published", "counts_rounded_to", "smallest_denominator_published")
"""The numbers that publishing needs: counts below the first are hidden, others rounded to a multiple of the second."""

DISCLOSURE_SETTINGS = RuleTable(
    __name__, "disclosure_settings", Setting, "setting", ("name",), must_cover=True, read_in_python=SETTINGS
)


class Publication(Dated):
    """Whether the rows of one question may leave for a public audience. One that is not listed may not."""

    question: str = Field(min_length=1, description="The question, by its name.")
    is_published: bool = Field(description="Whether its rows may be published.")
    because: str | None = Field(None, description="Why they may not, in a sentence for the reader.")


PUBLICATIONS = RuleTable(__name__, "publications", Publication, "publication", ("question",))


class PeopleCount(Dated):
    """A column that counts people, or what happened to them: small values are not published, others are rounded."""

    question: str = Field(min_length=1, description="The question, by its name.")
    column: str = Field(min_length=1, description="The column that holds the count, or the rate.")
    total: str | None = Field(
        None, min_length=1, description="The column that holds the sum of this and its like, in the same row."
    )
    denominator: str | None = Field(
        None,
        min_length=1,
        description="For a rate: the column with the number of people it is a rate of. The rate is not rounded.",
    )
    where_column: str | None = Field(None, min_length=1, description="Only in rows in which this column …")
    where_value: str | None = Field(None, min_length=1, description="… has this value; blank: in every row.")


PEOPLE_COUNTS = RuleTable(
    __name__, "people_counts", PeopleCount, "people_count", ("question", "column", "where_value"), may_be_empty=True
)
