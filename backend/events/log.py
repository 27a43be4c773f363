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
NUMBERED = {
    EventKind.MESSAGE: ("message", "seq"),
    EventKind.DONE: ("message", "seq"),
    EventKind.TICKET: ("ticket", "last_event_id"),
}
"""Where an event's data holds its own number, which is only known when it is stored."""
_APPEND = text(
    """
    with numbered as (
      update tickets set last_seq = last_seq + 1, updated_at = now(),
        last_message_at = case when :speaks then now() else last_message_at end
      where id = :ticket_id returning last_seq
    ), stored as (
      insert into ticket_events (ticket_id, seq, kind, data, reply_id)
      select :ticket_id, last_seq, :kind,
        case when :numbered then jsonb_set(cast(:data as jsonb), cast(:place as text[]), to_jsonb(last_seq))
             else cast(:data as jsonb) end,
        cast(:reply_id as uuid)
      from numbered
    )
    select last_seq,
      pg_notify(:channel, json_build_array(cast(:origin as text), cast(:ticket_id as uuid), last_seq)::text)
    from numbered
    """
)


async def append(
    session: AsyncSession, ticket_id: UUID, kind: EventKind, data: Mapping[str, Any], *, reply_id: UUID | None = None
) -> int:
    """Store an event and return its number; it is told when the session commits.

    The ticket's row is locked until then, so that numbers and commits are in one order. A message and a ticket in
    `data` are given the number (`NUMBERED`).
    """
    plain: dict[str, Any] = orjson.loads(orjson.dumps(data, default=str))
    section, field = NUMBERED.get(kind, ("", ""))
    numbered = isinstance(plain.get(section), dict)
    parameters = {
        "ticket_id": ticket_id, "kind": kind.value, "data": orjson.dumps(plain).decode(), "reply_id": reply_id,
        "channel": CHANNEL, "origin": session.info.get(ORIGIN, ""), "numbered": numbered, "place": [section, field],
        "speaks": kind is EventKind.MESSAGE or (kind is EventKind.DONE and numbered),
    }  # fmt: skip
    seq = int((await session.execute(_APPEND, parameters)).one().last_seq)
    if numbered:
        plain[section][field] = seq
    session.info.setdefault(COMMITTED, []).append(StreamEvent(ticket_id, kind, plain, seq, reply_id))
    return seq


def written(session: AsyncSession) -> Sequence[StreamEvent]:
    """The events that this transaction has written so far."""
    return tuple(session.info.get(COMMITTED, ()))


async def read_after(session: AsyncSession, ticket_id: UUID, seq: int, *, limit: int = 500) -> Sequence[StreamEvent]:
    """The stored events after `seq`, in order."""
    found = await session.execute(
        select(TicketEvent.seq, TicketEvent.kind, TicketEvent.data, TicketEvent.reply_id)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.seq > seq)
        .order_by(TicketEvent.seq)
        .limit(limit)
    )
    return [StreamEvent(ticket_id, EventKind(e.kind), e.data, e.seq, e.reply_id) for e in found]
