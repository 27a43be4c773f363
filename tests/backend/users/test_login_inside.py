"""Log-in from the inside: time, connections, and what happens in between."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.pool import QueuePool

from backend.database import Database
from backend.errors import InvalidCredentials
from backend.services import Services
from backend.users import service
from backend.users.deps import SignedIn
from backend.users.models import Session, User, UserRole
from backend.users.origin import Origin
from backend.users.passwords import hash_password, password_matches
from backend.users.schemas import LogInIn, PasswordIn
from backend.users.throttling import Limit, count_failure
from tests.backend.people import PASSWORD, Person
from tests.backend.serving import SECRET, test_settings

HERE = Origin("203.0.113.7", "", "es")
MakePerson = Callable[..., Person]


@asynccontextmanager
async def services_on(url: str, **changes: object) -> AsyncIterator[Services]:
    """As much of the services as a log-in needs."""
    settings = test_settings(url, Path(), **changes)
    database = Database(url, settings)
    made = SimpleNamespace(settings=settings, secret=SECRET, session=database.session, database=database)
    try:
        yield cast(Services, made)
    finally:
        await database.close()


def test_an_unknown_account_takes_as_long_as_a_wrong_password(
    engine: Engine, database_url: str, person: MakePerson
) -> None:
    ana = person()

    async def ratio() -> float:
        slow = await hash_password(PASSWORD, 10)
        with engine.begin() as connection:
            connection.execute(update(User).values(password_hash=slow))
        many = {"bcrypt_rounds": 10, "login_failures_per_account": 1000, "login_failures_per_address": 1000}
        async with services_on(database_url, **many) as services:
            known, unknown = [], []
            for _ in range(11):  # in turn, so that whatever else the machine does meets both
                known.append(await _failing_seconds(services, ana.email))
                unknown.append(await _failing_seconds(services, "nobody@example.com"))
        return statistics.median(unknown) / statistics.median(known)

    assert 0.75 < asyncio.run(ratio()) < 1.25


@pytest.mark.parametrize("known", [True, False])
def test_no_password_matches_an_account_that_is_not_there_or_that_it_does_not_fit(known: bool) -> None:
    async def answers() -> list[bool]:
        stored = await hash_password("x" * 72, 4) if known else None
        return [await password_matches("x" * size, stored, 4) for size in (72, 73, 1_000)]

    assert asyncio.run(answers()) == [known, False, False]


def test_the_loop_goes_on_while_hashes_are_computed() -> None:
    async def turns() -> int:
        hashing = asyncio.gather(*(hash_password("a password", 10) for _ in range(4)))
        turned = 0
        while not hashing.done():
            await asyncio.sleep(0.001)
            turned += 1
        await hashing
        return turned

    assert asyncio.run(turns()) > 20  # hashing on the loop: one


def test_no_connection_waits_for_a_hash(database_url: str, person: MakePerson, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = person()
    busy: list[int] = []

    async def used() -> None:
        async with services_on(database_url) as services:

            async def matches(*given: str, **_: object) -> bool:
                busy.append(cast(QueuePool, services.database.engine.pool).checkedout())
                return True

            monkeypatch.setattr(service, "password_matches", matches)
            await service.log_in(services, LogInIn(email=ana.email, password=PASSWORD), HERE)
            user = SignedIn(ana.id, ana.session_id, UserRole.CUSTOMER, "es", ana.email, "Ana")
            given = PasswordIn(current_password=PASSWORD, new_password="otro secreto 8")
            async with services.session() as request:
                await request.execute(select(1))
                await service.change_password(services, request, user, given, HERE.network)

    asyncio.run(used())
    assert busy == [0, 0]


def test_a_password_that_is_reset_while_it_is_checked_lets_nobody_in(
    engine: Engine, database_url: str, person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = person()

    async def matches(*_: object) -> bool:
        with engine.begin() as connection:
            connection.execute(update(User).values(password_hash="a new one"))
        return True

    async def attempt() -> None:
        async with services_on(database_url) as services:
            await service.log_in(services, LogInIn(email=ana.email, password=PASSWORD), HERE)

    monkeypatch.setattr(service, "password_matches", matches)
    with pytest.raises(InvalidCredentials):
        asyncio.run(attempt())
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Session)) == 1, "only the one from before"


def test_counting_at_once_loses_nothing_and_never_deadlocks(engine: Engine, database_url: str, clean: None) -> None:
    async def counted() -> None:
        async with services_on(database_url) as services:

            async def one(number: int) -> None:
                limits = [Limit(key, 1000) for key in (("a", "b") if number % 2 else ("b", "a"))]
                async with services.session() as session:
                    await count_failure(session, limits, timedelta(minutes=15))

            await asyncio.gather(*(one(number) for number in range(60)))

    asyncio.run(counted())
    with engine.connect() as connection:
        rows = connection.execute(text("select key, failures from throttles order by key")).all()
    assert [tuple(row) for row in rows] == [("a", 60), ("b", 60)]


async def _failing_seconds(services: Services, email: str) -> float:
    started = perf_counter()
    with pytest.raises(InvalidCredentials):
        await service.log_in(services, LogInIn(email=email, password="wrong"), HERE)
    return perf_counter() - started
