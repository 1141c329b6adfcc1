"""A declared column to SQL: the cleaned text, the typed value, and what can be wrong with it."""

from dataclasses import dataclass

from pipelines import values
from pipelines.columns import Column


def quoted(text: str) -> str:
    """A text of ours as a literal. Never for text from a file: that stays in columns."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong with a row: the columns at fault, in words, and a predicate over typed values."""

    field: str
    reason: str
    sql: str


def chosen(text: str, cases: dict[str, str], otherwise: str = "null") -> str:
    """One value for each word, without regard to capitals.

    Not `in (…)` or `list_contains`: DuckDB plans a join for each of those, and with one a column the planning takes
    longer than the load.
    """
    whens = " ".join(f"when {quoted(word.lower())} then {value}" for word, value in cases.items())
    return f"case lower({text}) {whens} else {otherwise} end"


def cleaned(column: Column, nulls: tuple[str, ...]) -> str:
    """The cell without spaces around it; null for blank and for what the council writes for nothing."""
    trimmed = f"trim({column.name}, {quoted(values.SPACES)})"
    return chosen(trimmed, dict.fromkeys(("", *nulls), "null"), trimmed)


def typed(column: Column, text: str, *, is_month_first: bool = False) -> str:
    """The value, or null when the text is no such value. `text` names the cleaned cell, or the plain number."""
    match column.type.__name__:
        case "str" if column.words:
            return chosen(text, {word: quoted(word) for word in column.words})
        case "str":
            return f"replace({text}, '&amp;', '&')"
        case "date":
            forms = (values.MONTH_FIRST if is_month_first else values.DAY_FIRST) + values.NAMED_MONTH
            iso = (
                f"length({text}) = 10 and substr({text}, 5, 1) = '-' and substr({text}, 8, 1) = '-'"
                f" or regexp_full_match({text}, {quoted(values.ISO)})"
            )
            # A digit first: to DuckDB the words epoch and infinity are dates too.
            return (
                f"case when {iso} then try_cast(substr({text}, 1, 10) as date)"
                f" when {text} between '0' and ':' then cast(try_strptime({text}, {listed(forms)}) as date) end"
            )
        case "bool":
            return chosen(text, dict.fromkeys(values.YES, "true") | dict.fromkeys(values.NO, "false"))
        case "int":
            return f"try_cast(regexp_extract({text}, {quoted('^' + values.WHOLE + '$')}, 1) as bigint)"
    return f"try_cast(regexp_extract({text}, {quoted('^(' + values.NUMBER + ')$')}, 1) as {column.sql_type})"


def is_number(column: Column) -> bool:
    return column.type.__name__ in ("int", "float", "Decimal")


def plain_number(column: Column, text: str) -> str:
    """A number without pounds sign, thousands and spaces; brackets or a minus behind become a minus in front.

    A step of its own, since the typed value would otherwise repeat it and planning would take longer than the load.
    """
    percent = "%" if column.type is float else ""
    bare = f"regexp_replace({text}, '[£,{percent}\\s]', '', 'g')"
    signed = f"regexp_replace(regexp_replace({bare}, '^[(](.*)[)]$', '-\\1'), '^(.*)-$', '-\\1')"
    return f"case when regexp_full_match({text}, '[0-9]+([.][0-9]+)?') then {text} else {signed} end"


def faults_of(column: Column) -> list[Fault]:
    """What can be wrong with one cell. `<name>_text` is the cleaned text, `<name>` the typed value."""
    name = column.name
    faults = []
    if not column.is_optional:
        faults.append(Fault(name, "is blank and may not be", f"{name}_text is null"))
    if column.type is not str or column.words:
        faults.append(Fault(name, f"is not {column.expects}", f"{name}_text is not null and {name} is null"))
    if column.type.__name__ == "date":
        first, last = values.YEARS
        sql = f"{name} not between date '{first}-01-01' and date '{last}-12-31'"
        faults.append(Fault(name, f"is outside the years {first} to {last}", sql))
    for limit, words, sql in (
        (column.min_length, "is shorter than {} characters", "length({}) < {}"),
        (column.max_length, "is longer than {} characters", "length({}) > {}"),
        (column.at_least, "is less than {}", "{} < {}"),
        (column.more_than, "is not more than {}", "{} <= {}"),
        (column.at_most, "is more than {}", "{} > {}"),
    ):
        if limit is not None and not column.words and (column.type is str) == ("length" in sql):
            faults.append(Fault(name, words.format(limit), sql.format(name, limit)))
    return faults
