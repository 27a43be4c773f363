"""Tickets that were closed so long ago that nobody may keep them any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

BATCH = 50
# What a tool wrote for a ticket is kept with what was before, for an undo and against doing it twice: over with it.
_DELETE = text(
    """
    with old as (
      select id from tickets where status = 'closed' and closed_at < :before
      order by created_at, id limit :batch for update skip locked
    ), writes as (
      delete from record_writes where key in (
        select jsonb_array_elements_text(writes) from tool_calls join old on old.id = ticket_id)
    ), gone as (
      delete from tickets where id in (select id from old) returning id
    )
    select count(*) from gone
    """
)


async def delete_closed(session: AsyncSession, days: float, now: datetime) -> int:
    """Delete a batch of the tickets that have been closed for `days`, with everything under them; how many tickets.

    The company's records (a payout, a warranty) stay: they are its books, not the conversation. Replicas skip each
    other's tickets.
    """
    values = {"before": now - timedelta(days=days), "batch": BATCH}
    return int(await session.scalar(_DELETE, values) or 0)
