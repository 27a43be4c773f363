"""Work for later is done, once, and survives what happens to databases and processes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import datetime
from typing import Any

import pytest
from procrastinate import App
from procrastinate.exceptions import TaskNotFound
from sqlalchemy import Engine, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.errors import Unavailable
from backend.jobs import running, tasks
from backend.jobs.running import job_app
from backend.jobs.tasks import rescue_stalled
from backend.settings import Settings
from tests.backend.jobs.conftest import NAME
from tests.backend.jobs.working import Mailbox, job_services, run, until, working

MAIL = {"to": "ana@example.com", "subject": "Hola", "body": "un enlace"}


DEAD_WORKER = "insert into jobs.procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    box = Mailbox()
    monkeypatch.setattr(tasks, "send_mail", box.send)
    return box


def queued(engine: Engine) -> list[tuple[Any, ...]]:
    """Name, state and attempts of what is in the queue."""
    with engine.connect() as connection:
        found = connection.execute(
            text("select task_name, status::text, attempts from jobs.procrastinate_jobs order by id")
        )
        return [tuple(row) for row in found]


def listening(engine: Engine) -> bool:
    """Whether a worker waits to be told of new work."""
    with engine.connect() as connection:
        query = (
            "select count(*) > 0 from pg_stat_activity"
            " where datname = current_database() and query like 'LISTEN%' and state = 'idle'"
        )
        return bool(connection.scalar(text(query)))


def test_a_mail_is_sent_at_once_and_leaves_no_trace(
    jobs_settings: Settings, jobs_engine: Engine, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without waiting for the next poll. A word that comes in the moment in which the worker looks for work may be
    missed, so one of three mails has to be told; what was missed is found with it."""
    monkeypatch.setattr(running, "POLL_SEC", 600)
    mails = [MAIL | {"subject": f"Hola {number}"} for number in range(3)]

    async def work() -> None:
        async with working(jobs_settings) as services:
            await until(lambda: listening(jobs_engine))
            for mail in mails:
                await services.jobs.defer("send_mail", **mail)
                with contextlib.suppress(TimeoutError):
                    await until(lambda: bool(mailbox.sent), 10)
                    break
            await until(lambda: not queued(jobs_engine))

    run(work())
    assert [sent[1] for sent in mailbox.sent] == [mail["subject"] for mail in mails[: len(mailbox.sent)]]


def test_what_waits_is_not_queued_twice(jobs_settings: Settings, jobs_engine: Engine) -> None:
    async def work() -> None:
        async with working(jobs_settings.model_copy(update={"jobs_in_process": False})) as services:
            for _ in range(3):
                await services.jobs.defer("send_mail", **MAIL)
            await services.jobs.defer("send_mail", **(MAIL | {"to": "bea@example.com"}))

    run(work())
    assert queued(jobs_engine) == [("send_mail", "todo", 0)] * 2


def test_without_a_worker_in_process_work_waits_for_another(
    jobs_settings: Settings, jobs_engine: Engine, mailbox: Mailbox
) -> None:
    async def work() -> None:
        async with working(jobs_settings.model_copy(update={"jobs_in_process": False})) as services:
            await services.jobs.defer("send_mail", **MAIL)
        assert mailbox.sent == []
        async with working(jobs_settings):
            await until(lambda: bool(mailbox.sent))

    run(work())


def test_an_unknown_task_is_refused(jobs_settings: Settings, jobs_engine: Engine) -> None:
    async def work() -> None:
        async with working(jobs_settings.model_copy(update={"jobs_in_process": False})) as services:
            with pytest.raises(TaskNotFound):
                await services.jobs.defer("make_coffee")

    run(work())
    assert queued(jobs_engine) == []


def test_a_mail_that_fails_is_tried_again_later(
    jobs_settings: Settings, jobs_engine: Engine, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.failures = 1
    monkeypatch.setattr(running, "POLL_SEC", 0.1)

    async def work() -> None:
        async with working(jobs_settings) as services:
            await services.jobs.defer("send_mail", **MAIL)
            await until(lambda: queued(jobs_engine) == [("send_mail", "todo", 1)])
            with jobs_engine.begin() as connection:
                waits = connection.scalar(text("select scheduled_at - now() from jobs.procrastinate_jobs"))
                assert 0 < waits.total_seconds() < 10
                connection.execute(text("update jobs.procrastinate_jobs set scheduled_at = now()"))
            await until(lambda: bool(mailbox.sent))

    run(work())
    assert mailbox.tried == 2


def test_the_log_does_not_tell_what_a_mail_says(
    jobs_settings: Settings, jobs_engine: Engine, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.failures = 1
    caplog.set_level("INFO")

    async def work() -> None:
        async with working(jobs_settings) as services:
            await services.jobs.defer("send_mail", **MAIL)
            await until(lambda: queued(jobs_engine) == [("send_mail", "todo", 1)])

    run(work())
    assert "the job send_mail failed at attempt 1: ConnectionRefusedError" in caplog.text
    assert "un enlace" not in caplog.text
    assert "ana@example.com" not in caplog.text


def test_jobs_outlive_an_outage_of_the_database(
    jobs_settings: Settings, jobs_engine: Engine, server_engine: Engine, mailbox: Mailbox
) -> None:
    async def work() -> None:
        settings = jobs_settings.model_copy(update={"database_pool_timeout_sec": 0.5})
        async with working(settings) as services:
            await asyncio.sleep(0.2)
            with server_engine.connect() as beside:
                beside.execute(text(f"alter database {NAME} allow_connections false"))
                beside.execute(text(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{NAME}'"))
                try:
                    with pytest.raises(Unavailable):
                        await services.jobs.defer("send_mail", **MAIL)
                    await asyncio.sleep(0.5)
                finally:
                    beside.execute(text(f"alter database {NAME} allow_connections true"))
            await deferred_when_back(services)
            await until(lambda: bool(mailbox.sent), within_sec=20)

    async def deferred_when_back(services: Any) -> None:
        async with asyncio.timeout(15):
            while True:
                try:
                    await services.jobs.defer("send_mail", **MAIL)
                    return
                except Unavailable:
                    await asyncio.sleep(0.1)

    run(work())


def test_stopping_is_prompt_and_cuts_off_what_takes_too_long(
    jobs_settings: Settings, jobs_engine: Engine, mailbox: Mailbox
) -> None:
    mailbox.slow_sec = 60

    async def work() -> None:
        idle = []
        for _ in range(3):
            async with working(jobs_settings):
                await asyncio.sleep(0.1)
                began = time.monotonic()
            idle.append(time.monotonic() - began)
        assert min(idle) < 0.5
        async with working(jobs_settings) as services:
            await services.jobs.defer("send_mail", **MAIL)
            await until(lambda: mailbox.tried == 1)
            busy = time.monotonic()
        assert time.monotonic() - busy < 20

    run(work())
    assert queued(jobs_engine) == [("send_mail", "todo", 1)], "whoever comes next tries again"


def test_what_a_dead_worker_was_doing_is_done_by_another(
    jobs_settings: Settings, jobs_engine: Engine, mailbox: Mailbox
) -> None:
    async def work() -> None:
        async with working(jobs_settings.model_copy(update={"jobs_in_process": False})) as services:
            await services.jobs.defer("send_mail", **MAIL)
        with jobs_engine.begin() as connection:
            worker = connection.scalar(text(DEAD_WORKER))
            connection.execute(
                text("update jobs.procrastinate_jobs set status = 'doing', worker_id = :worker"), {"worker": worker}
            )
        async with job_services(jobs_settings) as services:
            app = job_app(services)
            async with app.open_async():
                assert await rescue_stalled(app, now()) == 1
                assert await rescue_stalled(app, now()) == 0
        async with working(jobs_settings):
            await until(lambda: bool(mailbox.sent))

    run(work())


def test_two_replicas_do_the_regular_work_once(
    jobs_settings: Settings, jobs_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[App] = []

    async def counted(app: App, at: datetime) -> int:
        done.append(app)
        return 0

    # Due a few seconds ago, for both; then not for an hour.
    due = f"{now().minute} * * * *"
    for name in ("HOURLY", "NIGHTLY"):
        monkeypatch.setattr(tasks, name, "0 0 1 1 *")
    monkeypatch.setattr(tasks, "EVERY_FIVE_MINUTES", due)
    monkeypatch.setattr(tasks, "rescue_stalled", counted)

    def deferred() -> int:
        with jobs_engine.connect() as connection:
            return int(connection.scalar(text("select count(*) from procrastinate_periodic_defers")) or 0)

    async def work() -> None:
        settings = jobs_settings.model_copy(update={"regular_jobs": True})
        async with working(settings):
            await until(lambda: len(done) == 1)
            async with working(settings):
                await until(lambda: listening(jobs_engine))
                await asyncio.sleep(0.5)

    run(work())
    assert (len(done), deferred()) == (1, 1)


def test_the_regular_work_is_settling_closing_pruning_and_rescuing(jobs_settings: Settings) -> None:
    async def work() -> None:
        async with job_services(jobs_settings.model_copy(update={"regular_jobs": True})) as services:
            regular = {name for name, _ in job_app(services).periodic_registry.periodic_tasks}
            assert regular == {"settle_outcomes", "close_resolved", "prune", "rescue_jobs"}

    run(work())


def test_the_regular_work_is_done_to_the_end(
    jobs_settings: Settings, jobs_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = {"settle_quiet": 3, "close_resolved": 2}
    ended: list[str] = []

    def batch(name: str) -> Any:
        async def one(session: AsyncSession, limit: float, at: datetime, *_: Any) -> int:
            assert limit == (72.0 if name == "settle_quiet" else 7.0)
            left[name] -= 1
            if left[name] == 0:
                ended.append(name)
            return left[name]

        return one

    async def pruned(*_: Any) -> int:
        ended.append("prune")
        return 0

    for name in left:
        monkeypatch.setattr(tasks, name, batch(name))
    monkeypatch.setattr(tasks, "prune", pruned)

    async def work() -> None:
        settings = jobs_settings.model_copy(update={"regular_jobs": True})
        async with working(settings) as services:
            for name in ("settle_outcomes", "close_resolved", "prune"):
                await services.jobs.defer(name, timestamp=0)
            await until(lambda: set(ended) == {"settle_quiet", "close_resolved", "prune"})

    run(work())
