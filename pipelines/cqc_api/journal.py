"""The answers saved so far, one line each, so that a fetch that was stopped goes on, also after a power cut."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from pipelines.reading.decoding import RefusedError

GOES_ON_FOR = timedelta(days=1)
"""What an older open fetch asked for may have changed since."""


def stamp(moment: datetime) -> str:
    """A time as CQC's API takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Journal:
    """A file of JSON lines: `{"began": …}` at the start of a fetch, an answer as it comes, and `{"done": …}`.

    A last line that was cut short is not counted, and the next one does not run into it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answers: dict[str, dict[str, Any]] = {}
        """location id → its newest answer."""
        self.fetched: set[str] = set()
        """The ids answered in the fetch that is open."""
        self.began: str | None = None
        """When the open fetch began, if there is one."""
        self.known: str | None = None
        """All changes before this time are in the answers: when the last whole fetch began, or the first of all."""
        if path.exists():
            lines = path.read_bytes().splitlines(keepends=True)
            for line in lines:
                if line.endswith(b"\n"):
                    self._read(self._parsed(line))
            if lines and not lines[-1].endswith(b"\n"):
                with path.open("r+b") as file:
                    file.truncate(sum(len(line) for line in lines[:-1]))
        self._file = path.open("a", encoding="utf-8", newline="")

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def _parsed(self, line: bytes) -> dict[str, Any]:
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, dict) or not found.keys() & {"began", "done", "locationId"}:
            raise RefusedError(f"{self.path} is damaged. Delete it, and the next fetch starts from the beginning.")
        return found

    def _read(self, line: dict[str, Any]) -> None:
        if "began" in line:
            self.began, self.fetched = line["began"], set()
            self.known = self.known or self.began
        elif "done" in line:
            self.known, self.began, self.fetched = line["done"], None, set()
        else:
            self.answers[line["locationId"]] = line
            self.fetched.add(line["locationId"])

    def _append(self, line: dict[str, Any]) -> None:
        self._file.write(_line(line))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._read(line)

    def begin(self, now: datetime) -> None:
        """Begin a fetch, or go on with one that is open and not old."""
        if self.began is None or now - datetime.fromisoformat(self.began) > GOES_ON_FOR:
            self._append({"began": stamp(now)})

    def add(self, answer: dict[str, Any]) -> None:
        self._append(answer)

    def finish(self, wanted: list[str]) -> None:
        """End the open fetch, and keep only the answers of the locations that are wanted."""
        answers = [self.answers[location_id] for location_id in wanted if location_id in self.answers]
        self._file.close()
        write_whole(self.path, "".join(map(_line, [{"done": self.began}, *answers])))
        self._file = self.path.open("a", encoding="utf-8", newline="")


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value) + "\n"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
