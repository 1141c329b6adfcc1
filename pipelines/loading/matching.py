"""Names that are nearly alike: proposed with a score for a person to confirm, never joined."""

import re

from pipelines.answers.matches import NameScore
from pipelines.warehouse.driver import Connection, execute, insert_rows

PROPOSED = 3
"""Providers proposed for one name: more is a list nobody reads."""

_AT_ONCE = 300
_SAME = {"limited": "ltd", "incorporated": "inc", "company": "co", "and": ""}
_WORD = re.compile(r"[a-z0-9]+")


def plain_name(name: str) -> str:
    """A name without what tells no organisation from another: capitals, punctuation, word order, Ltd for Limited."""
    words = (_SAME.get(word, word) for word in _WORD.findall(name.lower().replace("'", "")))
    return " ".join(sorted(filter(None, words)))


def score_names(con: Connection) -> None:
    """Fill `name_scores`: for every supplier of a contract without a provider id, the providers most like it."""
    execute(con, "delete from name_scores")
    names = execute(
        con,
        """select distinct supplier_name from contracts_history
        where provider_id is null and supplier_name is not null order by supplier_name""",
    )
    known = execute(con, "select distinct provider_id, provider_name from providers_history order by all")
    if not names or not known:
        return
    # Takes a moment to start, and few registers need it.
    from rapidfuzz import fuzz, process

    plain = [plain_name(provider_name) for _, provider_name in known]
    scores: list[NameScore] = []
    for (name,) in names:
        best: dict[str, int] = {}
        for _, score, place in process.extract(plain_name(name), plain, scorer=fuzz.ratio, limit=2 * PROPOSED):
            best.setdefault(known[place][0], int(score))
        nearest = list(best.items())[:PROPOSED]
        scores += [NameScore(written_as=name, provider_id=one, score=score) for one, score in nearest]
    for start in range(0, len(scores), _AT_ONCE):
        insert_rows(con, "name_scores", scores[start : start + _AT_ONCE])
