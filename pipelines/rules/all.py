"""Every rule table, by name: each is declared in the module of its file."""

from typing import Any

from pipelines.declared import declared
from pipelines.rules import tables
from pipelines.rules.base import RuleTable

RULE_TABLES: dict[str, RuleTable[Any]] = {one.name: one for one in declared(tables) if isinstance(one, RuleTable)}
