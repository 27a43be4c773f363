"""Who may go on listening to a ticket, and to how many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, update

from backend.events import listener, stream
from backend.users.models import User, UserRole
from tests.backend.chats import kinds, open_ticket, read_events
from tests.backend.people import Person
from tests.backend.serving import RunningServer

People = Callable[..., Person]


@pytest.mark.parametrize("how", ["signed out", "no agent any more"])
def test_a_stream_ends_when_its_listener_may_hear_no_more(
    person: People, engine: Engine, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(stream, "ALLOWED_FOR_SEC", 0.0)
    customer, agent = person(), person("agent")
    ticket = open_ticket(customer)["id"]
    with agent.stream("GET", f"tickets/{ticket}/events", headers={"Last-Event-ID": "0"}) as answer:
        arriving = read_events(answer)
        assert next(arriving).kind == "ticket"
        if how == "signed out":
            agent.delete("me/sessions")
        else:
            with engine.begin() as connection:
                connection.execute(update(User).where(User.id == agent.id).values(role=UserRole.CUSTOMER))
        customer.patch(f"tickets/{ticket}", json={"title": "Not for those who have left"})
        assert list(arriving) == []


def test_a_stream_goes_on_for_who_stays(person: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "ALLOWED_FOR_SEC", 0.0)
    customer = person()
    ticket = open_ticket(customer)["id"]
    with customer.stream("GET", f"tickets/{ticket}/events", headers={"Last-Event-ID": "0"}) as answer:
        arriving = read_events(answer)
        customer.patch(f"tickets/{ticket}", json={"title": "Another"})
        customer.patch(f"tickets/{ticket}", json={"title": "And another"})
        assert kinds([next(arriving) for _ in range(3)]) == ["ticket"] * 3


def test_one_user_holds_only_so_many_streams_open(
    person: People, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, other = person(), person()
    few = server.services.settings.model_copy(update={"streams_per_user": 3})
    monkeypatch.setattr(server.services, "settings", few)
    ticket, others = open_ticket(customer)["id"], open_ticket(other)["id"]
    lines: list[Iterator[str]] = []
    with ExitStack() as stack:
        for _ in range(3):
            held = stack.enter_context(
                customer.stream("GET", f"tickets/{ticket}/events", headers={"Last-Event-ID": "0"})
            )
            lines.append(held.iter_lines())  # one that is let go of closes its stream
            next(lines[-1])
        refused = customer.get(f"tickets/{ticket}/events", timeout=30)
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many_requests")
        assert "Retry-After" in refused.headers
        assert stack.enter_context(other.stream("GET", f"tickets/{others}/events")).status_code == 200
    assert open_ticket(customer)["status"] == "open"


def test_the_listener_outlives_whatever_ends_it(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a mistake of ours: readiness must not say that it listens when nobody does."""
    monkeypatch.setattr(listener, "RECONNECT_SEC", (0.01, 0.01))
    again = asyncio.Event()

    class Broken(listener.Listener):
        tries = 0

        async def _listen(self) -> None:
            self.tries += 1
            self.connected = True
            if self.tries == 1:
                raise KeyError("nobody thought of this")
            again.set()
            await asyncio.Event().wait()

    async def look() -> bool:
        async with Broken(server.services, lambda _: None).running() as running:
            await asyncio.wait_for(again.wait(), 10)
            return running.connected

    assert asyncio.run(look())
