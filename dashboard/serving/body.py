"""The page itself. A choice on it draws it again alone, without the menu, the dates and all that stands around it."""

from copy import copy
from itertools import count
from typing import Any

import streamlit as st

from dashboard import printing
from dashboard.session import turns
from dashboard.session.people import AccessError
from dashboard.session.session import is_settled, person
from dashboard.sign_in import troubles


def draw(page: Any) -> None:
    """Run a page as the part of the run that its own controls repeat. `page` is the one that `st.navigation` gave."""
    runs = count()

    @st.fragment
    def drawn() -> None:
        with troubles.in_words(), turns.turn():
            if next(runs) and not _goes_on():
                st.rerun()
            # The framework lets a page run once, so each time a copy does.
            copy(page).run()

    drawn()


def _goes_on() -> bool:
    """Whether the menu and the dates around the page still hold: the same build, rules and person, and no paper."""
    try:
        person().recheck()
    except AccessError:
        return False
    return is_settled() and not printing.is_on_paper()
