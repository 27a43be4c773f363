"""Cases as the backend gives them, a company to have them with, and a tab whose backend remembers how it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from portal import client
from portal.client import Caller, StreamEvent
from portal.company import Company
from portal.states import session as session_module
from tests.portal.tabs import ScriptedBackend, Tab, new_tab

DISCLOSURE = "Soy el asistente virtual de Kavak, una inteligencia artificial."
COMPANY = Company(
    name="Kavak",
    categories=(
        ("buying", {"es": "Compra y venta", "pt": "Compra e venda", "en": "Buying and selling"}),
        ("credit", {"es": "Crédito", "pt": "Financiamento", "en": "Credit"}),
    ),
    texts={"ai_disclosure": {"es": DISCLOSURE, "pt": "", "en": ""}},
    message_characters=100,
)


def case(number: int, **changes: Any) -> dict[str, Any]:
    """A ticket as `GET tickets` has it."""
    return {
        "id": f"t{number}", "number": number, "title": f"Caso {number}", "category": "buying", "status": "open",
        "description": "No ha caído mi pago", "created_at": "2026-10-01T10:00:00Z", "last_message": None,
        "csat_due": False, "handoff": None,
    } | changes  # fmt: skip


@dataclass
class ListeningBackend(ScriptedBackend):
    """Remembers queries and keys too; a message that is posted comes back as stored."""

    queries: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    async def ask(self, method: str, path: str, caller: Caller, *, body: Any = None, **more: Any) -> Any:
        self.queries.append(dict(more.get("query") or {}))
        self.keys.append(more.get("key"))
        return await super().ask(method, path, caller, body=body)

    async def begin(
        self, method: str, path: str, caller: Caller, *, body: Any = None, key: str | None = None
    ) -> StreamEvent:
        await self.ask(method, path, caller, body=body, key=key)
        return StreamEvent("message", {"message": {"content": body["content"]}}, 1)

    def queries_of(self, call: str) -> list[dict[str, Any]]:
        return [query for asked, query in zip(self.calls, self.queries, strict=True) if asked == call]

    def keys_of(self, call: str) -> list[str | None]:
        return [key for asked, key in zip(self.calls, self.keys, strict=True) if asked == call]


def customers_tab(folder: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> tuple[Tab, ListeningBackend]:
    """A tab of somebody who is signed in with `COMPANY`."""
    tab = new_tab(folder, monkeypatch, address)
    backend = ListeningBackend()
    tab.backend = backend
    monkeypatch.setattr(client, "_shared", backend)
    monkeypatch.setattr(session_module, "known_company", lambda: COMPANY)
    tab.sign_in()
    return tab, backend
