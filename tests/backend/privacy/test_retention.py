"""Closed tickets that are older than the company may keep them go, whole, once; everything else stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, text

from backend.clock import now
from backend.jobs.running import job_app
from backend.jobs.tasks import in_batches
from backend.privacy import retention
from backend.privacy.retention import delete_closed
from backend.settings import Settings
from tests.backend.jobs.working import job_services
from tests.backend.people import Person
from tests.backend.privacy.lives import MARK, lived, rows_with
from tests.backend.tickets.opened import changed, opened

DAYS = 30.0
NIGHTLY = "delete_old_tickets"


def deleted(settings: Settings, workers: int = 1) -> list[int]:
    """What each of some workers, at the same time, deletes."""

    async def work() -> list[int]:
        async with job_services(settings) as services:
            batch = partial(delete_closed, days=DAYS, now=now())
            return list(await asyncio.gather(*(in_batches(services, batch) for _ in range(workers))))

    return asyncio.run(work())


def close(engine: Engine, ticket: object, days_ago: float) -> None:
    changed(engine, {"id": ticket}, status="closed", closed_at=now() - timedelta(days=days_ago))


def test_an_old_ticket_goes_with_everything_under_it(
    person: Callable[..., Person], engine: Engine, settings: Settings
) -> None:
    ana, agent = person(), person("agent")
    ticket = lived(engine, ana, agent)
    close(engine, ticket, DAYS + 1)
    assert deleted(settings) == [1]
    assert rows_with(engine, [str(ticket)]) == []
    left = {name for name, _ in rows_with(engine, [MARK])}
    assert left <= {"public.records", "public.bookings", "jobs.procrastinate_jobs"}
    assert ana.get("me/records").json()["items"], "the company's books stay"
    assert ana.get("tickets").json()["items"] == []


@pytest.mark.parametrize("status", ["open", "in_progress", "waiting_agent", "resolved"])
def test_what_is_not_closed_stays_however_old(
    person: Callable[..., Person], engine: Engine, settings: Settings, status: str
) -> None:
    ticket = opened(person())
    long_ago = now() - timedelta(days=400)
    changed(engine, ticket, status=status, created_at=long_ago, resolved_at=long_ago)
    assert deleted(settings) == [0]


def test_what_was_closed_a_moment_too_late_stays(
    person: Callable[..., Person], engine: Engine, settings: Settings
) -> None:
    old, young = (opened(person()) for _ in range(2))
    close(engine, old["id"], DAYS + 0.01)
    close(engine, young["id"], DAYS - 0.01)
    assert deleted(settings) == [1]
    assert rows_with(engine, [old["id"]]) == []
    assert rows_with(engine, [young["id"]])


def test_replicas_at_once_delete_each_ticket_once_in_batches(
    person: Callable[..., Person], engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    ana = person()
    for _ in range(14):
        close(engine, opened(ana)["id"], DAYS + 1)
    done = deleted(settings, workers=4)
    assert sum(done) == 14
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from tickets")) == 0
        assert connection.scalar(text("select count(*) from ticket_events")) == 0


@pytest.mark.parametrize(("days", "expected"), [(None, False), (365, True)])
def test_the_job_is_there_once_for_all_replicas_when_the_setting_is(
    settings: Settings, days: float | None, expected: bool
) -> None:
    async def tasks() -> dict[str, object]:
        changes = {"retention_days": days, "regular_jobs": True}
        async with job_services(settings.model_copy(update=changes)) as services:
            return dict(job_app(services).tasks)

    found = asyncio.run(tasks())
    assert (NIGHTLY in found) is expected
    if expected:
        task = found[NIGHTLY]
        assert (task.lock, task.queueing_lock) == (NIGHTLY, NIGHTLY)  # type: ignore[attr-defined]
