"""A small typed client: sign in, open a ticket, ask, read the answer while it is written.

make up                                              # in another terminal
.venv/bin/python docs/examples/client.py "¿ya cayó la lana del Jetta?"
"""
# ruff: noqa: T201 - a program for a terminal

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple
from uuid import uuid4

import httpx2

URL = "http://127.0.0.1:8000"
TRIES = 5


class Event(NamedTuple):
    """One event of a stream. `id` is the number to go on from; a `delta` has none."""

    kind: str
    data: dict[str, Any]
    id: str | None


class Support:
    """A signed-in customer. Every method raises `httpx2.HTTPStatusError` for an answer that is an error."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http

    @classmethod
    def signed_in(cls, url: str, email: str, password: str) -> Support:
        http = httpx2.Client(base_url=f"{url}/api/v1/", timeout=60)
        answer = http.post("auth/login", json={"email": email, "password": password}).raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return cls(http)

    def open_ticket(self, title: str, category: str, description: str) -> str:
        """A new ticket's id."""
        body = {"title": title, "category": category, "description": description}
        return str(self.http.post("tickets", json=body).raise_for_status().json()["id"])

    def ask(self, ticket: str, content: str) -> Iterator[Event]:
        """Say something and yield what follows, until `done` or `error`.

        A connection that breaks off is taken up by saying the same again with the same key: the server stores and
        answers the message once, and repeats the events of that answer.
        """
        key, seen = str(uuid4()), set[str]()
        for attempt in range(1, TRIES + 1):
            try:
                for event in self._posted(ticket, content, key):
                    if event.id is None or event.id not in seen:
                        yield event
                    if event.id is not None:
                        seen.add(event.id)
                    if event.kind in ("done", "error"):
                        return
            except httpx2.TransportError:
                if attempt == TRIES:
                    raise

    def _posted(self, ticket: str, content: str, key: str) -> Iterator[Event]:
        path, headers = f"tickets/{ticket}/messages", {"Idempotency-Key": key}
        with self.http.stream("POST", path, json={"content": content}, headers=headers) as answer:
            if answer.is_error:
                answer.read()
            yield from events(answer.raise_for_status().iter_lines())

    def rate(self, message: str, *, helpful: bool, reason: str | None = None) -> None:
        self.http.post(f"messages/{message}/rating", json={"helpful": helpful, "reason": reason}).raise_for_status()


def events(lines: Iterator[str]) -> Iterator[Event]:
    """Server-sent events from the lines of a stream; comments (signs of life) are skipped."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if name:
            fields[name] = value.removeprefix(" ")
        elif not line and "data" in fields:
            yield Event(fields["event"], json.loads(fields["data"]), fields.get("id"))
        if not line:
            fields = {}


def main(question: str, url: str = URL, email: str = "demo-agent@gmail.com", password: str = "Demo001") -> None:  # noqa: S107
    customer = Support.signed_in(url, email, password)
    with closing(customer.http):
        ticket = customer.open_ticket("Mi pago", "buying", "Vendí mi Jetta y espero el dinero.")
        shown = ""
        for event in customer.ask(ticket, question):
            if event.kind == "delta":
                # The text so far is what came before the offset, and this; an answer that is begun anew starts at 0.
                shown = shown[: event.data["offset"]] + event.data["text"]
            elif event.kind == "tool_started":
                print(f"… {event.data['label']}")
            elif event.kind == "confirm":
                print(f"[button] {event.data['confirmation']['summary']}")
            elif event.kind == "error":
                print(f"no answer: {event.data['message']}")
            elif event.kind == "done" and event.data["message"]:
                print(shown)
                customer.rate(event.data["message"]["id"], helpful=True)


if __name__ == "__main__":
    main(*sys.argv[1:] or ["¿ya cayó la lana del Jetta?"])
