"""How others check the same file: each ends with the good rows in a DuckDB file and the number of bad ones.

Their packages are in `benchmarks/peers/requirements.txt`. They differ from us in what they give for a bad row: none of
them says the row number that a sheet shows, and all but pydantic hold the whole file in memory.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.kpi_file import COLUMNS, KEY, WORDS
from pipelines.registers.columns import Column
from pipelines.registers.kpis import Kpi
from pipelines.values import YEARS
from pipelines.warehouse.driver import connect, execute

FIRST, LAST = (date(year, month, day) for year, month, day in ((YEARS[0], 1, 1), (YEARS[1], 12, 31)))


def _kept(frame: Any, into: Path) -> None:
    """The good rows, an Arrow table, as a table of a DuckDB file."""
    con = connect(into / "peer.duckdb")
    con.register("good", frame)
    execute(con, "create table kpis as from good")
    con.close()


def pydantic_rows(path: Path, into: Path) -> int:
    """Row by row with our own contract class, which the compiled checks are held to."""
    import pyarrow as pa

    good: list[dict[str, Any]] = []
    seen: set[tuple[Any, ...]] = set()
    bad = 0
    with path.open(encoding="utf-8", newline="") as file:
        for number, cells in enumerate(csv.DictReader(file), start=2):
            try:
                row = Kpi(**{k: v or None for k, v in cells.items()}, source_file="kpis.csv", source_row=number)  # type: ignore[arg-type]
                days = (row.period_start, row.period_end, row.due_on, row.received_on)
                if any(day and not FIRST <= day <= LAST for day in days) or row.better not in WORDS["better"].words:
                    raise ValueError
                key = tuple(getattr(row, name) for name in KEY)
                if key in seen:
                    raise ValueError
            except ValueError:
                bad += 1
                continue
            seen.add(key)
            good.append(dict(row))
    _kept(pa.Table.from_pylist(good), into)
    return bad


def _polars(path: Path) -> tuple[Any, Any]:
    """The file with typed columns, and which rows a type was lost in: what cannot be read is blank from here on."""
    import polars as pl

    raw = pl.read_csv(path, infer_schema=False)
    types = {
        date: lambda one: one.str.to_date("%Y-%m-%d", strict=False),
        float: lambda one: one.cast(float, strict=False),
    }
    frame = raw.with_columns(types[c.type](pl.col(c.name)) for c in COLUMNS if c.type in types)
    return frame, pl.any_horizontal([frame[c.name].is_null() & raw[c.name].is_not_null() for c in COLUMNS])


def pandera_polars(path: Path, into: Path) -> int:
    """pandera's polars backend: casts first, then all checks, then the rows that failed any."""
    import pandera.polars as pa
    import polars as pl

    def checks(column: Column) -> list[Any]:
        found = []
        if column.max_length:
            found.append(pa.Check.str_length(1, column.max_length))
        if column.words:
            found.append(pa.Check.isin(list(column.words)))
        if column.type is date:
            found.append(pa.Check.in_range(FIRST, LAST))
        return found

    frame, lost = _polars(path)
    types = {date: pl.Date, float: pl.Float64}
    schema = pa.DataFrameSchema(
        {c.name: pa.Column(types.get(c.type, pl.String), checks(c), nullable=c.is_optional) for c in COLUMNS},
        unique=list(KEY),
    )
    failed: set[int] = set(frame.with_row_index().filter(lost)["index"].to_list())
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        failed |= set(error.failure_cases["index"].drop_nulls().to_list())
    late = frame.with_row_index().filter(pl.col("period_end") < pl.col("period_start"))["index"].to_list()
    failed |= set(late)
    good = frame.with_row_index().filter(~pl.col("index").is_in(list(failed))).drop("index")
    _kept(good.to_arrow(), into)
    return len(failed)


def dataframely_filter(path: Path, into: Path) -> int:
    """dataframely: a schema of rules, and a filter that parts good rows from bad."""
    import dataframely as dy
    import polars as pl

    def column(one: Column) -> Any:
        optional = {"nullable": one.is_optional, "primary_key": False}
        if one.type is date:
            return dy.Date(min=FIRST, max=LAST, **optional)
        if one.type is float:
            return dy.Float64(**optional)
        if one.words:
            return dy.Enum(list(one.words), **optional)
        return dy.String(min_length=1, max_length=one.max_length, **optional)

    @dy.rule()
    def in_order(_: Any) -> Any:
        return pl.col("period_end") >= pl.col("period_start")

    @dy.rule()
    def one_of_a_key(_: Any) -> Any:
        return pl.len().over(KEY) == 1

    rules = {"in_order": in_order, "one_of_a_key": one_of_a_key}
    schema: Any = type("Returns", (dy.Schema,), {**{one.name: column(one) for one in COLUMNS}, **rules})
    frame, lost = _polars(path)
    good, failure = schema.filter(frame.filter(~lost), cast=True)
    _kept(good.to_arrow(), into)
    return len(failure) + int(frame.select(lost.sum()).item())


def frictionless_validate(path: Path, into: Path) -> int:
    """frictionless: validates and reports, and keeps nothing. That one date is not before another it cannot say."""
    from frictionless import Checklist, Resource, Schema, fields

    kinds = {date: fields.DateField, float: fields.NumberField}

    def field(one: Column) -> Any:
        limits: dict[str, Any] = {} if one.is_optional else {"required": True}
        if one.words:
            limits["enum"] = list(one.words)
        if one.max_length:
            limits["maxLength"] = one.max_length
        if one.type is date:
            limits |= {"minimum": FIRST.isoformat(), "maximum": LAST.isoformat()}
        return kinds.get(one.type, fields.StringField)(name=one.name, constraints=limits)

    schema = Schema(fields=[field(one) for one in COLUMNS], primary_key=list(KEY))
    resource = Resource(path=path.name, basepath=str(path.parent), schema=schema)
    report = resource.validate(Checklist(), limit_errors=1_000_000)
    return len({row for (row,) in report.flatten(["rowNumber"])})


def raw_read(path: Path, into: Path) -> int:
    """The limit: the database's own typed read, without a check, a reason or a row number."""
    types = {column.name: column.sql_type for column in COLUMNS}
    con = connect(into / "raw.duckdb")
    execute(
        con,
        f"create table kpis as from read_csv($path, columns = {types!r}, header = true, store_rejects = true)",
        {"path": str(path)},
    )
    con.close()
    return 0
