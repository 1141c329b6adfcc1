"""What a sheet shows for what a cell holds: per cent, zeros in front, days, errors.

The codes of number formats: Office Open XML (ECMA-376 part 1, 18.8.30 and 18.8.31); XLS has the same.
"""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from pipelines.values import ERROR_WORDS, SEPARATOR, UNREAD

NO_RESULT = UNREAD + "holds a formula without a result: open the workbook in a spreadsheet and save it"
NO_DAY = UNREAD + "shows a row of hashes, since its number is no day"
NO_NUMBER = UNREAD + "holds a number that is none"
CONTROL = UNREAD + "holds a control character, which no keyboard writes: type the cell again"
NOTHING = "#N/A"
"""The one error that people write for nothing."""

LONGEST = 1 << 20
"""Characters of one cell. A spreadsheet takes 32,767."""

BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
}  # fmt: skip
"""The formats that a workbook does not spell out, but for those that show a number as it is."""

_SILENT = re.compile(r"\[(?![hms]+\])[^\]]*\]|[_*].|General", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.')
_LAST_DAY = 2_958_466
"""31 December 9999, plus one."""


@dataclass(frozen=True)
class Format:
    """kind: what the format makes of a number.  pieces: literals and zeros.  has_time: hours or seconds show."""

    kind: Literal["plain", "per cent", "zeros", "day", "time", "elapsed"]
    pieces: tuple[str, ...] = ()
    has_time: bool = False


PLAIN = Format("plain")


@cache
def format_of(code: str) -> Format:
    """What a number format does, by its first section: those for negative numbers and for nothing are like it."""
    spoken = _SILENT.sub("", code)
    bare = _LITERAL.sub("", spoken).partition(";")[0]
    if "%" in bare:
        return Format("per cent")
    letters = set(bare.lower())
    if letters & set("ymdhs"):
        if "[" in bare:
            return Format("elapsed")
        has_time = bool(letters & set("hs"))
        return Format("time" if has_time and not letters & set("yd") else "day", has_time=has_time)
    if bare.count("0") > 1 and not re.search("[#?.,/@e]", bare, re.IGNORECASE):
        # Up to the first section's end, which may not lie in quotation marks.
        first = re.match(r'(?:"[^"]*"|\\.|[^;])*', spoken)
        return Format("zeros", tuple(re.findall(r'"[^"]*"|\\.|0|[^0]', first[0] if first else "")))
    return PLAIN


def number(value: float, code: str = "", *, is_1904: bool = False) -> str:
    """A number as text.

    The value counts and not how it is rounded for show: 1250.5 shown as 1,251 is 1250.5. To 15 figures, which is all
    that a spreadsheet keeps. Days are ISO; per cent carries its sign: 0.045 shown as 4.5% is "4.5%".
    """
    if not math.isfinite(value):
        return NO_NUMBER
    form = format_of(code) if code else PLAIN
    match form.kind:
        case "per cent":
            return _plain(value * 100) + "%"
        case "zeros" if value >= 0 and value.is_integer():
            return _with_zeros(_plain(value), form.pieces)
        case "day" | "time":
            return _day(value, form, is_1904=is_1904)
        case "elapsed":
            return clock(value * 86_400)
    return _plain(value)


def _plain(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = format(Decimal(f"{value:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_zeros(figures: str, pieces: tuple[str, ...]) -> str:
    """The figures put in the place of the zeros, from the right; those beyond go in front of the first."""
    places = pieces.count("0")
    left = list(figures.zfill(places))
    front, shown = "".join(left[: len(left) - places]), []
    rest = iter(left[len(left) - places :])
    for piece in pieces:
        if piece == "0":
            shown.append(front + next(rest))
            front = ""
        else:
            shown.append(piece.strip('"').removeprefix("\\"))
    return "".join(shown)


def _day(value: float, form: Format, *, is_1904: bool) -> str:
    if not 0 <= value < _LAST_DAY:
        return NO_DAY
    if value < 1 and form.kind == "time":
        return clock(value * 86_400)
    if not form.has_time:
        value = math.floor(value)
    if is_1904:
        start = datetime(1904, 1, 1)
    elif value < 1:
        # Shown as 00/01/1900: what a link to an empty cell gives.
        return "1900-01-00"
    elif 60 <= value < 61:
        # The day in February that the first spreadsheets took 1900 to have.
        return NO_DAY
    else:
        start = datetime(1899, 12, 30) if value > 60 else datetime(1899, 12, 31)
    try:
        moment = start + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return NO_DAY
    return moment.isoformat().removesuffix("T00:00:00")


def clock(seconds: float) -> str:
    minutes, second = divmod(round(abs(seconds)), 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hour:02}:{minute:02}:{second:02}"


def error(word: str) -> str:
    """A cell that shows an error. A word that is not on our list is not repeated: it may be anything."""
    if word == NOTHING:
        return NOTHING
    return f"{UNREAD}shows an error ({word})" if word in ERROR_WORDS else f"{UNREAD}shows an error"


def text(value: str) -> str:
    """Text as it is, but for the two characters that have a meaning of their own here."""
    return CONTROL if UNREAD in value or SEPARATOR in value else value
