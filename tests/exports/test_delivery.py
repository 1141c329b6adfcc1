"""How a file reaches the browser: refused in a sentence, and not lost because other people use the service."""

import asyncio
from collections.abc import Callable

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from dashboard.downloads import delivery
from dashboard.downloads.delivery import GONE, NoFileError
from tests.helpers.running import run_beside

OWN = "dontcare"
"""The session that the framework gives a button which is made outside of any."""


class Served:
    """The framework's own keeper of files, and what a click on a button sends to it."""

    def __init__(self) -> None:
        self.storage = MemoryMediaFileStorage("/media")
        self.files = MediaFileManager(self.storage)

    async def click(self, make: Callable[[], bytes]) -> str:
        """The address of the file. Raises NoFileError with what the reader is told."""
        return await self.ask(self.files.add_deferred(make, "text/csv", "1.2", "rows.csv"))

    async def ask(self, file_id: str, session: str = OWN) -> str:
        request = BackendOperationRequest(request_id="r1")
        request.deferred_file.file_id = file_id
        answer = await delivery._handle(DeferredFileHandler(lambda: self.files), request, session)
        assert answer.request_id == "r1"
        if answer.error_msg:
            raise NoFileError(answer.error_msg)
        return str(answer.deferred_file.url)

    def run_of_somebody_else(self) -> None:
        self.files.remove_orphaned_files()

    def fetch(self, url: str) -> bytes:
        return self.storage.get_file(url.rpartition("/")[2]).content


def test_a_file_waits_to_be_fetched_however_busy_the_service_is() -> None:
    served = Served()

    async def busy() -> bytes:
        url = await served.click(lambda: b"rows")
        for _ in range(5):
            served.run_of_somebody_else()
        return served.fetch(url)

    assert run_beside(busy()) == b"rows"


def test_a_file_is_not_kept_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "SECONDS", 0.01)
    served = Served()

    async def later() -> bytes:
        url = await served.click(lambda: b"rows")
        assert served.fetch(url) == b"rows"
        await asyncio.sleep(0.1)
        return served.fetch(url)

    with pytest.raises(MediaFileStorageError):
        run_beside(later())


def test_a_file_that_two_people_took_stays_for_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "SECONDS", 0.2)
    served = Served()

    async def twice() -> bytes:
        first = await served.click(lambda: b"rows")
        await asyncio.sleep(0.12)
        assert await served.click(lambda: b"rows") == first, "one file"
        await asyncio.sleep(0.12)
        return served.fetch(first)

    assert run_beside(twice()) == b"rows"


def test_a_button_counts_in_the_session_it_was_made_in_and_in_no_other() -> None:
    served, made = Served(), []

    def make() -> bytes:
        made.append("a file with its owner's rights")
        return b"rows"

    async def asked() -> str:
        button = served.files.add_deferred(make, "text/csv", "1.2", "rows.csv")
        with pytest.raises(NoFileError, match=GONE):
            await served.ask(button, "another session")
        assert not made
        return await served.ask(button)

    assert served.fetch(run_beside(asked())) == b"rows"


def test_a_refusal_reaches_the_reader_in_its_own_words() -> None:
    def refuse() -> bytes:
        raise NoFileError("Your access to this service was withdrawn.")

    with pytest.raises(NoFileError, match=r"^Your access to this service was withdrawn\.$"):
        run_beside(Served().click(refuse))


def test_a_button_of_an_older_page_says_so() -> None:
    with pytest.raises(NoFileError, match=GONE):
        run_beside(Served().ask("a file that nobody knows"))


def test_what_was_not_foreseen_is_a_reference_and_never_a_value(caplog: pytest.LogCaptureFixture) -> None:
    cell = " ".join(("Ash", "Lane"))

    def fail() -> bytes:
        raise KeyError(cell)

    with pytest.raises(NoFileError) as told:
        run_beside(Served().click(fail))

    reference = str(told.value).removesuffix(".").rpartition(" ")[2]
    assert len(reference) == 8
    assert reference in caplog.text
    assert cell not in str(told.value) + caplog.text
