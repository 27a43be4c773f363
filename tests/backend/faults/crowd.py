"""Customers with tickets, and clients that post for them at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import Engine

from tests.backend.faults.persistent import Acknowledged, Persistent
from tests.backend.handoff.builders import made_ticket
from tests.backend.people import Person, made_person
from tests.backend.records import add_record
from tests.backend.serving import SECRET

QUESTION = "¿ya cayó la lana del Jetta?"
CHOICE = "la primera opción"
"""Books the first slot of those that the bot named."""


def made_customer(engine: Engine, url: str) -> Person:
    """A customer who is owed money for a Jetta."""
    customer = made_person(engine, url, SECRET)
    add_record(
        engine, customer.id, "payout", "scheduled",
        item="Jetta 2018", amount=241_300, date="2026-12-01", account="8842",
    )  # fmt: skip
    return customer


class Crowd:
    """`clients` customers who post `posts` messages each, one after the other, on tickets of five messages.

    Every second message is left alone once it is acknowledged, as by a customer who closes the page.
    """

    def __init__(self, engine: Engine, url: str, *, clients: int, posts: int, give_up_sec: float) -> None:
        self.posts = posts
        self.acknowledged: list[Acknowledged] = []
        self.clients = [Persistent(made_customer(engine, url), give_up_sec) for _ in range(clients)]
        self._tickets = [
            [str(made_ticket(engine, client.customer)) for _ in range(-(-posts // 5))] for client in self.clients
        ]
        self._more = threading.Condition()

    @contextmanager
    def posting(self) -> Iterator[Crowd]:
        """They post while the block runs, which ends when they are done."""
        with ThreadPoolExecutor(len(self.clients)) as pool:
            work = [pool.submit(self._post, number) for number in range(len(self.clients))]
            try:
                yield self
                for one in work:
                    one.result()
            finally:
                self._leave(work)

    def wait_for(self, count: int, within_sec: float) -> None:
        """Until so many messages are acknowledged."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.acknowledged) >= count, within_sec), len(self.acknowledged)

    def _post(self, number: int) -> None:
        client, tickets = self.clients[number], self._tickets[number]
        for count in range(self.posts):
            post = client.post(tickets[count // 5], f"{QUESTION} {number}-{count}", wait=count % 2 == 0)
            with self._more:
                self.acknowledged.append(post)
                self._more.notify_all()

    def _leave(self, work: list[Future[None]]) -> None:
        for one in work:
            one.cancel()
        for client in self.clients:
            client.customer.close()
