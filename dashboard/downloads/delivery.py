"""How a file that was asked for reaches the browser: why there is none, in words, and no file lost on the way.

The framework answers every failure with the same few words, and throws a file away when two runs of anybody's page have
ended since it was made, which on a busy server is before the browser has fetched it.
"""

import asyncio
import secrets
from pathlib import Path
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError

from dashboard.sign_in import troubles

GONE = "The page has changed meanwhile. Choose the download again."
SECONDS = 60
"""For so long a file waits in memory to be fetched."""

ON_THE_WAY = "on the way"
"""What the framework knows these files' page by."""


class NoFileError(Exception):
    """No file is made; the message is a sentence for the reader."""


def take_over() -> None:
    """Have files asked for by a click delivered from here."""
    DeferredFileHandler.handle = _handle  # type: ignore[method-assign]


async def _handle(self: DeferredFileHandler, request: Any, session_id: str) -> BackendOperationResponse:
    files = self._get_media_file_mgr()
    # The id of a button is no right: it counts in the session whose page has the button, and in no other.
    button = files._deferred_callables.get(request.deferred_file.file_id)
    if button is None or button["session_id"] != session_id:
        return BackendOperationResponse(request_id=request.request_id, error_msg=GONE)
    try:
        url = await asyncio.to_thread(files.execute_deferred, request.deferred_file.file_id)
    except MediaFileStorageError as error:
        return BackendOperationResponse(request_id=request.request_id, error_msg=_reason(error.__cause__))
    _hold(files, Path(url).stem)
    return BackendOperationResponse(request_id=request.request_id, deferred_file=DeferredFileResponsePayload(url=url))


def _hold(files: MediaFileManager, file_id: str) -> None:
    """Keep a file until it has been fetched, as if it were on a page, and no longer.

    The framework would clear it up when somebody's page next ends a run, which on a quiet server may be hours later;
    until then everybody who knows its address can fetch it.
    """
    place = secrets.token_hex(8)
    with files._lock:
        files._files_by_session_and_coord[ON_THE_WAY][place] = file_id

    def let_go() -> None:
        with files._lock:
            files._files_by_session_and_coord[ON_THE_WAY].pop(place, None)
            # Two people who took the same rows have one file: it stays for the second.
            if file_id in files._file_metadata and file_id in files._get_inactive_file_ids():
                files._delete_file(file_id)

    asyncio.get_running_loop().call_later(SECONDS, let_go)


def _reason(error: BaseException | None) -> str:
    if error is None:
        return GONE
    if isinstance(error, NoFileError):
        return str(error)
    reference = secrets.token_hex(4)
    troubles.LOG.error("Error %s: %s", reference, troubles.told(error))
    return f"The file could not be made. Tell whoever runs this service the reference {reference}."
