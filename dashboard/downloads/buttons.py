"""Downloads: their buttons, and what a click does: rights looked at again, the file made, the audit log written."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.downloads import exports, workbooks
from dashboard.downloads.delivery import NoFileError
from dashboard.downloads.exports import OFFICER, PUBLIC, Answer, FileType, Stamp
from dashboard.filters import links
from dashboard.filters.controls import scope
from dashboard.session import people, session, settings
from dashboard.session.session import ask, held, today
from dashboard.shapes import Filter, Listing
from dashboard.topics import left_out
from pipelines import audit
from pipelines.querying import publishing
from pipelines.warehouse.driver import DatabaseError, WarehouseError

AUDIENCES = {OFFICER: "Officers", PUBLIC: "The public"}
FIGURE = Filter("figure", "Figure")
"""Rows may be those of a figure, which may be of anything, so a public file never has them."""

UNRECORDED = "The audit log cannot be written, so nothing can be downloaded. Tell whoever runs this service."
UNWRITTEN = "The file could not be written: the server may have no room left. Tell whoever runs this service."


@dataclass(frozen=True)
class Download:
    """One file, made when it is called: on another thread, without the reader's session, so all it needs is here.

    folder: the warehouse, beside which the audit log is.  on: the day whose rules say what may be published.
    """

    answer: Answer
    kind: FileType
    audience: str
    person: people.Person
    folder: Path
    on: date

    def __call__(self) -> bytes:
        """The bytes of the file, once they are on record. Raises NoFileError, and then there is no file."""
        try:
            people.recheck(self.person)
            answer = self.allowed()
            data, sha256 = exports.made(answer, self.kind, self.audience)
        except (people.AccessError, publishing.NotPublishedError, WarehouseError) as error:
            self._record("refusal", detail="download")
            raise NoFileError(str(error)) from error
        except (OSError, DatabaseError) as error:
            raise NoFileError(UNWRITTEN) from error
        if not self._record("download", row_count=len(answer.rows), sha256=sha256):
            raise NoFileError(UNRECORDED)
        return data

    def allowed(self) -> Answer:
        """The answer without the columns that the person, or the public, may not have. Raises NotPublishedError."""
        answer = self.answer.without(self.person.rights.withheld)
        if self.audience == PUBLIC:
            rules = settings.rules()
            kinds = {name for columns in rules.access.columns for name in columns.columns}
            answer = answer.for_the_public(rules, kinds, self.on)
        return answer

    def _record(self, event: Any, **facts: str | int) -> bool:
        return audit.record(
            self.folder, event, who=self.person.key, role=self.person.role, question=self.answer.listing.name,
            filters=self.answer.filters(), audience=self.audience, file_type=self.kind.ending.upper(), **facts,
        )  # fmt: skip

    def button(self, label: str, key: str) -> None:
        """A button that makes the file when it is pressed, and leaves the page as it is."""
        st.download_button(
            label, data=self, file_name=self.answer.file_name(self.kind, self.audience), mime=self.kind.mime,
            icon=":material/download:", on_click="ignore", key=key,
        )  # fmt: skip


def offer(rows: pd.DataFrame, listing: Listing, key: str, figure: str = "", *, is_of_all: bool = False) -> None:
    """The rows of a listing as CSV in one press, and beside it the other files and the other audience.

    figure: the label of the figure that counts these rows, where they are not all that the page shows.
    is_of_all: the page's own filters do not narrow them.
    """
    dates, now = scope(), held()
    choices = links.choices_of_all() if is_of_all else links.choices()
    answer = Answer(
        rows, listing,
        Stamp(dates["as_of"], dates["known_on"], now.build.build_id, now.build.rules_hash),
        {**choices, **({FIGURE: figure} if figure else {})},
        ask(left_out.LEFT_OUT, **dates),
    )  # fmt: skip
    first = Download(answer, exports.CSV, OFFICER, session.person(), settings.folder(), today())
    size = words.count(len(first.answer.rows), "row")
    with st.container(horizontal=True):
        first.button(f"Download {size} (CSV)", f"download_{key}")
        with st.popover("Other files", on_change="rerun", key=f"files_{key}") as others:
            if others.open:
                _others(first, size, key)


def _others(first: Download, size: str, key: str) -> None:
    audience = st.radio("Who is it for?", list(AUDIENCES), format_func=AUDIENCES.get, key=f"audience_{key}")
    wanted = replace(first, audience=audience)
    if audience == PUBLIC:
        if reason := first.answer.why_not_public(settings.rules(), first.on):
            st.info(f"Not for the public. {words.plain(reason)}")
            return
        st.caption(f"{exports.MARKED[PUBLIC]}.")
        wanted.button(f"Download {size} (CSV)", f"csv_{key}")
    if len(first.answer.rows) > workbooks.MOST_ROWS:
        st.caption(f"A workbook (XLSX) is made of {workbooks.MOST_ROWS:,} rows at most: narrow the rows, or take CSV.")
    else:
        replace(wanted, kind=exports.XLSX).button(f"Download {size} (XLSX)", f"xlsx_{key}")
    replace(wanted, kind=exports.ZIP).button(f"Download {size} (CSV with a note, ZIP)", f"zip_{key}")
    st.caption("XLSX and ZIP say what the rows are: the question, the choices, both dates, and what was left out.")
