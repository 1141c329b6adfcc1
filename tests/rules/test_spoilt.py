"""A slip in any file of the rules gives rules that work, or a sentence that names the file; never anything else."""

import re
import shutil
from pathlib import Path

import pytest

from pipelines.reading.decoding import RefusedError
from pipelines.reading.spellings import Spellings
from pipelines.rules import RULE_TABLES, RulesError, RuleSet, load_rules
from pipelines.rules.base import Setting
from pipelines.rules.sql_words import looked_for
from pipelines.sql_files import FOLDER_STEPS
from pipelines.warehouse.driver import connect
from pipelines.warehouse.schema import write_rules
from tests.rules.spoiling import FILES, LIVE, SLIPS, slips

EACH = 30


def misses(rules: RuleSet) -> list[str]:
    """What of these rules reads nothing, by another way than the one that refuses it."""
    found = []
    for table, column, step in (
        ("tier_rules", "rule_id", "tier_signals"),
        ("indicators", "indicator_id", "indicator_rows"),
    ):
        named = {getattr(one, column) for one in rules.rows[table]}
        found += sorted(named ^ {name for name, _ in FOLDER_STEPS[step].files().values()})
    for table in RULE_TABLES.values():
        if table.row is Setting:
            named = {one.name for one in table.of(rules.rows)}
            read = {one.word for one in looked_for() if table.name in one.tables} | set(table.read_in_python)
            found += sorted(named ^ read)
    return found


def outcome(folder: Path, file: str, spoilt: bytes) -> str:
    """`works`, or the sentence. Anything but a refusal is raised."""
    (folder / file).write_bytes(spoilt)
    try:
        rules = load_rules(folder)
        Spellings.load(folder)
    except (RulesError, RefusedError) as refusal:
        return str(refusal)
    assert misses(rules) == []
    write_rules(connect(None), rules)
    return "works"


@pytest.mark.parametrize("file", FILES)
def test_a_slip_is_a_sentence_or_does_no_harm(tmp_path: Path, file: str) -> None:
    folder = Path(shutil.copytree(LIVE, tmp_path / "rules"))
    seen = set()
    for name, spoilt in slips(file, EACH, seed=2026):
        said = outcome(folder, file, spoilt)
        seen.add(said == "works")
        assert said == "works" or any(one in said for one in FILES), f"{name}: {said}"
        assert "\n" not in said, f"{name}: {said}"
    assert seen == {True, False}, "every slip was refused, or none: the test would see nothing"


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_gone_or_a_folder_is_named(tmp_path: Path, file: str) -> None:
    folder = Path(shutil.copytree(LIVE, tmp_path / "rules"))
    (folder / file).unlink()
    read = Spellings.load if file == "columns.toml" else load_rules
    with pytest.raises(RulesError, match=rf"^{re.escape(file)} is missing from rules\. Put the file back\.$"):
        read(folder)
    (folder / file).mkdir()
    with pytest.raises(RulesError, match=rf"^{re.escape(file)} cannot be read: it is a folder\. Put a file there"):
        read(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = ["', 'title = "Contract name" #', r"line 36, contracts\.title is not a list in brackets, such as"),
        ("nulls = [", "nulls = 5 # [", r"nulls is not a list in brackets"),
        ('name = "Published contracts"', "name = 3", "name of parts 1 is not a text in quotes"),
        ('headings = ["Org', 'headings = []\n[x]\ny = ["Org', "parts 1 has no headings"),
        ('source = "contracts"', "", "parts 1 has not name, source and headings, and only these"),
        ("[contracts]", "[contract]", r"line \d+, contract is not a source \(the nearest is contracts\)"),
        (
            "department =",
            "departmnt =",
            r"line \d+, contracts\.departmnt is not a column \(the nearest is department\)",
        ),
        (
            'department = ["',
            'department = ["ContractTitle", "',
            "is a heading of contracts.title and of contracts.department",
        ),
        ('department = ["', 'department = ["!", "', "is a heading without a letter or figure"),
        ('"1900-01-01"', '"1900-13-01"', "no_dates holds something that is not a day"),
        ("[nulls_of_ids]\nlisted_homes", "[nulls_of_ids]\nlisted_home", r"nulls_of_ids\.listed_home is not a source"),
    ],
)
def test_what_cannot_be_in_columns_is_sent_back(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = Path(shutil.copytree(LIVE, tmp_path / "rules"))
    text = (folder / "columns.toml").read_text(encoding="utf-8")
    assert old in text, "columns.toml no longer holds what this test changes"
    (folder / "columns.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulesError, match=message) as sent_back:
        Spellings.load(folder)
    assert str(sent_back.value).startswith("columns.toml")


def test_there_are_files_and_slips_to_look_at() -> None:
    assert len(FILES) >= 13
    assert len(SLIPS) >= 30
