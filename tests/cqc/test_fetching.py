"""Fetching from a local server that answers in CQC's shapes and fails in its ways."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock

from pipelines.cqc_api.client import LONGEST_PAUSE, TRIES, Client, _pause
from pipelines.cqc_api.fetching import Fetched, fetch
from pipelines.cqc_api.journal import Journal
from pipelines.reading.cqc.answers import tables
from pipelines.reading.decoding import RefusedError
from tests.cqc.answers import SURNAME, Service, assessment, inspection, location, serving

IDS = [f"1-{number}" for number in range(1, 6)]


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        for one in IDS:
            found.locations[one] = location(one, currentRatings=inspection("Good", "2023-05-05"))
        yield found


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    environment = {"CQC_SUBSCRIPTION_KEY": service.key, "CQC_API_BASE": service.base}
    found = Client.from_environment(environment, seconds=0.3)
    found.seconds_apart, found.first_pause = 0.0, 0.01
    with found.http:
        yield found


def run(client: Client, folder: Path, **more: Any) -> Fetched:
    return fetch(client, "Brackenshire", folder, **more)


def saved(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "cqc_brackenshire.json").read_text(encoding="utf-8"))
    return {answer["locationId"]: answer for answer in found}


def test_every_location_of_the_list_ends_in_one_file_that_load_takes(service: Service, client: Client, tmp_path: Path):
    seen: list[tuple[int, int]] = []
    done = run(client, tmp_path, progress=lambda number, of: seen.append((number, of)))
    assert done == Fetched(tmp_path / "cqc_brackenshire.json", in_file=5, fetched=5, missing=0)
    assert list(saved(tmp_path)) == IDS
    assert seen == [(number, 5) for number in range(1, 6)]
    assert [query["page"] for path, query in service.asked if path == "/locations"] == ["1", "2", "3"]
    content = tables(done.path, tmp_path)["cqc_locations"].read_text(encoding="utf-8")
    assert len(content.splitlines()) == 1 + len(IDS)


def test_no_name_of_a_person_and_no_key_is_written_or_logged(
    service: Service,
    client: Client,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    caplog.set_level(logging.DEBUG)
    service.locations["1-1"]["assessment"] = [assessment("Care Homes", "Good", "2024-09-17 15:19:48")]
    service.locations["1-1"]["somethingNew"] = {"owner": SURNAME}
    service.troubles["/locations/1-1"] = ["500"]
    run(client, tmp_path)
    written = "".join(file.read_text(encoding="utf-8") for file in tmp_path.iterdir())
    assert '"Personal care"' in written
    assert '"asgRatings"' in written
    assert SURNAME not in written
    said = "".join((written, caplog.text, *capfd.readouterr()))
    assert service.key not in said


@pytest.mark.parametrize("trouble", ["429", "429 0", "500", "503", "slow 0.6", "cut", "broken"])
def test_a_failure_that_passes_costs_nothing(service: Service, client: Client, tmp_path: Path, trouble: str):
    service.troubles["/locations"] = [trouble]
    service.troubles["/locations/1-3"] = [trouble, trouble]
    reasons: list[str] = []
    client.on_trouble = reasons.append
    assert run(client, tmp_path).in_file == 5
    assert service.answered().count("1-3") == 3
    assert len(reasons) == 3


def test_a_pause_that_cqc_asks_for_is_kept(service: Service, client: Client, tmp_path: Path):
    service.troubles["/locations/1-1"] = ["429 1"]
    start = datetime.now(UTC)
    run(client, tmp_path)
    assert datetime.now(UTC) - start >= timedelta(seconds=1)


@pytest.mark.parametrize(
    "asked",
    [
        f"{LONGEST_PAUSE + 60:.0f}",
        format_datetime(datetime(2999, 1, 1, tzinfo=UTC), usegmt=True),
    ],
)
def test_a_pause_too_long_to_wait_for_ends_the_fetch(service: Service, client: Client, tmp_path: Path, asked: str):
    service.troubles["/locations/1-1"] = [f"429 {asked}"]
    with pytest.raises(RefusedError, match=r"asks for a pause of \d+ minutes"):
        run(client, tmp_path)
    assert service.answered() == ["1-1"]


def test_requests_are_not_faster_than_they_may_be(client: Client, tmp_path: Path):
    client.seconds_apart = 0.05
    start = datetime.now(UTC)
    run(client, tmp_path)
    assert datetime.now(UTC) - start >= timedelta(seconds=0.05 * 7), "three pages and five locations"


def test_a_fetch_that_was_stopped_goes_on(service: Service, client: Client, tmp_path: Path):
    service.troubles["/locations/1-3"] = ["500"] * TRIES
    with pytest.raises(
        RefusedError, match=r"it answered 500\. 4 of 5 locations are saved\. Run the same command again"
    ):
        run(client, tmp_path)
    assert not (tmp_path / "cqc_brackenshire.json").exists(), "half of a register would close the other half"
    service.asked.clear()
    assert run(client, tmp_path) == Fetched(tmp_path / "cqc_brackenshire.json", in_file=5, fetched=1, missing=0)
    assert service.answered() == ["1-3"]


def test_a_service_that_is_down_is_not_asked_for_every_location(service: Service, client: Client, tmp_path: Path):
    for one in IDS:
        service.troubles[f"/locations/{one}"] = ["503"] * TRIES
    with pytest.raises(RefusedError, match="0 of 5 locations are saved"):
        run(client, tmp_path)
    assert set(service.answered()) == {"1-1", "1-2", "1-3"}


def test_a_service_that_fails_now_and_then_is_asked_for_every_location(
    service: Service, client: Client, tmp_path: Path
):
    for one in ("1-1", "1-3", "1-4"):
        service.troubles[f"/locations/{one}"] = ["503"] * TRIES
    with pytest.raises(RefusedError, match="2 of 5 locations are saved"):
        run(client, tmp_path)
    assert set(service.answered()) == set(IDS)


def test_an_answer_cut_short_on_the_disk_is_fetched_again(service: Service, client: Client, tmp_path: Path):
    service.troubles["/locations/1-5"] = ["500"] * TRIES
    with pytest.raises(RefusedError):
        run(client, tmp_path)
    journal = tmp_path / ".cqc_brackenshire.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    service.asked.clear()
    assert run(client, tmp_path).in_file == 5
    assert service.answered() == ["1-4", "1-5"]
    assert saved(tmp_path)["1-4"]["name"] == "House 1-4"


def test_a_damaged_journal_is_said(client: Client, tmp_path: Path):
    (tmp_path / ".cqc_brackenshire.jsonl").write_bytes(b"\0\0\0\n")
    with pytest.raises(RefusedError, match="is damaged"):
        run(client, tmp_path)


def test_later_fetches_ask_only_for_what_changed(service: Service, client: Client, tmp_path: Path):
    run(client, tmp_path)
    began = datetime.now(UTC)
    service.locations["1-2"]["registrationStatus"] = "Deregistered"
    service.locations["1-6"] = location("1-6")
    del service.locations["1-4"]
    service.changes = ["1-2", "1-4", "1-999"]
    service.asked.clear()
    assert run(client, tmp_path) == Fetched(tmp_path / "cqc_brackenshire.json", in_file=5, fetched=2, missing=0)
    assert service.answered() == ["1-2", "1-6"]
    assert list(saved(tmp_path)) == ["1-1", "1-2", "1-3", "1-5", "1-6"]
    assert saved(tmp_path)["1-2"]["registrationStatus"] == "Deregistered"
    [asked, *_] = [query for path, query in service.asked if path == "/changes/location"]
    since, until = (datetime.fromisoformat(asked[name]) for name in ("startTimestamp", "endTimestamp"))
    assert since <= began - timedelta(hours=23)
    assert until - since >= timedelta(days=1)


def test_since_reaches_further_back_but_never_leaves_a_gap(service: Service, client: Client, tmp_path: Path):
    run(client, tmp_path)
    service.asked.clear()
    run(client, tmp_path, since=date(2020, 1, 1))
    run(client, tmp_path, since=date(2999, 1, 1))
    early, late = [query["startTimestamp"] for path, query in service.asked if path == "/changes/location"]
    assert early == "2020-01-01T00:00:00Z"
    assert datetime.fromisoformat(late) < datetime.now(UTC)


def test_changes_that_were_fetched_are_not_fetched_twice_by_the_fetch_that_goes_on(
    service: Service, client: Client, tmp_path: Path
):
    run(client, tmp_path)
    service.changes = ["1-1", "1-2", "1-3"]
    service.troubles["/locations/1-3"] = ["500"] * TRIES
    with pytest.raises(RefusedError):
        run(client, tmp_path)
    service.asked.clear()
    assert run(client, tmp_path).fetched == 1
    assert service.answered() == ["1-3"]


def test_an_open_fetch_that_is_old_asks_what_changed_since_it_began(service: Service, client: Client, tmp_path: Path):
    path = tmp_path / ".cqc_brackenshire.jsonl"
    with Journal(path) as journal:
        journal.begin(datetime(2026, 1, 1, tzinfo=UTC))
        for one in ("1-1", "1-2"):
            journal.add(service.locations[one])
    service.changes = ["1-2"]
    assert run(client, tmp_path).fetched == 4
    assert service.answered() == ["1-2", "1-3", "1-4", "1-5"]
    [asked, *_] = [query for path, query in service.asked if path == "/changes/location"]
    assert asked["startTimestamp"] == "2025-12-31T00:00:00Z"


def test_a_location_that_cqc_lists_without_an_answer_is_counted(service: Service, client: Client, tmp_path: Path):
    service.troubles["/locations/1-3"] = ["404"]
    assert run(client, tmp_path) == Fetched(tmp_path / "cqc_brackenshire.json", in_file=4, fetched=4, missing=1)


@pytest.mark.parametrize(
    ("path", "trouble", "said"),
    [
        ("/locations", "404", "has no /locations"),
        ("/locations", "401", "does not take the subscription key"),
        ("/locations", "403", "does not take the subscription key"),
        ("/locations/1-1", "302", "answered 302, which is not expected"),
        ("/locations", "slow 0", "in another form than is known"),
    ],
)
def test_what_will_not_pass_is_said_at_once(
    service: Service, client: Client, tmp_path: Path, path: str, trouble: str, said: str
):
    service.troubles[path] = [trouble]
    with pytest.raises(RefusedError, match=said):
        run(client, tmp_path)
    assert len([asked for asked, _ in service.asked if asked == path]) == 1


def test_a_list_that_is_not_whole_is_not_taken_for_the_register(service: Service, client: Client, tmp_path: Path):
    service.unlisted = 1
    with pytest.raises(RefusedError, match="list of locations was not whole"):
        run(client, tmp_path)
    assert service.answered() == []


def test_a_name_that_cqc_does_not_know_is_said(client: Client, tmp_path: Path):
    with pytest.raises(RefusedError, match="no location in the council area Nowhere"):
        fetch(client, "Nowhere", tmp_path)


def test_a_server_that_cannot_be_reached_is_said(tmp_path: Path):
    client = Client.from_environment({"CQC_SUBSCRIPTION_KEY": "k", "CQC_API_BASE": "http://127.0.0.1:9"})
    client.first_pause = 0.0
    with client.http, pytest.raises(RefusedError, match=r"failed \d times: it cannot be reached"):
        run(client, tmp_path)


def test_two_fetches_do_not_write_to_one_folder(client: Client, tmp_path: Path):
    with FileLock(tmp_path / ".cqc_brackenshire.lock"), pytest.raises(RefusedError, match="Another fetch"):
        run(client, tmp_path)


def test_a_folder_that_cannot_be_written_to_is_said(client: Client, tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError, match="cannot be written to"):
        run(client, tmp_path / "file")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "CQC_SUBSCRIPTION_KEY is not set. Sign up at api-portal.service.cqc.org.uk"),
        ({"CQC_SUBSCRIPTION_KEY": " "}, "CQC_SUBSCRIPTION_KEY is not set"),
        ({"CQC_SUBSCRIPTION_KEY": "a\nb"}, "holds a character that no key has"),
        ({"CQC_SUBSCRIPTION_KEY": "“key”"}, "holds a character that no key has"),
        ({"CQC_SUBSCRIPTION_KEY": "k", "CQC_API_BASE": "http://elsewhere.example"}, "does not start with https://"),
    ],
)
def test_without_a_usable_key_nothing_is_asked(environment: dict[str, str], said: str):
    with pytest.raises(RefusedError, match=re.escape(said)):
        Client.from_environment(environment)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (format_datetime(datetime.now(UTC) - HOUR, usegmt=True), 0.0),
        (format_datetime(datetime.now(UTC) - timedelta(days=9_000), usegmt=True), 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Thu, 99 Nov 2026 10:00:00 GMT", None),
    ],
    ids=["none", "seconds", "an hour ago", "years ago", "negative", "a word", "blank", "no date"],
)
def test_a_pause_is_never_less_than_none(asked: str, pause: float | None) -> None:
    """A date that is past asks for none: a negative one would be an error of the clock, in the middle of a fetch."""
    assert _pause(httpx.Response(503, headers={"Retry-After": asked})) == pause


@pytest.mark.parametrize(
    "asked",
    ["9" * 400, "301", format_datetime(datetime.now(UTC) + HOUR, usegmt=True)],
    ids=["endless", "seconds", "in an hour"],
)
def test_a_pause_that_nobody_waits_for_is_said(asked: str) -> None:
    with pytest.raises(RefusedError, match="After it, run the same command again"):
        _pause(httpx.Response(429, headers={"Retry-After": asked}))
