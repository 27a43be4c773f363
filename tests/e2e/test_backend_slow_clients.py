"""A thousand clients that open streams and hardly read: everybody else is served, and nothing stays behind."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from tests.backend.chats import last, say
from tests.backend.faults.crowd import QUESTION, made_customer
from tests.backend.faults.own_postgres import OwnPostgres
from tests.backend.faults.persistent import wait_until
from tests.backend.faults.supervised import Supervised, allow_open_files
from tests.backend.handoff.builders import made_ticket
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET

LISTENING, CROWDED, POSTING = 850, 100, 50
"""Streams of tickets where little happens, of one where much does, and streams of an answer."""
BATCH = 50
AGENT_MESSAGES = 60
MOST_MEGABYTES = 300
PROMPT_SEC = 2.0
LONG = "Su pago está en camino. " * 165
"""Almost the longest message: sixty of them are more than a socket that nobody reads takes."""


class SlowClient:
    """A socket with a small buffer that asks for a stream and reads a byte when it is told to."""

    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(request)

    def read_a_byte(self) -> bytes:
        self.socket.setblocking(False)
        try:
            return self.socket.recv(1)
        except BlockingIOError:
            return b""

    def leave(self) -> None:
        """Without a goodbye: the connection is reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.socket.close()


def listening(customer: Person, ticket: str) -> bytes:
    return (
        f"GET /api/v1/tickets/{ticket}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {customer.token}\r\n"
        "Last-Event-ID: 0\r\n\r\n"
    ).encode()


def posting(customer: Person, ticket: str) -> bytes:
    body = b'{"content": "hola"}'
    return (
        f"POST /api/v1/tickets/{ticket}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {customer.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


@contextmanager
def slow_crowd(backend: Supervised, requests: list[bytes]) -> Iterator[list[SlowClient]]:
    """A client for each request, a batch after the other; then they leave all at once."""
    clients: list[SlowClient] = []
    try:
        for start in range(0, len(requests), BATCH):
            clients += [SlowClient(backend.port, request) for request in requests[start : start + BATCH]]
            opened = min(len(clients), LISTENING + CROWDED)  # those that post may be done already
            wait_until(lambda: open_streams(backend) >= opened, 30, "the streams are open")  # noqa: B023
        yield clients
    finally:
        for client in clients:
            client.leave()


def open_streams(backend: Supervised) -> float:
    return backend.gauge("acs_open_streams")


class Watch:
    """What an ordinary customer waits for a ticket, and what the server's memory grows to, while the block runs."""

    def __init__(self, backend: Supervised, customer: Person, ticket: str) -> None:
        self.slowest_sec, self.most_bytes, self.reads = 0.0, 0, 0
        self.failed: httpx2.Response | None = None
        self._server, self._customer, self._path = backend, customer, f"tickets/{ticket}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(60)

    def _look(self) -> None:
        while not self._over.wait(0.05):
            began = time.monotonic()
            answer = self._customer.get(self._path)
            self.failed = self.failed or (None if answer.status_code == 200 else answer)
            self.slowest_sec = max(self.slowest_sec, time.monotonic() - began)
            self.most_bytes = max(self.most_bytes, self._server.memory())
            self.reads += 1


def asked_for(engine: Engine, customer: Person, crowded: str) -> list[bytes]:
    """What the clients ask for."""

    def ticket() -> str:
        return str(made_ticket(engine, customer))

    quiet = [ticket() for _ in range(10)]
    requests = [listening(customer, quiet[number % len(quiet)]) for number in range(LISTENING)]
    requests += [listening(customer, crowded)] * CROWDED
    return requests + [posting(customer, ticket()) for _ in range(POSTING)]


@pytest.mark.slow
def test_a_thousand_clients_that_hardly_read_harm_nobody_and_leave_nothing(tmp_path: Path) -> None:
    allow_open_files(LISTENING + CROWDED + POSTING + 500)
    with ExitStack() as stack:
        engine = (postgres := stack.enter_context(OwnPostgres())).engine
        backend = stack.enter_context(Supervised(tmp_path, postgres.url, STREAMS_PER_USER="2000"))
        backend.wait_for_status(200)
        customer = stack.enter_context(closing(made_customer(engine, backend.url)))
        agent = stack.enter_context(closing(made_person(engine, backend.url, SECRET, "agent")))
        crowded, own = str(made_ticket(engine, customer)), str(made_ticket(engine, customer))
        with Watch(backend, customer, own) as watch:
            with slow_crowd(backend, asked_for(engine, customer, crowded)) as clients:
                for _ in range(AGENT_MESSAGES):
                    said = agent.post(f"admin/tickets/{crowded}/replies", json={"content": LONG})
                    assert said.status_code == 201, said.text
                    for client in clients[LISTENING::10]:
                        client.read_a_byte()
                assert last(say(customer, own, QUESTION), "done")["message"]["content"]
            wait_until(lambda: open_streams(backend) == 0, 30, "no stream is left")
        print(f"reads {watch.reads}, slowest {watch.slowest_sec:.2f} s, {watch.most_bytes / 1e6:.0f} MB")
        assert watch.failed is None, watch.failed
        assert watch.reads > 20
        assert watch.slowest_sec < PROMPT_SEC
        assert watch.most_bytes < MOST_MEGABYTES * 1_000_000
