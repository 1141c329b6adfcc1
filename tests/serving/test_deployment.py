"""The files of the deployment guide keep what it promises, and what is backed up answers as before."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from pipelines.commands.reports import dates
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse
from tests.serving.conftest import ROOT, load

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
UNITS = ["care-dashboard@.service", "care-load.service"]
DASHBOARDS = ["dashboard-1", "dashboard-2"]


def instructions(name: str) -> list[str]:
    return [line.removeprefix(name).strip() for line in DOCKERFILE.splitlines() if line.startswith(f"{name} ")]


def services() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"])


def unit(name: str, section: str = "Service") -> configparser.SectionProxy:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(DEPLOY / name, encoding="utf-8")
    return read[section]


def is_pinned(image: str) -> bool:
    return re.fullmatch(r"[\w./-]+:\d+\.\d+\.\d+[\w.-]*", image) is not None


def test_the_image_is_pinned_and_runs_as_nobody_special() -> None:
    images = [image.split(" AS ")[0] for image in instructions("FROM")]
    assert len(images) == 2, "one to install with, one to run"
    assert [image for image in images if not is_pinned(image)] == []
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", instructions("USER")[-1])
    settings = dict(pair.split("=", 1) for line in instructions("ENV") for pair in shlex.split(line))
    assert settings["CARE_REQUIRE_AUTH"] == "1", "without a sign-in nobody gets in from outside"


def test_what_the_image_copies_and_starts_exists() -> None:
    copied = [shlex.split(line) for line in instructions("COPY")]
    places = [place for line in copied if not line[0].startswith("--") for place in line[:-1]]
    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []
    assert (ROOT / yaml.safe_load(instructions("CMD")[-1])[4]).is_file()


def test_nothing_but_that_is_sent_to_be_built() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line[1:] for line in lines if line.startswith("!")}
    copied = [shlex.split(line)[0] for line in instructions("COPY") if not line.startswith("--")]
    assert lines[1] == "*"
    assert sent == set(copied)


def test_the_image_asks_for_its_own_health() -> None:
    [check] = instructions("HEALTHCHECK")
    python = yaml.safe_load(check.split("CMD", 1)[1])[2]
    compile(python, "healthcheck", "exec")
    assert "/healthz" in python


@pytest.mark.parametrize("name", [*DASHBOARDS, "load"])
def test_a_container_may_write_only_what_it_must(name: str) -> None:
    service = services()[name]
    mounts = {mount.split(":")[-2]: mount.split(":")[-1] for mount in service["volumes"]}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["user"] == instructions("USER")[-1]
    assert mounts["/data/warehouse"] == ("rw" if name == "load" else "ro")
    assert mounts["/data/rules"] == "ro"
    assert [place for place, how in mounts.items() if how == "rw"] == (
        ["/data/warehouse", "/data/audit"] if name == "load" else ["/data/audit"]
    )
    assert set(service["environment"]) >= {"CARE_REQUIRE_AUTH", "CARE_QUERY_SECONDS", "CARE_QUERY_MEMORY"}


def test_only_nginx_can_be_reached_and_it_stands_before_both_dashboards() -> None:
    assert [name for name, service in services().items() if "ports" in service] == ["nginx"]
    assert sorted(services()["nginx"]["depends_on"]) == DASHBOARDS
    assert is_pinned(services()["nginx"]["image"])
    assert re.findall(r"(?m)^\s*server (dashboard-\d):8501", NGINX) == DASHBOARDS
    for port in services()["nginx"]["ports"]:
        assert re.findall(rf"(?m)^\s*listen {port.split(':')[1]}( ssl)?;", NGINX), port


def blocks(text: str, head: str) -> list[list[str]]:
    """The lines of each block of nginx.conf that begins with `head`, without comments and the blocks within."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    found = []
    for start, line in enumerate(lines):
        if line == f"{head} {{":
            depth, inside = 1, []
            for following in lines[start + 1 :]:
                depth += following.count("{") - following.count("}")
                if not depth:
                    break
                if depth == 1 and following.strip("}"):
                    inside.append(following)
            found.append(inside)
    return found


def test_only_the_councils_own_network_is_told_of_the_services_health() -> None:
    [health] = blocks(NGINX, "location = /care/healthz")
    own = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"]
    assert health == [*(f"allow {network};" for network in own), "deny all;", "proxy_pass http://dashboards;"]


def test_everything_else_is_below_the_path_or_not_there() -> None:
    assert blocks(NGINX, "location /") == [["return 404;"]]
    places = re.findall(r"(?m)^\s*location (.*) \{$", NGINX)
    assert places == ["/", "= /", "= /care", "= /care/healthz", "/care/"]


def test_what_stands_before_the_dashboards_is_as_it_was_meant_line_by_line() -> None:
    """Encryption, the reader's own address, one dashboard for each browser, and a quiet page that stays connected."""
    plain, encrypted = blocks(NGINX, "server")
    assert plain == ["listen 8080;", "return 301 https://$host$request_uri;"]
    assert [" ".join(line.split()) for line in encrypted] == [
        "listen 8443 ssl;",
        "ssl_certificate /etc/nginx/tls/fullchain.pem;",
        "ssl_certificate_key /etc/nginx/tls/privkey.pem;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "ssl_session_cache shared:tls:5m;",
        "large_client_header_buffers 8 32k;",
        "client_max_body_size 1m;",
    ]
    assert blocks(NGINX, "location /care/") == [
        [
            "add_header Set-Cookie $care_place_cookie;",
            "proxy_pass http://dashboards;",
            "proxy_http_version 1.1;",
            "proxy_set_header Upgrade $http_upgrade;",
            "proxy_set_header Connection $connection_upgrade;",
            "proxy_set_header Host $http_host;",
            "proxy_set_header X-Forwarded-Proto $scheme;",
            "proxy_set_header X-Forwarded-For $remote_addr;",
            "proxy_buffering off;",
            "proxy_connect_timeout 3s;",
            "proxy_read_timeout 1h;",
            "proxy_send_timeout 1m;",
            "proxy_next_upstream error timeout;",
        ]
    ]
    assert blocks(NGINX, "upstream dashboards") == [
        [
            "hash $care_place consistent;",
            "server dashboard-1:8501 max_fails=1 fail_timeout=10s;",
            "server dashboard-2:8501 max_fails=1 fail_timeout=10s;",
        ]
    ]
    assert "server_tokens off;" in blocks(NGINX, "http")[0]


def test_no_log_of_nginx_has_a_query_or_the_name_of_a_file_that_somebody_took() -> None:
    """Who knows that name can fetch the file for a minute."""
    [logged] = re.findall(r"log_format without_query '(.*)';", NGINX)
    assert set(re.findall(r"\$(\w+)", logged)) == {
        "remote_addr", "time_iso8601", "request_method", "place", "status", "body_bytes_sent", "request_time",
        "upstream_addr",
    }  # fmt: skip
    assert re.findall(r"access_log .*", NGINX) == ["access_log /dev/stdout without_query;"]
    assert blocks(NGINX, "map $uri $place") == [["default $uri;", "~^(?<above>.*/media/) ${above}FILE;"]]


PYTHON = "/opt/care/venv/bin/python -m"
OF_EVERY_UNIT = {
    "User": "care",
    "Group": "care",
    "WorkingDirectory": "/opt/care/app",
    "EnvironmentFile": "/etc/care/environment",
    "NoNewPrivileges": "true",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "PrivateTmp": "true",
    "PrivateDevices": "true",
    "ProtectControlGroups": "true",
    "ProtectKernelLogs": "true",
    "ProtectKernelModules": "true",
    "ProtectKernelTunables": "true",
    "RestrictNamespaces": "true",
    "RestrictSUIDSGID": "true",
    "LockPersonality": "true",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": "@system-service",
    "UMask": "0027",
    "ReadOnlyPaths": "/srv/care",
}
OF_ONE = {
    "care-dashboard@.service": {
        "ExecStart": f"{PYTHON} streamlit run dashboard/server.py --server.address 127.0.0.1 --server.port %i",
        "Restart": "always",
        "RestartSec": "2",
        "TimeoutStopSec": "15",
        "MemoryMax": "3G",
        "TasksMax": "512",
        "ProtectClock": "true",
        "ProtectHostname": "true",
        "ProtectProc": "invisible",
        "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
        "RestrictRealtime": "true",
        "ReadWritePaths": "/srv/care/audit",
        "InaccessiblePaths": "-/srv/care/incoming",
    },
    "care-load.service": {
        "Type": "oneshot",
        "ExecStart": f"{PYTHON} pipelines load /srv/care/incoming",
        "SuccessExitStatus": "2",
        "TimeoutStartSec": "2h",
        "MemoryMax": "4G",
        "PrivateNetwork": "true",
        "ReadWritePaths": "/srv/care/warehouse /srv/care/audit",
    },
}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_hardened_and_starts_what_exists(name: str) -> None:
    """Every line of it: one that is lost is missed by nobody until the day it would have held."""
    assert dict(unit(name)) == OF_EVERY_UNIT | OF_ONE[name]
    assert (ROOT / "dashboard" / "server.py").is_file()


def test_the_load_runs_every_night_also_after_one_on_which_the_machine_was_off() -> None:
    assert dict(unit("care-load.timer", "Timer")) == {
        "OnCalendar": "*-*-* 04:30:00",
        "RandomizedDelaySec": "10min",
        "Persistent": "true",
    }


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """With a user and a program that this machine has: whether those exist is not what the files say."""
    for name in (*UNITS, "care-load.timer"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("/opt/care/venv/bin/python", "/bin/true")
        text = re.sub(r"(?m)^(User|Group)=.*\n", "", text)
        (tmp_path / name.replace("@.", "@8501.")).write_text(text, encoding="utf-8")
    made = [str(path) for path in sorted(tmp_path.iterdir())]
    outcome = subprocess.run(["systemd-analyze", "verify", "--man=no", *made], capture_output=True, check=False)
    said = outcome.stderr.decode()
    assert outcome.returncode == 0, said
    assert str(tmp_path) not in said, said


def test_every_setting_in_the_guide_is_one_that_something_reads() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(CARE_[A-Z_]+)`", guide))
    code = "".join(
        path.read_text("utf-8") for place in ("pipelines", "dashboard") for path in (ROOT / place).rglob("*.py")
    )
    of_compose = {"CARE_VERSION", "CARE_DATA"}
    assert sorted(name for name in named - of_compose if name not in code) == []
    for example in ("environment.example", "compose.yaml"):
        said = set(re.findall(r"^\s*(CARE_[A-Z_]+)[=:]", (DEPLOY / example).read_text("utf-8"), re.MULTILINE))
        assert said - of_compose <= named


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the guide lays it out, with a loaded month and an audit log, to be copied."""
    site = tmp_path_factory.mktemp("laid_out") / "care"
    load(site / "warehouse", "2026-08-31")
    shutil.copytree(ROOT / "data" / "rules", site / "rules")
    with (site / "rules" / "tiers.toml").open("a", encoding="utf-8") as own:
        own.write("# The council's own copy, which no other installation has.\n")
    shutil.copytree(ROOT / "data" / "sample", site / "incoming")
    (site / "warehouse" / "audit").rename(site / "audit")
    return site


@pytest.fixture
def site(laid_out: Path, tmp_path: Path) -> Path:
    """That folder, to be lost."""
    return Path(shutil.copytree(laid_out, tmp_path / "care"))


def run(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], capture_output=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its place there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def answers(folder: Path) -> dict[str, pd.DataFrame]:
    warehouse = Warehouse.open(folder / (folder / "current").read_text(encoding="utf-8").strip())
    scope = dates(warehouse, None, None)
    return {name: ask(question, warehouse, **scope) for name, question in QUESTIONS.items()}


def test_what_is_restored_answers_every_question_as_before(site: Path, tmp_path: Path) -> None:
    before, archive = answers(site / "warehouse"), tmp_path / "copy.tar.gz"
    kept = {name: contents(site / name) for name in ("audit", "rules", "incoming")}
    assert all(kept.values()), "there is something of each to lose"
    copied = run(DEPLOY / "backup.sh", site, archive)
    assert copied.returncode == 0, copied.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["care", archive.name, f"{archive.name}.sha256"]
    assert archive.stat().st_mode & 0o777 == 0o600, "whoever may read the copy may read every register"
    shutil.rmtree(site)

    restored = run(DEPLOY / "restore.sh", archive, site)
    assert restored.returncode == 0, restored.stderr
    after = answers(site / "warehouse")
    assert list(after) == list(QUESTIONS)
    for name, rows in before.items():
        pd.testing.assert_frame_equal(after[name], rows)
    assert {name: contents(site / name) for name in kept} == kept
    assert len(list((site / "warehouse").glob("*.duckdb"))) == 1, "one build holds all that was ever known"


def test_a_damaged_copy_and_a_folder_in_use_are_refused(site: Path, tmp_path: Path) -> None:
    archive = tmp_path / "copy.tar.gz"
    assert run(DEPLOY / "backup.sh", site, archive).returncode == 0
    in_use = run(DEPLOY / "restore.sh", archive, site)
    assert in_use.returncode == 1
    assert b"has a warehouse already" in in_use.stderr

    damaged = archive.read_bytes()
    archive.write_bytes(damaged[:1000] + bytes([damaged[1000] ^ 1]) + damaged[1001:])
    assert run(DEPLOY / "restore.sh", archive, tmp_path / "new").returncode != 0
    assert not (tmp_path / "new").exists()
