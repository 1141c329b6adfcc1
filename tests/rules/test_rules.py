"""Rule files: what is read, and what is sent back with file, entry and remedy."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.registers.all import SOURCES
from pipelines.rules import RULE_TABLES, RulesError, load_rules
from pipelines.rules.tables.tiers import TierBand, TierRule

LIVE = Path(__file__).parents[2] / "data" / "rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the live rules to spoil."""
    return Path(shutil.copytree(LIVE, tmp_path / "rules"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds what this test changes"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder: Path, file: str, text: str) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_every_file_becomes_tables_and_every_rule_says_its_authority() -> None:
    rules = load_rules(LIVE)
    tables = rules.tables()
    assert set(tables) == {*(name for name, table in RULE_TABLES.items() if table.is_table), "source_list"}
    assert [row.model_dump()["source"] for row in tables["source_list"][1]] == list(SOURCES)
    for name, (row_class, rows) in tables.items():
        assert rows or name in ("provider_matches", "closed_days"), name
        assert all(isinstance(row, row_class) for row in rows), name
    assert len(rules.hash) == 12
    assert list(rules.months) == [1, 3, 4, 6, 9, 12, 18]


def test_the_points_of_the_cqc_rating_are_those_that_were_agreed() -> None:
    bands = [band for band in load_rules(LIVE).rows["tier_bands"] if isinstance(band, TierBand)]
    found = [(b.from_value, b.below_value, b.points, b.floor_tier) for b in bands if b.rule_id == "cqc-overall"]
    assert found == [(1, 2, 40, "Tier 2"), (2, 3, 15, "Tier 1"), (3, None, 0, None)]


def test_the_hash_follows_every_file_also_the_headings(folder: Path) -> None:
    before = load_rules(folder).hash
    assert load_rules(folder).hash == before
    (folder / "columns.toml").write_text("# other headings", encoding="utf-8")
    changed = load_rules(folder).hash
    assert changed != before
    change(folder, "tiers.toml", "points = 40", "points = 41")
    assert load_rules(folder).hash not in {before, changed}


def test_the_hash_follows_each_file_but_who_may_see_what(folder: Path) -> None:
    """Else a council's edit would change nothing until the next load, and the page would not say so."""
    seen = {load_rules(folder).hash}
    for path in sorted(folder.iterdir()):
        path.write_bytes(path.read_bytes() + b"\n")
        found = load_rules(folder).hash
        assert (found in seen) == (path.name == "access.toml"), path.name
        seen.add(found)


def test_a_new_version_follows_the_old_one(folder: Path) -> None:
    change(
        folder,
        "tiers.toml",
        'rule_id = "accounts-overdue"',
        'rule_id = "accounts-overdue"\neffective_to = 2026-03-31',
    )
    add(
        folder,
        "tiers.toml",
        """
[[rule]]
rule_id = "accounts-overdue"
family = "Financial"
title = "Days accounts are overdue"
applies_to = "all"
is_evidence = true
effective_from = 2026-04-01
authority = "A later decision of the council"
bands = [{ from_value = 0, below_value = 30, points = 0 }, { from_value = 30, points = 7 }]
""",
    )
    rules = [rule for rule in load_rules(folder).rows["tier_rules"] if isinstance(rule, TierRule)]
    versions = [(r.effective_from, r.effective_to) for r in rules if r.rule_id == "accounts-overdue"]
    assert versions == [(date(2023, 4, 1), date(2026, 3, 31)), (date(2026, 4, 1), None)]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "tiers.toml",
            "points = 40",
            "points = -1",
            r"tiers\.toml, line \d+, rule 1, points: .*greater than or equal to 0",
        ),
        (
            "tiers.toml",
            "points = 40",
            "points = 40, colour = 1",
            r"tiers\.toml, line \d+, rule 1, colour: Extra inputs",
        ),
        ("tiers.toml", 'family = "CQC"\n', "", r"tiers\.toml, line \d+, rule 1, family: Field required"),
        (
            "tiers.toml",
            "below_value = 2, points = 40",
            "below_value = 2.5, points = 40",
            "does not end where the next",
        ),
        (
            "tiers.toml",
            "below_value = 2, points = 40",
            "below_value = 1, points = 40",
            "ends where it starts",
        ),
        (
            "tiers.toml",
            "from_points = 35\nbelow_points = 60",
            "from_points = 36\nbelow_points = 60",
            "from 15 does not end",
        ),
        ("tiers.toml", 'floor_tier = "Tier 2"', 'floor_tier = "Tier 9"', "floor_tier: Input should be"),
        (
            "tiers.toml",
            'zero_source = "complaints"',
            'zero_source = "letters"',
            "complaints-upheld, zero_source is not",
        ),
        (
            "tiers.toml",
            "[[setting]]",
            "[[settings]]",
            r"\[\[settings\]\] is not known here; expected kpi_rating",
        ),
        ("tiers.toml", "[[setting]]", "[setting", "tiers.toml cannot be read"),
        (
            "indicators.toml",
            'source = "notices"',
            'source = "post"',
            "rectification_notices, source is not a source",
        ),
        (
            "indicators.toml",
            'kind = "flow"',
            'kind = "total"',
            "indicator 2, kind: Input should be 'flow' or 'stock'",
        ),
        ("reviews.toml", "months = 3\n", "months = 0\n", "interval 1, months: Input should be greater"),
        ("reviews.toml", "effective_from = 2023-04-01\n", "", "setting 1, effective_from: Field required"),
        (
            "reviews.toml",
            'contract_tier = "Silver"',
            'contract_tier = "Gold"',
            "two versions in force on 2023-04-01",
        ),
        ("reviews.toml", "from_days = 31", "from_days = 30", "does not end where the next"),
        (
            "reviews.toml",
            "months = 3\n",
            "months = 3\neffective_to = 2020-01-01\n",
            "effective_to is before effective_from",
        ),
        ("contract_tiering.toml", "from_score = 12", "from_score = 13", "from 8 does not end where the next"),
        ("lead_times.toml", "authority", "source", "lead_time 1, authority: Field required"),
        ("cqc_ratings.csv", "Good,3", "Good,5", "row 2, rating_rank: Input should be less"),
        ("cqc_ratings.csv", "Good,3", "Outstanding,3", "Outstanding is there twice"),
        ("service_types.csv", "service group", "group", "kind: Input should be 'service type'"),
    ],
)
def test_what_cannot_be_is_sent_back(folder: Path, file: str, old: str, new: str, message: str) -> None:
    change(folder, file, old, new)
    with pytest.raises(RulesError, match=message) as sent_back:
        load_rules(folder)
    assert str(sent_back.value).startswith(file)


def test_a_rule_without_bands_is_sent_back(folder: Path) -> None:
    add(
        folder,
        "tiers.toml",
        '\n[[rule]]\nrule_id = "new"\nfamily = "New"\ntitle = "New"\napplies_to = "all"\nis_evidence = true\n'
        'effective_from = 2026-04-01\nauthority = "Somebody decided it"\n',
    )
    with pytest.raises(RulesError, match=r"tiers\.toml, line \d+, new has no bands\. Add at least one\."):
        load_rules(folder)


def test_a_missing_or_empty_file_is_named(folder: Path) -> None:
    (folder / "lead_times.toml").write_text("", encoding="utf-8")
    with pytest.raises(RulesError, match=r"lead_times\.toml has no lead_time"):
        load_rules(folder)
    (folder / "reviews.toml").unlink()
    with pytest.raises(RulesError, match=r"reviews\.toml is missing from rules\. Put the file back\."):
        load_rules(folder)
