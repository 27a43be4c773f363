"""The jobs of one process: its way to the queue and, unless a process of its own does it, a worker."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.worker import Worker
from psycopg.conninfo import conninfo_to_dict

from backend.database import libpq_url
from backend.jobs.queue import JobQueue
from backend.jobs.tasks import add_tasks
from backend.services import Services
from backend.settings import Settings

SCHEMA = "jobs"
AT_ONCE = 4
POLL_SEC = 2.0
"""New work is told by NOTIFY; polling finds what is to be tried again, and what came before the worker listened."""
FIRST_WAIT_SEC, LONGEST_WAIT_SEC = 0.5, 15.0
LONGEST_STOP_SEC = 5.0
logger = logging.getLogger(__name__)


@asynccontextmanager
async def running_jobs(services: Services) -> AsyncIterator[JobQueue]:
    """The queue and, with `JOBS_IN_PROCESS`, a worker that outlives a restart of PostgreSQL."""
    # Its lines about every job carry the arguments, which may be a mail's text; `_told` says the same without.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    app = job_app(services)
    async with app.open_async():
        queue = JobQueue(app)
        if not services.settings.jobs_in_process:
            yield queue
            return
        working = asyncio.create_task(_keep_working(app, queue, services.settings), name="jobs")
        try:
            yield queue
        finally:
            await _stop(working, _stop_sec(services.settings))


def job_app(services: Services) -> App:
    """A Procrastinate application with every task; opens nothing."""
    conninfo = libpq_url(services.database.url)
    options = f"{conninfo_to_dict(conninfo).get('options') or ''} -c search_path={SCHEMA}".strip()
    app = App(
        connector=PsycopgConnector(
            conninfo=conninfo, kwargs={"options": options}, name="jobs", min_size=1, max_size=AT_ONCE,
            timeout=services.settings.database_pool_timeout_sec, reconnect_timeout=FIRST_WAIT_SEC * 10,
        )
    )  # fmt: skip
    add_tasks(app, services)
    return app


async def _keep_working(app: App, queue: JobQueue, settings: Settings) -> None:
    """Run a worker; when it ends (the database went away), run another, after waits that double."""
    wait_sec = FIRST_WAIT_SEC
    while True:
        began, queue.alive = time.monotonic(), True
        try:
            await app.run_worker_async(
                concurrency=AT_ONCE, fetch_job_polling_interval=POLL_SEC, delete_jobs="successful",
                install_signal_handlers=False, shutdown_graceful_timeout=_stop_sec(settings),
                worker_middleware=[_told],
            )  # fmt: skip
            reason = "a side task failed"
        except Exception as error:  # whatever ends a worker, jobs go on
            reason = type(error).__name__
        queue.alive = False
        if time.monotonic() - began > LONGEST_WAIT_SEC:
            wait_sec = FIRST_WAIT_SEC
        logger.warning("the jobs' worker stopped (%s); starting again in %.1f s", reason, wait_sec)
        await asyncio.sleep(wait_sec)
        wait_sec = min(wait_sec * 2, LONGEST_WAIT_SEC)


async def _told(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
    """Log how a job went, without its arguments."""
    began = time.monotonic()
    try:
        result = await call_next()
    except Exception as error:
        told = (context.job.task_name, context.job.attempts + 1, type(error).__name__)
        logger.warning("the job %s failed at attempt %d: %s", *told)
        raise
    logger.info("the job %s took %.3f s", context.job.task_name, time.monotonic() - began)
    return result


def _stop_sec(settings: Settings) -> float:
    """How long running jobs may take to finish when the process stops; the others are done by whoever comes next."""
    return min(settings.shutdown_sec, LONGEST_STOP_SEC)


async def _stop(working: asyncio.Task[None], within_sec: float) -> None:
    """Have the worker finish what it does; cut it off when that takes too long, as without a database."""
    working.cancel()
    _, pending = await asyncio.wait({working}, timeout=within_sec + 1)
    if pending:
        working.cancel()
        await asyncio.wait({working}, timeout=1)
