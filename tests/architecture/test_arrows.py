"""Who may use whom: the one-way arrows of the README, read from the imports themselves."""

import ast
import sys

import pytest

from tests.helpers.project import CODE, ROOT, imports, is_below, modules, name, tree

MAY_IMPORT_ONLY = {
    "dashboard/views": {"streamlit", "dashboard", "pipelines.querying.questions"},
    "pipelines/registers": {
        "pydantic",
        "annotated_types",
        "rapidfuzz",
        "pipelines.registers",
        "pipelines.declared",
        *sys.stdlib_module_names,
    },
    "pipelines/answers": {
        "pydantic",
        "pipelines.answers",
        "pipelines.registers",
        "pipelines.sql_files",
        "pipelines.values",
        *sys.stdlib_module_names,
    },
    "run.py": set(sys.stdlib_module_names),
}
MAY_NOT_IMPORT = {
    "pipelines": {"streamlit", "plotly", "dashboard"},
    "dashboard": {"pipelines.reading", "pipelines.checking", "pipelines.loading.history", "pipelines.sample"},
}
FLOORS = {
    "pipelines": (
        {"values", "counting", "declared", "sql_files"},
        {"registers"},
        {"answers", "rule_files"},
        {"access", "audit_lines"},
        {"rules", "audit"},
        {"warehouse"},
        {"reading", "querying", "safe_csv"},
        {"checking"},
        {"loading"},
        {"commands", "sample"},
        {"cqc_api"},
        {"__main__"},
    ),
    "dashboard": (
        {"menu"},
        {"shapes"},
        {"words"},
        {"charts", "session"},
        {"topics", "sign_in"},
        {"declared"},
        {"printing"},
        {"filters"},
        {"downloads"},
        {"components"},
        {"serving", "views"},
        {"app", "server"},
    ),
}
"""The places of each part, the lowest floor first. A place uses those below it, and none beside or above it."""
# The generator of the sample writes millions of rows; a council's data never passes through it.
DRIVER_HOMES = ("pipelines/warehouse/driver.py", "pipelines/engines/", "pipelines/sample/")


@pytest.mark.parametrize("place", MAY_IMPORT_ONLY)
def test_a_place_imports_only_what_it_may(place: str) -> None:
    allowed = MAY_IMPORT_ONLY[place]
    wrong = [
        f"{name(module)} imports {imported}"
        for module in modules(place)
        for imported in sorted(imports(module))
        if not any(is_below(imported, one) for one in allowed)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("place", MAY_NOT_IMPORT)
def test_no_arrow_points_back(place: str) -> None:
    wrong = [
        f"{name(module)} imports {imported}"
        for module in modules(place)
        for imported in sorted(imports(module))
        if any(is_below(imported, one) for one in MAY_NOT_IMPORT[place])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", FLOORS)
def test_every_arrow_points_down(part: str) -> None:
    """So there is no circle among places either."""
    floors = {place: number for number, places in enumerate(FLOORS[part]) for place in places}
    wrong = []
    for module in modules(part):
        place = module.relative_to(ROOT / part).with_suffix("").parts[0]
        if place != "__init__":
            used = {one.split(".")[1] for one in imports(module) if one.startswith(f"{part}.")} - {place}
            wrong += [f"{name(module)} uses {other}" for other in sorted(used) if floors[other] >= floors[place]]
    assert not wrong, "\n".join(wrong)


def test_the_database_driver_has_one_home() -> None:
    users = [
        name(module)
        for place in CODE
        for module in modules(place)
        if any(is_below(imported, "duckdb") for imported in imports(module))
    ]
    assert [user for user in users if not user.startswith(DRIVER_HOMES)] == []
    assert "pipelines/warehouse/driver.py" in users


def test_only_the_session_keeps_state_between_runs() -> None:
    users = {
        name(module)
        for module in modules("dashboard")
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in {"session_state", "cache_data", "cache_resource"}
    }
    assert users == {"dashboard/session/session.py", "dashboard/session/settings.py"}


def asks_for_today(node: ast.AST) -> bool:
    """`date.today()`, `datetime.today()` and `datetime.now(…).date()`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    asked, of = node.func.attr, node.func.value
    if asked == "today":
        return isinstance(of, ast.Name) and of.id in {"date", "datetime"}
    return asked == "date" and isinstance(of, ast.Call) and ast.unparse(of.func).endswith("now")


@pytest.mark.parametrize(("place", "home"), [("dashboard", "dashboard/session/session.py"), ("pipelines", "")])
def test_todays_date_comes_in_at_one_place(place: str, home: str) -> None:
    """A number that depends on the day it was asked for cannot be asked for again."""
    users = [name(module) for module in modules(place) for node in ast.walk(tree(module)) if asks_for_today(node)]
    assert len(users) <= 1
    assert all(user.startswith(home) for user in users)


def test_a_page_holds_no_function_no_class_and_no_arithmetic() -> None:
    arithmetic = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, *arithmetic)
    wrong = [
        f"{name(page)}: {type(node).__name__}"
        for page in modules("dashboard/views")
        for node in ast.walk(tree(page))
        if isinstance(node, kinds)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("date.today()", True),
        ("datetime.now(UTC).date()", True),
        ("loading.today()", False),
        ("datetime.now(UTC)", False),
    ],
)
def test_every_way_to_ask_for_today_is_found(code: str, found: bool) -> None:
    assert any(asks_for_today(node) for node in ast.walk(ast.parse(code))) == found
