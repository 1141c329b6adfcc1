"""The page that every address answers with, and the headers that go with it."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]

TITLE = "Care Contracts"
SCRIPT, STYLE = "app/static/page.js", "app/static/style.css"
MEDIA = "/media/"
"""Below here are the files that somebody asked for."""

NO_SCRIPT = f"{TITLE} needs JavaScript. Every question can be answered without it: python -m pipelines ask"

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
}
SECURE = {b"strict-transport-security": b"max-age=31536000"}


def policy(inline_scripts: list[str]) -> bytes:
    """What the pages may do: nothing from another host, and no script that is not a file of ours or named by hash."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline_scripts
    )
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
        " font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; frame-src 'self' blob:;"
        " worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
    ).encode()


def dressed(page: str) -> str:
    """The framework's page in British English, under our name, with our script and without its links elsewhere.

    Our stylesheet stands last, after those that the framework writes into the head: of two equal rules the later holds.
    """
    page = page.replace('<html lang="en">', '<html lang="en-GB">').replace(
        "<title>Streamlit</title>", f"<title>{TITLE}</title>"
    )
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", f"<noscript>{NO_SCRIPT}</noscript>", page, flags=re.DOTALL)
    page = page.replace("</head>", f'<script defer src="./{SCRIPT}"></script></head>', 1)
    return page.replace("</body>", f'<link rel="stylesheet" href="./{STYLE}"></body>', 1)


def inline_scripts(page: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", page, re.DOTALL)


class DressedAnswer:
    """Sends an answer on with the headers, and the page itself dressed."""

    def __init__(self, send: Callable[[Message], Awaitable[None]], path: str, *, is_secure: bool) -> None:
        self.send, self.path, self.is_secure = send, path, is_secure
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = self._guarded(message["headers"])
            if b"text/html" in dict(message["headers"]).get(b"content-type", b""):
                self.start = message
                return
        elif self.start is not None and message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._page(self.start)
            return
        await self.send(message)

    def _guarded(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        added = HEADERS | (SECURE if self.is_secure else {})
        if self.path.startswith(MEDIA):
            # A download may hold what the next person at this machine should not find.
            added = added | {b"cache-control": b"no-store"}
        kept = [(name.lower(), value) for name, value in headers if name.lower() not in added]
        if self.is_secure:
            kept = [(name, value + b"; Secure" if name == b"set-cookie" else value) for name, value in kept]
        return [*kept, *added.items()]

    async def _page(self, start: Message) -> None:
        page = dressed(self.body.decode())
        changed = {b"content-length", b"content-security-policy", b"etag", b"last-modified"}
        start["headers"] = [
            *((name, value) for name, value in start["headers"] if name not in changed),
            (b"content-length", str(len(page.encode())).encode()),
            (b"content-security-policy", policy(inline_scripts(page))),
        ]
        await self.send(start)
        await self.send({"type": "http.response.body", "body": page.encode()})
