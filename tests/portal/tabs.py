"""A browser tab without a browser: the portal's states on an address, before a backend that answers as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
import reflex as rx
from reflex.istate.data import RouterData
from reflex.istate.proxy import StateProxy
from reflex_base.constants import RouteArgType
from reflex_base.event.context import EventContext

from portal import access, client
from portal.client import Caller
from portal.company import Company
from portal.errors import ApiError, PortalError
from portal.states import session as session_module
from portal.states.session import Session
from portal.vault import FileStore, Vault

StateT = TypeVar("StateT", bound=rx.State)
ORIGIN = "http://portal.test"
PERSON = {"name": "Ana Ruiz", "email": "ana@example.com", "role": "customer", "language": "es"}
SIGNED_IN = {"user": PERSON, "access_token": "access", "refresh_token": "refresh", "expires_in": 900}


class InTurn:
    """Answers that are given one after another; the last one stays."""

    def __init__(self, *answers: Any) -> None:
        self._left = list(answers)

    def next(self) -> Any:
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]


@dataclass
class ScriptedBackend:
    """Answers by method and path, 204 where nothing was said; remembers what it was asked."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    async def ask(self, method: str, path: str, caller: Caller, *, body: Any = None, **_: Any) -> Any:
        self.asked.append((f"{method} {path}", body))
        await asyncio.sleep(0)  # no answer is there at once: something else may happen before it
        answer = self.answers.get(f"{method} {path}")
        answer = answer.next() if isinstance(answer, InTurn) else answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def calls(self) -> list[str]:
        return [call for call, _ in self.asked]


class Tab:
    """The states of one tab at `address`."""

    def __init__(self, backend: ScriptedBackend, address: str) -> None:
        self.backend = backend
        self._root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]  # Reflex's own word for tests
        self.go(address)

    def go(self, address: str, cookie: str = "", **arguments: str) -> None:
        """To another address of the portal; `arguments` are the parts of it that a page's route names."""
        rx.State.setup_dynamic_args(dict.fromkeys(arguments, RouteArgType.SINGLE))
        path = address.partition("?")[0]
        headers = {"origin": ORIGIN, "cookie": cookie}
        data = {"pathname": path, "asPath": address, "headers": headers, "query": arguments}
        self._root.router = RouterData.from_router_data(data)

    def state(self, kind: type[StateT]) -> StateT:
        return asyncio.run(self._root.get_state(kind))

    @property
    def session(self) -> Session:
        return self.state(Session)

    def sign_in(self) -> None:
        """As somebody who is signed in already."""
        asyncio.run(self.session.begin(SIGNED_IN))
        self.session.handover = ""

    def press(self, state: rx.State, handler: str, *values: Any) -> list[Any]:
        """Run an event handler; what it asks the page to do."""
        return asyncio.run(self.run(state, handler, *values))

    async def run(self, state: rx.State, handler: str, *values: Any) -> list[Any]:
        """As `press`, in a running event loop: several handlers can run at once."""
        found = type(state).event_handlers[handler]
        if not found.is_background:
            return await _steps(found.fn(state, *values))
        with EventContext(token="tab", state_manager=self, enqueue_impl=_never):  # type: ignore[arg-type]  # its one method
            return await _steps(found.fn(StateProxy(state), *values))

    @asynccontextmanager
    async def modify_state_with_links(self, token: Any, **_: Any) -> AsyncIterator[rx.State]:
        """Reflex's background handlers get the tab's states here at every `async with self`."""
        yield self._root

    def submit(self, state: rx.State, handler: str, **form: str) -> list[Any]:
        """Send a form as its page does."""
        attempt = str(getattr(state, "attempt", ""))
        return self.press(state, handler, {"attempt": attempt, **form})


async def _steps(running: Any) -> list[Any]:
    if hasattr(running, "__aiter__"):
        return [step async for step in running if step is not None]
    done = await running if hasattr(running, "__await__") else running
    return [done] if done is not None else []


def refused(status: int, code: str, details: Mapping[str, Any] | None = None) -> PortalError:
    """The backend's no."""
    return ApiError(status, code, "", details)


def invalid(*fields: str) -> PortalError:
    """The backend's no to some fields of a body."""
    return refused(422, "invalid", {"problems": [{"field": f"body.{name}", "problem": "no"} for name in fields]})


def goes_to(step: Any) -> str:
    """Where a redirect leads, the field that is focused, or the event's name."""
    values = [value._var_value for _, value in step.args if hasattr(value, "_var_value")]
    return str(values[0]) if values else str(step.handler.fn.__name__)


async def _never(token: str, *events: Any) -> None:
    raise AssertionError("handlers give their events to the page")


async def _nobodys_company() -> Company:
    return Company()


def new_tab(folder: Path, monkeypatch: pytest.MonkeyPatch, address: str = "/login") -> Tab:
    """A tab whose sessions are kept in `folder`."""
    vault = Vault(FileStore(folder / "sessions.sqlite"), 60)
    backend = ScriptedBackend()
    monkeypatch.setattr(access, "vault", lambda: vault)
    monkeypatch.setattr(session_module, "vault", lambda: vault)
    monkeypatch.setattr(session_module, "company", _nobodys_company)
    monkeypatch.setattr(client, "_shared", backend)
    return Tab(backend, address)
