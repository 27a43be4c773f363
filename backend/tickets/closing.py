"""Tickets that stayed resolved are done with."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.tickets.models import ActorKind, Ticket, TicketStatus
from backend.tickets.states import move

BATCH = 50
REASON = "stayed resolved"


async def close_resolved(session: AsyncSession, days: float, now: datetime) -> int:
    """Close a batch of the tickets that are resolved for `days`; how many it were. Replicas skip each other's."""
    found = await session.scalars(
        select(Ticket)
        .where(Ticket.status == TicketStatus.RESOLVED, Ticket.resolved_at < now - timedelta(days=days))
        .order_by(Ticket.resolved_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    tickets = found.all()
    for ticket in tickets:
        await move(session, ticket, TicketStatus.CLOSED, actor=ActorKind.SYSTEM, reason=REASON)
    return len(tickets)
