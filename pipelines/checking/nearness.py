"""For words that are in no list: the word of the list that each is nearest to, so that a reason can say it."""

from pipelines import values
from pipelines.checking.faults import Fault, Masks
from pipelines.checking.judging import Bench
from pipelines.registers.columns import Column
from pipelines.registers.words import nearest
from pipelines.values import quoted
from pipelines.warehouse.driver import execute

MOST = 1000
"""Different words looked at in one column: one with more holds something else than words of a list."""


def name_nearest(bench: Bench, *masks: tuple[Masks[Fault], list[int]]) -> None:
    """The temporary table `near_words`: field, cell and word, of cells that are nearly a word of their column's list.

    masks: faults, and which of them there are at all. A file in which every word is known costs nothing here.
    """
    execute(bench.con, "create or replace temp table near_words (field varchar, cell varchar, word varchar)")
    listed = {column.name: (number, column) for number, column in enumerate(bench.there, start=1) if column.words}
    for mask, places in masks:
        for place in places:
            if mask.of[place].field in listed:
                _name(bench, *listed[mask.of[place].field], where=mask.is_set(place))


def _name(bench: Bench, position: int, column: Column, where: str) -> None:
    cells = execute(
        bench.con,
        f"""select distinct string_split(found, {quoted(values.SEPARATOR)})[{position}] from judged
        where found is not null and {where} limit {MOST}""",
    )
    meant = {word: word for word in column.words} | dict(column.same)
    near = {cell: nearest(cell, tuple(meant)) for (cell,) in cells if cell}
    found = {cell: meant[word] for cell, word in near.items() if word}
    execute(
        bench.con,
        "insert into near_words select $field, unnest($cells), unnest($words)",
        {"field": column.name, "cells": list(found), "words": list(found.values())},
    )
