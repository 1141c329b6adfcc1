"""Slips of a hand in a file of rules: a line lost or doubled, a letter, a quotation mark, a type, an encoding."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

LIVE = Path(__file__).parents[2] / "data" / "rules"
FILES = sorted(path.name for path in LIVE.iterdir() if path.suffix in {".toml", ".csv"})
Slip = Callable[[str, random.Random], str | bytes]


def _line(change: Callable[[str, random.Random], str | None]) -> Slip:
    """A slip in one line that says something; None takes the line out."""

    def slip(text: str, rng: random.Random) -> str:
        lines = text.splitlines()
        at = rng.choice([number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")])
        changed = change(lines[at], rng)
        return "\n".join([*lines[:at], *([] if changed is None else [changed]), *lines[at + 1 :]]) + "\n"

    return slip


def _part(pattern: str, change: Callable[[str, random.Random], str]) -> Slip:
    """A slip in one part of the file that looks like the pattern; nothing where none does."""

    def slip(text: str, rng: random.Random) -> str:
        found = list(re.finditer(pattern, text))
        if not found:
            return text
        part = rng.choice(found)
        return text[: part.start()] + change(part[0], rng) + text[part.end() :]

    return slip


def _letter(text: str, rng: random.Random) -> str:
    at = rng.randrange(1, max(len(text) - 1, 2))
    return rng.choice([text[:at] + text[at + 1 :], text[:at] + "x" + text[at:], text[:at] + text[at:].swapcase()])


TEXT, NUMBER, KEY, CELL = r'"[^"\n]+"', r"(?<== )\d+\b", r"(?m)^[a-z_]+(?= = )", r"(?m)[^,\n]+(?=,|$)"
SLIPS: dict[str, Slip] = {
    "a line is lost": _line(lambda line, _: None),
    "a line is there twice": _line(lambda line, _: f"{line}\n{line}"),
    "two lines in one": _line(lambda line, _: f"{line} {line}"),
    "half a line": _line(lambda line, rng: line[: rng.randrange(len(line))]),
    "a comma too many": _line(lambda line, _: f"{line},"),
    "a quotation mark too many": _line(lambda line, rng: f'{line[: rng.randrange(len(line))]}"{line[1:]}'),
    "a letter in a text": _part(TEXT, _letter),
    "a letter in a name": _part(KEY, _letter),
    "a letter in a cell": _part(CELL, _letter),
    "a blank text": _part(TEXT, lambda _, __: '""'),
    "a text without quotation marks": _part(TEXT, lambda text, _: text.strip('"')),
    "a text for another": _part(TEXT, lambda _, rng: rng.choice(['"Tier 3"', '"name"', '"contracts"', '"months"'])),
    "a number for a text": _part(TEXT, lambda _, __: "7"),
    "a list for a text": _part(TEXT, lambda text, _: f"[{text}]"),
    "a list of nothing": _part(TEXT, lambda _, __: "[]"),
    "a text for a list": _part(r"\[[^\[\]]*\]", lambda text, _: text[1:-1]),
    "a number in quotation marks": _part(NUMBER, lambda text, _: f'"{text}"'),
    "another number": _part(
        NUMBER, lambda _, rng: rng.choice(["-1", "0", "2.5", "nan", "inf", "true", "1e9", "9" * 30, "[1]", "{ a = 1 }"])
    ),
    "another day": _part(
        r"\d{4}-\d\d-\d\d",
        lambda _, rng: rng.choice(["2023-02-30", '"2023-04-01"', "2023-04-01T10:00:00", "9999-12-31"]),
    ),
    "yes for true": _part(r"\b(?:true|false)\b", lambda _, rng: rng.choice(["yes", '"true"', "1"])),
    "another section": _part(r"(?m)^\[\[?[a-z_.]+\]\]?", _letter),
    "a section in single brackets": _part(r"(?m)^\[\[[a-z_]+\]\]", lambda text, _: text[1:-1]),
    "an end": _line(lambda line, _: f"{line}\neffective_to = 2024-03-31"),
    "cut short": lambda text, rng: text[: rng.randrange(len(text))],
    "not UTF-8": lambda text, rng: text.replace("e", "é", 1).encode("latin-1", "replace"),
    "UTF-16": lambda text, _: text.encode("utf-16"),
    "a byte order mark": lambda text, _: text.encode("utf-8-sig"),
    "no letter in it": lambda _, __: "",
    "nothing but bytes": lambda _, rng: rng.randbytes(200),
    "lines end as in Windows": lambda text, _: text.replace("\n", "\r\n").encode(),
}


def slips(file: str, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many spoilt copies of a file, with what was done to each."""
    rng = random.Random(f"{file} {seed}")
    text = (LIVE / file).read_text(encoding="utf-8")
    for number in range(count):
        name = list(SLIPS)[number % len(SLIPS)] if count >= len(SLIPS) else rng.choice(list(SLIPS))
        spoilt = SLIPS[name](text, rng)
        yield name, spoilt.encode() if isinstance(spoilt, str) else spoilt
