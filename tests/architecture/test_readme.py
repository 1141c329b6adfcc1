"""The README tells the truth: its paths exist, its commands run, and no command is missing from it."""

import re
import shlex
from importlib.util import find_spec
from typing import Any

import pytest
import typer

from pipelines.__main__ import app
from tests.helpers.project import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/deploy.md")
MADE_WHEN_RUN = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
PATH = re.compile(r"^[\w.-]+(/[\w.-]*)+$|^[\w-]+\.(py|md|toml|txt|csv|sql)$")


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def is_module(dotted: str) -> bool:
    try:
        return find_spec(dotted) is not None
    except ModuleNotFoundError:  # the package it should be in is missing
        return False


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def shell_lines(document: str) -> list[str]:
    """Command lines: fenced ones line by line, and those between backticks in a sentence."""
    fenced = re.findall(r"(?ms)^```[a-z]*\n(.*?)^```", text(document))
    found = [line for block in fenced for line in block.splitlines()]
    return [line.split("  #")[0].strip() for line in found + re.findall(r"`([^`\n]+)`", text(document))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_is_named_exists(document: str) -> None:
    named = {span for span in re.findall(r"`([^`\n]+)`", text(document)) if PATH.match(span)}
    named |= set(re.findall(r"\]\(([^)#:]+)\)", text(document)))
    assert named, f"{document} names no path: the test would look at nothing"
    missing = [path for path in named if not (ROOT / path).exists() and path.rstrip("/") not in MADE_WHEN_RUN]
    assert not missing, "\n".join(sorted(missing))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_is_named_exists_with_its_options(document: str) -> None:
    wrong, known = [], commands()
    for line in shell_lines(document):
        if match := re.match(r"python -m pipelines (\S+)(.*)$", line):
            if match[1] not in known:
                wrong.append(line)
                continue
            options = {option for parameter in known[match[1]].params for option in parameter.opts}
            given = {word.split("=")[0] for word in shlex.split(match[2]) if word.startswith("--")}
            wrong += [f"{line}: {option}" for option in sorted(given - options)]
        elif (match := re.match(r"python -m ([\w.]+)", line)) and not is_module(match[1]):
            wrong.append(line)
    assert not wrong, "\n".join(wrong)


def test_no_command_is_missing_from_the_readme() -> None:
    named = {match[1] for line in shell_lines("README.md") if (match := re.match(r"python -m pipelines (\S+)", line))}
    assert sorted(set(commands()) - named) == []


def test_every_command_says_what_it_does() -> None:
    assert [name for name, command in commands().items() if not command.help] == []


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = text("README.md").split("\n## ")[0]
    assert "python run.py\n" in opening
    assert "python run.py test\n" in opening
