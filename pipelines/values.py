"""How councils write dates, amounts and yes or no: the one list that Python and SQL both follow."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

YES = ("y", "yes", "true", "t", "1", "1.0")
NO = ("n", "no", "false", "f", "0", "0.0")
YEARS = (1900, 2199)
"""A year outside is a slip of the finger, not a date."""

SPACES = " \t\r\n\u00a0"
ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?Z?)?"
# A two-figure year is tried first: DuckDB would take the 26 of 01/02/26 for the year 26.
DAY_FIRST = (
    "%d/%m/%y",
    "%d-%m-%y",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
)
MONTH_FIRST = tuple(form.replace("%d", "%~").replace("%m", "%d").replace("%~", "%m") for form in DAY_FIRST)
NAMED_MONTH = ("%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d/%b/%Y - %H:%M", "%d/%b/%Y")

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"


def plain_number(text: str) -> str:
    """A number without pounds sign, thousands and spaces; brackets and a trailing minus become a minus in front."""
    text = re.sub(r"[£,\s]", "", text)
    if text.startswith("(") and text.endswith(")"):
        return "-" + text[1:-1]
    if text.endswith("-"):
        return "-" + text[:-1]
    return text


def as_decimal(text: str) -> Decimal:
    """Pounds, rounded half up to the penny. Raises ValueError."""
    plain = plain_number(text)
    if not re.fullmatch(NUMBER, plain):
        raise ValueError("is not an amount in pounds")
    try:
        return Decimal(plain).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation as error:
        raise ValueError("is not an amount in pounds") from error


def as_float(text: str) -> float:
    plain = plain_number(text).removesuffix("%")
    if not re.fullmatch(NUMBER, plain):
        raise ValueError("is not a number")
    return float(plain)


def as_int(text: str) -> int:
    """A whole number; 3.0 is one, 3.5 is not. Raises ValueError."""
    plain = plain_number(text)
    if not re.fullmatch(NUMBER, plain) or float(plain) != int(float(plain)):
        raise ValueError("is not a whole number")
    return int(float(plain))


def as_bool(text: str) -> bool:
    word = text.lower()
    if word not in YES + NO:
        raise ValueError("is not Y or N")
    return word in YES


def as_date(text: str, *, is_month_first: bool = False) -> date:
    """A date in ISO form, or in one of the forms above. Raises ValueError."""
    if re.fullmatch(ISO, text):
        found = date.fromisoformat(text[:10])
    else:
        found = _formed(text, (MONTH_FIRST if is_month_first else DAY_FIRST) + NAMED_MONTH)
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise ValueError("is not a date in 1900 to 2199")
    return found


def _formed(text: str, forms: tuple[str, ...]) -> date:
    for form in forms:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError("is not a date")
