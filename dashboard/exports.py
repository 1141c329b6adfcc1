"""The only way bytes leave: typed rows as CSV that a spreadsheet opens safely."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

import pandas as pd
from pydantic import BaseModel

from pipelines.columns import Column, columns_of

# OWASP's list of what a spreadsheet may run, with the full-width forms that it also accepts.
_RUNS = re.compile(r"^[\s\u00a0\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
_IS_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


@dataclass(frozen=True)
class Stamp:
    """What a file must say of itself, so that somebody else can get the same rows again."""

    as_of: date
    known_on: date
    build_id: str
    rules_hash: str


def safe(text: str) -> str:
    """Text that a spreadsheet shows and does not run; a plain negative number stays a number."""
    return f"'{text}" if _RUNS.match(text) and not _IS_NUMBER.fullmatch(text) else text


def _typed(values: pd.Series, column: Column | None) -> pd.Series:
    match column.type.__name__ if column else "str":
        case "date":
            return pd.to_datetime(values).dt.strftime("%Y-%m-%d")
        case "datetime":
            return pd.to_datetime(values).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        case "bool":
            return values.map({True: "Y", False: "N"})
        case "Decimal":
            return values.map("{:.2f}".format, na_action="ignore")
        case "int" | "float":
            return values
        case _:
            return values.map(lambda value: safe(str(value)), na_action="ignore")


def csv_bytes(rows: pd.DataFrame, row: type[BaseModel], stamp: Stamp) -> bytes:
    """The rows with the stamp in four columns at the end.

    UTF-8 with a byte order mark and CRLF, which Excel needs; dates ISO; Y and N as in the files we read.
    """
    columns = {column.name: column for column in columns_of(row)}
    out = pd.DataFrame({name: _typed(rows[name], columns.get(str(name))) for name in rows.columns})
    for name, value in asdict(stamp).items():
        out[name] = safe(str(value))
    out.columns = [safe(str(name)) for name in out.columns]
    text: str = out.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def csv_later(rows: pd.DataFrame, row: type[BaseModel], stamp: Stamp) -> Callable[[], bytes]:
    """The file, made when somebody asks for it. That is off the page's thread, so all it needs goes along."""
    return partial(csv_bytes, rows, row, stamp)


def file_name(question: str, stamp: Stamp) -> str:
    """overdue-reviews_2026-08-31_build-20261121T101500-3f2a.csv."""
    build = re.sub(r"[^A-Za-z0-9-]+", "-", stamp.build_id)
    return f"{question.replace('_', '-')}_{stamp.as_of.isoformat()}_build-{build}.csv"
