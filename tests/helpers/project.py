"""What the architecture tests look at: the project's own files, and what each of them imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("pipelines", "dashboard", "benchmarks")
FOLDERS = (*CODE, ".ci", ".streamlit", "data/rules", "data/sample", "deploy", "docs", "tests")


def modules(folder: str) -> list[Path]:
    """Python files below a folder, or the one file. Fails when there is none, for then nothing was seen."""
    place = ROOT / folder
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert found, f"there is no Python below {folder}: the test would look at nothing"
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports; `from dashboard import charts` is `dashboard.charts`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join([*here, *([node.module] if node.module else [])])
            found.update(f"{module}.{alias.name}" for alias in node.names)
    return found


def is_below(imported: str, allowed: str) -> bool:
    return imported == allowed or imported.startswith(f"{allowed}.")


def text_files() -> Iterator[Path]:
    """Every file of the project that is text: those at the top and those below its folders."""
    places = [ROOT.glob("*"), *((ROOT / folder).rglob("*") for folder in FOLDERS)]
    for path in (path for place in places for path in place):
        if path.is_file() and "__pycache__" not in path.parts and b"\0" not in path.read_bytes()[:1024]:
            yield path
