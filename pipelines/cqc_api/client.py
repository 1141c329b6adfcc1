"""CQC's API over HTTP: one request at a time, not too fast, and again after a failure that may pass.

The subscription key goes into a header of requests to the one base address, and nowhere else: no redirect is followed,
no address from an answer is used, and nothing about a request is logged.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

from pipelines.reading.decoding import RefusedError

BASE = "https://api.service.cqc.org.uk/public/v1"
KEY_NAME = "CQC_SUBSCRIPTION_KEY"
PER_PAGE = 1000
TRIES = 6
LONGEST_PAUSE = 300.0
"""Seconds. When CQC asks for a longer one, the command ends and says so, since it can go on later."""
GO_ON = "Run the same command again: it goes on where it stopped."

# What is tried again is said by the caller's progress; stamina would write it to a log.
set_on_retry_hooks(())


class NoAnswerError(RefusedError):
    """A request that failed as often as it was tried."""


class MissingError(Exception):
    """CQC has no such location any more."""


class _PassingError(Exception):
    """A failure that may pass. pause: the seconds CQC asks to wait, if it says."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


def _key_and_base(environment: Mapping[str, str]) -> tuple[str, str]:
    key, base = environment.get(KEY_NAME, "").strip(), environment.get("CQC_API_BASE", "").strip() or BASE
    if not key:
        raise RefusedError(
            f"CQC's API needs a subscription key, and {KEY_NAME} is not set. Sign up at api-portal.service.cqc.org.uk,"
            f" subscribe to the product Syndication, and put its key in the environment as {KEY_NAME}."
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise RefusedError(f"{KEY_NAME} holds a character that no key has. Copy the key again.")
    address = urlsplit(base)
    if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost"):
        raise RefusedError(
            "CQC_API_BASE does not start with https://, so the key could be read on its way. Correct it."
        )
    return key, base


@dataclass
class Client:
    """Requests to one base address. seconds_apart: the least time between two of them."""

    http: httpx.Client
    seconds_apart: float = 0.2
    first_pause: float = 1.0
    """Seconds before the second try; each later pause is twice as long."""
    on_trouble: Callable[[str], None] = field(default=lambda _: None)
    """Told why a request is tried again."""
    _last: float = 0.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, *, seconds: float = 30.0) -> "Client":
        """seconds: how long to wait for a part of an answer. Raises RefusedError when there is no key."""
        key, base = _key_and_base(environment)
        headers = {"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"}
        return cls(httpx.Client(base_url=base, headers=headers, timeout=seconds, follow_redirects=False))

    def locations(self, local_authority: str) -> list[str]:
        """The ids of all locations in a council area by CQC's name for it, those no longer registered included."""
        return self._ids("/locations", "locations", {"localAuthority": local_authority})

    def changed(self, since: str, until: str) -> set[str]:
        """The ids of all locations in England that changed.

        since, until: as `2026-08-31T00:00:00Z`; the second is excluded.
        """
        return set(self._ids("/changes/location", "changes", {"startTimestamp": since, "endTimestamp": until}))

    def location(self, location_id: str) -> dict[str, Any]:
        """The answer for one location. Raises MissingError, or NoAnswerError when it does not come."""
        answer = self._get(f"/locations/{quote(location_id, safe='')}", {})
        if answer.get("locationId") != location_id:
            raise NoAnswerError("CQC's API gave an answer that is not the location asked for")
        return answer

    def _ids(self, path: str, name: str, params: dict[str, str]) -> list[str]:
        found: list[str] = []
        page, is_last = 0, False
        while not is_last:
            page += 1
            try:
                answer = self._get(path, {**params, "page": str(page), "perPage": str(PER_PAGE)})
                items = answer[name]
                found += [item["locationId"] if isinstance(item, dict) else item for item in items]
                total = int(answer["total"])
            except MissingError as error:
                raise RefusedError(f"CQC's API has no {path}. Check CQC_API_BASE, if it is set.") from error
            except (KeyError, TypeError, ValueError) as error:
                raise RefusedError(f"CQC's API answered {path} in another form than is known.") from error
            is_last = not items or not answer.get("nextPageUri")
        if len(found) < total:
            raise RefusedError(f"CQC's list of {name} was not whole: it changed while it was read. {GO_ON}")
        return list(dict.fromkeys(found))

    def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        """An answer. Raises NoAnswerError after TRIES failures, and RefusedError for one that will not pass."""
        tries = stamina.retry_context(
            on=self._pause_after,
            attempts=TRIES,
            timeout=None,
            wait_initial=self.first_pause,
            wait_max=60.0,
            wait_jitter=self.first_pause,
        )
        try:
            for attempt in tries:
                with attempt:
                    return self._once(path, params)
        except _PassingError as error:
            raise NoAnswerError(f"CQC's API failed {TRIES} times: {error}") from error
        raise AssertionError("a try ends with an answer or an error")

    def _pause_after(self, error: Exception) -> bool | float:
        """Whether to try again, or after how many seconds."""
        if not isinstance(error, _PassingError):
            return False
        self.on_trouble(str(error))
        return True if error.pause is None else error.pause

    def _once(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        time.sleep(max(0.0, self._last + self.seconds_apart - time.monotonic()))
        self._last = time.monotonic()
        try:
            response = self.http.get(path, params=params)
        except httpx.TimeoutException as error:
            raise _PassingError("it did not answer in time") from error
        except httpx.ConnectError as error:
            raise _PassingError("it cannot be reached") from error
        except httpx.RequestError as error:
            raise _PassingError("its answer broke off") from error
        _check(response)
        try:
            answer = response.json()
        except ValueError as error:
            raise _PassingError("its answer was cut short") from error
        if not isinstance(answer, dict):
            raise RefusedError(f"CQC's API answered {path} in another form than is known.")
        return answer


def _check(response: httpx.Response) -> None:
    """Raises what stands for the status of an answer, if it is not 200."""
    match response.status_code:
        case 200:
            return
        case 401 | 403:
            raise RefusedError(f"CQC's API does not take the subscription key. Check {KEY_NAME} at CQC's API portal.")
        case 404:
            raise MissingError
        case 408 | 429 | 500 | 502 | 503 | 504 as status:
            raise _PassingError("it asked for a pause" if status == 429 else f"it answered {status}", _pause(response))
        case status:
            raise RefusedError(f"CQC's API answered {status}, which is not expected. {GO_ON}")


def _pause(response: httpx.Response) -> float | None:
    """The seconds of `Retry-After`, which may also be a date. Raises RefusedError when they are too many to wait."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        seconds = float(asked)
    else:
        try:
            seconds = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError):
            return None
    if seconds > LONGEST_PAUSE:
        raise RefusedError(
            f"CQC's API asks for a pause of {seconds / 60:.0f} minutes. After it, run the same command again."
        )
    return max(seconds, 0.0)
