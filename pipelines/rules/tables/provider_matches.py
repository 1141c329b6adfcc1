"""Names that people confirmed."""

from datetime import date

from pydantic import Field

from pipelines.registers.base import Id, Row, Text
from pipelines.rules.base import RuleTable


class ProviderMatch(Row):
    """A supplier as the contracts register writes it, and the provider that somebody confirmed it is."""

    written_as: Text = Field(description="The supplier's name as the contracts register has it.")
    provider_id: Id = Field(description="The provider it is, as in providers.csv.")
    confirmed_by_role: Text = Field(description="The role of the person who confirmed it, never their name.")
    confirmed_on: date = Field(description="When it was confirmed.")


PROVIDER_MATCHES = RuleTable(__name__, "provider_matches", ProviderMatch, "", ("written_as",), may_be_empty=True)
