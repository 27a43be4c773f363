"""PostgreSQL restarted under the backend: what was acknowledged stays, everything comes back by itself.

The same under load is `make faults`.
"""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import httpx2
import pytest

from tests.backend.chats import Sent, read_events
from tests.backend.faults.crowd import QUESTION, Crowd, made_customer
from tests.backend.faults.own_postgres import Mode, OwnPostgres
from tests.backend.faults.persistent import Persistent, assert_everything_once, unfinished, wait_until
from tests.backend.faults.supervised import Supervised
from tests.backend.handoff.builders import made_ticket
from tests.backend.people import Person

CLIENTS, POSTS = 4, 8
MODES: tuple[Mode, ...] = ("fast", "immediate")
ALL = CLIENTS * POSTS


class Follower:
    """A customer with a ticket's page open: takes the stream up again where it broke off."""

    def __init__(self, customer: Person, ticket_id: str) -> None:
        self.events: list[Sent] = []
        self.breaks = 0
        self._customer, self._ticket_id = customer, ticket_id
        self._left = threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def leave(self) -> None:
        self._left.set()
        self.thread.join(30)
        assert not self.thread.is_alive()

    def _follow(self) -> None:
        last = 0
        while not self._left.is_set():
            headers = {"Last-Event-ID": str(last)}
            try:
                path = f"tickets/{self._ticket_id}/events"
                with self._customer.stream("GET", path, headers=headers, timeout=2) as answer:
                    for event in read_events(answer) if answer.status_code == 200 else ():
                        self.events.append(event)
                        last = event.id or last
            except httpx2.TransportError:  # nothing came for 2 s, too
                pass
            self.breaks += 1
            self._left.wait(0.1)


@pytest.mark.slow
def test_restarts_while_customers_write_lose_and_double_nothing(tmp_path: Path) -> None:
    leases = {"REPLY_LEASE_SEC": "3", "REPLY_RECOVERY_SEC": "1", "OFFLINE_MODEL_LATENCY_MS": "100"}
    with OwnPostgres() as postgres, Supervised(tmp_path, postgres.url, **leases) as backend:
        backend.wait_for_status(200)
        watched = made_customer(postgres.engine, backend.url)
        ticket_id = str(made_ticket(postgres.engine, watched))
        follower = Follower(watched, ticket_id)
        crowd = Crowd(postgres.engine, backend.url, clients=CLIENTS, posts=POSTS, give_up_sec=60)
        with crowd.posting():
            for number, mode in enumerate(MODES, start=1):
                crowd.wait_for(ALL // 4 * number, within_sec=60)
                postgres.stop(mode)
                backend.wait_for_status(503)
                postgres.start()
                backend.wait_for_status(200)
        wait_until(lambda: unfinished(postgres.engine) == 0, 30, "every reply ended")
        posts = [*crowd.acknowledged, Persistent(watched, 30).post(ticket_id, QUESTION)]
        wait_until(lambda: any(event.kind == "done" for event in follower.events), 15, "the open page shows the answer")
        follower.leave()
        a_job_is_done(backend)
        endings = assert_everything_once(postgres.engine, posts)
        assert len(posts) == ALL + 1
        assert endings["done"] >= ALL * 0.9
        met: Counter[str] = sum((client.met for client in crowd.clients), start=Counter())
        assert set(met) <= {"200", "503"}, met
        numbers = [event.id for event in follower.events if event.id]
        assert numbers == list(range(1, len(numbers) + 1))
        watched.close()


def a_job_is_done(backend: Supervised) -> None:
    """A mail that is asked for now is written by the worker that lived before."""
    before = backend.said().count("the job send_mail took")
    address = {"email": "nobody@example.com", "name": "Ana", "password": "a good password 1"}
    httpx2.post(f"{backend.url}/api/v1/auth/signup", json=address).raise_for_status()
    asked = httpx2.post(f"{backend.url}/api/v1/auth/password/forgot", json={"email": address["email"]})
    assert asked.status_code == 202, asked.text
    wait_until(lambda: backend.said().count("the job send_mail took") > before, 30, "the mail is written")
