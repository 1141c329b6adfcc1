"""The audit log: nothing changed or removed goes unseen, whoever writes at once, and whenever the power fails."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import audit, audit_lines
from pipelines.__main__ import app
from pipelines.audit import AuditError, record, verify

posix = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
ROOT = Path(__file__).parents[2]


def entry(folder: Path, number: int = 1) -> None:
    assert record(
        folder, "download", who="p1", role="viewer", question="overdue_reviews", filters="Area: East", row_count=number
    )


def written(folder: Path, entries: int) -> list[Path]:
    for number in range(entries):
        entry(folder, number)
    return sorted((folder / "audit").glob("audit-*.jsonl"))


@pytest.fixture
def rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A log of nine entries in three files."""
    monkeypatch.setattr(audit, "FILE_BYTES", 900)
    files = written(tmp_path, 9)
    assert len(files) == 3
    return files


def test_a_log_says_how_many_entries_it_has(tmp_path: Path, rotated: list[Path]) -> None:
    assert verify(tmp_path) == "9 entries in 3 files, unbroken."
    assert [one.seq for one in audit.entries(tmp_path)] == list(range(9, 0, -1))


def test_no_log_is_an_empty_log_and_not_an_unbroken_one(tmp_path: Path) -> None:
    assert verify(tmp_path) == "No entry has been written yet."
    assert not (tmp_path / "audit").exists()


def test_an_entry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    assert record(tmp_path, "load", who="command line", role="", load_id="2026-08-31-x", row_count=0, sha256=None)

    [found] = audit.entries(tmp_path)

    assert (found.event, found.who, found.role, found.row_count) == ("load", "command line", "", 0)
    assert found.detail == "load_id: 2026-08-31-x"
    assert found.sha256 is None, "what is not known is not there; 0 is a count like others"


def test_a_changed_byte_shows_wherever_it_is(tmp_path: Path, rotated: list[Path]) -> None:
    """One byte of every line of every file in turn, the line end too."""
    changes = 0
    for file in rotated:
        whole = file.read_bytes()
        lines = whole.split(b"\n")[:-1]
        for number, line in enumerate(lines):
            start = sum(len(before) + 1 for before in lines[:number])
            for at in (start, start + len(line) // 2, start + len(line) - 3, start + len(line)):
                file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
                with pytest.raises(AuditError):
                    verify(tmp_path)
                changes += 1
        file.write_bytes(whole)
    assert changes == 36
    assert verify(tmp_path).endswith("unbroken.")


def test_the_break_is_named_by_file_and_line(tmp_path: Path, rotated: list[Path]) -> None:
    file = rotated[1]
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], lines[1].replace(b"viewer", b"auditor"), *lines[2:]]))

    with pytest.raises(AuditError, match=f"{file.name}, line 2: the line is not as it was written"):
        verify(tmp_path)


@pytest.mark.parametrize("gone", ["first line", "middle line", "last line", "first file", "last file", "head", "all"])
def test_what_was_removed_shows(tmp_path: Path, rotated: list[Path], gone: str) -> None:
    lines = rotated[-1].read_bytes().splitlines(keepends=True)
    match gone:
        case "first line":
            rotated[0].write_bytes(b"".join(rotated[0].read_bytes().splitlines(keepends=True)[1:]))
        case "middle line":
            rotated[-1].write_bytes(b"".join([lines[0], *lines[2:]]))
        case "last line":
            rotated[-1].write_bytes(b"".join(lines[:-1]))
        case "first file":
            rotated[0].unlink()
        case "last file":
            rotated[-1].unlink()
        case "head":
            (tmp_path / "audit" / audit.HEAD).unlink()
        case "all":
            for file in rotated:
                file.unlink()

    with pytest.raises(AuditError):
        verify(tmp_path)


@pytest.mark.parametrize("gone", ["last line", "changed line", "line end"])
def test_writing_on_does_not_heal_a_break(tmp_path: Path, gone: str) -> None:
    [file] = written(tmp_path, 3)
    lines = file.read_bytes().splitlines(keepends=True)
    match gone:
        case "last line":
            file.write_bytes(b"".join(lines[:-1]))
        case "changed line":
            file.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b"viewer", b"auditor")]))
        case "line end":
            file.write_bytes(b"".join(lines)[:-1])

    entry(tmp_path)

    with pytest.raises(AuditError):
        verify(tmp_path)


def test_a_line_of_somebody_elses_making_does_not_fit(tmp_path: Path) -> None:
    """Well formed, with a right hash of its own, in the place of the last one."""
    [file] = written(tmp_path, 3)
    lines = file.read_bytes().splitlines(keepends=True)
    before = audit_lines.read_line(lines[1][:-1])
    assert before is not None
    _, forged = audit_lines.line_of(before.at, "download", "p2", "viewer", {})
    file.write_bytes(b"".join([*lines[:2], forged]))

    with pytest.raises(AuditError, match="line 3"):
        verify(tmp_path)
    entry(tmp_path)
    with pytest.raises(AuditError, match="line 4"):
        verify(tmp_path)


def test_a_line_that_was_cut_off_is_said_and_set_aside(tmp_path: Path) -> None:
    [file] = written(tmp_path, 2)
    with file.open("ab") as out:
        out.write(b'{"seq":3,"written_at":"2026-')

    assert verify(tmp_path) == (
        "2 entries in 1 file, unbroken. One that was not written to its end is set aside with the next entry."
    )
    entry(tmp_path)

    assert verify(tmp_path) == "4 entries in 1 file, unbroken."
    assert [one.event for one in audit.entries(tmp_path)] == ["download", "repair", "download", "download"]
    assert (tmp_path / "audit" / audit.TORN).read_bytes() == b'{"seq":3,"written_at":"2026-\n'


def test_stopped_between_the_line_and_the_head(tmp_path: Path) -> None:
    """The line counts: it was there before the head would have said so."""
    written(tmp_path, 2)
    before = (tmp_path / "audit" / audit.HEAD).read_bytes()
    entry(tmp_path)
    (tmp_path / "audit" / audit.HEAD).write_bytes(before)

    assert verify(tmp_path) == "3 entries in 1 file, unbroken."
    entry(tmp_path)
    assert verify(tmp_path) == "4 entries in 1 file, unbroken."


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pipelines.audit import record\n"
        "for _ in range(25): assert record(Path(sys.argv[1]), 'download', who='p', role='viewer')"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT) for _ in range(3)]

    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert verify(tmp_path) == "75 entries in 1 file, unbroken."


@posix
def test_a_kill_at_any_moment_leaves_a_log_that_holds(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pipelines.audit import record\n"
        "print('writing', flush=True)\n"
        "while True: record(Path(sys.argv[1]), 'refusal', who='p', role='viewer', detail='x' * 5000)"
    )
    for delay in (0.0, 0.01, 0.02, 0.03, 0.05, 0.08):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)
        assert re.search("unbroken|No entry", verify(tmp_path))
        entry(tmp_path)

    assert "unbroken" in verify(tmp_path)
    assert sum(1 for one in audit.entries(tmp_path) if one.event == "download") == 6


def test_a_log_that_cannot_be_written_raises_nothing_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "audit").write_text("a file where the folder should be")

    assert not record(tmp_path, "sign-in", who="p1", role="viewer")
    assert "cannot be written" in caplog.text


def test_the_log_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a dashboard may read its builds and write nothing beside them."""
    monkeypatch.setenv("CARE_AUDIT", str(tmp_path / "elsewhere"))
    entry(tmp_path / "warehouse")

    assert not (tmp_path / "warehouse").exists()
    assert verify(tmp_path / "warehouse") == "1 entry in 1 file, unbroken."


def test_loading_and_undoing_are_on_record_and_the_command_checks_them(tmp_path: Path) -> None:
    files, warehouse = tmp_path / "2026-08-31", tmp_path / "warehouse"
    files.mkdir()
    shutil.copy(ROOT / "data" / "sample" / "2026-08-31" / "officers.csv", files)
    run = CliRunner().invoke

    assert run(app, ["load", str(files), "--warehouse", str(warehouse)]).exit_code == 0
    [loaded] = audit.entries(warehouse)
    load_id = str(loaded.detail).removeprefix("load_id: ")
    assert run(app, ["undo", load_id, "--warehouse", str(warehouse)]).exit_code == 0

    assert [(one.event, one.detail) for one in audit.entries(warehouse)] == [
        ("undo", f"load_id: {load_id}"),
        ("load", f"load_id: {load_id}"),
    ]
    good = run(app, ["audit", "verify", "--warehouse", str(warehouse)])
    assert (good.exit_code, good.stdout) == (0, "2 entries in 1 file, unbroken.\n")
    [file] = (warehouse / "audit").glob("audit-*.jsonl")
    file.write_bytes(file.read_bytes().replace(b'"undo"', b'"load"'))
    bad = run(app, ["audit", "verify", "--warehouse", str(warehouse)])
    assert bad.exit_code == 1
    assert f"{file.name}, line 2" in bad.stderr


def test_the_head_is_plain_enough_to_keep_a_copy_of(tmp_path: Path) -> None:
    written(tmp_path, 2)

    head = json.loads((tmp_path / "audit" / audit.HEAD).read_text(encoding="utf-8"))

    assert head["seq"] == 2
    assert len(head["hash"]) == 64
