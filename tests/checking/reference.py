"""The same forms read one cell at a time, in Python: what the compiled checks are held against."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from pipelines.checking.dates import REWRITTEN, SHORT
from pipelines.checking.judging import checked_columns
from pipelines.reading.headings import Spellings
from pipelines.registers.base import SourceRow
from pipelines.registers.columns import Column, with_words
from pipelines.values import CENTURIES, ISO, MOMENT, NO, SPACES, YEARS, YES, ZONE
from tests.helpers.loading import DAY


def _number(text: str, percent: str = "") -> str:
    """The plain figures of a number with a decimal point. Raises ValueError when it is none."""
    space = "[ \u00a0\u202f]"
    groups = f"[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:{space}[0-9]{{3}})+|[0-9]+"
    number = rf"(?P<n>(?:{groups})(?:[.][0-9]*)?|[.][0-9]+){percent}"
    if found := re.fullmatch(rf"[+]?£? *{number}", text):
        sign = ""
    elif found := (
        re.fullmatch(rf"(?:- ?£? *|£ ?-){number}", text)
        or re.fullmatch(rf"£? *{number} ?-", text)
        or re.fullmatch(rf"[(]£? *{number}[)]", text)
    ):
        sign = "-"
    else:
        raise ValueError("not a number")
    return sign + re.sub(f"{space}|,", "", found["n"])


def _day(column: Column, text: str, no_dates: tuple[str, ...]) -> date:
    found = None
    if re.fullmatch(ISO, text):
        found = date.fromisoformat(text[:10])
    elif re.fullmatch(MOMENT, text):
        spelt = re.sub(" ?([+-][0-9]{2}):?([0-9]{2})$", r"\1:\2", text.replace(",", "."))
        found = datetime.fromisoformat(spelt).astimezone(ZoneInfo(ZONE)).date()
    elif (short := re.search(SHORT, text.lower())) and CENTURIES[0] < int(short[1]) < CENTURIES[1]:
        raise ValueError("either century")
    plain = text.lower()
    for pattern, form in REWRITTEN:
        plain = re.sub(pattern, form, plain)
    for form in () if found else ("%d/%m/%Y", "%d %b %Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(plain, form).date()
            break
        except ValueError:
            continue
    if found is None or not YEARS[0] <= found.year <= YEARS[1] or str(found) in no_dates:
        raise ValueError("not a date")
    if column.has_happened and found > DAY:
        raise ValueError("later than the file")
    return found


def _value(column: Column, text: str, no_dates: tuple[str, ...]) -> Any:
    by_lower = {word.lower(): word for word in column.words}
    by_lower |= {written.lower(): word for written, word in column.same.items()}
    if column.words:
        return by_lower[text.lower()]
    if text.lower() in by_lower:
        return by_lower[text.lower()]
    match column.type.__name__:
        case "date":
            return _day(column, text, no_dates)
        case "bool":
            if text.lower() not in YES + NO:
                raise ValueError("not Y or N")
            return text.lower() in YES
        case "int":
            if not (whole := re.fullmatch("(-?[0-9]+)(?:[.]0*)?", _number(text))):
                raise ValueError("not whole")
            return int(whole[1])
        case "float":
            return float(_number(text, " ?%?"))
        case "Decimal":
            return Decimal(_number(text)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        case _:
            return text.replace("&amp;", "&")


def is_good(row: type[SourceRow], cells: dict[str, str], spellings: Spellings) -> bool:
    """Whether pydantic accepts the row, each cell read by itself."""
    values: dict[str, Any] = {"source_file": "file.csv", "source_row": 2}
    try:
        for column in checked_columns(row):
            text = cells.get(column.name, "").strip(SPACES)
            nulls = ("", *(null.lower() for null in spellings.nulls + spellings.suppressed))
            is_null = text.lower() in nulls and not (column.is_id and text.isalnum())
            values[column.name] = (
                None if is_null else _value(with_words(column, spellings.words), text, spellings.no_dates)
            )
        row.model_validate(values)
    except (ValidationError, ValueError, KeyError):
        return False
    return True
