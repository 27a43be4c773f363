"""Settling how tickets ended, and how often they ended well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, func, insert, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from backend.outcomes.models import Outcome, OutcomeKind, OutcomeSource
from backend.tickets.models import Ticket
from shared.analysis.intervals import Estimate, wilson

K = OutcomeKind


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of tickets with one of the outcomes `counts`; `share.n` is the number of tickets that it is of."""

    counts: tuple[OutcomeKind, ...]
    share: Estimate


@dataclass(frozen=True, slots=True)
class OutcomeRates:
    """How the tickets of a period ended, by their latest outcome.

    `tickets` were opened in the period, `settled` of them have an outcome. Every rate is a share of the settled ones
    with its Wilson 95 % interval; `ever_reopened` and `ever_handed_off` count the tickets of the period that have ever
    been so, whatever became of them.
    """

    tickets: int
    settled: int
    confirmed: Rate
    assumed: Rate
    reopened: Rate
    handed_off: Rate
    abandoned: Rate
    resolution_rate_confirmed: Rate
    resolution_rate_with_assumed: Rate
    ever_reopened: Rate
    ever_handed_off: Rate


async def settle(session: AsyncSession, ticket_id: UUID, kind: OutcomeKind, source: OutcomeSource) -> None:
    """Add an outcome to a ticket (its row must be locked), unless its latest says the same."""
    latest = (
        select(Outcome.kind)
        .where(Outcome.ticket_id == ticket_id)
        .order_by(Outcome.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    values = select(literal(ticket_id), literal(kind, Outcome.kind.type), literal(source, Outcome.source.type))
    await session.execute(
        insert(Outcome).from_select(["ticket_id", "kind", "source"], values.where(latest.is_distinct_from(kind)))
    )


async def rates(session: AsyncSession, since: datetime, until: datetime) -> OutcomeRates:
    """How the tickets opened from `since` until before `until` ended."""
    opened = (Ticket.created_at >= since, Ticket.created_at < until)
    tickets = await session.scalar(select(func.count()).select_from(Ticket).where(*opened)) or 0
    latest = (
        select(Outcome.kind)
        .ext(distinct_on(Outcome.ticket_id))
        .join(Ticket, Ticket.id == Outcome.ticket_id)
        .where(*opened)
        .order_by(Outcome.ticket_id, Outcome.id.desc())
        .subquery()
    )
    ended = await session.execute(select(latest.c.kind, func.count()).group_by(latest.c.kind))
    ever = await session.execute(
        select(Outcome.kind, func.count(Outcome.ticket_id.distinct()))
        .join(Ticket, Ticket.id == Outcome.ticket_id)
        .where(*opened)
        .group_by(Outcome.kind)
    )
    return rates_of(tickets, counted(ended.all()), counted(ever.all()))


def counted(rows: Sequence[Row[OutcomeKind, int]]) -> Mapping[OutcomeKind, int]:
    """Numbers by kind from the rows of a query."""
    return {row[0]: row[1] for row in rows}


def rates_of(tickets: int, now: Mapping[OutcomeKind, int], ever: Mapping[OutcomeKind, int]) -> OutcomeRates:
    """The rates from the numbers of tickets whose latest outcome is of a kind (`now`) and that ever had it (`ever`)."""
    settled = sum(now.values())

    def latest(*counts: OutcomeKind) -> Rate:
        return Rate(counts, wilson(sum(now.get(kind, 0) for kind in counts), settled))

    def once(kind: OutcomeKind) -> Rate:
        return Rate((kind,), wilson(ever.get(kind, 0), tickets))

    return OutcomeRates(
        tickets, settled,
        confirmed=latest(K.CONFIRMED), assumed=latest(K.ASSUMED), reopened=latest(K.REOPENED),
        handed_off=latest(K.HANDED_OFF), abandoned=latest(K.ABANDONED),
        resolution_rate_confirmed=latest(K.CONFIRMED),
        resolution_rate_with_assumed=latest(K.CONFIRMED, K.ASSUMED),
        ever_reopened=once(K.REOPENED), ever_handed_off=once(K.HANDED_OFF),
    )  # fmt: skip
