"""Clients that open streams and hardly read, and what everybody else meets meanwhile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx2
from sqlalchemy import Engine

from tests.backend.chats import last, say
from tests.backend.faults.crowd import QUESTION, made_customer
from tests.backend.faults.own_postgres import OwnPostgres
from tests.backend.faults.persistent import wait_until
from tests.backend.faults.supervised import Supervised, allow_open_files
from tests.backend.handoff.builders import made_ticket
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET

BATCH = 50
AGENT_MESSAGES = 60
PATIENCE_SEC = 60.0
LONG = "Su pago está en camino. " * 165
"""Almost the longest message: sixty of them are more than a socket that nobody reads takes."""


class SlowStreams(NamedTuple):
    """How many there are: of tickets where little happens, of one where much does, and of an answer."""

    listening: int
    crowded: int
    posting: int

    @property
    def lasting(self) -> int:
        """Those that post may be done before the others are there."""
        return self.listening + self.crowded


class Met(NamedTuple):
    """What an ordinary customer met who read a ticket again and again, and the most memory that the server took.
    `failed` is the first answer other than 200."""

    reads: int
    slowest_sec: float
    most_bytes: int
    failed: httpx2.Response | None


class SlowClient:
    """A socket with a small buffer that asks for a stream and reads a byte when it is told to."""

    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.socket.settimeout(PATIENCE_SEC)
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


class Watch:
    """An ordinary customer at work, and the server's memory, while the block runs."""

    def __init__(self, backend: Supervised, customer: Person, ticket: str) -> None:
        self._met = Met(0, 0.0, 0, None)
        self._server, self._customer, self._path = backend, customer, f"tickets/{ticket}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE_SEC)

    @property
    def met(self) -> Met:
        return self._met

    def _look(self) -> None:
        while not self._over.wait(0.05):
            began = time.monotonic()
            answer = self._customer.get(self._path)
            took, before = time.monotonic() - began, self._met
            self._met = Met(
                before.reads + 1,
                max(before.slowest_sec, took),
                max(before.most_bytes, self._server.memory()),
                before.failed or (None if answer.status_code == 200 else answer),
            )


def beside_slow_clients(folder: Path, streams: SlowStreams) -> Met:
    """Open the streams, have an agent write much, have the bot answer, and let everybody leave at once; what an
    ordinary customer met. Raises `AssertionError` when somebody is not served or a stream stays behind."""
    allow_open_files(sum(streams) + 500)
    with ExitStack() as stack:
        engine = (postgres := stack.enter_context(OwnPostgres())).engine
        backend = stack.enter_context(Supervised(folder, postgres.url, STREAMS_PER_USER="2000"))
        backend.wait_for_status(200)
        customer = stack.enter_context(closing(made_customer(engine, backend.url)))
        agent = stack.enter_context(closing(made_person(engine, backend.url, SECRET, "agent")))
        crowded, own = str(made_ticket(engine, customer)), str(made_ticket(engine, customer))
        requests = _asked_for(engine, customer, crowded, streams)
        with Watch(backend, customer, own) as watch:
            with _slow_crowd(backend, requests, streams.lasting) as clients:
                for _ in range(AGENT_MESSAGES):
                    said = agent.post(f"admin/tickets/{crowded}/replies", json={"content": LONG})
                    assert said.status_code == 201, said.text
                    for client in clients[streams.listening :: 10]:
                        client.read_a_byte()
                assert last(say(customer, own, QUESTION), "done")["message"]["content"]
            wait_until(lambda: _open_streams(backend) == 0, PATIENCE_SEC, "no stream is left")
        return watch.met


@contextmanager
def _slow_crowd(backend: Supervised, requests: list[bytes], lasting: int) -> Iterator[list[SlowClient]]:
    """A client for each request, a batch after the other; then they leave all at once."""
    clients: list[SlowClient] = []
    try:
        for start in range(0, len(requests), BATCH):
            clients += [SlowClient(backend.port, request) for request in requests[start : start + BATCH]]
            opened = min(len(clients), lasting)
            wait_until(lambda: _open_streams(backend) >= opened, PATIENCE_SEC, "the streams are open")  # noqa: B023
        yield clients
    finally:
        for client in clients:
            client.leave()


def _open_streams(backend: Supervised) -> float:
    return backend.gauge("acs_open_streams")


def _asked_for(engine: Engine, customer: Person, crowded: str, streams: SlowStreams) -> list[bytes]:
    """What the clients ask for."""

    def ticket() -> str:
        return str(made_ticket(engine, customer))

    quiet = [ticket() for _ in range(10)]
    requests = [_listening(customer, quiet[number % len(quiet)]) for number in range(streams.listening)]
    requests += [_listening(customer, crowded)] * streams.crowded
    return requests + [_posting(customer, ticket()) for _ in range(streams.posting)]


def _listening(customer: Person, ticket: str) -> bytes:
    return (
        f"GET /api/v1/tickets/{ticket}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {customer.token}\r\n"
        "Last-Event-ID: 0\r\n\r\n"
    ).encode()


def _posting(customer: Person, ticket: str) -> bytes:
    body = b'{"content": "hola"}'
    return (
        f"POST /api/v1/tickets/{ticket}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {customer.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
