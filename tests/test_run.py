"""The two commands: what is installed again and what is not, and one sentence for each thing in the way."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run

RUN = Path(run.__file__)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that holds run.py and requirement files that ask for nothing."""
    shutil.copy(RUN, tmp_path)
    (tmp_path / run.RUNTIME).write_text("# nothing\n", encoding="utf-8")
    (tmp_path / run.DEVELOPMENT).write_text("-r requirements.txt\n", encoding="utf-8")
    return tmp_path


def start(project: Path, before: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python run.py` in that folder, in a process of its own that ran `before` first."""
    code = f"import runpy, sys; {before}; sys.argv = ['run.py']; runpy.run_path('run.py', run_name='__main__')"
    command = [sys.executable, "-I", "-c", code]
    told = {**os.environ, **environment}
    return subprocess.run(command, cwd=project, env=told, capture_output=True, text=True, check=False)


def one_sentence(outcome: subprocess.CompletedProcess[str]) -> str:
    assert outcome.returncode == 1
    [sentence] = outcome.stderr.splitlines()
    return sentence


def test_an_old_python_is_told_which_one_is_needed(project: Path) -> None:
    sentence = one_sentence(start(project, "sys.version_info = (3, 9, 2)"))
    assert sentence == "Care Contracts needs Python 3.11 or newer; this is 3.9: install a newer one."


def test_a_python_without_ensurepip_is_told_what_to_install(project: Path) -> None:
    sentence = one_sentence(start(project, "sys.modules['ensurepip'] = None", PATH=""))
    assert "ensurepip" in sentence
    assert "apt-get install python3-venv" in sentence
    assert not (project / ".venv").exists()


def test_a_place_where_no_environment_can_be_made_is_named(project: Path) -> None:
    (project / ".venv").write_text("a file where the folder should be", encoding="utf-8")
    sentence = one_sentence(start(project, "pass"))
    assert str(project / ".venv") in sentence


def test_a_data_folder_that_is_not_there_is_refused_before_anything_is_made(project: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "run.py", "--data", "nowhere"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "nowhere is not a folder" in one_sentence(outcome)
    assert not (project / ".venv").exists()


def test_a_second_preparation_installs_nothing(project: Path) -> None:
    venv = make_installed(project, run.RUNTIME)
    before = sorted(path.stat().st_mtime_ns for path in venv.rglob("*"))
    assert run.prepare(run.RUNTIME, project).exists()
    assert sorted(path.stat().st_mtime_ns for path in venv.rglob("*")) == before


def test_a_changed_requirement_is_installed_again(project: Path) -> None:
    venv = make_installed(project, run.RUNTIME)
    assert run.is_installed(venv, project / run.RUNTIME)
    (project / run.RUNTIME).write_text("# something else\n", encoding="utf-8")
    assert not run.is_installed(venv, project / run.RUNTIME)


def test_development_requirements_follow_a_change_of_the_runtime_ones(project: Path) -> None:
    venv = make_installed(project, run.DEVELOPMENT)
    assert run.is_installed(venv, project / run.DEVELOPMENT)
    (project / run.RUNTIME).write_text("# something else\n", encoding="utf-8")
    assert not run.is_installed(venv, project / run.DEVELOPMENT)


def test_an_environment_that_runs_is_kept_and_a_broken_one_is_not(tmp_path: Path) -> None:
    assert run.is_usable(Path(sys.executable))
    assert not run.is_usable(tmp_path / "bin" / "python")


def test_a_taken_port_that_was_asked_for_is_refused() -> None:
    with socket.create_server((run.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(run.Refusal, match=f"Port {port} is taken"):
            run.choose_port(port)
    assert run.choose_port(port) == port


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(run.Refusal, match="give --port another"):
        run.choose_port(port)


def test_the_next_free_port_is_used_when_none_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server((run.HOST, 0)) as taken:
        usual = taken.getsockname()[1]
        monkeypatch.setattr(run, "USUAL_PORT", usual)
        assert run.choose_port(None) > usual
    assert f"Port {usual} is taken" in capsys.readouterr().out


def test_own_data_gets_a_warehouse_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARE_WAREHOUSE", "elsewhere")
    assert run.environment(tmp_path)["CARE_WAREHOUSE"] == str(tmp_path / ".warehouse")
    assert run.environment(None)["CARE_WAREHOUSE"] == str(Path("elsewhere").resolve())


def test_own_data_is_loaded_again_when_a_file_changes_and_not_when_the_warehouse_does(tmp_path: Path) -> None:
    (tmp_path / "providers.csv").write_text("provider_id\n", encoding="utf-8")
    before = run.contents(tmp_path)
    (tmp_path / ".warehouse").mkdir()
    (tmp_path / ".warehouse" / "current").write_text("a-build", encoding="utf-8")
    assert run.contents(tmp_path) == before
    (tmp_path / "providers.csv").write_text("provider_id\nP1\n", encoding="utf-8")
    assert run.contents(tmp_path) != before


def make_installed(project: Path, requirements: str) -> Path:
    """An environment as `prepare` leaves it after an installation of these requirements."""
    venv = project / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    run.stamp(venv, project / requirements).write_text(run.fingerprint(project / requirements), encoding="utf-8")
    return venv
