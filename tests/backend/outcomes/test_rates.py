"""How often tickets end well, and what that counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from backend.clock import now
from backend.database import Database
from backend.outcomes.groups import outcome_groups
from backend.outcomes.models import Outcome, OutcomeKind
from backend.outcomes.rates import OutcomeRates, rates_of
from tests.backend.people import Person
from tests.backend.serving import test_settings
from tests.backend.tickets.opened import changed, opened

K = OutcomeKind


def rates_since(url: str, folder: Path, since: datetime, until: datetime) -> OutcomeRates:
    async def work() -> OutcomeRates:
        database = Database(url, test_settings(url, folder))
        try:
            async with database.session() as session:
                return (await outcome_groups(session, since, until)).overall.outcomes
        finally:
            await database.close()

    return asyncio.run(work())


@pytest.fixture
def ended(person: Callable[..., Person], engine: Engine) -> Callable[..., None]:
    """Opens a ticket, some days ago, that had these outcomes one after the other."""
    customer = person()

    def make(*kinds: OutcomeKind, days: int = 1) -> None:
        ticket = opened(customer)
        changed(engine, ticket, created_at=now() - timedelta(days=days))
        with engine.begin() as connection:
            for kind in kinds:
                connection.execute(insert(Outcome).values(ticket_id=ticket["id"], kind=kind, source="rule"))

    return make


def test_the_latest_outcome_counts(ended: Callable[..., None], database_url: str, tmp_path: Path) -> None:
    histories: Sequence[tuple[OutcomeKind, ...]] = [
        (K.CONFIRMED,), (K.CONFIRMED, K.REOPENED), (K.HANDED_OFF, K.CONFIRMED), (K.ASSUMED,), (K.ABANDONED,), (),
    ]  # fmt: skip
    for history in histories:
        ended(*history)
    ended(K.CONFIRMED, days=30)
    found = rates_since(database_url, tmp_path, now() - timedelta(days=2), now())
    assert (found.tickets, found.settled) == (6, 5)
    assert found.resolution_rate_confirmed.share.value == 2 / 5
    assert found.resolution_rate_with_assumed.share.value == 3 / 5
    assert (found.reopened.share.value, found.handed_off.share.value, found.abandoned.share.value) == (0.2, 0, 0.2)
    assert (found.ever_reopened.share.value, found.ever_handed_off.share.value) == (1 / 6, 1 / 6)
    assert found.resolution_rate_with_assumed.counts == (K.CONFIRMED, K.ASSUMED)


def test_a_period_without_tickets_knows_nothing(clean: None, database_url: str, tmp_path: Path) -> None:
    found = rates_since(database_url, tmp_path, now() - timedelta(days=2), now())
    assert (found.tickets, found.settled) == (0, 0)
    assert found.confirmed.share.value is None
    assert found.ever_reopened.share.n == 0


def test_intervals_are_wilsons() -> None:
    found = rates_of(20, {K.CONFIRMED: 8, K.ABANDONED: 2}, {K.CONFIRMED: 8, K.ABANDONED: 2})
    share = found.resolution_rate_confirmed.share
    assert share.low is not None
    assert share.high is not None
    # 8 of 10: 0.4902 … 0.9433 (Wilson 1927, as in R's prop.test without correction).
    assert (share.n, round(share.low, 4), round(share.high, 4)) == (10, 0.4902, 0.9433)
