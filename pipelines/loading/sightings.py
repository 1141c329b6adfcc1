"""The rows of a source as history is worked out from them, each with the hashes of its key and its contents."""

from pipelines.checking.judging import checked_columns
from pipelines.registers.all import SOURCES, history_table
from pipelines.registers.base import SourceRow
from pipelines.warehouse.driver import Connection, execute


def names_of(row: type[SourceRow]) -> str:
    return ", ".join([*(column.name for column in checked_columns(row)), "refused_columns"])


def row_hash_of(row: type[SourceRow]) -> str:
    """The hash of a row's contents, as `judging` makes it: of the columns, and of those refused where there are any."""
    names = ", ".join(column.name for column in checked_columns(row))
    return f"case when refused_columns is null then hash({names}) else hash({names}, refused_columns) end"


def hashed(source: str, rows: str) -> str:
    """Rows of history with the hashes of their key and contents, as `checking` makes them."""
    row = SOURCES[source]
    key = ", ".join(row.SOURCE.key)
    if row.SOURCE.is_keyed_by_whole_row:
        key += f", row_number() over (partition by {key} order by row_id)"
    needed = "".join(f", {name}" for name in row.SOURCE.needs + row.SOURCE.weighs)
    return f"""select row_id, load_id, source_file, source_row, hash({key}) as key_hash,
        hash({row.SOURCE.key[0]}) as lead_hash, {row_hash_of(row)} as row_hash{needed} from {rows}"""


def open_rows(source: str) -> str:
    return hashed(source, f"(select * from {history_table(source)} where superseded_on is null)")


def rows_once(source: str) -> str:
    """Every content ever known. One that went and came back is in history twice, under one id."""
    once = "qualify row_number() over (partition by row_id order by recorded_on) = 1"
    return hashed(source, f"(select * from {history_table(source)} {once})")


def sight_nothing(con: Connection, source: str) -> None:
    names = names_of(SOURCES[source])
    execute(
        con, f"create or replace temp view sighted as select row_id, {names} from {history_table(source)} where false"
    )


def sightings(row: type[SourceRow], load_no: int) -> str:
    """The rows that a load brought, as `checked` had them."""
    source, names = row.SOURCE.name, names_of(row)
    key = ", ".join(row.SOURCE.key)
    if row.SOURCE.is_keyed_by_whole_row:
        key += f", row_number() over (partition by {key} order by seen.source_row)"
    return f"""select contents.row_id, {names}, seen.source_row, hash({key}) as key_hash,
        hash({row.SOURCE.key[0]}) as lead_hash, {row_hash_of(row)} as row_hash
        from {source}_seen as seen join contents using (row_id)
        where seen.load_no = {load_no}"""


def weaker_than_known(row: type[SourceRow]) -> str:
    """Whether a row `s` lacks a date or reference that the row `k` has: it says less, and replaces nothing."""
    lacking = [
        f"(s.refused_columns like '% {name} %' and k.{name} is not null)"
        for name in row.SOURCE.needs + row.SOURCE.weighs
    ]
    return " or ".join(lacking) or "false"
