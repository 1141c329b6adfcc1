"""Who may see what: what a council sets in access.toml, and what one person may see because of it."""

import hashlib
from typing import Literal, get_args

from pydantic import ConfigDict, Field

from pipelines.registers.base import Row

RoleName = Literal["viewer", "contract officer", "QAIT", "commissioner", "administrator"]
ColumnKind = Literal["names of staff", "exempt values", "counts of people"]
PlaceKind = Literal["area", "segment", "body"]
Withholdable = Literal[
    "lead",
    "annual_value",
    "provider_tiers.points",
    "provider_tiers.floor_tier",
    "provider_tiers.floor_rule",
    "provider_tiers.families_present",
    "provider_tiers.families_good",
    "provider_tiers.rules_not_known",
    "provider_tiers.records_refused",
    "provider_tiers.oldest_evidence_days",
    "provider_tiers.newest_evidence_days",
]
"""Columns that the pages can do without: of every answer, or of the one that is named."""

COLUMN_KINDS: tuple[ColumnKind, ...] = get_args(ColumnKind)

Words = tuple[str, ...]


class Rights(Row):
    """What one person may see. An empty tuple of areas, segments, bodies or officers stands for all of them.

    A row is seen when it meets every kind of limit that there is: an area of `areas`, and a segment of `segments`, and
    so on. Officers are those whose portfolio is seen: contracts they lead or deputise in the newest register.
    """

    role: str = Field(description="The role, as access.toml names it.")
    pages: Words = Field(default=(), description="Pages of the dashboard that may be opened.")
    areas: Words = Field(default=(), description="Areas that are seen.")
    segments: Words = Field(default=(), description="Market segments that are seen.")
    bodies: Words = Field(default=(), description="Accountable or delivery bodies that are seen.")
    officer_ids: Words = Field(default=(), description="Officers whose portfolio is seen.")
    sees: frozenset[ColumnKind] = Field(description="Kinds of columns that are seen.")
    withheld: frozenset[Withholdable] = Field(default=frozenset(), description="Columns that are not.")
    hidden_rules: Words = Field(default=(), description="Tier rules whose small counts of people are not seen.")
    least_count: int = Field(default=1, description="The smallest count of people that those rules show.")

    @property
    def limits(self) -> tuple[tuple[str, str], ...]:
        """(kind, value) of every limit on rows and on small counts; none for a person who sees everything."""
        kinds = {"area": self.areas, "segment": self.segments, "body": self.bodies, "officer": self.officer_ids}
        return tuple((kind, value) for kind, values in kinds.items() for value in values)

    @property
    def in_words(self) -> str:
        """Which part of the council is seen, for a line above figures that would else be taken for all of it."""
        kinds = {"area": self.areas, "market segment": self.segments, "body": self.bodies}
        said = [f"{kind} {', '.join(names)}" for kind, names in kinds.items() if names]
        return "; ".join([*said, *(["own contracts"] if self.officer_ids else [])])

    @property
    def sees_all_rows(self) -> bool:
        return not self.limits

    @property
    def key(self) -> str:
        """The same for two people who get the same answers, and for nobody else."""
        seen = (sorted(self.limits), sorted(self.sees), sorted(self.withheld), self.hidden_rules, self.least_count)
        return hashlib.sha256(repr(seen).encode()).hexdigest()


ALL = Rights(role="everything", sees=frozenset(COLUMN_KINDS))
"""What the command line has, which has no pages; and the one local user of the dashboard, with all of them."""


class Strict(Row):
    """An entry of access.toml: a misspelt word or a number in quotes is an error, not a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    authority: str = Field(min_length=10, description="Who decided it.")


class SignIn(Strict):
    """How an identity is read, and how long it counts."""

    claims: Words = Field(min_length=1, description="Claims whose values name roles and places.")
    officer_claim: str = Field(min_length=1, description="The claim that holds the officer's id, as in officers.csv.")
    hours: int = Field(ge=1, le=24, description="Hours after which a person signs in again, whatever the token says.")
    issuers: Words = Field(description="Issuers whose identities count; empty for any the sign-in is set up with.")
    withdrawn: Words = Field(description="People, by their key in the audit log, who may see nothing from now on.")


class Role(Strict):
    """One role: which values of the claims give it, and what it may see."""

    role: RoleName = Field(description="Its name.")
    values: Words = Field(min_length=1, description="Values of the claims that give it.")
    pages: Words = Field(min_length=1, description="Pages it may open, or sections of them. The dashboard knows which.")
    areas: Literal["all", "by sign-in"] = Field(description="All areas, or those that the person's claims name.")
    segments: Literal["all", "by sign-in"] = Field(description="Likewise for market segments.")
    bodies: Literal["all", "by sign-in"] = Field(description="Likewise for accountable and delivery bodies.")
    contracts: Literal["all", "own"] = Field(description="All contracts, or those the person leads or deputises.")
    sees: tuple[ColumnKind, ...] = Field(description="Kinds of columns it sees.")

    @property
    def is_limited(self) -> bool:
        """Whether it sees only some rows."""
        return (self.areas, self.segments, self.bodies, self.contracts) != ("all", "all", "all", "all")


class Place(Row):
    """A value of the claims that stands for an area, a segment or a body."""

    value: str = Field(min_length=1, description="The value of the claim.")
    kind: PlaceKind = Field(description="What it names.")
    name: str = Field(min_length=1, description="The area, segment or body as the registers write it.")


class Columns(Row):
    """Columns of one kind."""

    kind: ColumnKind = Field(description="The kind.")
    columns: tuple[Withholdable, ...] = Field(min_length=1, description="Its columns.")


class People(Strict):
    """Tier rules that count what happened to people."""

    rules: Words = Field(min_length=1, description="Ids of the rules in tiers.toml.")
    from_count: int = Field(ge=1, description="The smallest count that is shown without the kind counts of people.")


class Policy(Row):
    """access.toml as a whole. Roles in file order: of several that a person has, the first counts."""

    sign_in: SignIn
    roles: tuple[Role, ...] = Field(min_length=1)
    places: tuple[Place, ...] = ()
    columns: tuple[Columns, ...] = ()
    people: People
