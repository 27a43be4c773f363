"""How much the bot may cost in a day: by one customer, and altogether. Counted in PostgreSQL, for all processes.

Messages are counted exactly, in the transaction that stores them. Dollars are known when a call of the model has ended
and reach the database within half a second; answers that were begun before a limit was reached are finished.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.services import Services
from backend.settings import Settings
from backend.spending.log import Place
from backend.spending.models import DailySpending
from backend.users.throttling import throttle_key

DEPLOYMENT = ""
"""In the place of a customer's id: all of them together."""


def spent(services: Services, customer_id: str, cost_usd: float) -> None:
    """A call of the model for a customer has cost something; `write_down` puts it where all processes see it."""
    if cost_usd > 0:
        for whose in (customer_id, DEPLOYMENT):
            services.spending.waiting[place_of(services, whose)] += Decimal(repr(cost_usd))


async def write_down(services: Services) -> None:
    """Put what was spent lately into the database. What cannot be written waits for the next time."""
    log = services.spending
    taken, log.waiting = log.waiting, defaultdict(Decimal)
    if not taken:
        return
    try:
        async with services.session() as session:
            await _add_up(session, taken)
    except BaseException:
        for place, cost in taken.items():
            log.waiting[place] += cost
        raise


async def may_be_answered(services: Services, session: AsyncSession, customer_id: UUID) -> bool:
    """Whether the bot may answer one more message of a customer today; it is counted as one that it answers."""
    settings, log = services.settings, services.spending.waiting
    if not _limited(settings):
        return True
    mine, all_of_it = place_of(services, str(customer_id)), place_of(services, DEPLOYMENT)
    row = insert(DailySpending).values(key=mine.key, day=mine.day, messages=1, cost_usd=0)
    counted = row.on_conflict_do_update(
        index_elements=["key", "day"], set_={"messages": DailySpending.messages + 1}
    ).returning(DailySpending.messages, DailySpending.cost_usd)
    messages, cost = (await session.execute(counted)).one()
    if 0 < settings.messages_per_day < messages or _over(cost + log.get(mine, 0), settings.customer_daily_budget_usd):
        return False
    if settings.daily_budget_usd is None:
        return True
    total = await session.scalar(
        select(DailySpending.cost_usd).where(DailySpending.key == all_of_it.key, DailySpending.day == all_of_it.day)
    )
    return not _over((total or 0) + log.get(all_of_it, 0), settings.daily_budget_usd)


def seconds_of_today(settings: Settings) -> float:
    """Until the company's day ends."""
    zone = ZoneInfo(settings.timezone)
    moment = now().astimezone(zone)
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), zone)
    return (midnight - moment).total_seconds()


def place_of(services: Services, customer_id: str) -> Place:
    """The row of a customer (or of `DEPLOYMENT`) today, by the company's calendar."""
    today = now().astimezone(ZoneInfo(services.settings.timezone)).date()
    return Place(throttle_key(services.secret, "spending", customer_id), today)


def _limited(settings: Settings) -> bool:
    budgets = (settings.customer_daily_budget_usd, settings.daily_budget_usd)
    return settings.messages_per_day > 0 or any(budget is not None for budget in budgets)


def _over(spent: Decimal | int, limit: float | None) -> bool:
    return limit is not None and spent >= Decimal(repr(limit))


async def _add_up(session: AsyncSession, spent: Mapping[Place, Decimal]) -> None:
    rows = [
        {"key": place.key, "day": place.day, "messages": 0, "cost_usd": cost} for place, cost in sorted(spent.items())
    ]  # fmt: skip  - in one order: no deadlock
    added = insert(DailySpending).values(rows)
    await session.execute(
        added.on_conflict_do_update(
            index_elements=["key", "day"], set_={"cost_usd": DailySpending.cost_usd + added.excluded.cost_usd}
        )
    )
