"""The rows of a file as text, asked of the database, and which of them are no records at all."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.columns import columns_of
from pipelines.faults import quoted
from pipelines.reading.layout import Layout
from pipelines.sources import SOURCES
from pipelines.values import NO_BREAK_SPACE, SEPARATOR, SPACES

REPEATED = "repeats the headings"
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
    no_break = f" or starts_with({cell}, '{NO_BREAK_SPACE}')" if NO_BREAK_SPACE in spaces else ""
    ends = "".join(f" or ends_with({cell}, {quoted(space)})" for space in spaces)
    return f"case when {cell} < '!'{no_break}{ends} then trim({cell}, {quoted(SPACES)}) else {cell} end"


def _repeated(layout: Layout, spaces: str) -> tuple[str, dict[str, str]]:
    """Whether a row is the heading row again, as under each page of a report. The headings go in as parameters."""
    places = list(layout.match.positions.values())
    headings = [layout.headings[place].strip().lower() for place in places]
    cells = ", ".join(f"trim(c{place}, {quoted(SPACES)})" for place in places)
    # The first column alone answers for nearly every row, so the others cost nothing.
    return (
        f"case when lower({_trimmed(places[0], spaces)}) = $heading"
        f" then lower(concat_ws({quoted(SEPARATOR)}, {cells})) = $headings else false end",
        {"heading": headings[0], "headings": SEPARATOR.join(headings)},
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
class Incoming:
    """The rows of a file as a query, every cell as text. It is never stored: reading is quicker than writing.

    Columns: is_blank: no cell has a value.  has_extra: cells beyond the headings have values.  set_aside: why the row
    is no record, or null.  has_ghost: a column without heading has a value.  Then each declared column as text without
    spaces around it, and source_row where the file itself says it.

    first_row: Excel's number of the first row, the others following one by one; null when each row says its own.
    """

    sql: str
    params: dict[str, str | int]
    first_row: int | None


def incoming_of(path: Path, layout: Layout, spaces: str, *, is_tidied: bool, is_numbered: bool = False) -> Incoming:
    """The query for a file.

    spaces: the white space that its cells can have around them.
    is_tidied: the file is our own copy, with row numbers in front and no headings.
    is_numbered: the first column holds the row numbers.
    """
    cells = [f"c{number}" for number in range(layout.width)]
    named = [f"{_trimmed(position, spaces)} as {name}" for name, position in layout.match.positions.items()]
    blanks = f"trim(concat({', '.join(cells)})) = ''"
    columns = {name: "VARCHAR" for name in (["source_row", *cells, "has_extra"] if is_tidied else cells)}
    number = ["cast(c0 as bigint) as source_row"] if is_numbered else []
    if is_tidied and not is_numbered:
        number = ["cast(source_row as bigint) as source_row"]
    # One column with a value answers for nearly every row: what follows it costs nothing then.
    first = next(iter(layout.match.positions.values()))
    repeated, params = _repeated(layout, spaces)
    total = _total(layout)
    flags = [
        f"case when {_blank(first)} then {blanks} else false end as is_blank",
        "has_extra = '1' as has_extra" if is_tidied else "false as has_extra",
        f"case when {repeated} then '{REPEATED}' {f'else {total}' if total else ''} end as set_aside",
        f"{' or '.join(f'not {_blank(place)}' for place in layout.ghosts) or 'false'} as has_ghost",
    ]
    return Incoming(
        f"""select {", ".join((*number, *flags, *named))}
        from read_csv($path, columns = {columns!r}, auto_detect = false, header = false, skip = $skip,
            delim = $delimiter, quote = '"', escape = '"', null_padding = false)""",
        {
            "path": str(path),
            "skip": 0 if is_tidied else layout.header_row,
            "delimiter": "," if is_tidied else layout.delimiter,
            **params,
        },
        None if number else layout.header_row + 1,
    )
