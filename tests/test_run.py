"""The two commands: what is installed again and what is not, and one sentence for each thing in the way."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run
from pipelines.loading.publish import current
from pipelines.querying.warehouse import Warehouse
from pipelines.warehouse.driver import execute
from tests.helpers.running import fetched, free_ports

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


def test_a_python_without_any_pip_is_told_what_to_install_and_goes_on_when_it_is(project: Path) -> None:
    sentence = one_sentence(start(project, "pass", PATH="", PYTHONPATH=hidden(project, "ensurepip", "pip")))
    version = "python{}.{}".format(*sys.version_info)
    assert sentence == (
        f"This Python lacks `ensurepip`: on Debian, type `sudo apt-get install {version}-venv` and start again."
    )
    assert run.is_usable(project / ".venv" / "bin" / "python"), "the next start goes on from here"


def hidden(project: Path, *modules: str) -> str:
    """A place before all others on the path of every Python that is started, where these modules cannot be imported."""
    place = project / "hidden"
    place.mkdir()
    for module in modules:
        (place / f"{module}.py").write_text("raise ImportError", encoding="utf-8")
    return str(place)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({"own pip"}, "own"),
        ({"ensurepip"}, "own"),
        ({"another pip", "uv"}, "lent"),
        ({"uv"}, ""),
        ({"apt"}, "own"),
    ],
)
def test_a_pip_is_found_where_debian_left_it_out(
    there: set[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    python, asked = Path("bin/python"), []

    def works(command: list[str]) -> bool:
        if "ensurepip" in command:
            return bool(there & ({"ensurepip", *asked}))
        return {"--python": "another pip"}.get(command[3], "own pip") in there

    def apt_install(package: str) -> bool:
        asked.append("apt")
        assert package == "python{}.{}-venv".format(*sys.version_info)
        return "apt" in there

    monkeypatch.setattr(run, "works", works)
    monkeypatch.setattr(run, "apt_install", apt_install)
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name in there else None)
    commands = {
        "own": [str(python), "-m", "pip"],
        "lent": [sys.executable, "-m", "pip", "--python", str(python)],
        "": [],
    }
    assert run.pip_for(python) == commands[expected]
    assert asked == (["apt"] if there == {"apt"} else []), "Debian's package is the last way"


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


def test_a_taken_port_that_was_asked_for_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((run.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(run.Refusal, match=f"Port {port} is taken"):
            run.choose_port(port)
    assert run.choose_port(port) == port
    assert capsys.readouterr().out == "", "of the usual port nothing is said to who asked for another"


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


@pytest.mark.parametrize("name", ["CARE_WAREHOUSE", "CARE_RULES", "CARE_AUDIT"])
def test_a_folder_that_is_set_is_the_one_seen_from_where_the_command_was_typed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "near")
    assert run.environment(None)[name] == str(tmp_path / "near")
    monkeypatch.setenv(name, "")
    assert run.environment(None)[name] == ""


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """A council's own folder with one register, and a name that is not UTF-8 where the system allows one."""
    folder = tmp_path / "my council"
    folder.mkdir()
    (folder / "officers.csv").write_text(
        "officer_id,role,display_name,team,body\nO1,Lead,Elm,,Council\n", encoding="utf-8"
    )
    return folder


def loader(folder: Path, exit_code: int) -> Path:
    """A Python that writes down what it was asked to run, and ends with this code."""
    asked = folder / "asked"
    program = folder / "python"
    program.write_text(f'#!/bin/sh\necho "$*" >> "{asked}"\nexit {exit_code}\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def asked_of(folder: Path) -> list[str]:
    asked = folder / "asked"
    return asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []


def test_the_sample_is_loaded_once(tmp_path: Path) -> None:
    settings = {"CARE_WAREHOUSE": str(tmp_path / "warehouse")}
    run.load(loader(tmp_path, 0), None, settings)
    assert asked_of(tmp_path) == [f"-m pipelines load {run.ROOT / 'data' / 'sample'} --new-only"]
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "current").write_text("a build", encoding="utf-8")
    run.load(loader(tmp_path, 0), None, settings)
    assert len(asked_of(tmp_path)) == 1


def test_the_loader_looks_at_own_data_at_every_start(tmp_path: Path, council: Path) -> None:
    for starts in (1, 2):
        run.load(loader(tmp_path, 0), council, run.environment(council))
        assert asked_of(tmp_path) == [f"-m pipelines load {council} --new-only"] * starts


def test_a_file_that_could_not_be_read_is_said_and_the_others_are_shown(
    tmp_path: Path, council: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run.load(loader(tmp_path, 2), council, run.environment(council))
    assert "Not everything could be loaded" in capsys.readouterr().out


def test_a_load_that_failed_stops_the_start(tmp_path: Path, council: Path) -> None:
    with pytest.raises(run.Refusal, match=f"Could not load {council}: the lines above say why"):
        run.load(loader(tmp_path, 1), council, run.environment(council))


def test_after_an_undo_the_next_start_does_not_load_the_same_file_again(
    council: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = run.environment(council)
    run.load(Path(sys.executable), council, settings)
    build = current(council / ".warehouse")
    assert build is not None
    [(load_id,)] = execute(Warehouse.open(build).cursor(), "select load_id from loads")
    undo = [sys.executable, "-m", "pipelines", "undo", str(load_id)]
    subprocess.run(undo, cwd=run.ROOT, env=settings, check=True)
    capfd.readouterr()
    run.load(Path(sys.executable), council, settings)
    assert "officers.csv: left out until it changes" in capfd.readouterr().err
    build = current(council / ".warehouse")
    assert build is not None
    assert execute(Warehouse.open(build).cursor(), "select load_id from loads where undone_at is null") == []


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
@pytest.mark.parametrize("name", [b"nowhere \xe2\x86\x92", b"bad \xe9"])
def test_a_name_that_the_terminal_cannot_show_is_a_sentence_all_the_same(
    project: Path, encoding: str, name: bytes
) -> None:
    outcome = subprocess.run(
        [sys.executable, "run.py", "--data", os.fsdecode(name)],
        cwd=project,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert outcome.returncode == 1
    [sentence] = outcome.stderr.decode(encoding).splitlines()
    assert sentence.endswith("is not a folder: give --data the folder that holds the register files.")


def test_a_folder_that_the_terminal_cannot_show_is_loaded_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "r\N{RIGHTWARDS ARROW}gister"
    folder.mkdir()
    code = (
        f"import run, sys; from pathlib import Path; run.prepare = lambda _: Path({str(loader(tmp_path, 0))!r});"
        f" run.serve = lambda *_: 0; sys.exit(run.main(['--data', sys.argv[1]]))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=run.ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert f"Loading what is new in {tmp_path}/r?gister into" in outcome.stdout


def test_a_stamp_that_is_damaged_is_no_stamp(project: Path) -> None:
    venv = make_installed(project, run.RUNTIME)
    mark = run.stamp(venv, project / run.RUNTIME)
    mark.write_bytes(b"\xff\xfe")
    assert not run.is_installed(venv, project / run.RUNTIME)
    mark.unlink()
    mark.mkdir()
    assert not run.is_installed(venv, project / run.RUNTIME)


def test_what_the_system_refuses_is_one_sentence(project: Path) -> None:
    make_installed(project, run.RUNTIME)
    (project / run.RUNTIME).unlink()
    (project / run.RUNTIME).mkdir()
    sentence = one_sentence(start(project, "pass"))
    assert sentence.endswith(f"{run.RUNTIME}: Is a directory. Correct that and start again.")


def serving(python: Path, port: int, folder: Path) -> subprocess.Popen[str]:
    """`serve` in a process of its own, as `python run.py` ends."""
    code = (
        f"import os, run, sys; from pathlib import Path; sys.exit(run.serve(Path({str(python)!r}), {port}, os.environ))"
    )
    told = {**os.environ, "CARE_WAREHOUSE": str(folder)}
    return subprocess.Popen([sys.executable, "-c", code], cwd=run.ROOT, env=told, stdout=subprocess.PIPE, text=True)


def test_the_dashboard_is_served_until_it_is_stopped(tmp_path: Path) -> None:
    [port] = free_ports(1)
    with serving(Path(sys.executable), port, tmp_path) as served:
        assert served.stdout is not None
        assert served.stdout.readline() == f"Care Contracts is at http://{run.HOST}:{port} (Ctrl-C stops it).\n"
        assert fetched(f"http://{run.HOST}:{port}/_stcore/health")[0] == 200
        served.terminate()
        assert served.wait(20) == 0
    with pytest.raises(OSError, match="refused"):
        fetched(f"http://{run.HOST}:{port}/_stcore/health")


HEALTHY = """#!{python}
import http.server, sys

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

with http.server.HTTPServer(("{host}", {port}), Health) as server:
    server.handle_request()
sys.exit({code})
"""


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (3, 1)])
def test_a_dashboard_that_ends_by_itself_ends_the_command(tmp_path: Path, code: int, expected: int) -> None:
    [port] = free_ports(1)
    program = tmp_path / "python"
    program.write_text(HEALTHY.format(python=sys.executable, host=run.HOST, port=port, code=code), encoding="utf-8")
    program.chmod(0o755)
    with serving(program, port, tmp_path) as served:
        assert served.wait(20) == expected


def test_a_dashboard_that_does_not_start_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    [port] = free_ports(1)
    begun = time.monotonic()
    with pytest.raises(run.Refusal, match="The dashboard did not start: the lines above say why"):
        run.serve(loader(tmp_path, 1), port, dict(os.environ))
    assert time.monotonic() - begun < 30, "it is not waited for once it has ended"


def test_the_dashboard_is_started_for_this_machine_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address in the environment or the settings must not open it to a network: here nobody signs in."""
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    with pytest.raises(run.Refusal):
        run.serve(loader(tmp_path, 1), 8599, dict(os.environ))
    started = "-m streamlit run dashboard/server.py --server.address 127.0.0.1"
    assert asked_of(tmp_path) == [f"{started} --server.port 8599 --server.headless true"]


def make_installed(project: Path, requirements: str) -> Path:
    """An environment as `prepare` leaves it after an installation of these requirements."""
    venv = project / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    run.stamp(venv, project / requirements).write_text(run.fingerprint(project / requirements), encoding="utf-8")
    return venv
