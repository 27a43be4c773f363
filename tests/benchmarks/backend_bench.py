"""The backend under load: reads against a bare route with the same SQL, login against bcrypt alone, time to the first
token, and open streams.

Run with `.venv/bin/python -m tests.benchmarks.backend_bench`. The server is a process of its own on 127.0.0.1, on an
embedded PostgreSQL in a temporary folder; ratios are of rounds that take turns.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import bcrypt
import httpx2
import orjson
from sqlalchemy import create_engine, insert

from backend.clock import now
from backend.database import sqlalchemy_url
from backend.embedded import embedded_postgres
from backend.migrating import upgrade
from backend.security import AccessToken, access_token
from backend.tickets.models import Ticket
from backend.users.models import Session, User
from tests.benchmarks.backend_server import FIRST_TOKEN_SEC, SECRET

CONNECTIONS = 32
ROUND_SEC = 3.0
ROUNDS = 5
LOGIN_SEC = 6.0
CORES = os.cpu_count() or 1
TICKETS = 200
CONCURRENT = 50
MESSAGES_EACH = 4
TOKEN_ROUNDS = 3
STREAMS = 500
PASSWORD = "a good password 1"


class Customer(NamedTuple):
    """Somebody with tickets."""

    token: str
    ticket_id: UUID
    email: str


class Row(NamedTuple):
    """One line of the table."""

    name: str
    measured: str
    against: str
    verdict: str


class Connection:
    """A kept-open HTTP/1.1 connection that does the least that a client can, so that the server is what is measured."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Connection:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def send(self, method: str, path: str, token: str = "", body: bytes = b"") -> None:
        head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n"
        if body:
            head += "Content-Type: application/json\r\n"
        if token:
            head += f"Authorization: Bearer {token}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        await self.writer.drain()

    async def status(self) -> tuple[int, int]:
        """The status and the body's length (-1: in chunks) of the answer that comes."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = -1
        for line in head.lower().split(b"\r\n")[1:]:
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return int(head.split(b" ", 2)[1]), length

    async def ask(self, method: str, path: str, token: str = "", body: bytes = b"") -> int:
        await self.send(method, path, token, body)
        status, length = await self.status()
        await self.reader.readexactly(length)
        return status


async def requests_a_second(port: int, path: str, token: str, seconds: float = ROUND_SEC) -> float:
    """How many requests `CONNECTIONS` clients get answered a second."""
    until = time.perf_counter() + seconds

    async def client() -> int:
        done = 0
        async with Connection(port) as connection:
            while time.perf_counter() < until:
                assert await connection.ask("GET", path, token) == 200
                done += 1
        return done

    return sum(await asyncio.gather(*(client() for _ in range(CONNECTIONS)))) / seconds


async def read_ratio(port: int, name: str, path: str, token: str) -> Row:
    """A route's requests a second against the bare route's, in turns."""
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        watched = await client.post("/bare/watch", params={"path": path, "token": token})
        watched.raise_for_status()
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(await requests_a_second(port, path, token))
        bare.append(await requests_a_second(port, "/bare/run", ""))
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    against = f"{statistics.median(bare):.0f}/s bare, {watched.text} statements"
    return Row(name, f"{statistics.median(ours):.0f}/s", against, f"{ratio:.0%} (at least 60 %)")


async def login_ratio(port: int, email: str) -> Row:
    """Log-ins a second against what bcrypt alone does on the cores, in turns."""
    body = orjson.dumps({"email": email, "password": PASSWORD})
    ours, alone = [], []
    for _ in range(3):
        ours.append(await _logins(port, body))
        alone.append(await asyncio.to_thread(_bcrypt_alone))
    ratio = statistics.median(a / b for a, b in zip(ours, alone, strict=True))
    return Row("log-in", f"{statistics.median(ours):.2f}/s", f"{statistics.median(alone):.2f}/s bcrypt alone",
               f"{ratio:.0%} (at least 90 %)")  # fmt: skip


async def _logins(port: int, body: bytes) -> float:
    began = time.perf_counter()

    async def client() -> int:
        done = 0
        async with Connection(port) as connection:
            while time.perf_counter() - began < LOGIN_SEC:
                assert await connection.ask("POST", "/api/v1/auth/login", body=body) == 200
                done += 1
        return done

    done = sum(await asyncio.gather(*(client() for _ in range(CORES * 3))))
    return done / (time.perf_counter() - began)


def _bcrypt_alone() -> float:
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(12))
    began = time.perf_counter()

    def check(_: int) -> int:
        done = 0
        while time.perf_counter() - began < LOGIN_SEC:
            bcrypt.checkpw(PASSWORD.encode(), hashed)
            done += 1
        return done

    with ThreadPoolExecutor(CORES) as pool:
        done = sum(pool.map(check, range(CORES)))
    return done / (time.perf_counter() - began)


async def first_tokens(port: int, customers: list[Customer]) -> Row:
    """Milliseconds to the first token beyond the model's own, with `CONCURRENT` streams at all times; the medians of
    rounds after a first one that warms up."""

    async def chat(number: int, customer: Customer) -> list[float]:
        await asyncio.sleep(number * 3.4 / CONCURRENT)
        return [await _first_token(port, customer) for _ in range(MESSAGES_EACH)]

    p50, p95 = [], []
    for _ in range(1 + TOKEN_ROUNDS):
        chats = await asyncio.gather(*(chat(n, c) for n, c in enumerate(customers[:CONCURRENT])))
        beyond = sorted((taken - FIRST_TOKEN_SEC) * 1000 for chat in chats for taken in chat)
        p50.append(statistics.median(beyond))
        p95.append(beyond[int(len(beyond) * 0.95)])
    each = ", ".join(f"{value:.1f}" for value in p95[1:])
    return Row(
        f"first token beyond the model's, {CONCURRENT} streams", f"p50 {statistics.median(p50[1:]):.1f} ms",
        f"p95 of rounds of {CONCURRENT * MESSAGES_EACH}: {each} ms",
        f"p95 {statistics.median(p95[1:]):.1f} ms (at most 25 ms)",
    )  # fmt: skip


async def _first_token(port: int, customer: Customer) -> float:
    body = orjson.dumps({"content": "¿y mi pago?"})
    async with Connection(port) as connection:
        began = time.perf_counter()
        await connection.send("POST", f"/api/v1/tickets/{customer.ticket_id}/messages", customer.token, body)
        status, _ = await connection.status()
        assert status == 200
        taken = 0.0
        async for line in connection.reader:
            if line.startswith(b"event: delta") and not taken:
                taken = time.perf_counter() - began
            if line.startswith((b"event: done", b"event: error")):
                assert line.startswith(b"event: done")
                return taken
    raise AssertionError("the stream ended without an answer")


async def open_streams(port: int, customers: list[Customer]) -> Row:
    """Megabytes of the server with `STREAMS` open streams that all hear of a message."""
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        before = float((await client.get("/bare/memory")).text)
        connections = [Connection(port) for _ in range(STREAMS)]
        for number, connection in enumerate(connections):
            customer = customers[number % len(customers)]
            await connection.__aenter__()
            await connection.send("GET", f"/api/v1/tickets/{customer.ticket_id}/events", customer.token)
            assert (await connection.status())[0] == 200
        await _first_token(port, customers[0])
        heard = 0
        for connection in connections[:: len(customers)]:
            async for line in connection.reader:
                if line.startswith(b"event: done"):
                    heard += 1
                    break
        after = float((await client.get("/bare/memory")).text)
        for connection in connections:
            await connection.__aexit__()
    return Row(f"{STREAMS} open streams, {heard} heard an answer", f"{after:.0f} MB", f"{before:.0f} MB before",
               f"{after:.0f} MB (under 300 MB)")  # fmt: skip


@contextmanager
def served() -> Iterator[tuple[int, list[Customer]]]:
    """A server in a process of its own with customers and tickets: its port and the customers."""
    with tempfile.TemporaryDirectory() as folder, embedded_postgres(Path(folder) / "pg") as url:
        upgrade(url)
        customers = _filled(url)
        port = _free_port()
        process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.backend_server", str(port), url, folder])
        try:
            _wait(port, process)
            yield port, customers
        finally:
            process.terminate()
            process.wait(timeout=30)


def _filled(url: str) -> list[Customer]:
    engine = create_engine(sqlalchemy_url(url))
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(12)).decode()
    people = []
    with engine.begin() as connection:
        for number in range(CONCURRENT):
            user_id, session_id = uuid4(), uuid4()
            email = f"c{number}@example.com"
            connection.execute(
                insert(User).values(id=user_id, email=email, name="C", password_hash=hashed, language="es")
            )
            connection.execute(insert(Session).values(id=session_id, user_id=user_id))
            tickets = [
                {"id": uuid4(), "customer_id": user_id, "title": f"Mi pago {n}", "category": "buying",
                 "description": "Vendí mi coche y no veo el pago. " * 4, "language": "es"}
                for n in range(TICKETS // 10)
            ]  # fmt: skip
            connection.execute(insert(Ticket), tickets)
            claims = AccessToken(user_id, session_id)
            token = access_token(claims, SECRET, issued_at=now(), lifetime=timedelta(hours=2))
            people.append(Customer(token, UUID(str(tickets[0]["id"])), email))
    engine.dispose()
    return people


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            httpx2.get(f"http://127.0.0.1:{port}/health/live", timeout=1).raise_for_status()
            return
        except httpx2.HTTPError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start in time")


def main() -> None:
    """Print the table."""
    with served() as (port, customers):
        one = customers[0]
        steps: list[Callable[[], Awaitable[Row]]] = [
            lambda: read_ratio(port, "ticket list (20)", "/api/v1/tickets?limit=20", one.token),
            lambda: read_ratio(port, "ticket read", f"/api/v1/tickets/{one.ticket_id}", one.token),
            lambda: login_ratio(port, one.email),
            lambda: first_tokens(port, customers),
            lambda: open_streams(port, customers),
        ]
        print("| what | measured | against | verdict |\n|---|---|---|---|")
        for step in steps:

            async def run(step: Callable[[], Awaitable[Row]] = step) -> Row:
                return await step()

            print("| " + " | ".join(asyncio.run(run())) + " |", flush=True)


if __name__ == "__main__":
    main()
