"""The words that the columns of a register may hold, what else is written for each, and which is nearest to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

LIKELY = 70
"""Of 100: below it, the nearest word of a list is no more likely than another and is not named."""


@dataclass(frozen=True)
class WordList:
    """The words of one list.

    words: as answers show them.  same: what else is written → the word it is read as, capitals apart.
    """

    words: tuple[str, ...]
    same: Mapping[str, str] = field(default_factory=dict)


WordLists = Mapping[str, WordList]
"""Name of a list, as the columns declare it → its words."""


def nearest(text: str, words: tuple[str, ...]) -> str | None:
    """The word most like a text, capitals apart; None when none is at all like it."""
    folded = {word: word.lower() for word in words}
    found = process.extractOne(text.lower(), folded, scorer=fuzz.ratio, score_cutoff=LIKELY)
    return found[2] if found else None
