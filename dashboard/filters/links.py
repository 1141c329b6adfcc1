"""Single choices, each kept in the address bar, so that a link shows somebody else the same page.

Streamlit's own binding of a widget to the address drops an unknown value without a word, and leaves out a
date that is the default today and another one tomorrow. So the address is read and written here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.declared import SHARED
from dashboard.session.session import choose, chosen, person, recall, remember
from dashboard.shapes import Filter, Options, Subject

SEEN, OWN = Filter("seen", "Seen by the role", is_public=True), Filter("own", "Own contracts")
"""What part is seen at all. Which contracts are an officer's own is as little for publication as who leads them."""


def day(choice: Filter, default: date, first: date, last: date, explained: str) -> date:
    def read(text: str) -> date | None:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            return None
        return found if first <= found <= last else None

    _adopt(choice, read)
    if not chosen(choice.key):
        choose(choice.key, default)
    found = st.date_input(
        choice.label, key=choice.key, min_value=first, max_value=last, format="DD/MM/YYYY",
        help=explained, on_change=_forget, args=(choice.key,),
    )  # fmt: skip
    shown = found or default
    _publish(choice, [shown.isoformat()])
    return shown


def one(choice: Filter, options: Options, default: str | None = None) -> str | None:
    """One of the options, or None for all of them."""
    key = choice.key
    _adopt(choice, lambda text: text if text in options else None)
    before = chosen(key)
    if before not in options and default:
        choose(key, default)
    elif before and before not in options:
        # The choice stays, though nothing answers to it on this date: dropping it would show everything.
        options = {**options, before: before}
    return _select(choice, options, "All")


def subject(choice: Subject, names: Options, offered: Collection[str]) -> str | None:
    """What a page is about: one of those that are offered, or None. What a link asks for stays, wherever it is.

    Another in its place would be read as the one that was asked for; the page says what is the matter.
    """
    _adopt(choice, lambda text: text)
    asked = chosen(choice.key)
    options = {value: said for value, said in names.items() if value in offered or value == asked}
    if asked and asked not in options:
        options[asked] = asked
    return _select(choice, options, choice.placeholder)


def _select(choice: Filter, options: Options, placeholder: str) -> str | None:
    found = st.selectbox(
        choice.label, list(options), index=None, format_func=lambda value: options.get(value, value), key=choice.key,
        placeholder=placeholder, persist_state="session", on_change=_forget, args=(choice.key,),
    )  # fmt: skip
    _publish(choice, [found] if found else [], said=options[found] if found else "")
    return found


def none(choice: Filter) -> None:
    """A choice that this person does not have: what a link asks for is answered like any value that is not known."""
    _adopt(choice, lambda text: None)
    choose(choice.key, None)
    _publish(choice, [])


def many(choice: Filter, options: Options) -> list[str]:
    """Some of the options; none chosen means all of them."""
    _adopt(choice, lambda text: text if text in options else None, many=True)
    found = st.multiselect(
        choice.label, list(options), format_func=lambda value: options.get(value, value), key=choice.key,
        placeholder="All", persist_state="session", on_change=_forget, args=(choice.key,),
    )  # fmt: skip
    _publish(choice, found, said=words.listed(list(found)))
    return found


def whole(choice: Filter, explained: str) -> int | None:
    """A whole number, or None."""
    _adopt(choice, lambda text: int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None)
    found = st.number_input(
        choice.label, min_value=0, max_value=99999, value=None, step=1, key=choice.key, placeholder="Any",
        persist_state="session", help=explained, on_change=_forget, args=(choice.key,),
    )  # fmt: skip
    _publish(choice, [str(found)] if found else [], said=str(found) if found else "")
    return found


def _adopt(choice: Filter, read: Callable[[str], Any], *, many: bool = False) -> None:
    """Take a value over from the address bar when it is not what we put there, and note what made no sense.

    `read` gives the value that a text stands for, or None.
    """
    asked = st.query_params.get_all(choice.key)
    if not asked or asked == recall(f"link_{choice.key}"):
        return
    understood = [value for value in map(read, asked) if value is not None]
    if understood:
        choose(choice.key, understood if many else understood[-1])
    odd = [text for text in asked if read(text) is None]
    if odd:
        named = words.listed([f"“{words.plain(text)}”" for text in odd])
        said = f"The link asked for {named} as {choice.label.lower()}, which is not known here. It was left out."
        remember("ignored", recall("ignored", {}) | {choice.key: said})


def _publish(choice: Filter, values: list[str], said: str = "") -> None:
    """Put the choice in the address bar, and remember that it was us, and how the choice is said."""
    remember(f"link_{choice.key}", values)
    remember("choices", recall("choices", {}) | {choice: said})
    if st.query_params.get_all(choice.key) == values:
        return
    if values:
        st.query_params[choice.key] = values
    else:
        st.query_params.pop(choice.key, None)


def start_over() -> None:
    """Forget which choices the last page had: the controls of this one will say theirs."""
    remember("choices", {})


def choices() -> Mapping[Filter, str]:
    """The choices of this page besides its dates, in words; first, what part is seen at all."""
    rights = person().rights
    mine = {OWN if rights.officer_ids else SEEN: rights.in_words}
    return {one: said for one, said in (mine | recall("choices", {})).items() if said}


def choices_of_all() -> Mapping[Filter, str]:
    """The choices that narrow every figure of a page: without those of its own filters."""
    return {one: said for one, said in choices().items() if one in (SEEN, OWN, *SHARED)}


def choices_of(filters: Iterable[Filter]) -> str:
    """Those of the page's own choices that are in use, in words."""
    told = recall("choices", {})
    return "; ".join(f"{one.label}: {told[one]}" for one in filters if told.get(one))


def _forget(key: str) -> None:
    """A choice made by hand settles what a link got wrong."""
    remember("ignored", {name: said for name, said in recall("ignored", {}).items() if name != key})


def say_ignored(filters: Iterable[Filter]) -> None:
    keys = {one.key for one in filters}
    for key, said in recall("ignored", {}).items():
        if key in keys:
            st.warning(said)
