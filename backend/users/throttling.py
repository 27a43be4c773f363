"""Failures counted in PostgreSQL, by account and by address, in windows that start with the first failure.

A window's verdict is taken after the password was checked and in one atomic step with the count: of any number of
simultaneous guesses, exactly as many as the limit are told whether they were right. Attempts while a window is full
are not counted, so it ends when it was said to end. An unknown account is counted like a known one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Float, case, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import TooMany
from backend.services import Services
from backend.users.models import Throttle


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` of one key in a window."""

    key: str
    failures: int


@dataclass(frozen=True, slots=True)
class LoginLimits:
    account: Limit
    address: Limit
    window: timedelta

    @property
    def all(self) -> tuple[Limit, Limit]:
        return self.account, self.address


def login_limits(services: Services, email: str, network: str) -> LoginLimits:
    """What a sign-in with this e-mail (lower case) from this network is held to."""
    settings = services.settings
    return LoginLimits(
        Limit(throttle_key(services.secret, "account", email), settings.login_failures_per_account),
        Limit(throttle_key(services.secret, "address", network), settings.login_failures_per_address),
        timedelta(minutes=settings.login_window_minutes),
    )


async def count_sign_up(services: Services, network: str) -> None:
    """One try at a new account more from this network. Raises `TooMany`."""
    settings = services.settings
    if not settings.sign_ups_per_address:
        return
    limit = Limit(throttle_key(services.secret, "sign_up", network), settings.sign_ups_per_address)
    async with services.session() as session:
        wait_sec = await count_failure(session, [limit], timedelta(minutes=settings.login_window_minutes))
    if wait_sec:
        told = f"too many new accounts from this address; try again in {max(1, round(wait_sec))} s"
        raise TooMany(told, retry_after_sec=wait_sec)


def throttle_key(secret: str, kind: str, value: str) -> str:
    """A name for the table from which nobody without the secret gets back to the e-mail or address."""
    return hmac.new(secret.encode(), f"throttle:{kind}:{value}".encode(), hashlib.sha256).hexdigest()


async def refuse_full(session: AsyncSession, limits: Sequence[Limit], window: timedelta) -> None:
    """Raises `TooMany` when a limit is used up."""
    rows = await session.execute(
        select(Throttle.key, Throttle.failures, _seconds_left(window)).where(
            Throttle.key.in_([limit.key for limit in limits]), _seconds_left(window) > 0
        )
    )
    allowed = {limit.key: limit.failures for limit in limits}
    waits = [left for key, failures, left in rows if failures >= allowed[key]]
    if waits:
        raise too_many_failures(max(waits))


async def count_failure(session: AsyncSession, limits: Sequence[Limit], window: timedelta) -> float:
    """One failure more for every key. The seconds to wait when that is more than a limit allows, else 0."""
    allowed = {limit.key: limit.failures for limit in limits}
    over = _seconds_left(window) <= 0
    statement = insert(Throttle).values(
        [{"key": key, "failures": 1} for key in sorted(allowed)]
    )  # one order: no deadlock
    upsert = statement.on_conflict_do_update(
        index_elements=[Throttle.key],
        set_={
            "failures": case((over, 1), else_=Throttle.failures + 1),
            "window_started_at": case((over, func.now()), else_=Throttle.window_started_at),
        },
    ).returning(Throttle.key, Throttle.failures, _seconds_left(window))
    rows = await session.execute(upsert)
    return max([left for key, failures, left in rows if failures > allowed[key]], default=0.0)


async def refuse_failed(services: Services, limits: LoginLimits) -> None:
    """Counts a wrong password, in a transaction of its own. Raises `TooMany` when it was one too many."""
    async with services.session() as session:
        wait_sec = await count_failure(session, limits.all, limits.window)
    if wait_sec:
        raise too_many_failures(wait_sec)


async def forget_failures(session: AsyncSession, limit: Limit) -> None:
    """Back to none: whoever it is has proved it."""
    await session.execute(delete(Throttle).where(Throttle.key == limit.key))


def too_many_failures(wait_sec: float) -> TooMany:
    return TooMany(f"too many failed attempts; try again in {max(1, round(wait_sec))} s", retry_after_sec=wait_sec)


def _seconds_left(window: timedelta) -> ColumnElement[float]:
    """Until the window of a row ends, by the database's clock; 0 or less when it has ended."""
    return cast(func.extract("epoch", Throttle.window_started_at + window - func.now()), Float)
