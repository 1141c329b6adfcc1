"""The tables of an empty warehouse."""

from pipelines.answers.loads import Load, LoadColumn, RefusedCell, RefusedRow, Reject
from pipelines.answers.matches import NameScore
from pipelines.registers.all import SOURCES, history_table
from pipelines.registers.columns import columns_of
from pipelines.rules import RuleSet
from pipelines.warehouse.calendar import create_calendar
from pipelines.warehouse.driver import Build, Connection, create_table, execute, insert_rows


def create_schema(con: Connection, rules: RuleSet) -> None:
    """Every table of an empty warehouse."""
    for source, row in SOURCES.items():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in columns_of(row))
        execute(
            con,
            f"create table {history_table(source)} (row_id bigint, {columns}, refused_columns varchar, load_id varchar,"
            " recorded_on date, superseded_on date)",
        )
        execute(con, f"create table {source}_seen (load_no bigint, row_id bigint, source_row bigint)")
    create_table(con, "loads", Load)
    create_table(con, "rejects", Reject)
    create_table(con, "refused_rows", RefusedRow)
    create_table(con, "refused_cells", RefusedCell)
    execute(
        con,
        """create table refused_rows_seen (load_no bigint, source varchar, source_row bigint, key_hash ubigint,
            lead_hash ubigint, record varchar, contract_ref varchar, provider_id varchar, location_id varchar,
            reason varchar, is_derived boolean)""",
    )
    execute(
        con,
        """create table refused_cells_seen (load_no bigint, source varchar, row_id bigint, field varchar,
            reason varchar, is_derived boolean)""",
    )
    create_table(con, "load_columns", LoadColumn)
    create_table(con, "build", Build)
    create_table(con, "name_scores", NameScore)
    write_rules(con, rules)
    create_calendar(con)


def write_rules(con: Connection, rules: RuleSet, *, temporary: bool = False) -> None:
    """Put every rule table in place, for good or for one cursor only."""
    for name, (row, rows) in rules.tables().items():
        execute(con, f"drop table if exists {'temp.' if temporary else 'main.'}{name}")
        create_table(con, name, row, temporary=temporary)
        insert_rows(con, name, rows)
