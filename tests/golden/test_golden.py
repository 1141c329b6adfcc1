"""What the sample council's answers are does not move by accident, nor with the order its files are loaded in."""

import random
from pathlib import Path

import pandas as pd
import pytest

from pipelines.commands.options import DEFAULT_RULES, DEFAULT_SAMPLE
from pipelines.loading.load import Asked, files_in, load_all
from pipelines.loading.publish import current, new_build
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules
from tests.golden.refresh import BEFORE, FOLDER, LAST, LEFT_ALONE, as_csv, published, sample_warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return sample_warehouse(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def answers(warehouse: Warehouse) -> dict[str, pd.DataFrame]:
    return published(warehouse)


@pytest.mark.parametrize("name", [*sorted(set(QUESTIONS) - LEFT_ALONE), "provider_tiers_a_month_before"])
def test_the_published_answer_is_as_committed(answers: dict[str, pd.DataFrame], name: str):
    """A change on purpose: run `python -m tests.golden.refresh` and say in the commit what moved and why."""
    assert as_csv(answers[name]) == (FOLDER / f"{name}.csv").read_text(encoding="utf-8")


def test_another_order_of_files_gives_the_same_answers(warehouse: Warehouse, tmp_path: Path):
    files = files_in([DEFAULT_SAMPLE], None)
    random.Random(7).shuffle(files)
    rules = load_rules(DEFAULT_RULES)
    with new_build(tmp_path, rules) as con:
        load_all(con, files, Asked(Spellings.load(DEFAULT_RULES)))
    build = current(tmp_path)
    assert build is not None
    shuffled = Warehouse.open(build, rules)
    for name in sorted(set(QUESTIONS) - LEFT_ALONE):
        for day in (BEFORE, LAST):
            dates = {"as_of": day, "known_on": day}
            expected, found = (ask(QUESTIONS[name], one, **dates) for one in (warehouse, shuffled))
            if name == "rejects":
                # The order of loading numbers the loads, not the faults.
                expected, found = (
                    one.sort_values(list(one.columns)).reset_index(drop=True) for one in (expected, found)
                )
            pd.testing.assert_frame_equal(expected, found)


def test_every_file_of_the_sample_twice_changes_nothing(tmp_path: Path):
    files = files_in([DEFAULT_SAMPLE], None)
    rules, spellings = load_rules(DEFAULT_RULES), Spellings.load(DEFAULT_RULES)
    with new_build(tmp_path, rules) as con:
        load_all(con, files, Asked(spellings))
        again = load_all(con, files, Asked(spellings))
    assert {(load.new_count, load.changed_count, load.gone_count) for load in again} == {(0, 0, 0)}
