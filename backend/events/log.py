"""Writing events: numbered under the ticket's row, stored, and told to everybody when the transaction commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.events.kinds import EventKind, StreamEvent
from backend.events.models import TicketEvent

COMMITTED = "events"
"""The key of `session.info` under which a transaction's events wait for its commit."""
ORIGIN = "origin"
"""The key of `session.info` that names this process, which need not hear of its own events twice."""
CHANNEL = "ticket_events"
_APPEND = text(
    """
    with numbered as (
      update tickets set last_seq = last_seq + 1, updated_at = now() where id = :ticket_id returning last_seq
    ), stored as (
      insert into ticket_events (ticket_id, seq, kind, data, reply_id)
      select :ticket_id, last_seq, :kind, cast(:data as jsonb), cast(:reply_id as uuid) from numbered
    )
    select last_seq, pg_notify(:channel, json_build_array(:origin, :ticket_id, last_seq)::text) from numbered
    """
)


async def append(
    session: AsyncSession, ticket_id: UUID, kind: EventKind, data: Mapping[str, Any], *, reply_id: UUID | None = None
) -> int:
    """Store an event and return its number; it is told when the session commits.

    The ticket's row is locked until then, so that numbers and commits are in one order.
    """
    encoded = orjson.dumps(data, default=str)
    parameters = {
        "ticket_id": ticket_id, "kind": kind.value, "data": encoded.decode(), "reply_id": reply_id,
        "channel": CHANNEL, "origin": session.info.get(ORIGIN, ""),
    }  # fmt: skip
    row = (await session.execute(_APPEND, parameters)).one()
    event = StreamEvent(ticket_id, kind, orjson.loads(encoded), row.last_seq, reply_id)
    session.info.setdefault(COMMITTED, []).append(event)
    return int(row.last_seq)


async def read_after(session: AsyncSession, ticket_id: UUID, seq: int, *, limit: int = 500) -> Sequence[StreamEvent]:
    """The stored events after `seq`, in order."""
    found = await session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.seq > seq)
        .order_by(TicketEvent.seq)
        .limit(limit)
    )
    return [StreamEvent(e.ticket_id, EventKind(e.kind), e.data, e.seq, e.reply_id) for e in found]
