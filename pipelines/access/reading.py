"""From a council's access.toml and the claims of an identity to what one person may see."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from pipelines.access.policy import COLUMN_KINDS, Policy, Rights, Withholdable, Words
from pipelines.rule_files import REMEDY, RuleFile, RulesError

FILE = "access.toml"
SECTIONS = {"role": "roles", "place": "places", "columns": "columns", "sign_in": "sign_in", "people": "people"}


class NoRightsError(Exception):
    """An identity gives no rights; the message says why in a sentence, and nothing of what others may see."""


def read_policy(path: Path, rule_ids: Iterable[str]) -> Policy:
    """The policy in a file. Raises RulesError when it is missing or says something that cannot be.

    rule_ids: the tier rules that `people` may name.
    """
    sections = RuleFile.read(path).toml
    if odd := sorted(set(sections) - set(SECTIONS)):
        raise RulesError(f"{FILE}: {odd[0]} is not known here; expected {', '.join(sorted(SECTIONS))}. {REMEDY}")
    try:
        # Strict, so that "10" is no number and 1 is no text.
        entries = {SECTIONS[name]: _tuples(entry) for name, entry in sections.items()}
        policy = Policy.model_validate(entries, strict=True)
    except ValidationError as error:
        raise RulesError(f"{FILE}, {_where(error)}. {REMEDY}") from error
    for fault in _faults(policy, set(rule_ids)):
        raise RulesError(f"{FILE}, {fault}. {REMEDY}")
    return policy


def _tuples(entry: Any) -> Any:
    if isinstance(entry, list):
        return tuple(map(_tuples, entry))
    return {name: _tuples(value) for name, value in entry.items()} if isinstance(entry, dict) else entry


def _where(error: ValidationError) -> str:
    first = error.errors()[0]
    section, *rest = [step + 1 if isinstance(step, int) else str(step) for step in first["loc"]]
    named = {plural: name for name, plural in SECTIONS.items()}.get(str(section), section)
    if rest and isinstance(rest[0], int):
        named = f"{named} {rest.pop(0)}"
    return f"{', '.join(filter(None, [str(named), '.'.join(map(str, rest))]))}: {first['msg']}"


def _faults(policy: Policy, rule_ids: set[str]) -> Iterator[str]:
    yield from _twice("role", (role.role for role in policy.roles))
    yield from _twice("a role's value", (value for role in policy.roles for value in role.values))
    yield from _twice("place", (place.value for place in policy.places))
    yield from _twice("columns", (columns.kind for columns in policy.columns))
    for kind in sorted(set(COLUMN_KINDS) - {columns.kind for columns in policy.columns}):
        yield f"columns: {kind} has none, so nothing of the kind would be withheld"
    listed = {name for columns in policy.columns for name in columns.columns}
    for name in get_args(Withholdable):
        if name not in listed:
            yield f"columns: {name} is of no kind, so it would be withheld from nobody"
    for rule in sorted(set(policy.people.rules) - rule_ids):
        yield f"people, rules: {rule} is not a rule of tiers.toml"


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{what} {name} is there twice"
        seen.add(name)


def rights_of(policy: Policy, claims: Mapping[str, Any]) -> Rights:
    """What a person with these claims may see. Raises NoRightsError when that is nothing.

    The first role of the file that a value of the claims gives; roles are never added up. A limit "by sign-in" for
    which the claims name nothing known is no rights at all, never all of them.
    """
    values = {value for name in policy.sign_in.claims for value in _texts(claims.get(name))}
    role = next((role for role in policy.roles if values & set(role.values)), None)
    if role is None:
        raise NoRightsError("Your sign-in gives you no role in this service. Ask whoever runs it for one.")
    officers = _texts(claims.get(policy.sign_in.officer_claim)) if role.contracts == "own" else ()
    limits = {kind: _places(policy, kind, values) for kind in ("area", "segment", "body")}
    asked = {"area": role.areas, "segment": role.segments, "body": role.bodies}
    for kind, names in limits.items():
        if asked[kind] != "all" and not names:
            raise NoRightsError(f"Your role shows part of the council, and your sign-in names no {kind} known here.")
    if role.contracts == "own" and not officers:
        raise NoRightsError("Your role shows your own contracts, and your sign-in does not say which officer you are.")
    withheld = frozenset(name for entry in policy.columns if entry.kind not in role.sees for name in entry.columns)
    sees_people = "counts of people" in role.sees
    return Rights(
        role=role.role,
        pages=role.pages,
        areas=limits["area"] if role.areas != "all" else (),
        segments=limits["segment"] if role.segments != "all" else (),
        bodies=limits["body"] if role.bodies != "all" else (),
        officer_ids=officers,
        sees=frozenset(role.sees),
        withheld=withheld,
        hidden_rules=() if sees_people else policy.people.rules,
        least_count=1 if sees_people else policy.people.from_count,
    )


def _texts(claim: Any) -> Words:
    """The values of a claim, which may be one text or a list of them; anything else names nothing."""
    found = [claim] if isinstance(claim, str) else claim if isinstance(claim, (list, tuple)) else []
    return tuple(sorted({value for value in found if isinstance(value, str) and value}))


def _places(policy: Policy, kind: str, values: set[str]) -> Words:
    return tuple(sorted({place.name for place in policy.places if place.kind == kind and place.value in values}))
