"""What was taken away or forged goes on showing: normal work writes over no evidence, and fails for no forged line."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines import audit
from pipelines.__main__ import app
from pipelines.audit import AuditError, record, verify

OFFICERS = Path(__file__).parents[2] / "data" / "sample" / "2026-08-31" / "officers.csv"


def command(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def loaded(folder: Path, days: int = 3) -> Path:
    for day in range(1, days + 1):
        done = command("load", OFFICERS, "--received-on", f"2026-08-0{day}", "--warehouse", folder)
        assert done.exit_code == 0, done.output
    return folder


def entry(folder: Path) -> bool:
    return record(folder, "download", who="p1", role="viewer")


def log_of(folder: Path) -> Path:
    [file] = (folder / "audit").glob("audit-*.jsonl")
    return file


def without_its_end(folder: Path) -> None:
    lines = log_of(folder).read_bytes().splitlines(keepends=True)
    log_of(folder).write_bytes(b"".join(lines[:-1]))


def half_of_its_end(folder: Path) -> None:
    log_of(folder).write_bytes(log_of(folder).read_bytes()[:-100])


def nothing(folder: Path) -> None:
    """Every line is still there."""


@pytest.mark.parametrize("cut", [without_its_end, half_of_its_end, nothing])
@pytest.mark.parametrize("head", [None, b"[1]", b"\xff", b"", b'{"seq":1e400,"hash":"0"}', b"[" * 100_000])
def test_a_log_without_its_head_says_so_for_good(tmp_path: Path, cut: Callable[[Path], None], head: bytes | None):
    for _ in range(3):
        assert entry(tmp_path)
    cut(tmp_path)
    file = tmp_path / "audit" / "head.json"
    if head is None:
        file.unlink()
    else:
        file.write_bytes(head)

    for _ in range(3):
        with pytest.raises(AuditError, match=r"head\.json (is|was) (missing|damaged)"):
            verify(tmp_path)
        assert entry(tmp_path)
    assert [one.event for one in audit.entries(tmp_path)].count("repair") == 1


def test_the_first_entry_of_all_is_no_gap(tmp_path: Path):
    """Stopped between the head, which is written before it, and itself; and then between itself and its own head."""
    assert entry(tmp_path)
    head, log = tmp_path / "audit" / "head.json", log_of(tmp_path)
    head.write_text(json.dumps({"seq": 0, "hash": "0" * 64}))
    assert verify(tmp_path) == "1 entry in 1 file, unbroken."
    log.unlink()
    assert verify(tmp_path) == "No entry has been written yet."
    assert entry(tmp_path)
    assert verify(tmp_path) == "1 entry in 1 file, unbroken."


def test_one_entry_left_of_many_is_a_gap(tmp_path: Path):
    for _ in range(3):
        assert entry(tmp_path)
    log_of(tmp_path).write_bytes(log_of(tmp_path).read_bytes().splitlines(keepends=True)[0])
    (tmp_path / "audit" / "head.json").unlink()
    with pytest.raises(AuditError, match=r"head\.json is missing"):
        verify(tmp_path)


def test_a_copy_of_the_head_kept_elsewhere_shows_a_log_that_was_written_anew(tmp_path: Path):
    folder, copy = loaded(tmp_path / "w"), tmp_path / "kept.json"
    shutil.copy(folder / "audit" / "head.json", copy)
    entry(folder)
    good = command("audit", "verify", "--warehouse", folder, "--head", copy)
    assert (good.exit_code, good.stdout) == (0, "4 entries in 1 file, unbroken.\n")

    ids = [str(one.detail).removeprefix("load_id: ") for one in audit.entries(folder) if one.event == "load"]
    shutil.rmtree(folder / "audit")
    for load_id in reversed(ids):
        assert record(folder, "load", who="somebody", role="", load_id=load_id)
    assert command("audit", "verify", "--warehouse", folder).exit_code == 0, "nothing here can show it"
    forged = command("audit", "verify", "--warehouse", folder, "--head", copy)
    assert forged.exit_code == 1
    assert f"line 3: it is not the line that {copy} tells of" in forged.stderr

    shutil.rmtree(folder / "audit")
    for load_id in ids[:2]:
        record(folder, "load", who="somebody", role="", load_id=load_id)
    cut = command("audit", "verify", "--warehouse", folder, "--head", copy)
    assert (cut.exit_code, "up to 3, are missing at the end" in cut.stderr) == (1, True)


@pytest.mark.parametrize("copy", [b"", b"{}", b'{"seq":true,"hash":"x"}', None])
def test_what_is_no_copy_of_the_head_proves_nothing(tmp_path: Path, copy: bytes | None):
    folder, file = loaded(tmp_path / "w", 1), tmp_path / "kept.json"
    if copy is not None:
        file.write_bytes(copy)
    done = command("audit", "verify", "--warehouse", folder, "--head", file)
    assert done.exit_code == 1
    assert "is not a copy of head.json" in done.stderr


def test_a_build_knows_of_loads_that_the_log_does_not_tell_of(tmp_path: Path):
    folder = loaded(tmp_path / "w")
    first = list(audit.entries(folder))[-1]
    load_id = str(first.detail).removeprefix("load_id: ")
    assert command("undo", load_id, "--warehouse", folder).exit_code == 0
    assert command("audit", "verify", "--warehouse", folder).exit_code == 0

    shutil.rmtree(folder / "audit")
    for _ in range(2):
        done = command("audit", "verify", "--warehouse", folder)
        assert done.exit_code == 1
        assert f"does not tell of 4 events that the build tells of, first: load {load_id}" in done.stderr
        entry(folder)


@pytest.mark.parametrize("there", ["nothing", "a file"])
def test_a_warehouse_that_is_not_there_is_not_unbroken(tmp_path: Path, there: str):
    if there == "a file":
        (tmp_path / "w").write_text("not a folder")
    done = command("audit", "verify", "--warehouse", tmp_path / "w")
    assert done.exit_code != 0
    assert "There is no warehouse" in str(done.exception)


def test_a_log_is_compared_as_far_as_can_be_when_the_build_is_damaged(tmp_path: Path):
    folder = loaded(tmp_path / "w", 1)
    (folder / "current").write_text("nothing")
    done = command("audit", "verify", "--warehouse", folder)
    assert done.stdout == "1 entry in 1 file, unbroken.\n"
    assert "was not compared with the build" in str(done.exception)


USUAL = {
    "seq": 2, "written_at": "2026-08-31T10:00:00.000000Z", "event": "download", "who": "p1", "role": "viewer",
    "facts": {}, "previous": "0" * 64,
}  # fmt: skip


def forged(**changes: object) -> bytes:
    """A second line with a right hash of its own, changed as said; what is None is left out."""
    whole = {name: value for name, value in (USUAL | changes).items() if value is not None}
    return hashed(json.dumps(whole, separators=(",", ":"))[:-1])


def hashed(text: str) -> bytes:
    return (text + f',"hash":"{hashlib.sha256(text.encode()).hexdigest()}"}}\n').encode()


FORGED = {
    "no facts": forged(facts=None),
    "facts that are a list": forged(facts=[1]),
    "no time": forged(written_at=None),
    "a time that is none": forged(written_at="yesterday"),
    "a time that is a number": forged(written_at=5),
    "an unknown event": forged(event="coffee"),
    "a number that is a text": forged(seq="2"),
    "a number that is true": forged(seq=True),
    "an endless number": hashed('{"seq":1e400,"written_at":"2026-08-31","event":"load","who":"","role":"","facts":{}'),
    "a count beyond all": forged(facts={"row_count": 10**30}),
    "a count that is a text": forged(facts={"row_count": "many"}),
    "a question that is a number": forged(facts={"question": 5}),
    "half a character": forged(who="\ud800"),
    "nobody": forged(who=None),
    "no line at all": b"\n",
    "brackets without end": hashed('{"seq":2,"facts":' + "[" * 100_000),
}


def test_an_entry_as_it_should_be_is_taken(tmp_path: Path):
    """So that what the forged ones lack is what they are refused for."""
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "audit-000000001.jsonl").write_bytes(forged(seq=1))
    (tmp_path / "audit" / "head.json").write_text('{"seq":0,"hash":"%s"}' % ("0" * 64))
    assert verify(tmp_path) == "1 entry in 1 file, unbroken."


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_line_is_said_and_stops_nobody(tmp_path: Path, what: str):
    assert entry(tmp_path)
    file = tmp_path / "audit" / "audit-000000002.jsonl"
    file.write_bytes(FORGED[what])

    with pytest.raises(AuditError, match=r"audit-000000002\.jsonl, line 1: the line is not as it was written"):
        verify(tmp_path)
    assert len(list(audit.entries(tmp_path))) == 1
    assert entry(tmp_path), "people go on"
    with pytest.raises(AuditError):
        verify(tmp_path)


@pytest.mark.parametrize("name", ["head.json", "audit-000000001.jsonl"])
def test_a_folder_in_place_of_a_file_is_a_sentence(tmp_path: Path, name: str):
    assert entry(tmp_path)
    (tmp_path / "audit" / name).unlink()
    (tmp_path / "audit" / name).mkdir()

    with pytest.raises(AuditError, match=rf"{name}.* cannot be read"):
        verify(tmp_path)
    list(audit.entries(tmp_path))
    assert not entry(tmp_path), "and nothing goes on unrecorded"


def unwritable(folder: Path) -> None:
    shutil.rmtree(folder / "audit", ignore_errors=True)
    folder.mkdir(exist_ok=True)
    (folder / "audit").write_text("a file where the folder should be")


def test_what_cannot_be_recorded_is_not_done(tmp_path: Path):
    folder = loaded(tmp_path / "w", 2)
    load_id = str(next(audit.entries(folder)).detail).removeprefix("load_id: ")
    build = (folder / "current").read_text()
    unwritable(folder)

    for words, undone in (
        (("load", OFFICERS, "--received-on", "2026-08-09"), "nothing was loaded"),
        (("undo", load_id), "nothing was undone"),
        (("build",), "nothing was published"),
    ):
        done = command(*words, "--warehouse", folder)
        assert isinstance(done.exception, audit.UnrecordedError)
        assert f"cannot be written, so {undone}" in str(done.exception)
        assert (folder / "current").read_text() == build
        assert len(list(folder.glob("*.duckdb"))) == 2
        assert not list(folder.glob(".building-*"))


def test_the_entry_is_there_before_the_build_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A kill between the two leaves an entry without a build, and never a build without an entry."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.loading.publish._publish", killed)
    command("load", OFFICERS, "--warehouse", tmp_path / "w")
    assert not (tmp_path / "w" / "current").exists()
    assert [one.event for one in audit.entries(tmp_path / "w")] == ["load"]


def test_other_rules_are_on_record(tmp_path: Path):
    folder = loaded(tmp_path / "w", 1)
    assert command("build", "--warehouse", folder).exit_code == 0
    newest = next(audit.entries(folder))
    assert (newest.event, newest.who, str(newest.detail)[:7]) == ("build", "command line", "rules: ")
