"""Is the process alive, and is it ready? For orchestrators, load balancers and people."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from functools import cache
from typing import Literal, NamedTuple

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from backend.deps import ServicesDep
from backend.migrating import current_revision, newest_revision
from backend.services import Services
from shared.llm.catalog import model_notes
from shared.llm.settings import OFFLINE_MODEL

PATIENCE_SEC = 2.0
router = APIRouter(prefix="/health", tags=["health"])
_expected = cache(newest_revision)


class Check(NamedTuple):
    ok: bool
    detail: str


CAN_WAIT = frozenset({"jobs"})
"""What is told when it is down, but is no reason to send customers elsewhere."""


class CheckOut(BaseModel):
    ok: bool
    detail: str


class Alive(BaseModel):
    status: Literal["alive"] = "alive"


class Readiness(BaseModel):
    """`status` is "ready" when every check but `jobs` is `ok`: customers are served while the jobs' worker is down."""

    status: Literal["ready", "not_ready"]
    checks: dict[str, CheckOut]


@router.get("/live", summary="Is the process alive?")
async def is_alive() -> Alive:
    """Answers as long as the process can answer at all. Asks nobody."""
    return Alive()


@router.get(
    "/ready",
    summary="Can it serve?",
    responses={503: {"model": Readiness, "description": "Not ready; `checks` says what is wrong."}},
)
async def is_ready(services: ServicesDep, response: Response) -> Readiness:
    """Looks at the database, its migrations, the listener for live events and the background jobs; says which model
    answers, without calling it. 503 while starting, stopping or broken."""
    checks = await checked(services)
    fine = all(check.ok for name, check in checks.items() if name not in CAN_WAIT)
    response.status_code = 200 if fine else 503
    told = {name: CheckOut(ok=check.ok, detail=check.detail) for name, check in checks.items()}
    return Readiness(status="ready" if fine else "not_ready", checks=told)


async def checked(services: Services) -> dict[str, Check]:
    """Every check by its name."""
    database, migrations = await _database(services)
    return {
        "database": database,
        "migrations": migrations,
        "listener": _listener(services),
        "jobs": _jobs(services),
        "process": Check(not services.bus.closing, "stopping" if services.bus.closing else "serving"),
        "model": _model(services),
    }


async def _database(services: Services) -> tuple[Check, Check]:
    try:
        revision = await _in_time(_revision(services))
    except TimeoutError:
        return Check(False, f"no answer within {PATIENCE_SEC:.0f} s"), Check(False, "not known")
    except (SQLAlchemyError, OSError) as error:
        return Check(False, f"cannot be reached ({type(error).__name__})"), Check(False, "not known")
    there = Check(True, "reachable")
    if revision != _expected():
        return there, Check(False, f"at {revision or 'none'}, this code wants {_expected()}")
    return there, Check(True, f"at {revision}")


async def _revision(services: Services) -> str | None:
    async with services.database.engine.connect() as connection:
        return await connection.run_sync(current_revision)


async def _in_time(answer: Awaitable[str | None]) -> str | None:
    async with asyncio.timeout(PATIENCE_SEC):
        return await answer


def _listener(services: Services) -> Check:
    if not services.listener.connected:
        return Check(False, "not connected to the database")
    return Check(True, "listening")


def _jobs(services: Services) -> Check:
    if not services.settings.jobs_in_process:
        return Check(True, "run by acs-worker")
    if not services.jobs.alive:
        return Check(False, "the worker in this process is down and is being started again")
    return Check(True, "running in this process")


def _model(services: Services) -> Check:
    """Never a reason not to be ready: without the model customers still reach a person."""
    llm = services.llm.settings
    if llm.offline:
        return Check(True, f"{OFFLINE_MODEL}: rule-based, shows the mechanics and not what a real model would say")
    return Check(True, "; ".join([llm.openai_model, *model_notes(llm.openai_model, llm.openai_fallback_model)]))
