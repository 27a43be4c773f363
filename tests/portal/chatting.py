"""A tab with a case open in it, before a backend that stores what is said and plays the streams it was given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from portal import client
from portal.client import Caller, StreamEvent
from portal.states import chat as chat_module
from portal.states import sending as sending_module
from portal.states.chat import Chat
from tests.portal.cases import ListeningBackend, case, customers_tab
from tests.portal.tabs import Tab

CASE_A, CASE_B = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
Stream = Sequence[StreamEvent | Exception]


def said(number: int, content: str, author: str = "customer", ticket_id: str = CASE_A, **more: Any) -> dict[str, Any]:
    """A message as the backend has it."""
    return {
        "id": f"m{number}", "seq": number, "ticket_id": ticket_id, "author": author, "content": content,
        "stopped": False, "helpful": None, "reply_id": None, "created_at": f"2026-11-22T10:00:{number:02d}Z",
    } | more  # fmt: skip


def tool_call(**changes: Any) -> dict[str, Any]:
    """What a tool did, as the backend has it."""
    return {
        "id": "c1", "reply_id": None, "created_at": "2026-11-22T10:00:30Z", "outcome": "ok", "tool": "payout",
        "label": "Tu pago", "result": {}, "undone_at": None,
    } | changes  # fmt: skip


def question(**changes: Any) -> dict[str, Any]:
    """What a customer is asked to confirm."""
    return {
        "id": "k1", "reply_id": None, "created_at": "2026-11-22T10:00:31Z", "status": "pending", "summary": "¿Va?",
    } | changes  # fmt: skip


@dataclass
class CaseBackend(ListeningBackend):
    """One key stores one message. `streams` are played one a time; with the last one the page is closed."""

    streams: list[Stream] = field(default_factory=list)
    followed_after: list[int] = field(default_factory=list)
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)

    def has(self, ticket_id: str, *messages: dict[str, Any], cursor: int | None = None, **changes: Any) -> None:
        """There is such a case."""
        path = f"GET tickets/{ticket_id}"
        page = {"items": list(messages), "last_event_id": 4, "next_cursor": cursor, "reply": None}
        self.answers |= {
            path: case(1, **{"id": ticket_id, "title": f"Caso {ticket_id[-1]}"} | changes), f"{path}/messages": page,
            f"{path}/tool-calls": {"items": [], "next_cursor": None}, f"{path}/confirmations": [],
        }  # fmt: skip

    async def begin(
        self, method: str, path: str, caller: Caller, *, body: Any = None, key: str | None = None
    ) -> StreamEvent:
        await self.ask(method, path, caller, body=body, key=key)
        if body is None:
            return StreamEvent("started", {}, None)
        ticket_id = path.split("/")[1]
        message = said(20 + len(self.stored), body["content"], ticket_id=ticket_id)
        return StreamEvent("message", {"message": self.stored.setdefault(str(key), message)}, 5)

    async def events(self, ticket_id: str, caller: Caller, *, after: int) -> AsyncIterator[StreamEvent]:
        self.followed_after.append(after)
        for told in self.streams.pop(0):
            await asyncio.sleep(0)
            if isinstance(told, Exception):
                raise told
            yield told

    async def page_is_there(self, client_token: str) -> bool:
        return bool(self.streams)


def chatting_tab(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Tab, CaseBackend]:
    """A customer's tab on case A, not loaded yet; nothing pauses."""
    tab, _ = customers_tab(folder, monkeypatch, "/tickets")
    tab.backend = backend = CaseBackend()
    monkeypatch.setattr(client, "_shared", backend)
    monkeypatch.setattr(chat_module, "FLUSH_SEC", 0.0)
    for module in (chat_module, sending_module):
        monkeypatch.setattr(module, "is_connected", backend.page_is_there)
        monkeypatch.setattr(module, "RETRY_SEC", (0.0, 0.0))
    backend.has(CASE_A, said(1, "¿Y mi pago?"), said(2, "Mañana llega.", "bot"))
    backend.has(CASE_B, said(1, "Otra cosa", ticket_id=CASE_B))
    go_to_case(tab, CASE_A)
    return tab, backend


def go_to_case(tab: Tab, ticket_id: str) -> None:
    tab.go(f"/tickets/{ticket_id}", ticket_id=ticket_id)


def open_case(tab: Tab, ticket_id: str) -> Chat:
    """The case is shown; nobody follows it yet."""
    go_to_case(tab, ticket_id)
    chat = tab.state(Chat)
    tab.press(chat, "load")
    return chat
