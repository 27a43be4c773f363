"""What the portal's benchmarks run on: PostgreSQL, backend and portal as processes, and signed-in customers."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import httpx2
import psutil  # type: ignore[import-untyped]
from sqlalchemy import create_engine, insert

from backend.clock import now
from backend.database import sqlalchemy_url
from backend.embedded import embedded_postgres
from backend.migrating import upgrade
from backend.security import AccessToken, access_token
from backend.tickets.models import Ticket
from backend.users.models import Session, User
from portal.vault import FileStore, Tokens, Vault
from tests.benchmarks.portal_backend import SECRET

ROOT = Path(__file__).parents[2]
CUSTOMERS = 101
LIFETIME = timedelta(hours=4)
_PATIENCE_SEC = 180.0
_TICKETS_EACH = 12


class Customer(NamedTuple):
    """Somebody who is signed in: at the backend with `token`, at the portal with `cookie`."""

    token: str
    cookie: str
    ticket_id: str


class Stage(NamedTuple):
    """Both servers, running. Processes are for their memory and processor time."""

    url: str
    backend_url: str
    portal: psutil.Process
    backend: psutil.Process
    customers: list[Customer]

    def inside(self) -> dict[str, Any]:
        """What the portal holds (`portal_server.inside`)."""
        held: dict[str, Any] = httpx2.get(f"{self.url}/bench/inside", timeout=30).json()
        return held

    def flush_every(self, seconds: float) -> None:
        """For pages that are opened from now on."""
        httpx2.post(f"{self.url}/bench/flush", params={"sec": seconds}).raise_for_status()

    def forget(self) -> None:
        """Have the portal give up what it keeps of tabs, as it does by itself an hour later."""
        httpx2.post(f"{self.url}/bench/forget").raise_for_status()

    def megabytes(self) -> float:
        """Memory of the portal that is its own (without what processes share)."""
        return float(self.portal.memory_full_info().uss) / 1e6

    def processor_sec(self) -> float:
        """What the portal has used of the processors."""
        used = self.portal.cpu_times()
        return float(used.user + used.system)

    def backend_connections(self) -> int:
        """Connections from the portal to the backend: open streams, and what is kept for the next requests."""
        port = int(self.backend_url.rpartition(":")[2])
        return sum(bool(one.raddr) and one.raddr.port == port for one in self.portal.net_connections("tcp"))


@contextmanager
def staged() -> Iterator[Stage]:
    """Everything, in a temporary folder, until the block ends."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(embedded_postgres(folder / "pg"))
        upgrade(database)
        customers = asyncio.run(_customers(database, folder))
        backend_port, portal_port = _free_port(), _free_port()
        backend_url, url = (f"http://127.0.0.1:{port}" for port in (backend_port, portal_port))
        backend = stack.enter_context(
            _running("portal_backend", f"{backend_url}/health/live", {}, str(backend_port), database, str(folder))
        )
        settings = {
            "ENVIRONMENT": "development", "PORTAL_HOST": "127.0.0.1", "PORTAL_PORT": str(portal_port),
            "PORTAL_URL": url, "BACKEND_URL": backend_url, "DATA_FOLDER": str(folder), "REDIS_URL": "",
        }  # fmt: skip
        portal = stack.enter_context(_running("portal_server", f"{url}/_health", settings))
        yield Stage(url, backend_url, portal, backend, customers)


async def _customers(database: str, folder: Path) -> list[Customer]:
    vault = Vault(FileStore(folder / "portal" / "sessions.sqlite"), LIFETIME.total_seconds())
    engine = create_engine(sqlalchemy_url(database))
    made = []
    with engine.begin() as connection:
        for number in range(CUSTOMERS):
            user_id, session_id = uuid4(), uuid4()
            person = {"email": f"c{number}@example.com", "name": "Ana Ruiz", "password_hash": "none", "language": "es"}
            connection.execute(insert(User).values(id=user_id, **person))
            connection.execute(insert(Session).values(id=session_id, user_id=user_id))
            tickets = [
                {"id": uuid4(), "customer_id": user_id, "title": f"Mi pago {n}", "category": "buying",
                 "description": "Vendí mi coche y no veo el pago. " * 4, "language": "es"}
                for n in range(_TICKETS_EACH)
            ]  # fmt: skip
            connection.execute(insert(Ticket), tickets)
            token = access_token(AccessToken(user_id, session_id), SECRET, issued_at=now(), lifetime=LIFETIME)
            cookie = await vault.new(Tokens(token, "none", time.time() + LIFETIME.total_seconds()))
            made.append(Customer(token, cookie, str(tickets[-1]["id"])))
    engine.dispose()
    return made


@contextmanager
def _running(module: str, health: str, changes: Mapping[str, str], *arguments: str) -> Iterator[psutil.Process]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments], cwd=ROOT, env=os.environ | changes,
        stdout=sys.stderr,
    )  # fmt: skip
    try:
        _wait(health, process)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(health: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + _PATIENCE_SEC
    while process.poll() is None and time.monotonic() < give_up:
        try:
            httpx2.get(health, timeout=5).raise_for_status()
            return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"{health} did not come up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
