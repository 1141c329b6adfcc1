"""`fetch-cqc` as a person or a scheduler runs it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.cqc.answers import location, serving

ROOT = Path(__file__).parents[2]


def start(*words: object, **environment: str) -> subprocess.Popen[str]:
    without = {name: value for name, value in os.environ.items() if not name.startswith("CQC_")}
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", "fetch-cqc", *map(str, words)],
        cwd=ROOT,
        env={**without, **environment},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    with start(*words, **environment) as running:
        out, err = running.communicate(timeout=60)
    return subprocess.CompletedProcess(words, running.returncode, out, err)


def test_without_a_key_it_says_what_to_do(tmp_path: Path):
    done = run("--local-authority", "Brackenshire", "--out", tmp_path / "cqc")
    assert done.returncode == 2
    assert done.stderr.startswith("CQC's API needs a subscription key, and CQC_SUBSCRIPTION_KEY is not set.")
    assert done.stdout == ""
    assert not (tmp_path / "cqc").exists()


def test_it_writes_one_file_and_says_so(tmp_path: Path):
    with serving() as service:
        service.locations = {"1-1": location("1-1"), "1-2": location("1-2")}
        service.troubles["/locations/1-1"] = ["429 0"]
        words = ("--local-authority", "Brackenshire", "--out", tmp_path / "cqc", "--since", "2026-01-01")
        done = run(*words, CQC_SUBSCRIPTION_KEY=service.key, CQC_API_BASE=service.base)
        path = tmp_path / "cqc" / "cqc_brackenshire.json"
        assert done.stdout == f"2 locations are in {path}, 2 of them fetched now.\n"
        assert done.stderr == "", "what was tried again is no business of a log"
        assert done.returncode == 0
        assert [answer["locationId"] for answer in json.loads(path.read_text(encoding="utf-8"))] == ["1-1", "1-2"]
        refused = run(*words, CQC_SUBSCRIPTION_KEY="another-key", CQC_API_BASE=service.base)
    assert refused.returncode == 2
    assert "does not take the subscription key" in refused.stderr
    assert "another-key" not in refused.stdout + refused.stderr


def test_a_fetch_that_was_killed_goes_on(tmp_path: Path):
    ids = [f"1-{number}" for number in range(8)]
    words = ("--local-authority", "Brackenshire", "--out", tmp_path)
    with serving() as service:
        service.locations = {one: location(one) for one in ids}
        environment = {"CQC_SUBSCRIPTION_KEY": service.key, "CQC_API_BASE": service.base}
        with start(*words, **environment) as killed:
            while len(service.answered()) < 3 and killed.poll() is None:
                time.sleep(0.01)
            killed.kill()
        assert killed.wait() != 0
        assert not (tmp_path / "cqc_brackenshire.json").exists()
        done = run(*words, **environment)
    assert done.stdout.startswith(f"{len(ids)} locations are in ")
    assert sorted(set(service.answered())) == ids
    assert len(service.answered()) <= len(ids) + 1, "only the one that was under way is asked for twice"


def test_a_date_that_is_none_is_said(tmp_path: Path):
    done = run("--local-authority", "Brackenshire", "--out", tmp_path, "--since", "lately", CQC_SUBSCRIPTION_KEY="k")
    assert done.returncode == 2
    assert "--since is not a date" in done.stderr
