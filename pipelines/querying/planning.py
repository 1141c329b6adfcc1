"""The one planner of steps: which ones a text needs, each once, in an order that works, whichever engine runs them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipelines.access.policy import ALL, Rights
from pipelines.querying.steps import ON_DAYS, TextLimits, as_known, meaning, without_comments
from pipelines.registers.all import SOURCES
from pipelines.sql_files import references_of

_WORD = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True)
class Plan:
    """A text, and the steps it needs: name → SQL, each after those that it reads.

    on_days: tables that have to be there, name → the step whose rows on other days they hold.
    """

    text: str
    steps: Mapping[str, str]
    on_days: Mapping[str, str]

    @cached_property
    def sql(self) -> str:
        """One text with every step in front."""
        if not self.steps:
            return self.text
        front = ",\n".join(f"{name} as (\n{step}\n)" for name, step in self.steps.items())
        if re.match(r"with\b", self.text, re.IGNORECASE):
            return f"with {front},\n{self.text[4:].lstrip()}"
        return f"with {front}\n{self.text}"


def planned(sql: str, rights: Rights = ALL) -> Plan:
    """The plan of a text for a person with these rights. It also uses the parameters of `rights_parameters`.

    Raises ValueError when steps go in a circle.
    """
    return _planned(sql, TextLimits.of(rights))


def with_steps(sql: str, rights: Rights = ALL) -> str:
    """The text with every step it needs in front of it."""
    return planned(sql, rights).sql


@lru_cache(maxsize=1000)
def _planned(sql: str, limits: TextLimits) -> Plan:
    text = limits.applied(without_comments(sql))
    steps: dict[str, str] = {}
    on_days: dict[str, str] = {}

    def need(name: str, path: tuple[str, ...]) -> None:
        if name.endswith(ON_DAYS):
            on_days[name] = name.removesuffix(ON_DAYS)
        step = None if name in steps else meaning(name, limits)
        if step is None:
            return
        if name in path:
            raise ValueError(f"The steps {' → '.join((*path, name))} go in a circle.")
        for reference in references_of(step):
            need(reference, (*path, name))
        steps[name] = step

    for reference in references_of(text):
        need(reference, ())
    words = set(_WORD.findall(" ".join((text, *(step for name, step in steps.items() if name not in SOURCES)))))
    steps |= {name: as_known(name, frozenset(words)) for name in steps if name in SOURCES}
    return Plan(text, steps, on_days)
