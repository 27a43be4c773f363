"""The tasks by name. Doing one twice does no harm, apart from a mail that may come twice."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from procrastinate import App, RetryStrategy
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.jobs.pruning import prune
from backend.mail import send_mail
from backend.outcomes.quiet import settle_quiet
from backend.privacy.retention import delete_closed
from backend.services import Services
from backend.spending.texts import LIMIT_REACHED
from backend.tickets.closing import close_resolved

logger = logging.getLogger(__name__)
Batch = Callable[[AsyncSession], Awaitable[int]]
HOURLY, EVERY_FIVE_MINUTES, NIGHTLY = "7 * * * *", "*/5 * * * *", "23 3 * * *"
MAIL_RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
"""After 3, 9, 27 … 6,561 seconds: three hours in all."""
KEEP_FAILED_HOURS = 7 * 24


def add_tasks(app: App, services: Services) -> None:
    """Register every task with the application of this process."""
    _add_mail(app, services)
    if services.settings.regular_jobs:
        _add_tickets(app, services)
        _add_housekeeping(app, services)
        if services.settings.retention_days is not None:
            _add_retention(app, services, services.settings.retention_days)


COURTESIES = ("ai_disclosure", "greeting", "closing", "csat_request")
"""The texts of a pack that say nothing about a case."""


def _add_mail(app: App, services: Services) -> None:
    @app.task(name="send_mail", retry=MAIL_RETRY)
    async def mail(to: str = "", subject: str = "", body: str = "") -> None:
        if to:  # whose account was erased meanwhile has no address any more
            await send_mail(services.settings, to, subject, body)


def _add_tickets(app: App, services: Services) -> None:
    settings = services.settings

    @app.periodic(cron=HOURLY)
    @app.task(name="settle_outcomes", lock="settle_outcomes", queueing_lock="settle_outcomes", retry=3)
    async def settle(timestamp: int) -> None:
        moment, hours = now(), settings.assume_resolved_hours
        courtesies = [sentence for key in COURTESIES for sentence in services.pack.texts.get(key, {}).values()]
        courtesies += LIMIT_REACHED.values()
        await in_batches(services, lambda session: settle_quiet(session, hours, moment, courtesies))

    @app.periodic(cron=HOURLY)
    @app.task(name="close_resolved", lock="close_resolved", queueing_lock="close_resolved", retry=3)
    async def close(timestamp: int) -> None:
        moment = now()
        await in_batches(services, lambda session: close_resolved(session, settings.close_resolved_days, moment))


def _add_retention(app: App, services: Services, days: float) -> None:
    @app.periodic(cron=NIGHTLY)
    @app.task(name="delete_old_tickets", lock="delete_old_tickets", queueing_lock="delete_old_tickets", retry=3)
    async def delete(timestamp: int) -> None:
        moment = now()
        deleted = await in_batches(services, lambda session: delete_closed(session, days, moment))
        logger.info("tickets were deleted for their age", extra={"tickets": deleted})


def _add_housekeeping(app: App, services: Services) -> None:
    @app.periodic(cron=NIGHTLY)
    @app.task(name="prune", lock="prune", queueing_lock="prune", retry=3)
    async def tidy(timestamp: int) -> None:
        async with services.session() as session:
            await prune(session, services.settings, now())
        await app.job_manager.delete_old_jobs(
            KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    @app.periodic(cron=EVERY_FIVE_MINUTES)
    @app.task(name="rescue_jobs", queueing_lock="rescue_jobs")
    async def rescue(timestamp: int) -> None:
        await rescue_stalled(app, now() + timedelta(seconds=1))


async def in_batches(services: Services, batch: Batch) -> int:
    """Run `batch` in one transaction after the other until it finds nothing more; how many it did in all."""
    total = 0
    while True:
        async with services.session() as session:
            done = await batch(session)
        total += done
        if not done:
            return total


async def rescue_stalled(app: App, at: datetime) -> int:
    """Queue again what a worker was doing when it died."""
    stalled = [job for job in await app.job_manager.get_stalled_jobs() if job.id is not None]
    for job in stalled:
        await app.job_manager.retry_job(job, retry_at=at)
    return len(stalled)
