"""The tables of an empty warehouse, and its calendar."""

from pipelines.answers.loads import Load, LoadColumn, RefusedCell, RefusedRow, Reject
from pipelines.answers.matches import NameScore
from pipelines.registers.all import SOURCES, history_table
from pipelines.registers.columns import columns_of
from pipelines.rules import RuleSet
from pipelines.values import YEARS
from pipelines.warehouse.driver import CALENDAR, Build, Connection, create_table, execute, insert_rows

_MOST_YEARS_LATER = 10


def create_calendar(con: Connection) -> None:
    """`calendar_months` (month, month_end, month_number, days) and `calendar_days` (day, month_number, day_of_month).

    A month is numbered from the year 0, so a day some months later is that of the same number in a later month, or
    that month's last: engines disagree on the end of February when they add months themselves.
    """
    first, last = (f"date '{day}'" for day in (CALENDAR[0], CALENDAR[1].replace(year=YEARS[1] + _MOST_YEARS_LATER)))
    number = "cast(year({0}) * 12 + month({0}) as bigint) as month_number"
    execute(
        con,
        f"""create or replace table calendar_months as
        select cast(m as date) as month, last_day(m) as month_end, {number.format("m")},
            cast(day(last_day(m)) as bigint) as days
        from generate_series({first}, {last}, interval 1 month) as series(m)""",
    )
    execute(
        con,
        f"""create or replace table calendar_days as
        select cast(d as date) as day, {number.format("d")}, cast(day(d) as bigint) as day_of_month
        from generate_series({first}, {last}, interval 1 day) as series(d)""",
    )


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
