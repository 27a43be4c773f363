"""Tickets and conversations for tests, over HTTP as a client would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import httpx2
import orjson


class Sent(NamedTuple):
    """An event as a client reads it."""

    kind: str
    data: dict[str, Any]
    id: int | None


def read_events(response: httpx2.Response) -> Iterator[Sent]:
    """The events of a stream; comments are left out."""
    kind, data, identity = "", "", None
    for line in response.iter_lines():
        if line.startswith("event: "):
            kind = line[7:]
        elif line.startswith("data: "):
            data = line[6:]
        elif line.startswith("id: "):
            identity = int(line[4:])
        elif not line and kind:
            yield Sent(kind, orjson.loads(data), identity)
            kind, data, identity = "", "", None


def open_ticket(client: httpx2.Client, **about: str) -> dict[str, Any]:
    """A ticket of the client's user."""
    body = {"title": "Mi pago", "category": "buying", "description": "Vendí mi coche"} | about
    answer = client.post("tickets", json=body)
    assert answer.status_code == 201, answer.text
    ticket: dict[str, Any] = answer.json()
    return ticket


def say(client: httpx2.Client, ticket_id: str, content: str, *, key: str | None = None) -> list[Sent]:
    """Post a message and read the whole stream."""
    headers = {"Idempotency-Key": key or uuid4().hex}
    with client.stream("POST", f"tickets/{ticket_id}/messages", json={"content": content}, headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        return list(read_events(answer))


def kinds(events: list[Sent]) -> list[str]:
    """The kinds in order, runs of deltas as one."""
    told: list[str] = []
    for event in events:
        if not (event.kind == "delta" and told and told[-1] == "delta"):
            told.append(event.kind)
    return told


def text_of(events: list[Sent]) -> str:
    """The answer as the deltas tell it."""
    text = ""
    for event in events:
        if event.kind == "delta":
            text = text[: event.data["offset"]] + event.data["text"]
    return text


def last(events: list[Sent], kind: str) -> dict[str, Any]:
    """The data of the last event of a kind."""
    return next(event.data for event in reversed(events) if event.kind == kind)


def listen(client: httpx2.Client, ticket_id: str, *, after: int, until: str) -> list[Sent]:
    """The ticket's own stream from an event on, until one of a kind has come."""
    events: list[Sent] = []
    with client.stream("GET", f"tickets/{ticket_id}/events", headers={"Last-Event-ID": str(after)}) as answer:
        for event in read_events(answer):
            events.append(event)
            if event.kind == until:
                return events
    raise AssertionError(f"the stream ended without {until}")
