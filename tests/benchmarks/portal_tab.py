"""A browser's tab without the browser: the few frames of Reflex's websocket, so that a hundred of them cost little."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any
from uuid import uuid4

from reflex.constants import Reflex
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.benchmarks.portal_stage import Customer, Stage

STATE = "reflex___state____state"
_ON_LOAD = f"{STATE}.reflex___state____on_load_internal_state.on_load_internal"
_SUFFIX = "_rx_state_"
_PATIENCE_SEC = 60.0
State = dict[str, dict[str, Any]]


class Tab:
    """One customer's tab. `state` is what the server has sent: variables by the state's class, as `Chat.lines`."""

    def __init__(self, stage: Stage, customer: Customer) -> None:
        self.state: State = {}
        self.bytes = 0
        self.updates = 0
        self._stage, self._customer = stage, customer
        self._place: dict[str, Any] = {}
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Tab:
        """Connected, with the case open and drawn."""
        host = self._stage.url.partition("//")[2]
        self._socket: ClientConnection = await connect(
            f"ws://{host}/_event/?token={uuid4()}&EIO=4&transport=websocket",
            subprotocols=[Subprotocol(Reflex.VERSION)], origin=self._stage.url,  # type: ignore[arg-type]  # a str is one
            additional_headers={"Cookie": f"portal_session={self._customer.cookie}"}, max_size=None,
        )  # fmt: skip
        await self._socket.recv()  # the handshake
        self._go(f"/tickets/{self._customer.ticket_id}", ticket_id=self._customer.ticket_id)
        hydrate = {"event": self._event(f"{STATE}.hydrate_and_load", {})}
        await self._socket.send(f"40/_event,{json.dumps(hydrate)}")
        self._reading = asyncio.create_task(self._read())
        await self.until(lambda state: state.get("Chat", {}).get("phase") == "ready")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reading.cancel()
        await self._socket.close()

    async def until(self, seen: Callable[[State], bool]) -> float:
        """Wait until the state is so; seconds that it took."""
        began = time.perf_counter()
        async with asyncio.timeout(_PATIENCE_SEC):
            while not seen(self.state):
                self._changed.clear()
                await self._changed.wait()
        return time.perf_counter() - began

    async def press(self, handler: str, **payload: Any) -> None:
        """Call an event handler, as `talking.Talking.say`."""
        module, name, method = handler.split(".")
        snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
        await self._send(f"{STATE}.portal___states___{module}____{snake}.{method}", payload)

    async def toggle(self) -> float:
        """Seconds of an event that touches nothing but the state: the question for a person, opened or closed."""
        open_ = not self.state.get("Talking", {}).get("asking_person", False)
        await self.press("talking.Talking.ask_person", open_=open_)
        return await self.until(lambda state: state.get("Talking", {}).get("asking_person") == open_)

    async def open_list(self) -> float:
        """Seconds until the list of cases has come, asked for as when its page is opened. Goes back to the case."""
        self.state.pop("TicketList", None)
        self._go("/tickets")
        await self._send(_ON_LOAD, None)
        taken = await self.until(lambda state: bool(state.get("TicketList", {}).get("rows")))
        self.state.pop("Chat", None)
        self._go(f"/tickets/{self._customer.ticket_id}", ticket_id=self._customer.ticket_id)
        await self._send(_ON_LOAD, None)
        await self.until(lambda state: state.get("Chat", {}).get("phase") == "ready")
        return taken

    async def ask(self, text: str) -> None:
        """Send a message and wait for the end of its answer."""
        ticket_id = self._customer.ticket_id
        await self.press("sending.Sending.say", ticket_id=ticket_id, content=text, key=uuid4().hex)
        await self.until(lambda state: bool(state.get("Writing", {}).get("tail")))
        await self.until(lambda state: not state["Chat"]["live"])

    def _go(self, path: str, **query: str) -> None:
        self._place = {"pathname": path, "asPath": path, "query": query}

    def _event(self, name: str, payload: dict[str, Any] | None) -> dict[str, Any]:
        return {"name": name, "router_data": self._place} | ({} if payload is None else {"payload": payload})

    async def _send(self, name: str, payload: dict[str, Any] | None) -> None:
        await self._socket.send(f"42/_event,{json.dumps(['event', self._event(name, payload)])}")

    async def _read(self) -> None:
        async for frame in self._socket:
            assert isinstance(frame, str)
            self.bytes += len(frame)
            if frame == "2":
                await self._socket.send("3")
            elif frame.startswith("42/_event,"):
                self.updates += 1
                self._take(json.loads(frame.partition(",")[2])[1].get("delta") or {})

    def _take(self, delta: State) -> None:
        for path, changes in delta.items():
            name = "".join(word.capitalize() for word in path.rpartition("____")[2].split("_"))
            known = self.state.setdefault(name, {})
            known.update({variable.removesuffix(_SUFFIX): value for variable, value in changes.items()})
        self._changed.set()
