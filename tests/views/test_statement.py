"""The accessibility statement: whom it names, what it says of the tests, and what a wrong file of contacts gives."""

import re
from pathlib import Path

import pytest

from dashboard import menu
from dashboard.topics import accessibility
from tests.helpers.pages import Open, said

AXE = Path(__file__).parents[1] / "browser" / "axe.min.js"


def test_it_names_the_council_its_contact_and_the_law(open_page: Open) -> None:
    at = open_page(menu.ACCESSIBILITY)
    assert [heading.value for heading in at.title] == ["Accessibility statement"]
    for name in (
        "Example Council",
        "accessibility@example.org",
        "01632 960001",
        "(No. 2) Accessibility Regulations 2018",
    ):
        assert name in said(at)
    for heading in ("Enforcement", "What is not accessible", "How these pages were tested"):
        assert heading in [each.value for each in at.header]


def test_it_is_there_before_anything_is_loaded(open_page: Open, tmp_path: Path) -> None:
    at = open_page(menu.ACCESSIBILITY, folder=tmp_path)
    assert [heading.value for heading in at.title] == ["Accessibility statement"]


def test_what_it_says_of_the_tests_is_what_they_do() -> None:
    text = accessibility.TEXT.read_text(encoding="utf-8")
    version = re.search(r"axe v([\d.]+)", AXE.read_text(encoding="utf-8"))
    assert version
    assert f"axe-core {version[1]}," in text
    assert len(re.findall(r"WCAG \d\.\d\.\d+", text)) >= 4, "each gap has its number"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("email = ", "e_mail = "), "email and e_mail"),
        (("= 10 ", '= "ten" '), "reply_working_days"),
        (("2026-11-22     # the day", '"soon"     # the day'), "prepared_on"),
        (("council = ", "council "), "not TOML"),
    ],
)
def test_a_wrong_contact_is_named_with_its_file(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], named: str
) -> None:
    file = tmp_path / "organisation.toml"
    text = accessibility.FILE.read_text(encoding="utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change), encoding="utf-8")
    monkeypatch.setattr(accessibility, "FILE", file)
    at = open_page(menu.ACCESSIBILITY)
    assert "data/organisation.toml" in said(at)
    assert named in said(at)
