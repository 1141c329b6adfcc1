"""Write the published answers on the sample council again: `python -m tests.golden.refresh`. Read the difference."""

import tempfile
from datetime import date
from pathlib import Path

import pandas as pd

from pipelines.commands.options import DEFAULT_RULES, DEFAULT_SAMPLE
from pipelines.loading.load import Asked, files_in, load_all
from pipelines.loading.publish import current, new_build
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from pipelines.reading.headings import Spellings
from pipelines.rules import load_rules

FOLDER = Path(__file__).parent
LAST, BEFORE = date(2026, 8, 31), date(2026, 7, 31)
# When a load ran differs from run to run; the rest of a load's report is in the reading and history tests.
LEFT_ALONE = {"loads"}
# Thousands of rows each: their sums are in the other files, and a part shows every column.
ONLY = {
    "monthly_indicator_rows": {"month": date(2026, 8, 1)},
    "provider_tier_evidence": {"location_id": "L00001"},
    "provider_tier_rows": {"location_id": "L00001"},
}


def sample_warehouse(folder: Path) -> Warehouse:
    """The sample council, loaded into a folder as the command line does it."""
    rules = load_rules(DEFAULT_RULES)
    with new_build(folder, rules) as con:
        load_all(con, files_in([DEFAULT_SAMPLE], None), Asked(Spellings.load(DEFAULT_RULES)))
    build = current(folder)
    assert build is not None
    return Warehouse.open(build, rules)


def published(warehouse: Warehouse) -> dict[str, pd.DataFrame]:
    """File name → answer. The tiers also as they stood, and were known, a month before."""
    answers = {
        name: ask(question, warehouse, as_of=LAST, known_on=LAST, **ONLY.get(name, {}))
        for name, question in QUESTIONS.items()
        if name not in LEFT_ALONE
    }
    before = ask(QUESTIONS["provider_tiers"], warehouse, as_of=BEFORE, known_on=BEFORE)
    return {**answers, "provider_tiers_a_month_before": before}


def as_csv(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for name, frame in published(sample_warehouse(Path(scratch))).items():
            (FOLDER / f"{name}.csv").write_text(as_csv(frame), encoding="utf-8")
