"""The rows of a file as text, asked of the database, and which of them are no records at all."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.reading.headings import Spellings, plain
from pipelines.reading.layout import Layout
from pipelines.reading.looking import Looks
from pipelines.reading.tidying import OTHER, SAME
from pipelines.registers.all import SOURCES
from pipelines.registers.columns import columns_of
from pipelines.values import SEPARATOR, SPACES, UNSEEN, quoted

REPEATED = "repeats the headings"
OTHERS = "has headings of a second table"
TOTAL = "is a total, not a record"
ONLY_AMOUNTS = "has amounts and nothing else, as a total has"
TOTAL_WORDS = "(grand|sub|net|overall)?totals?(spend|amount|value|payments|expenditure|for[a-z]*)?"
"""The words of a total, without spaces, figures and punctuation."""


def _blank(position: int) -> str:
    # Whatever begins with a space comes before "!", and to compare takes a tenth of the time of trimming.
    cell = f"c{position}"
    return f"({cell} is null or ({cell} < '!' and trim({cell}) = ''))"


def _trimmed(position: int, spaces: str) -> str:
    """The cell without spaces around it. Trimming takes as long as reading, and few cells need it."""
    cell = f"c{position}"
    wide = "".join(f" or starts_with({cell}, '{space}')" for space in spaces if space > "~")
    ends = "".join(f" or ends_with({cell}, {quoted(space)})" for space in spaces)
    return f"case when {cell} < '!'{wide}{ends} then trim({cell}, {quoted(SPACES)}) else {cell} end"


def _again(layout: Layout, spellings: Spellings) -> tuple[str, dict[str, str]]:
    """What a row that has the headings again is, as under each page of a report. The headings go in as parameters.

    A row with other headings, as a second table has them, is one with two words that are headings of the source:
    where there is one, the copy that is made of the file says what it is.
    """
    places = list(layout.match.positions.values())
    headings = [layout.headings[place].strip().lower() for place in places]
    cells = ", ".join(f"trim(c{place}, {quoted(SPACES)})" for place in places)
    words = {*spellings.by_heading[layout.match.source], *map(plain, layout.headings)} - {""}
    known = " + ".join(
        f"coalesce(cast(contains($words, {quoted(SEPARATOR)} ||"
        f" regexp_replace(lower(c{place}), '[^a-z0-9]', '', 'g') || {quoted(SEPARATOR)}) as integer), 0)"
        for place in places
    )
    # A column that holds figures or days answers for nearly every row, so the others cost nothing.
    plain_columns = {column.name for column in columns_of(SOURCES[layout.match.source]) if column.type is not str}
    figures = [place for name, place in layout.match.positions.items() if name in plain_columns]
    may_be = f"c{figures[0]} between 'A' and '{{'" if figures else "true"
    # One case within the other: of two conditions in one the database may try the slow one first.
    return (
        f"when {may_be} then case when lower(concat_ws({quoted(SEPARATOR)}, {cells})) = $headings then '{REPEATED}'"
        f" when {known} > 1 then '{OTHERS}' {{otherwise}} end",
        {"headings": SEPARATOR.join(headings), "words": SEPARATOR.join(("", *sorted(words), ""))},
    )


def _total(layout: Layout) -> str | None:
    """Whether a row is a total: amounts, and apart from them at most one cell, which says so.

    Null when the file has amounts only, or none. A supplier called Total has a date or a purpose beside it.
    """
    numbers = {column.name for column in columns_of(SOURCES[layout.match.source]) if column.is_number}
    amounts = [place for name, place in layout.match.positions.items() if name in numbers]
    words = [place for name, place in layout.match.positions.items() if name not in numbers]
    if not amounts or not words:
        return None
    others = ", ".join(f"trim(c{place})" for place in range(layout.width) if place not in amounts)
    said = f"lower(concat_ws('', {others}))"
    has_amount = " or ".join(f"not {_blank(place)}" for place in amounts)
    # A total leaves one of any two columns blank: most rows need no further look.
    may_be = " or ".join(_blank(place) for place in words[:2]) if len(words) > 1 else "true"
    return f"""case when not ({may_be}) or not ({has_amount}) then null
        when {said} = '' then '{ONLY_AMOUNTS}'
        when regexp_full_match(regexp_replace({said}, '[^a-z]', '', 'g'), '{TOTAL_WORDS}') then '{TOTAL}' end"""


@dataclass(frozen=True)
class TextRows:
    """The rows of a file as a query, every cell as text. It is never stored: reading is quicker than writing.

    Columns: is_blank: no cell has a value.  has_extra: cells beyond the headings have values.  set_aside: why the row
    is no record, or null.  has_ghost: a column without heading has a value.  Then each declared column as text without
    spaces around it, and source_row where the file itself says it.

    rows: how many there are, counted without the database: by the bytes, or line by line where quotation marks are out
    of place.
    first_row: Excel's number of the first row, the others following one by one; null when each row says its own.
    """

    sql: str
    params: dict[str, str | int]
    rows: int
    first_row: int | None


def incoming_of(
    path: Path,
    layout: Layout,
    looks: Looks,
    spellings: Spellings,
    rows: int,
    *,
    is_tidied: bool,
    is_numbered: bool = False,
) -> TextRows:
    """The query for a file.

    is_tidied: the file is our own copy, with row numbers in front and no headings.
    is_numbered: the first column holds the row numbers.
    """
    cells = [f"c{number}" for number in range(layout.width)]
    named = [f"{_trimmed(position, looks.spaces)} as {name}" for name, position in layout.match.positions.items()]
    blanks = f"trim(concat({', '.join(cells)})) = ''"
    listed = ["source_row", *cells, "has_extra", "again"] if is_tidied else cells
    columns = {name: "VARCHAR" for name in listed}
    extra = " and has_extra = '0'" if is_tidied else ""
    number = ["cast(c0 as bigint) as source_row"] if is_numbered else []
    if is_tidied and not is_numbered:
        number = ["cast(source_row as bigint) as source_row"]
    # One column with a value answers for nearly every row: what follows it costs nothing then.
    first = next(iter(layout.match.positions.values()))
    again, params = _again(layout, spellings)
    if is_tidied:
        again, params = f"when again = '{SAME}' then '{REPEATED}' when again = '{OTHER}' then '{OTHERS}'", {}
    total = _total(layout)
    otherwise = f"else {total}" if total else ""
    flags = [
        f"case when {_blank(first)} then {blanks}{extra} else false end as is_blank",
        "has_extra = '1' as has_extra" if is_tidied else "false as has_extra",
        f"case {again.replace('{otherwise}', otherwise)} {otherwise} end as set_aside",
        f"{' or '.join(f'not {_blank(place)}' for place in layout.ghosts) or 'false'} as has_ghost",
    ]
    unseen = f"regexp_replace({{0}}, '[{UNSEEN}]', '', 'g') as {{0}}"
    places = layout.match.positions.values()
    bare = f" replace ({', '.join(unseen.format(f'c{place}') for place in places)})" if looks.has_unseen else ""
    return TextRows(
        f"""select {", ".join((*number, *flags, *named))}
        from (select *{bare} from read_csv($path, columns = {columns!r}, auto_detect = false, header = false,
            skip = $skip, delim = $delimiter, quote = '"', escape = '"', null_padding = false,
            hive_partitioning = false))""",
        {
            "path": _AS_A_PATTERN.sub(r"[\1]", str(path)),
            "skip": 0 if is_tidied else layout.header_row,
            "delimiter": "," if is_tidied else layout.delimiter,
            **params,
        },
        rows,
        None if number else layout.header_row + 1,
    )


_AS_A_PATTERN = re.compile(r"([*?\[\\])" if os.sep == "/" else r"([*?\[])")
"""What the database would take for a pattern in a file's name; in brackets it is itself."""
