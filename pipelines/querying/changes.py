"""What changed in a register between two days, worked out column by column for every source that has a key."""

from pipelines.registers.all import SOURCES
from pipelines.registers.base import SourceRow
from pipelines.registers.columns import Column, columns_of


def _text(alias: str, column: Column, otherwise: str) -> str:
    return f"coalesce(cast({alias}.{column.name} as varchar), '{otherwise}')"


def _record(alias: str, keys: list[Column]) -> str:
    """The key in words. A part that is blank leaves no dot behind."""
    parts = " || ".join(f"coalesce(' · ' || cast({alias}.{key.name} as varchar), '')" for key in keys)
    return f"substr({parts}, {len(' · ') + 1})"


def _in_force(source: str, day: str, names: str) -> str:
    return (
        f"(select {names}, source_file, source_row, recorded_on, superseded_on from {source}_history"
        f" where recorded_on <= {day} and (superseded_on is null or superseded_on > {day}))"
    )


def _of(row: type[SourceRow]) -> str:
    source = row.SOURCE
    columns = [column for column in columns_of(row) if column.name in row.columns()]
    keys = [column for column in columns if column.name in source.key]
    names = ", ".join(column.name for column in columns)
    record = f"case when n.source_row is null then {_record('o', keys)} else {_record('n', keys)} end"
    same_key = " and ".join(f"{_text('n', c, '')} = {_text('o', c, '')}" for c in keys)
    others = [column for column in columns if column.name not in source.key]
    differs = " or ".join(f"o.{c.name} is distinct from n.{c.name}" for c in others)
    said = " || ".join(
        f"case when o.{c.name} is distinct from n.{c.name}"
        f" then '; {c.name}: ' || {_text('o', c, 'nothing')} || ' → ' || {_text('n', c, 'nothing')} else '' end"
        for c in others
    )
    is_both = "o.source_row is not null and n.source_row is not null"
    return f"""select '{source.name}' as source, {record} as record,
        case when o.source_row is null then 'new' when n.source_row is null then 'gone' else 'changed' end as change,
        case when {is_both} then substr({said}, 3) end as what_changed,
        coalesce(n.recorded_on, o.superseded_on) as changed_on,
        coalesce(n.source_file, o.source_file) as source_file,
        coalesce(n.source_row, o.source_row) as source_row
    from {_in_force(source.name, "coalesce($since, $as_of)", names)} as o
    full join {_in_force(source.name, "$known_on", names)} as n on {same_key}
    where o.source_row is null or n.source_row is null or {differs}"""


def record_changes() -> str:
    """The step as SQL, with `$since` (else `$as_of`) and `$known_on`. Rows without a key come and go unseen here."""
    return "\nunion all\n".join(_of(row) for row in SOURCES.values() if not row.SOURCE.is_keyed_by_whole_row)


STEPS = {"record_changes": record_changes}
"""Step → what makes it: it must name every column of every source."""
