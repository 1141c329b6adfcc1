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


def cleaned(column: Column, nulls: tuple[str, ...]) -> str:
    """The cell without spaces around it; null for blank and for what the council writes for nothing."""
    trimmed = f"trim({column.name}, {quoted(values.SPACES)})"
    words = ", ".join(quoted(word) for word in ("", *(null.lower() for null in nulls)))
    return f"case when lower({trimmed}) in ({words}) then null else {trimmed} end"


def typed(column: Column, text: str, *, is_month_first: bool = False) -> str:
    """The value, or null when the text is no such value. `text` is SQL for the cleaned cell."""
    match column.type.__name__:
        case "str" if column.words:
            cases = " ".join(f"when {quoted(word.lower())} then {quoted(word)}" for word in column.words)
            return f"case lower({text}) {cases} end"
        case "str":
            return f"replace({text}, '&amp;', '&')"
        case "date":
            forms = (values.MONTH_FIRST if is_month_first else values.DAY_FIRST) + values.NAMED_MONTH
            iso = (
                f"length({text}) = 10 and substr({text}, 5, 1) = '-' and substr({text}, 8, 1) = '-'"
                f" or regexp_full_match({text}, {quoted(values.ISO)})"
            )
            return (
                f"case when {text} is null then null when {iso} then try_cast(substr({text}, 1, 10) as date)"
                f" else cast(try_strptime({text}, {listed(forms)}) as date) end"
            )
        case "bool":
            return (
                f"case when lower({text}) in {_words(values.YES)} then true"
                f" when lower({text}) in {_words(values.NO)} then false end"
            )
    return _number(column, text)


def _words(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(quoted(word) for word in words) + ")"


def _number(column: Column, text: str) -> str:
    plain = f"regexp_replace({text}, '[£,\\s]', '', 'g')"
    plain = (
        f"case when {text} ~ '^[0-9]+([.][0-9]+)?$' then {text}"
        f" when {plain} ~ '^[(].*[)]$' then '-' || substr({plain}, 2, length({plain}) - 2)"
        f" when {plain} ~ '-$' then '-' || substr({plain}, 1, length({plain}) - 1)"
        f" else {plain} end"
    )
    if column.type is float:
        plain = f"regexp_replace({plain}, '%$', '')"
    number = f"case when regexp_full_match({plain}, {quoted(values.NUMBER)}) then {plain} end"
    match column.type.__name__:
        case "int":
            double = f"try_cast({number} as double)"
            return f"case when {double} = floor({double}) then try_cast({double} as bigint) end"
        case "float":
            return f"try_cast({number} as double)"
        case _:
            return f"try_cast({number} as {column.sql_type})"


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
        faults.append(
            Fault(
                name,
                f"is outside the years {first} to {last}",
                f"year({name}) not between {first} and {last}",
            )
        )
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
