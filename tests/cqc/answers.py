"""Small invented answers in the shapes of CQC's API, and a local server that gives them, with its failures."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DOMAINS = ("Safe", "Well-led", "Caring", "Responsive", "Effective")
SURNAME = "Quillfeather"
"""Of every person in these answers: it may be in no file."""


def questions(rating: str, **more: Any) -> list[dict[str, Any]]:
    return [{"name": name, "rating": rating, **more} for name in DOMAINS]


def inspection(rating: str, day: str, **more: Any) -> dict[str, Any]:
    """One of the older framework's ratings, as in `historicRatings`; its `overall` is that of `currentRatings`."""
    overall = {"rating": rating, "reportDate": day, "keyQuestionRatings": questions(rating)}
    return {"overall": overall, "reportDate": day, **more}


def assessment(group: str, rating: str, published: str, status: str = "Current") -> dict[str, Any]:
    """One of the newer framework's ratings, of one service group."""
    rated = {
        "assessmentPlanId": "AP1",
        "title": f"Assessment, {SURNAME}",
        "name": group,
        "rating": rating,
        "status": status,
        "commentary": f"The manager, {SURNAME}, told us.",
        "keyQuestionRatings": questions(rating, status="Assessed", commentary=SURNAME),
    }
    return {"assessmentPlanPublishedDateTime": published, "ratings": {"overall": [], "asgRatings": [rated]}}


def location(location_id: str, **more: Any) -> dict[str, Any]:
    """The answer of `/locations/{id}`."""
    return {
        "locationId": location_id,
        "providerId": "1-900",
        "organisationType": "Location",
        "name": f"House {location_id}",
        "registrationStatus": "Registered",
        "registrationDate": "2019-04-01",
        "dormancy": "N",
        "careHome": "Y",
        "numberOfBeds": 20,
        "postalCode": "ZZ1 1ZZ",
        "localAuthority": "Brackenshire",
        "inspectionDirectorate": "Adult social care",
        "inspectionCategories": [
            {"code": "H6", "name": "Community health"},
            {"code": "S1", "name": "Residential social care", "primary": "true"},
        ],
        "regulatedActivities": [
            {
                "name": "Personal care",
                "code": "RA1",
                "contacts": [
                    {"personGivenName": "A", "personFamilyName": SURNAME, "personRoles": ["Registered Manager"]}
                ],
                "nominatedIndividual": {"personGivenName": "B", "personFamilyName": SURNAME},
            }
        ],
        "relationships": [
            {"relatedLocationId": "1-77", "relatedLocationName": SURNAME, "type": "HSCA Predecessor", "reason": "Move"}
        ],
        **more,
    }


class Api(BaseHTTPRequestHandler):
    """`/locations`, `/changes/location` and `/locations/{id}` of the server's locations."""

    server: "Service"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: value[0] for name, value in parse_qs(address.query).items()}
        self.server.asked.append((address.path, query))
        if self.headers.get("Ocp-Apim-Subscription-Key") != self.server.key:
            self.give(401, {"statusCode": 401, "message": "Access denied"})
            return
        troubles = self.server.troubles.get(address.path, [])
        if troubles:
            self.trouble(troubles.pop(0))
            return
        if address.path == "/locations":
            ids = [{"locationId": one, "locationName": "x", "postalCode": "y"} for one in self.server.locations]
            self.page("locations", ids if query["localAuthority"] == "Brackenshire" else [], query)
        elif address.path == "/changes/location":
            self.page("changes", list(self.server.changes), query)
        elif (location_id := address.path.removeprefix("/locations/")) in self.server.locations:
            self.give(200, self.server.locations[location_id])
        else:
            self.give(404, {"statusCode": 404, "message": "Not found"})

    def page(self, name: str, items: list[Any], query: dict[str, str]) -> None:
        page, size = int(query["page"]), self.server.page_size
        pages = max(1, -(-len(items) // size))
        following = f"/{name}?page={page + 1}" if page < pages else None
        found = items[(page - 1) * size : page * size]
        self.give(
            200,
            {"total": len(items) + self.server.unlisted, "totalPages": pages, "nextPageUri": following, name: found},
        )

    def give(self, status: int, answer: Any, cut: int | None = None, **headers: str) -> None:
        """cut: send only so many bytes, and say so; minus: send fewer than are promised."""
        body = json.dumps(answer).encode()
        sent = body if cut is None else body[: abs(cut)]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body if cut and cut < 0 else sent)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(sent)

    def trouble(self, kind: str) -> None:
        word, _, value = kind.partition(" ")
        if word == "slow":
            time.sleep(float(value))
            self.give(200, {})
        elif word == "cut":
            self.give(200, {"locationId": "1-1", "name": "x" * 100}, cut=60)
        elif word == "broken":
            self.give(200, {"locationId": "1-1", "name": "x" * 100}, cut=-60)
        elif word == "429":
            self.give(429, {"statusCode": 429}, **({"Retry_After": value} if value else {}))
        else:
            self.give(int(word), {"statusCode": int(word)})


class Service(ThreadingHTTPServer):
    """locations: id → answer.  changes: ids.  troubles: path → what goes wrong with its next requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Api)
        self.key = "a-secret-key"
        self.locations: dict[str, dict[str, Any]] = {}
        self.changes: list[str] = []
        self.troubles: dict[str, list[str]] = {}
        self.page_size = 2
        self.unlisted = 0
        """Of the total that a list gives, how many are on none of its pages."""
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answered(self) -> list[str]:
        """The ids of the locations asked for, in order."""
        return [path.removeprefix("/locations/") for path, _ in self.asked if path.startswith("/locations/")]


@contextmanager
def serving() -> Iterator[Service]:
    with Service() as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            service.shutdown()
            thread.join()
