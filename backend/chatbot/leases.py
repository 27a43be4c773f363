"""Who writes which reply: the SQL of claiming, keeping and finding. Times are the database's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import and_, exists, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend import metrics
from backend.chatbot.writing import end_unanswered, fail
from backend.clock import now
from backend.events.listener import PROGRESS, STOP
from backend.messages.models import Reply, ReplyStatus
from backend.services import Services
from backend.tickets.models import Ticket, TicketStatus

LOST = "reply_lost"
"""The error code of a reply that several processes began and none finished."""
FORGOTTEN_AFTER = timedelta(seconds=1)
"""A waiting reply that is older and has nobody before it was forgotten: its process died before it began."""


class Claimed(NamedTuple):
    reply_id: UUID
    ticket_id: UUID
    attempt: int


def take(services: Services, reply: Reply) -> None:
    """Make the reply this process's, for a further attempt."""
    reply.status, reply.owner, reply.attempt = ReplyStatus.RUNNING, services.process, reply.attempt + 1
    reply.lease_until = func.now() + services.replies.lease
    reply.started_at, reply.partial = now(), ""


async def claim(session: AsyncSession, services: Services, reply_id: UUID) -> Claimed | None:
    """Make a reply this process's if nobody writes it or another of its ticket. One that was lost too often fails."""
    ticket_id = await session.scalar(select(Reply.ticket_id).where(Reply.id == reply_id))
    if ticket_id is None:
        return None
    ticket = await session.get(Ticket, ticket_id, with_for_update=True)
    reply = await session.get(Reply, reply_id, with_for_update=True, populate_existing=True)
    if ticket is None or reply is None:  # erased a moment ago
        return None
    abandoned = reply.status is ReplyStatus.RUNNING
    expired = await session.scalar(select(Reply.lease_until < func.now()).where(Reply.id == reply_id))
    if not (reply.status is ReplyStatus.PENDING or (abandoned and expired)):
        return None
    never_begun = reply.attempt == 0
    if reply.stop_requested or (never_begun and ticket.status is TicketStatus.WAITING_AGENT):  # a person has the word
        await end_unanswered(session, ticket, reply)
        return None
    if reply.recoveries >= services.settings.reply_attempts:
        await fail(services, session, ticket, reply, LOST)
        metrics.REPLIES.labels("lost").inc()
        return None
    try:
        async with session.begin_nested():  # which flushes what is there already: the change belongs inside
            take(services, reply)
            reply.recoveries += abandoned
            await session.flush()
    except IntegrityError:  # another reply of the ticket is running
        session.expunge(reply)
        return None
    return Claimed(reply.id, ticket_id, reply.attempt)


async def lost(session: AsyncSession, mine: Sequence[UUID], limit: int) -> Sequence[UUID]:
    """Replies that nobody writes: the lease ran out, or they wait with nobody before them. The oldest first."""
    other = aliased(Reply)
    busy = exists().where(
        other.ticket_id == Reply.ticket_id, other.status == ReplyStatus.RUNNING, other.lease_until >= func.now()
    )
    abandoned = and_(Reply.status == ReplyStatus.RUNNING, Reply.lease_until < func.now())
    forgotten = and_(Reply.status == ReplyStatus.PENDING, Reply.created_at < func.now() - FORGOTTEN_AFTER, ~busy)
    found = await session.scalars(
        select(Reply.id).where(or_(abandoned, forgotten), Reply.id.not_in(mine)).order_by(Reply.created_at).limit(limit)
    )
    return found.all()


async def first_waiting(session: AsyncSession, ticket_id: UUID) -> UUID | None:
    """The ticket's oldest reply that waits for its turn."""
    found: UUID | None = await session.scalar(
        select(Reply.id)
        .where(Reply.ticket_id == ticket_id, Reply.status == ReplyStatus.PENDING)
        .order_by(Reply.created_at)
        .limit(1)
    )
    return found


async def give_back(session: AsyncSession, process: str, reply_id: UUID, attempt: int) -> None:
    """Have an attempt of this process begun anew by whoever is free."""
    await session.execute(
        update(Reply)
        .where(Reply.id == reply_id, Reply.attempt == attempt, Reply.owner == process,
               Reply.status == ReplyStatus.RUNNING)
        .values(status=ReplyStatus.PENDING, owner=None, lease_until=None, recoveries=Reply.recoveries + 1,
                created_at=Reply.created_at)
    )  # fmt: skip


async def renew(session: AsyncSession, process: str, mine: Sequence[UUID], lease: timedelta) -> Mapping[UUID, bool]:
    """Keep the leases; which replies are still ours, and whether they are to be stopped."""
    rows = await session.execute(
        update(Reply)
        .where(Reply.owner == process, Reply.status == ReplyStatus.RUNNING, Reply.id.in_(mine))
        .values(lease_until=func.now() + lease)
        .returning(Reply.id, Reply.stop_requested)
        .execution_options(synchronize_session=False)
    )
    return {row.id: row.stop_requested for row in rows}


_SHOW = text(
    """
    with updated as (
      update replies set partial = shown.text
      from unnest(cast(:ids as uuid[]), cast(:texts as text[])) as shown(id, text)
      where replies.id = shown.id and owner = :process and status = 'running'
      returning replies.id, replies.ticket_id
    )
    select pg_notify(:channel, json_build_array(cast(:process as text), ticket_id, id)::text) from updated
    """
)


async def show_progress(session: AsyncSession, process: str, texts: Mapping[UUID, str]) -> None:
    """Put the text so far of replies where other processes see it, and tell them."""
    values = {"ids": list(texts), "texts": list(texts.values()), "process": process, "channel": PROGRESS}
    await session.execute(_SHOW, values)


async def ask_to_stop(session: AsyncSession, process: str, ticket_id: UUID) -> bool:
    """Have the ticket's unfinished replies stopped, wherever they are written; whether there are any."""
    stopped = await session.scalars(
        update(Reply)
        .where(Reply.ticket_id == ticket_id, Reply.status.in_((ReplyStatus.RUNNING, ReplyStatus.PENDING)))
        .values(stop_requested=True)
        .returning(Reply.id)
        .execution_options(synchronize_session=False)
    )
    ids = stopped.all()
    for reply_id in ids:
        payload = orjson.dumps([process, str(ticket_id), str(reply_id)]).decode()
        await session.execute(select(func.pg_notify(STOP, payload)))
    return bool(ids)
