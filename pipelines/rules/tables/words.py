"""Lists of words that columns of the registers may hold."""

from pydantic import Field

from pipelines.registers.base import Row
from pipelines.rules.base import RuleTable


class WordListRow(Row):
    """A list of the words that a column of the council's registers may hold."""

    name: str = Field(pattern=r"^[a-z_]+$", description="Its name, as the columns of the registers declare it.")
    words: tuple[str, ...] = Field(min_length=1, description="The words, as answers show them.")
    authority: str = Field(min_length=10, description="Where it comes from.")


WORD_LISTS = RuleTable(__name__, "word_lists", WordListRow, "list", ("name",), is_table=False)


class ListedWord(Row):
    """One word of a list, and what else is written for it."""

    list: str = Field(pattern=r"^[a-z_]+$", description="The list, by its name.")
    word: str = Field(min_length=1, description="The word, as answers show it.")
    same_as: tuple[str, ...] = Field((), description="What else is written for it.")
    authority: str = Field(min_length=10, description="Where it comes from.")


LISTED_WORDS = RuleTable(
    __name__, "listed_words", ListedWord, "word", ("list", "word"), may_be_empty=True, is_table=False
)
