"""Who names whom: steps made from the references that the registers declare, since every register has its own."""

from collections.abc import Iterator

from pipelines.registers.all import SOURCES
from pipelines.registers.base import SourceRow
from pipelines.registers.columns import Column, columns_of

_PLACES = {"contracts": "contract_ref", "providers": "provider_id", "locations": "location_id"}
"""Register that places a record → the column that says which of its records."""


def _union(parts: Iterator[str]) -> str:
    return "\nunion all\n".join(parts)


def _own_names(source: str) -> list[Column]:
    return [column for column in columns_of(SOURCES[source]) if column.is_name]


def own_references() -> str:
    """The names that each register gives to its own records: source, field, named, source_file, source_row."""
    return _union(
        f"select '{source}' as source, '{column.name}' as field, {column.name} as named, source_file, source_row"
        f" from {source} where {column.name} is not null"
        for source in SOURCES
        for column in _own_names(source)
    )


def named_references() -> str:
    """What each record refers to: source, field, target, target_field, named, source_file, source_row."""
    return _union(
        f"select '{source}' as source, '{column.name}' as field, '{column.refers_to}' as target,"
        f" '{_own_names(column.refers_to)[0].name}' as target_field, {column.name} as named, source_file, source_row"
        f" from {source} where {column.name} is not null"
        for source, row in SOURCES.items()
        for column in columns_of(row)
        if column.refers_to
    )


def placed_records() -> str:
    """Records and what places them: source, record_ref, contract_ref, provider_id, location_id and where they stand.

    Contracts, locations and providers place others, and are not among them.
    """
    return _union(_placed(source, row) for source, row in SOURCES.items() if source not in _PLACES and _places(row))


def _places(row: type[SourceRow]) -> dict[str, str]:
    """Column of the step → the column of the register."""
    refers = {column.refers_to: column.name for column in reversed(columns_of(row)) if column.refers_to}
    return {name: refers[register] for register, name in _PLACES.items() if register in refers}


def _placed(source: str, row: type[SourceRow]) -> str:
    names = _own_names(source)
    places = _places(row)
    by = ", ".join(f"{places.get(name, 'cast(null as varchar)')} as {name}" for name in _PLACES.values())
    called = names[0].name if names else row.SOURCE.called
    return f"select '{source}' as source, {called} as record_ref, {by}, source_file, source_row from {source}"


STEPS = {"own_references": own_references, "named_references": named_references, "placed_records": placed_records}
"""Step → what makes it."""
