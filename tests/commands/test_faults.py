"""Whatever is wrong with rules, folders, a build or an option: a sentence with the remedy, never a traceback."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.__main__ import main
from pipelines.commands.console import explained
from pipelines.loading.publish import current
from tests.commands.test_commands import ROOT, SAMPLE, run

OFFICERS = SAMPLE / "officers.csv"
Refused = Callable[..., str]
Harm = Callable[[Path], object]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Runs a command that has to fail: `refused(words, warehouse=…, code=…)` is the one line it said."""

    def ran(*words: object, warehouse: Path, code: int) -> str:
        monkeypatch.setattr(sys, "argv", ["pipelines", *map(str, words)])
        monkeypatch.setenv("CARE_WAREHOUSE", str(warehouse))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr().err
        assert ended.value.code == code, said
        [line] = said.splitlines()
        assert line.endswith(".") or "python -m pipelines" in line, "the remedy is last"
        assert "not foreseen" not in line
        return line

    return ran


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    assert run("load", SAMPLE / "officers.csv", SAMPLE / "spend.csv", warehouse=folder).returncode == 0
    return folder


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "warehouse"))


# What a council edits.

COLUMNS: dict[str, bytes] = {
    "broken": b"[x",
    "not UTF-8": b"nulls = ['\xff']",
    "brackets without end": b"nulls = " + b"[" * 100_000,
    "a number without end": b"nulls = " + b"1" * 10_000,
    "nulls that are a number": b"nulls = 5",
    "nulls that are a text": b'nulls = "N/A"',
    "a null that is a number": b"nulls = [0]",
    "a null that is blank": b'nulls = [" "]',
    "suppressed that is a text": b'suppressed = "*"',
    "parts that are a number": b"parts = 3",
    "parts that are texts": b'parts = ["a"]',
    "a part without headings": b'[[parts]]\nname = "a"\nsource = "contracts"',
    "a part of no source": b'[[parts]]\nname = "a"\nsource = "weather"\nheadings = ["b"]',
    "a part with headings that are a text": b'[[parts]]\nname = "a"\nsource = "contracts"\nheadings = "b"',
    "a part with a word too many": b'[[parts]]\nname = "a"\nsource = "contracts"\nheadings = ["b"]\ncolour = "c"',
    "a source that is a number": b"contracts = 4",
    "a source that is unknown": b'[weather]\ntitle = ["b"]',
    "a column that is unknown": b'[contracts]\nweather = ["b"]',
    "a spelling without brackets": b'[contracts]\ntitle = "Contract name"',
    "a spelling that is a number": b"[contracts]\ntitle = [5]",
    "a spelling that is blank": b'[contracts]\ntitle = [""]',
}


@pytest.mark.parametrize("what", COLUMNS)
def test_a_fault_in_the_spellings_names_file_and_entry(tmp_path: Path, refused: Refused, what: str) -> None:
    rules = Path(shutil.copytree(ROOT / "data" / "rules", tmp_path / "rules"))
    (rules / "columns.toml").write_bytes(COLUMNS[what])

    said = refused("check", OFFICERS, "--rules", rules, warehouse=tmp_path / "w", code=2)

    assert said.startswith("columns.toml")
    assert re.search("Correct|Save", said)
    assert len(said) < 1000
    assert refused("load", OFFICERS, "--rules", rules, warehouse=tmp_path / "w", code=1) == said


@pytest.mark.parametrize("name", ["columns.toml", "tiers.toml", "cqc_ratings.csv", "access.toml"])
def test_a_rules_file_that_is_a_folder_is_named(tmp_path: Path, folder: Path, refused: Refused, name: str) -> None:
    rules = Path(shutil.copytree(ROOT / "data" / "rules", tmp_path / "rules"))
    (rules / name).unlink()
    (rules / name).mkdir()
    assert name in refused("load", OFFICERS, "--rules", rules, warehouse=folder, code=1)


# Folders, permissions and builds.


def build_of(folder: Path) -> Path:
    found = current(folder)
    assert found
    return found


def lock_a_folder(folder: Path) -> None:
    (folder / ".lock").unlink(missing_ok=True)
    (folder / ".lock").mkdir()


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a file where the folder should be")


def long_pointer(folder: Path) -> None:
    (folder / "current").write_text("a" * 300 + ".duckdb")


def pointer_a_folder(folder: Path) -> None:
    (folder / "current").unlink()
    (folder / "current").mkdir()


def cut(folder: Path) -> None:
    os.truncate(build_of(folder), 1_000_000)


def no_build(folder: Path) -> None:
    build_of(folder).write_bytes(b"not a database" * 100_000)


def empty_build(folder: Path) -> None:
    build_of(folder).write_bytes(b"")


HARMS: dict[str, Harm] = {
    harm.__name__: harm for harm in (lock_a_folder, a_file, long_pointer, pointer_a_folder, cut, no_build, empty_build)
}


@pytest.mark.parametrize("what", HARMS)
def test_a_damaged_warehouse_is_a_sentence_whatever_is_asked(folder: Path, refused: Refused, what: str) -> None:
    HARMS[what](folder)
    before = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for words in (("load", OFFICERS), ("undo", "2026-08-31-officers-00000000"), ("build",)):
        refused(*words, warehouse=folder, code=1)
    if what != "lock_a_folder":  # whoever changes nothing takes no lock
        refused("check", OFFICERS, warehouse=folder, code=2)
    if what not in ("lock_a_folder", "cut"):  # a question on what is whole is answered
        for words in (("status",), ("ask", "loads"), ("explain", "provider_tiers", "L1")):
            refused(*words, warehouse=folder, code=2)
    assert ({path.name for path in folder.iterdir()} if folder.is_dir() else set()) == before


@pytest.mark.parametrize("error", [PermissionError, FileNotFoundError, IsADirectoryError, OSError])
def test_what_may_not_be_read_is_named(error: type[OSError]) -> None:
    said = explained(error(13, "Permission denied", "/srv/care/rules/tiers.toml"))
    assert said.startswith("/srv/care/rules/tiers.toml cannot be used: Permission denied. See whether")


def test_a_build_that_is_damaged_where_the_load_does_not_look_is_not_copied_on(folder: Path, refused: Refused) -> None:
    """A bit in any block of it; the load is of officers, and reads no other table."""
    build, pointer = build_of(folder), (folder / "current").read_text()
    whole = build.read_bytes()
    starts = range(3 * 4096, len(whole), 262_144)
    assert len(starts) > 20
    for start in [*starts][:: len(starts) // 6]:
        build.write_bytes(whole[: start + 999] + bytes([whole[start + 999] ^ 1]) + whole[start + 1000 :])
        said = refused("load", OFFICERS, "--received-on", "2026-09-01", warehouse=folder, code=1)
        assert said.startswith(f"The build {build} ")
        assert (folder / "current").read_text() == pointer
    build.write_bytes(whole)
    assert run("load", OFFICERS, "--received-on", "2026-09-01", warehouse=folder).returncode == 0


# Options.

NO_TEXT = os.fsdecode(b"\xff")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("load", OFFICERS, "--header", "a\nb"), 1),
        (("load", OFFICERS, "--header", 'a,"b'), 1),
        (("load", OFFICERS, "--header", NO_TEXT), 1),
        (("load", OFFICERS, "--part", NO_TEXT), 1),
        (("load", OFFICERS, "--part", "a\tb"), 1),
        (("load", OFFICERS, "--received-on", NO_TEXT), 1),
        (("check", OFFICERS, "--source", NO_TEXT), 2),
        (("undo", NO_TEXT), 1),
        (("ask", NO_TEXT), 2),
        (("ask", "overdue_reviews", "--param", f"market_segment={NO_TEXT}"), 2),
        (("ask", "overdue_reviews", "--as-of", NO_TEXT), 2),
        (("explain", "provider_tiers", NO_TEXT), 2),
        (("status", "--rules", NO_TEXT), 2),
    ],
)
def test_an_option_that_makes_no_sense_is_a_sentence(
    folder: Path, refused: Refused, words: tuple[object, ...], code: int
) -> None:
    refused(*words, warehouse=folder, code=code)


@pytest.mark.parametrize("words", [("--scale", "huge"), ("--seed", "-1"), ("--seed", "x")])
def test_a_sample_that_cannot_be_is_refused(tmp_path: Path, words: tuple[str, str]) -> None:
    done = run("sample", *words, "--out", tmp_path / "sample", warehouse=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert words[0] in done.stderr
    assert not (tmp_path / "sample").exists()


def test_what_was_not_foreseen_says_where_and_never_what() -> None:
    cell = " ".join(("Ash", "Lane"))
    try:
        explained(cell)  # type: ignore[arg-type]
    except Exception as error:
        said = explained(error)
    assert re.search(r"not foreseen \(\w+Error at console\.py, line \d+\)", said)
    assert cell not in said


def test_such_an_error_is_a_sentence_too(tmp_path: Path) -> None:
    broken = "from pipelines.commands import reports; del reports.template_rows"
    program = f"import sys; {broken}; from pipelines.__main__ import main;"
    command = [sys.executable, "-c", f"{program} sys.argv[1:] = ['template', 'contracts']; main()"]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"Something went wrong .*\(AttributeError at __main__\.py, line \d+\)\. Tell .*\n", done.stderr)
