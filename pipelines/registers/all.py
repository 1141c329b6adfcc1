"""Every source a council can hand over, by name, in the order of their titles: each is declared in its own module."""

from pipelines import registers
from pipelines.declared import by_name, declared
from pipelines.registers.base import SourceRow

_ROWS = [
    one for one in declared(registers) if isinstance(one, type) and issubclass(one, SourceRow) and "SOURCE" in vars(one)
]

SOURCES = by_name(sorted(_ROWS, key=lambda row: row.SOURCE.title), lambda row: row.SOURCE.name)


def history_table(source: str) -> str:
    """The table that holds all that was ever known of a source."""
    return f"{source}_history"
