"""A declared column to SQL: the cleaned text, the typed value, and what can be wrong with it."""

from pipelines import values
from pipelines.checking.amounts import NumberForm
from pipelines.checking.dates import DateForm
from pipelines.checking.faults import Fault
from pipelines.registers.columns import Column
from pipelines.values import SEPARATOR, quoted


def chosen(text: str, cases: dict[str, str], otherwise: str = "null") -> str:
    """One value for each word, without regard to capitals.

    Not `in (…)` or `list_contains`: DuckDB plans a join for each of those, and with one a column the planning takes
    longer than the load.
    """
    whens = " ".join(f"when {quoted(word.lower())} then {value}" for word, value in cases.items())
    return f"case lower({text}) {whens} else {otherwise} end"


def is_one_of(text: str, words: tuple[str, ...]) -> str:
    """Whether a text is one of the words, without regard to capitals.

    They are looked for in all of them written in a row: to plan a comparison with each takes longer than the load.
    """
    row = SEPARATOR.join(("", *words, "")).lower()
    # A text with the separator in it would be several words.
    within = f"contains({quoted(row)}, {quoted(SEPARATOR)} || lower({text}) || {quoted(SEPARATOR)})"
    return f"({within} and not contains({text}, {quoted(SEPARATOR)}))"


def cleaned(column: Column, nulls: tuple[str, ...]) -> str:
    """The cell; null for blank and for what the council writes for nothing.

    Longer cells than those words need no look, and neither do figures.
    """
    name = column.name
    longest = max(map(len, nulls), default=0)
    figures = "" if any("0" <= word < ":" for word in nulls) else f" or {name} between '0' and ':'"
    return f"case when strlen({name}) > {longest}{figures} or not {is_one_of(name, ('', *nulls))} then {name} end"


def typed(column: Column, text: str, form: DateForm, *, has_entities: bool = True) -> str:
    """The value, or null when the text is no such value. `text` names the cleaned cell, or the plain number."""
    match column.type.__name__:
        case "str" if column.words:
            return chosen(text, {word: quoted(word) for word in column.words} | _same(column))
        case "str" if column.same:
            return chosen(text, _same(column), otherwise=_text(text, has_entities=has_entities))
        case "str":
            return _text(text, has_entities=has_entities)
        case "date":
            return form.sql(text)
        case "bool":
            return chosen(text, dict.fromkeys(values.YES, "true") | dict.fromkeys(values.NO, "false"))
    return f"try_cast({text} as {column.sql_type})"


def _same(column: Column) -> dict[str, str]:
    """What else is written → the word it is read as, as literals."""
    return {written: quoted(word) for written, word in column.same.items()}


def _text(text: str, *, has_entities: bool) -> str:
    replaced = f"case when contains({text}, '&amp;') then replace({text}, '&amp;', '&') else {text} end"
    return replaced if has_entities else text


def plain_number(column: Column, text: str, form: NumberForm) -> str:
    """A number in plain figures, empty when the text is none.

    A step of its own, since the typed value would otherwise repeat it and planning would take longer than the load.
    """
    return form.sql(text, is_whole=column.type is int, has_percent=column.type is float)


def _above_one(limit: int | None) -> int | None:
    return limit if limit and limit > 1 else None


def is_unread(text: str) -> str:
    """Whether a cell shows that something could not be worked out: an error word, or what reading says of it."""
    return (
        f"case when {text} < '$' then starts_with({text}, {quoted(values.UNREAD)})"
        f" or {is_one_of(text, values.ERROR_WORDS)} end"
    )


def faults_of(column: Column, *, has_unread: bool = False) -> list[Fault]:
    """What can be wrong with one cell. `<name>_text` is the cleaned text, `<name>` the typed value.

    has_unread: some cell of the file may hold an error.
    """
    name = column.name
    faults = []
    if has_unread and not column.is_shown:
        # In the other columns an error is no value either, and the reason says so by itself.
        faults.append(Fault(name, "shows an error", is_unread(f"{name}_text")))
    if not column.is_optional:
        faults.append(Fault(name, "is blank and may not be", f"{name}_text is null"))
    if column.type is not str or column.words:
        faults.append(Fault(name, f"is not {column.expects}", f"{name}_text is not null and {name} is null"))
    if column.type.__name__ == "date":
        first, last = values.YEARS
        sql = f"{name} not between date '{first}-01-01' and date '{last}-12-31'"
        faults.append(Fault(name, f"is outside the years {first} to {last}", sql))
    for limit, words, sql in (
        # One that is blank is null already.
        (_above_one(column.min_length), "is shorter than {1} characters", "length({0}) < {1}"),
        # Bytes first, which are quick to count and never fewer than characters.
        (column.max_length, "is longer than {1} characters", "strlen({0}) > {1} and length({0}) > {1}"),
        (column.at_least, "is less than {1}", "{0} < {1}"),
        (column.more_than, "is not more than {1}", "{0} <= {1}"),
        (column.at_most, "is more than {1}", "{0} > {1}"),
    ):
        if limit is not None and not column.words and (column.type is str) == ("length" in sql):
            faults.append(Fault(name, words.format(name, limit), sql.format(name, limit)))
    return faults
