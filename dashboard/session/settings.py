"""Where things are, what one question may take, and the rules as their folder has them now."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.session import roles
from pipelines.rules import RulesError, RuleSet, load_rules
from pipelines.warehouse.driver import WarehouseError

ROOT = Path(__file__).parents[2]
BUILDS_OPEN = 3


def folder() -> Path:
    """Where the builds are: CARE_WAREHOUSE, else data/warehouse."""
    return Path(os.environ.get("CARE_WAREHOUSE") or ROOT / "data" / "warehouse")


def rules_folder() -> Path:
    """Where the rules are: CARE_RULES, else data/rules."""
    return Path(os.environ.get("CARE_RULES") or ROOT / "data" / "rules")


def limits() -> dict[str, Any]:
    """CARE_QUERY_SECONDS, how long one question may take, and CARE_QUERY_MEMORY, what all of them may use together.

    Raises WarehouseError when either makes no sense.
    """
    seconds, memory = os.environ.get("CARE_QUERY_SECONDS") or "20", os.environ.get("CARE_QUERY_MEMORY") or "2GB"
    if not re.fullmatch(r"\d+(\.\d+)?", seconds) or not float(seconds):
        raise WarehouseError("CARE_QUERY_SECONDS is not a number of seconds such as 20: change it and start again.")
    if not re.fullmatch(r"\d+[MG]B", memory):
        raise WarehouseError("CARE_QUERY_MEMORY is not an amount such as 500MB or 2GB: change it and start again.")
    return {"seconds": float(seconds), "memory": memory}


@st.cache_resource(show_spinner=False, max_entries=BUILDS_OPEN)
def _rules(where: str, changed: tuple[tuple[str, int], ...]) -> RuleSet:
    found = load_rules(Path(where))
    return replace(found, access=roles.with_pages(found.access))


def rules() -> RuleSet:
    """The rules as the folder has them now. Raises WarehouseError when they cannot be used."""
    where = rules_folder()
    try:
        with os.scandir(where) as files:
            changed = tuple(sorted((file.name, file.stat().st_mtime_ns) for file in files if "." in file.name))
        return _rules(str(where), changed)
    except (RulesError, OSError) as error:
        raise WarehouseError(f"The rules cannot be used. {error}") from error
