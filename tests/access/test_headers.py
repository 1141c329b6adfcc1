"""The headers that go with every answer: what a browser may do with it, and who else may see it."""

import pytest

from dashboard.serving.shell import DressedAnswer, Message
from tests.helpers.running import run_beside

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
GIVEN = [
    (b"Content-Type", b"text/csv"),
    (b"Referrer-Policy", b"unsafe-url"),
    (b"Cache-Control", b"public"),
    (b"set-cookie", b"a=1; HttpOnly"),
    (b"set-cookie", b"b=2"),
]


def headers(path: str, *, is_secure: bool) -> list[tuple[str, str]]:
    """Those of an answer that the framework gave with some of its own."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def answered() -> None:
        answer = DressedAnswer(send, path, is_secure=is_secure)
        await answer({"type": "http.response.start", "status": 200, "headers": list(GIVEN)})

    run_beside(answered())
    [start] = sent
    return sorted((name.decode(), value.decode()) for name, value in start["headers"])


@pytest.mark.parametrize("path", ["/risk", "/media/a.csv"])
@pytest.mark.parametrize("is_secure", [False, True])
def test_every_answer_has_them_once_and_over_https_more(path: str, *, is_secure: bool) -> None:
    secure = "; Secure" if is_secure else ""
    assert headers(path, is_secure=is_secure) == sorted(
        [
            *ALWAYS.items(),
            *([("strict-transport-security", "max-age=31536000")] if is_secure else []),
            ("content-type", "text/csv"),
            ("cache-control", "no-store" if path.startswith("/media/") else "public"),
            ("set-cookie", f"a=1; HttpOnly{secure}"),
            ("set-cookie", f"b=2{secure}"),
        ]
    )
