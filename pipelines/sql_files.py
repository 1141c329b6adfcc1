"""The folder `sql`: where the files are, and which folders are lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_COMMENT = re.compile(r"--[^\n]*")
_REFERENCE = re.compile(r"\b(?:from|join)\s+([a-z_][a-z0-9_]*)", re.IGNORECASE)
_DEFINED = re.compile(r"(?:\bwith|,)\s*([a-z_][a-z0-9_]*)\s+as\s*(?:materialized\s*)?\(", re.IGNORECASE)
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")

SQL = Path(__file__).parent / "sql"


@cache
def files_of(folder: str) -> dict[str, Path]:
    """Name → file, of a folder that is sorted into topics. Raises ValueError when two files have one name."""
    found: dict[str, Path] = {}
    for file in sorted((SQL / folder).rglob("*.sql")):
        if file.stem in found:
            raise ValueError(
                f"Two files of sql/{folder} are called {file.name}. Rename one: the name is what is asked for."
            )
        found[file.stem] = file
    return found


@dataclass(frozen=True)
class FolderStep:
    """A folder whose files all return the same columns: together they are one step.

    name: the column that says which file a row is from: the file's own name, or that of the folder it is in.
    """

    folder: str
    name: str
    columns: tuple[str, ...]

    def files(self) -> dict[str, tuple[str, Path]]:
        """Step → the name its rows go by, and its file. Deeper files go by their folder's name."""
        root = SQL / self.folder
        found = {}
        for file in sorted(root.rglob("*.sql")):
            inner = file.relative_to(root)
            step = re.sub(r"[^a-z0-9]+", "_", f"{self.folder}_{inner.with_suffix('').as_posix()}")
            found[step] = (file.stem if len(inner.parts) == 1 else inner.parts[0], file)
        return found

    @property
    def sql(self) -> str:
        names = ", ".join(self.columns)
        return "\nunion all\n".join(
            f"select '{name}' as {self.name}, {names} from {step}" for step, (name, _) in self.files().items()
        )


_PLACE = ("market_segment", "locality")
_SOURCE = ("source_file", "source_row")
FOLDER_STEPS = {
    "indicator_rows": FolderStep(
        "measures",
        "indicator_id",
        ("month", *_PLACE, "contract_ref", "provider_id", "record_ref", "happened_on", "detail", *_SOURCE),
    ),
    "tier_signals": FolderStep(
        "signals",
        "rule_id",
        ("location_id", "provider_id", "value", "record_ref", "happened_on", "detail", *_SOURCE),
    ),
    "left_out_rows": FolderStep("left_out", "question", ("record_ref", *_PLACE, "reason", *_SOURCE)),
}
"""Step → the folder it is made of."""


def parameters_of(sql: str) -> set[str]:
    """The `$named` parameters that a text of SQL uses."""
    return set(_PARAMETER.findall(_COMMENT.sub("", sql)))


def used_by(sql: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the parameters that a text of SQL uses: an engine refuses one that it does not."""
    return {name: params[name] for name in parameters_of(sql)}


def references_of(sql: str) -> list[str]:
    """Names a text reads from and does not define itself, in order of appearance."""
    text = _COMMENT.sub("", sql)
    defined = set(_DEFINED.findall(text))
    return [name for name in dict.fromkeys(_REFERENCE.findall(text)) if name not in defined]
