"""What is known at all: which days can be asked for, what is missing behind the figures, and how late sources are."""

from datetime import date
from itertools import product

import pandas as pd

from dashboard import words
from dashboard.filters.controls import scope
from dashboard.session.session import ask, held, person, today
from dashboard.session.settings import rules
from dashboard.shapes import Listing
from dashboard.topics import gaps, loads
from pipelines.querying import known_days


def days() -> tuple[date, date]:
    """The first and the last day that have an answer."""
    return known_days.days(rules(), held().newest, today())


def beyond() -> str:
    """Why the position date has no answer, in a sentence; blank where it has one."""
    return known_days.beyond(scope()["as_of"], *days(), "under “Position on”")


def missing() -> gaps.Gaps:
    """What is missing behind the figures of this page. Files and refused rows are for a person who sees all rows."""
    asked, sees_all = scope(), person().rights.sees_all_rows
    files, refused = (
        ask(listing, **asked) if sees_all else pd.DataFrame(columns=list(listing.row.model_fields))
        for listing in (loads.LOADS, loads.ROWS)
    )
    is_whole = sees_all and not (asked["market_segment"] or asked["locality"])
    return gaps.found(ask(loads.FRESH, **asked), files, refused, is_whole=is_whole)


def unplaced(listing: Listing) -> pd.DataFrame:
    """Rows of a question that may be of the market segment and area chosen: nobody can say, so no filter has them."""
    asked = scope()
    choices = ([(key, value) for value in (asked[key], *gaps.UNPLACED)] for key in gaps.narrowed(asked))
    _, *others = product(*choices)
    found = [ask(listing, **asked | dict(places)) for places in others]
    return pd.concat([rows for rows in found if len(rows)] or [ask(listing, **asked).iloc[:0]])


def freshness() -> tuple[pd.DataFrame, str]:
    """How old each source is, and the day that is counted to, in words.

    Today, unless the reader looks at what was known on an earlier day: data that were new when they came are not now.
    """
    asked = scope()
    if asked["known_on"] < held().newest:
        return ask(loads.FRESH, **asked), f"on {words.day(asked['known_on'])}"
    return ask(loads.FRESH, **asked | {"known_on": days()[1]}), "today"
