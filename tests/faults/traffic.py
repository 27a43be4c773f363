"""Customers who write all the time, book, accept offers, and do not give up."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple
from uuid import uuid4

import httpx2
from sqlalchemy import Engine

from tests.backend.faults.crowd import CHOICE, QUESTION, made_customer
from tests.backend.faults.persistent import Acknowledged, Persistent
from tests.backend.people import Person
from tests.backend.records import add_record

CUSTOMERS, GIVE_UP_SEC, PAUSE_SEC, THINKING_SEC = 6, 90.0, 0.2, 0.5
OFFERS = 12
BOOK = "Quiero agendar una cita"
ACCEPT = "acepto la oferta por mi"
MENTION = "una pregunta nada más, ¿hasta cuándo vale la oferta"


class Offer(NamedTuple):
    reference: str
    item: str


class Customers:
    """`acknowledged` is what the server said it has; `met` counts statuses and broken connections; `untaken` are
    messages that were never taken, however often they were sent."""

    def __init__(self, engine: Engine, url: str) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.untaken: list[str] = []
        self.clients = [Persistent(made_customer(engine, url), GIVE_UP_SEC) for _ in range(CUSTOMERS)]
        self._offers = [
            [made_offer(engine, client.customer, f"Sentra {2_000 + number}") for number in range(OFFERS)]
            for client in self.clients
        ]
        self._probing = Persistent(made_customer(engine, url), GIVE_UP_SEC)
        self._numbers = count()
        self._over = threading.Event()

    @property
    def met(self) -> Counter[str]:
        return sum((client.met for client in [*self.clients, self._probing]), start=Counter())

    @contextmanager
    def writing(self) -> Iterator[Customers]:
        """They write while the block runs, and then bring to an end what they have begun."""
        with ThreadPoolExecutor(len(self.clients)) as pool:
            work: list[Future[None]] = [pool.submit(self._live, number) for number in range(len(self.clients))]
            try:
                yield self
            finally:
                self._over.set()
            for one in work:
                one.result()

    def wait_for(self, more: int, within_sec: float = 60.0) -> None:
        """Until so many more messages are acknowledged."""
        wanted, give_up = len(self.acknowledged) + more, time.monotonic() + within_sec
        while len(self.acknowledged) < wanted and time.monotonic() < give_up:
            time.sleep(0.02)

    def probe(self) -> None:
        """One more message, until it is answered."""
        ending = ""
        while ending != "done":
            post = self._posted(self._probing, opened(self._probing), f"{QUESTION} {next(self._numbers)}")
            ending = post.ending if post else "done"

    def close(self) -> None:
        for client in [*self.clients, self._probing]:
            client.customer.close()

    def _live(self, number: int) -> None:
        client, offers = self.clients[number], self._offers[number]
        while not self._over.wait(THINKING_SEC):
            which, code, ticket = next(self._numbers), uuid4().hex[:8], opened(client)
            if which % 4 == 0:
                self._books(client, ticket, code)
            elif which % 4 == 1 and offers:
                self._accepts(client, ticket, offers.pop())
            elif which % 4 == 2 and offers:
                self._posted(client, ticket, f"{MENTION} {offers[0].reference}? {code}")
            else:
                self._posted(client, ticket, f"{QUESTION} {code}", wait=False)
                self._posted(client, ticket, f"{QUESTION} {code} otra vez")

    def _books(self, client: Persistent, ticket: str, code: str) -> None:
        asked = self._posted(client, ticket, f"{BOOK} {code}")
        if asked is not None and asked.ending == "done":
            self._posted(client, ticket, f"{CHOICE} {code}")

    def _accepts(self, client: Persistent, ticket: str, offer: Offer) -> None:
        """There are several, so the bot asks which first."""
        for words in (ACCEPT, f"sí, {ACCEPT}"):
            self._posted(client, ticket, f"{words} {offer.item}")
        waiting = insisted(client.customer, "GET", f"tickets/{ticket}/confirmations", met=client.met)
        for confirmation in waiting:
            insisted(client.customer, "POST", f"tickets/{ticket}/confirmations/{confirmation['id']}",
                     {"accept": True}, met=client.met)  # fmt: skip

    def _posted(self, client: Persistent, ticket: str, content: str, *, wait: bool = True) -> Acknowledged | None:
        try:
            post = client.post(ticket, content, wait=wait)
        except AssertionError as error:
            self.untaken.append(str(error))
            return None
        self.acknowledged.append(post)
        return post


def made_offer(engine: Engine, customer: Person, item: str) -> Offer:
    """An offer that the customer can accept."""
    about = {"item": item, "amount": 162_000, "expires": "2199-01-01"}
    return Offer(add_record(engine, customer.id, "offer", "active", **about), item)


def opened(client: Persistent) -> str:
    """A new ticket's id."""
    about = {"title": "Mi pago", "category": "buying", "description": "Vendí mi coche"}
    ticket = insisted(client.customer, "POST", "tickets", about, key=uuid4().hex, met=client.met)
    return str(ticket["id"])


def insisted(customer: Person, method: str, path: str, body: Any = None, *, key: str = "", met: Counter[str]) -> Any:
    """The answer's JSON, asked for again and again while the server is away. Raises `AssertionError`."""
    give_up = time.monotonic() + GIVE_UP_SEC
    headers = {"Idempotency-Key": key} if key else {}
    while time.monotonic() < give_up:
        try:
            answer = customer.request(method, path, json=body, headers=headers)
        except httpx2.TransportError as error:
            met[type(error).__name__] += 1
        else:
            met[str(answer.status_code)] += 1
            if answer.status_code < 500:
                assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text}"
                return answer.json()
        time.sleep(PAUSE_SEC)
    raise AssertionError(f"{method} {path} was not answered within {GIVE_UP_SEC} s: {met}")
