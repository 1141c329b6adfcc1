"""Single choices, each kept in the address bar, so that a link shows somebody else the same page.

Streamlit's own binding of a widget to the address drops an unknown value without a word, and leaves out a
date that is the default today and another one tomorrow. So the address is read and written here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.labels import FILTERS, FILTERS_OF_A_PAGE
from dashboard.session.session import choose, chosen, person, recall, remember

SEEN, OWN = "Seen by the role", "Own contracts"
PUBLIC = {
    SEEN, "segment", "area", "tier", "regulated", "differs", "contract_tier", "late", "location", "month", "indicator",
}  # fmt: skip
"""Choices by what a public file says itself. Rows that any other choice picked are in no public file: a signal counts
people, and who is the lead, or how old the evidence is, is not for publication. A figure may be of anything."""


def day(key: str, default: date, first: date, last: date, explained: str) -> date:
    def read(text: str) -> date | None:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            return None
        return found if first <= found <= last else None

    _adopt(key, read)
    if not chosen(key):
        choose(key, default)
    found = st.date_input(
        FILTERS[key], key=key, min_value=first, max_value=last, format="DD/MM/YYYY",
        help=explained, on_change=_forget, args=(key,),
    )  # fmt: skip
    shown = found or default
    _publish(key, [shown.isoformat()])
    return shown


def one(key: str, options: Mapping[str, str], default: str | None = None) -> str | None:
    """One of the options (value → words), or None for all of them."""
    _adopt(key, lambda text: text if text in options else None)
    before = chosen(key)
    if before not in options and default:
        choose(key, default)
    elif before and before not in options:
        # The choice stays, though nothing answers to it on this date: dropping it would show everything.
        options = {**options, before: before}
    found = st.selectbox(
        FILTERS[key], list(options), index=None, format_func=lambda value: options.get(value, value), key=key,
        placeholder="All", persist_state="session", on_change=_forget, args=(key,),
    )  # fmt: skip
    _publish(key, [found] if found else [], said=options[found] if found else "")
    return found


def subject(key: str, names: Mapping[str, str], offered: Collection[str], placeholder: str) -> str | None:
    """What a page is about: one of those that are offered, or None. What a link asks for stays, wherever it is.

    Another in its place would be read as the one that was asked for; the page says what is the matter.
    """
    _adopt(key, lambda text: text)
    asked = chosen(key)
    options = {value: said for value, said in names.items() if value in offered or value == asked}
    if asked and asked not in options:
        options[asked] = asked
    found = st.selectbox(
        FILTERS[key], list(options), index=None, format_func=lambda value: options.get(value, value), key=key,
        placeholder=placeholder, persist_state="session", on_change=_forget, args=(key,),
    )  # fmt: skip
    _publish(key, [found] if found else [], said=options[found] if found else "")
    return found


def none(key: str) -> None:
    """A choice that this person does not have: what a link asks for is answered like any value that is not known."""
    _adopt(key, lambda text: None)
    choose(key, None)
    _publish(key, [])


def many(key: str, options: Sequence[str]) -> list[str]:
    """Some of the options; none chosen means all of them."""
    _adopt(key, lambda text: text if text in options else None, many=True)
    found = st.multiselect(
        FILTERS[key], options, format_func=words.marked, key=key, placeholder="All", persist_state="session",
        on_change=_forget, args=(key,),
    )  # fmt: skip
    _publish(key, found, said=words.listed(list(found)))
    return found


def whole(key: str, explained: str) -> int | None:
    """A whole number, or None."""
    _adopt(key, lambda text: int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None)
    found = st.number_input(
        FILTERS[key], min_value=0, max_value=99999, value=None, step=1, key=key, placeholder="Any",
        persist_state="session", help=explained, on_change=_forget, args=(key,),
    )  # fmt: skip
    _publish(key, [str(found)] if found else [], said=str(found) if found else "")
    return found


def _adopt(key: str, read: Callable[[str], Any], *, many: bool = False) -> None:
    """Take a value over from the address bar when it is not what we put there, and note what made no sense.

    `read` gives the value that a text stands for, or None.
    """
    asked = st.query_params.get_all(key)
    if not asked or asked == recall(f"link_{key}"):
        return
    understood = [value for value in map(read, asked) if value is not None]
    if understood:
        choose(key, understood if many else understood[-1])
    odd = [text for text in asked if read(text) is None]
    if odd:
        named = words.listed([f"“{words.plain(text)}”" for text in odd])
        said = f"The link asked for {named} as {FILTERS[key].lower()}, which is not known here. It was left out."
        remember("ignored", recall("ignored", {}) | {key: said})


def _publish(key: str, values: list[str], said: str = "") -> None:
    """Put the choice in the address bar, and remember that it was us, and how the choice is said."""
    remember(f"link_{key}", values)
    remember("choices", recall("choices", {}) | {key: said})
    if st.query_params.get_all(key) == values:
        return
    if values:
        st.query_params[key] = values
    else:
        st.query_params.pop(key, None)


def start_over() -> None:
    """Forget which choices the last page had: the controls of this one will say theirs."""
    remember("choices", {})


def choices() -> dict[str, str]:
    """The choices of this page besides its dates: key → the choice in words; first, what part is seen at all."""
    rights = person().rights
    # Which contracts are an officer's own is as little for publication as who leads them.
    mine = {OWN if rights.officer_ids else SEEN: rights.in_words}
    return {key: said for key, said in (mine | recall("choices", {})).items() if said}


def choices_of_all() -> dict[str, str]:
    """The choices that narrow every figure of a page: without those of its own filters."""
    return {key: said for key, said in choices().items() if key not in FILTERS_OF_A_PAGE}


def choices_of(keys: Sequence[str]) -> str:
    """Those of the page's own choices that are in use, in words."""
    told = recall("choices", {})
    return "; ".join(f"{FILTERS[key]}: {told[key]}" for key in keys if told.get(key))


def _forget(key: str) -> None:
    """A choice made by hand settles what a link got wrong."""
    remember("ignored", {name: said for name, said in recall("ignored", {}).items() if name != key})


def say_ignored(keys: Sequence[str] | Mapping[str, str]) -> None:
    for key, said in recall("ignored", {}).items():
        if key in keys:
            st.warning(said)
