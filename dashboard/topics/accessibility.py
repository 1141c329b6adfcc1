"""The accessibility statement: the product's own text, with who answers for this copy of it."""

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard import words
from dashboard.session.settings import ROOT
from pipelines.warehouse.driver import WarehouseError

TEXT = Path(__file__).parents[1] / "assets" / "accessibility.md"
FILE = ROOT / "data" / "organisation.toml"


class Organisation(BaseModel):
    """Who runs this copy: data/organisation.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    council: str = Field(min_length=1)
    email: str = Field(pattern=r"^[\w.+-]+@[\w.-]+$")
    phone: str = Field(min_length=1)
    reply_working_days: int = Field(gt=0)
    prepared_on: date
    reviewed_on: date


def organisation() -> Organisation:
    """Raises WarehouseError, naming file, entry and remedy, when the file is missing or wrong."""
    try:
        return Organisation.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    except ValidationError as error:
        wrong = words.listed([str(fault["loc"][0]) for fault in error.errors()])
        raise WarehouseError(f"data/{FILE.name}: {wrong}: missing, misspelt or of another kind. Correct it.") from error
    except (OSError, ValueError) as error:
        raise WarehouseError(f"data/{FILE.name} is missing or is not TOML. Put it back, or right.") from error


def sections() -> list[tuple[str, str]]:
    """(heading, Markdown), in order. The first has no heading of its own."""
    known = organisation()
    told = {name: words.day(value) if isinstance(value, date) else words.plain(str(value)) for name, value in known}
    opening, *others = TEXT.read_text(encoding="utf-8").format_map(told | {"email": known.email}).split("\n## ")
    return [("", opening), *((title, body) for title, _, body in (part.partition("\n") for part in others))]
