"""Tiers of all locations at one date, against a bare scan of the rows they are made from."""

import re
from datetime import date
from pathlib import Path

from benchmarks.timing import Result, interleaved
from pipelines.loading.publish import current
from pipelines.querying.planning import with_steps
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import execute


def results(warehouse_folder: Path) -> list[Result]:
    build = current(warehouse_folder)
    assert build, f"nothing has been loaded into {warehouse_folder}"
    warehouse = Warehouse.open(build)
    [(newest,)] = execute(warehouse.con, "select max(received_on) from loads")
    question = QUESTIONS["provider_tiers"]
    tables = sorted(set(re.findall(r"\b(\w+_history)\b", with_steps(question.sql))))

    def tiers() -> None:
        ask(question, warehouse, as_of=newest, known_on=newest)

    def scan() -> None:
        for table in tables:
            _scan(warehouse, table, newest)

    tiers()
    scan()
    taken = interleaved({"ask": tiers, "scan": scan})
    what = f"tiers of all locations on {newest}"
    peer = f"a bare scan of its {len(tables)} tables"
    return [Result(what, taken["ask"], "within 5 x the scan", peer, taken["scan"])]


def _scan(warehouse: Warehouse, table: str, known_on: date) -> None:
    """Reads every column of the rows known on the day; `max`, because it has to look at every value."""
    cursor = warehouse.con.cursor()
    known = "recorded_on <= $known_on and (superseded_on is null or superseded_on > $known_on)"
    execute(cursor, f"select max(columns(*)) from {table} where {known}", {"known_on": known_on})
    cursor.close()
