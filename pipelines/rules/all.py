"""Every rule table, by name: each is declared in the module of its file."""

from typing import Any

from pipelines.declared import by_name, declared
from pipelines.rules import tables
from pipelines.rules.base import RuleTable

_TABLES: list[RuleTable[Any]] = [one for one in declared(tables) if isinstance(one, RuleTable)]
RULE_TABLES = by_name(_TABLES, lambda table: table.name)
