"""Text from a file where Markdown is read: it is shown as it is, and leads nowhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words

# What GitHub's Markdown makes a link of without any mark, once the backslashes have been taken out: its extension
# "autolink literal", which the framework's page uses.
LINKS = (
    re.compile(r"(?i)(?:https?://|www(?=\.))[-.\w]+\S*"),
    re.compile(r"[-.\w+]+@[-\w]+(?:\.[-\w]+)+"),
    re.compile(r"(?i)(?:ftp|mailto|xmpp|tel)://\S+|(?:mailto|xmpp):[-.\w+]+@\S+"),
)
ADDRESSES = (
    "www.evil.example", "WWW.evil.example", "https://evil.example/x", "HTTPS://evil.example", "http://a", "ftp://a.b/c",
    "a@evil.example", "a.b+c@evil.example", "mailto:a@evil.example", "xmpp:a@evil.example/b", "(www.a.b)", "_www.a.b_",
    "see:www.a.b", "https://www.a.b@c.d", "a@b.c@d.e", "www.www.www.a", "https://https://a.b", "://://", "@@", "www..a",
)  # fmt: skip
PARTS = st.sampled_from(
    [*ADDRESSES, "www", ".", ":", "/", "@", "http", "https", "evil", "example", " ", "\\", "\n", "é"]
)


def read(text: str) -> str:
    """What is left once Markdown has taken the backslashes out."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def leads_nowhere(text: str) -> None:
    said = words.plain(text)
    for found in (said, read(said)):
        assert not any(link.search(found) for link in LINKS), found
    assert read(said).replace(words.JOINER, "") == " ".join(text.split()), "and it says the same"


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_no_link(text: str) -> None:
    assert any(link.search(text) for link in LINKS) or text in ("://://", "@@", "www..a"), "else it would prove nothing"
    leads_nowhere(text)
    leads_nowhere(f"Ash Care ({text}), see {text}.")


@given(st.lists(PARTS, max_size=12).map("".join))
def test_nor_is_anything_made_of_addresses(text: str) -> None:
    leads_nowhere(text)


@pytest.mark.parametrize("text", ["Ash & Elm", "10 @ £5", "a: b / c", "wwww", "1:100:5", "Unit 4.2"])
def test_a_text_without_an_address_is_left_as_it_is(text: str) -> None:
    assert read(words.plain(text)) == text


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "1 day ago"), (1240, "1,240 days ago")])
def test_days_ago(days: int, said: str) -> None:
    assert words.ago(days) == said


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (
            [words.count(size, "review") for size in (0, 1, 2, 1240)],
            ["0 reviews", "1 review", "2 reviews", "1,240 reviews"],
        ),
        ([words.count(size, "entry", "entries") for size in (0, 1, 2)], ["0 entries", "1 entry", "2 entries"]),
        ([words.verb(size, "is", "are") for size in (0, 1, 2)], ["are", "is", "are"]),
        ([words.few(size) for size in (0, 1, 1240)], ["none", "1", "1,240"]),
        ([words.number(value) for value in (0, 4.5, 1240.0)], ["0", "4.5", "1,240"]),
        ([words.figure(value) for value in (0, 1240, float("nan"))], ["0", "1,240", "Not known"]),
        ([words.change(value) for value in (3, -2, 0, float("nan"))], ["+3", "−2", "0", "Not known"]),
        ([words.money(value) for value in (0, 1240000, -5)], ["£0", "£1,240,000", "-£5"]),
        ([words.listed([*"abc"][:size]) for size in range(4)], ["", "a", "a and b", "a, b and c"]),
    ],
)
def test_counts_and_amounts_in_words(said: list[str], wanted: list[str]) -> None:
    assert said == wanted
