"""Readers without a browser: each speaks a server's own protocol, moves a filter and waits for the whole page."""

import json
import ssl
import time
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SECONDS = 60
SMALL = 200
"""Bytes. Whether a run has ended is said in fewer, so longer messages are counted and not read."""

FILTER = "Provider quality tier"


class Reader(Protocol):
    """Somebody with the page open."""

    async def open(self) -> None:
        """Open the page and wait for all of it."""

    async def move(self, tiers: list[str]) -> float:
        """Choose these tiers and wait for all of the answer; returns seconds."""

    async def close(self) -> None:
        """Close the page."""


class StreamlitReader:
    """A session of Streamlit: protobuf messages over a websocket, a run ends with `script_finished`."""

    def __init__(self, address: str, page: str = "", **query: str) -> None:
        self.address, self.page, self.query = address.rstrip("/"), page, urlencode(query)
        self.origin = self.address.removesuffix(urlsplit(self.address).path)
        self.headers: Mapping[str, str] = {}
        self.token: list[str] = []
        """What a browser repeats from a cookie, by which the server knows that it may look at the others."""
        self.tls: ssl.SSLContext | None = None
        self.widgets: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        self.said: list[str] = []
        self.sizes: dict[str, int] = {}
        self.page_hash = ""
        self._socket: ClientConnection

    async def open(self) -> None:
        self._socket = await connect(
            f"ws{self.address.removeprefix('http')}/_stcore/stream",
            subprotocols=["streamlit", *self.token],  # type: ignore[list-item]  # plain, as in the package's examples
            origin=self.origin,  # type: ignore[arg-type]
            additional_headers=self.headers,
            ssl=self.tls,
            max_size=None,
            compression=None,
            # A server that is slow is what is measured; by default it would be taken for gone after 20 seconds.
            ping_interval=None,
        )
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = self.page, self.query
        await self._socket.send(asked.SerializeToString())
        await self._until_finished(is_read=True)

    async def move(self, tiers: list[str]) -> float:
        return await self.choose(FILTER, tiers)

    async def choose(self, label: str, values: list[str], *, is_read: bool = False) -> float:
        """Choose in the widget of that label, and wait for the page; returns seconds."""
        if label not in self.widgets:
            raise RuntimeError(f"the page has no filter {label}, but says: {' '.join(self.said)[:500]}")
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page_hash
        asked.rerun_script.fragment_id = self.parts[label]
        widget = asked.rerun_script.widget_states.widgets.add()
        widget.id = self.widgets[label]
        widget.string_array_value.data.extend(values)
        begun = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        await self._until_finished(is_read=is_read)
        return time.perf_counter() - begun

    async def close(self) -> None:
        await self._socket.close()

    async def _until_finished(self, *, is_read: bool) -> None:
        """Raises TimeoutError when nothing comes for a minute, and the package's own error when the server goes."""
        self.said, self.sizes = [], {}
        while True:
            raw = await self._socket.recv(decode=False)
            if not is_read and len(raw) > SMALL:
                continue
            message = ForwardMsg.FromString(raw)
            kind = str(message.WhichOneof("type"))
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                kind = self._seen(message.delta.new_element, message.delta.fragment_id)
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash
            self.sizes[kind] = self.sizes.get(kind, 0) + len(raw)
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def _seen(self, element: Any, part: str) -> str:
        kind = str(element.WhichOneof("type"))
        shown = getattr(element, kind)
        if hasattr(shown, "label") and hasattr(shown, "id"):
            self.widgets[shown.label], self.parts[shown.label] = shown.id, part
        if hasattr(shown, "body"):
            self.said.append(shown.body.replace("\\", ""))
        if kind == "exception":
            raise RuntimeError(f"the page failed: {shown.message}")
        return kind


class DashReader:
    """A reader of a Dash page: one POST for each change."""

    def __init__(self, address: str) -> None:
        self.web = httpx.AsyncClient(base_url=address, timeout=SECONDS, trust_env=False)
        self.asked: dict[str, Any] = {}

    async def open(self) -> None:
        for path in ("/", "/_dash-layout"):
            (await self.web.get(path)).raise_for_status()
        [callback] = (await self.web.get("/_dash-dependencies")).json()
        outputs = [dict(zip(("id", "property"), one.split("."), strict=True)) for one in _outputs(callback["output"])]
        self.asked = {"output": callback["output"], "outputs": outputs, "changedPropIds": ["tiers.value"]}
        await self.move([])

    async def move(self, tiers: list[str]) -> float:
        inputs = [{"id": "tiers", "property": "value", "value": tiers}]
        begun = time.perf_counter()
        (await self.web.post("/_dash-update-component", json={**self.asked, "inputs": inputs})).raise_for_status()
        return time.perf_counter() - begun

    async def close(self) -> None:
        await self.web.aclose()


def _outputs(said: str) -> list[str]:
    """Dash writes several outputs as `..a.x...b.y..`."""
    return said.strip(".").split("...")


class ShinyReader:
    """A session of Shiny: JSON over a websocket, a change ends with the new values."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket: ClientConnection

    async def open(self) -> None:
        self._socket = await connect(
            f"ws{self.address.removeprefix('http')}/websocket/", max_size=None, compression=None
        )
        shown = {f".clientdata_output_{name}_hidden": False for name in ("said", "figures", "bars", "grid")}
        await self._say("init", {"tiers": [], **shown})

    async def move(self, tiers: list[str]) -> float:
        begun = time.perf_counter()
        await self._say("update", {"tiers": tiers})
        return time.perf_counter() - begun

    async def close(self) -> None:
        await self._socket.close()

    async def _say(self, method: str, inputs: dict[str, Any]) -> None:
        await self._socket.send(json.dumps({"method": method, "data": inputs}))
        while True:
            raw = await self._socket.recv(decode=False)
            # All outputs come in one message, after the server has said that it is idle again.
            if raw.startswith(b'{"values": {"'):
                return
