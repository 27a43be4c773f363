"""`acs-worker`: the jobs in a process of their own, without HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy.exc import InterfaceError, OperationalError

from backend.database import Database
from backend.embedded import database_url
from backend.jobs.running import running_jobs
from backend.logs import configure_logging
from backend.migrating import upgrade
from backend.security import signing_secret
from backend.services import Services
from backend.serving import CannotStart, checked_settings
from backend.settings import Settings
from shared.domains.pack import load_pack
from shared.llm.client import create_model

AGAIN_SEC = 1.0
logger = logging.getLogger(__name__)


def main() -> None:
    """Work until SIGTERM or Ctrl-C."""
    try:
        settings = checked_settings()
    except CannotStart as error:
        print(f"acs-worker: {error}", file=sys.stderr)  # noqa: T201 - logs are for those that run
        sys.exit(error.exit_code)
    configure_logging(settings)
    asyncio.run(work(settings))


async def work(settings: Settings) -> None:
    """Do jobs until a signal comes; what is being done then is finished."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with _worker_services(settings.model_copy(update={"jobs_in_process": True}), stop) as services:
        if services is None:
            return
        async with running_jobs(services) as services.jobs:
            logger.info("the worker is ready")
            await stop.wait()
        logger.info("the worker has stopped")


@asynccontextmanager
async def _worker_services(settings: Settings, stop: asyncio.Event) -> AsyncIterator[Services | None]:
    """What jobs need; `None` when `stop` came while the database was still away."""
    async with AsyncExitStack() as stack:
        embedded = database_url(settings)
        url = await asyncio.to_thread(embedded.__enter__)
        stack.push_async_callback(asyncio.to_thread, embedded.__exit__, None, None, None)
        if not await _migrated(url, stop):
            yield None
            return
        database = Database(url, settings)
        stack.push_async_callback(database.close)
        model = create_model(settings.llm, budget_usd=settings.model_budget_usd)
        stack.push_async_callback(model.aclose)
        yield Services(settings, signing_secret(settings), load_pack(settings.domain), database, model)


async def _migrated(url: str, stop: asyncio.Event) -> bool:
    """Wait until the database is there and at the newest revision; whether it is before `stop`."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(upgrade, url)
        except (OperationalError, InterfaceError) as error:
            logger.warning("the database is not available yet: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), AGAIN_SEC)
        else:
            return True
    return False
