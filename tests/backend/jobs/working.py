"""Jobs without the rest of a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from backend.database import Database
from backend.jobs.running import running_jobs
from backend.services import Services
from backend.settings import Settings
from shared.domains.pack import load_pack
from shared.llm.client import create_model


@dataclass
class Mailbox:
    """Takes the place of `send_mail`. The first `failures` mails fail, each one takes `slow_sec`."""

    failures: int = 0
    slow_sec: float = 0.0
    tried: int = 0
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    async def send(self, settings: Settings, to: str, subject: str, body: str) -> None:
        self.tried += 1
        if self.tried <= self.failures:
            raise ConnectionRefusedError("no mail server")
        await asyncio.sleep(self.slow_sec)
        self.sent.append((to, subject, body))


@asynccontextmanager
async def job_services(settings: Settings) -> AsyncIterator[Services]:
    """Services without jobs yet."""
    assert settings.database_url is not None
    url = settings.database_url.get_secret_value()
    services = Services(settings, "secret", load_pack("kavak"), Database(url, settings), create_model(settings.llm))
    try:
        yield services
    finally:
        await services.llm.aclose()
        await services.database.close()


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[Services]:
    """Services with a queue and, as the settings say, a worker."""
    async with job_services(settings) as services, running_jobs(services) as services.jobs:
        yield services


async def until(condition: Callable[[], bool], within_sec: float = 15.0) -> None:
    """Wait for something that is about to become true."""
    async with asyncio.timeout(within_sec):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in the database
            await asyncio.sleep(0.01)


def run(work: Awaitable[None]) -> None:
    async def wrapped() -> None:
        await work

    asyncio.run(wrapped())
