"""What became of tickets that went quiet."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.outcomes.service import settle
from backend.tickets.models import ActorKind, Ticket, TicketStatus
from backend.tickets.states import move

BATCH = 50
SUBSTANCE = 8
"""Words that an answer needs beside its closing question ("anything else?") to be more than a question."""
_NEVER = "$^"
"""A pattern that nothing fits."""
_QUIET = text(
    r"""
    select tickets.id, exists (
      select from messages as answer left join replies as reply on reply.id = answer.reply_id
      where answer.ticket_id = tickets.id and answer.author in ('bot', 'agent') and not answer.stopped
        and reply.status is distinct from 'failed'
        -- after the customer's last word, and after the last reopening: that says that what came before was no answer
        and answer.seq > coalesce(
          (select max(said.seq) from messages as said
            where said.ticket_id = tickets.id and said.author = 'customer'), 0)
        and answer.created_at > coalesce(
          (select max(at) from ticket_moves as reopening where reopening.ticket_id = tickets.id
            and reopening.from_status in ('resolved', 'closed') and reopening.to_status = 'open'), '-infinity')
        -- no mere question back, unless a tool did something for it; nothing that still waits for a button
        and (answer.author = 'agent' or answer.content !~ '[?？][^[:alnum:]]*$' or exists (
            select from tool_calls where tool_calls.reply_id = answer.reply_id and tool_calls.outcome = 'ok')
          or cardinality(regexp_split_to_array(btrim(regexp_replace(
            regexp_replace(answer.content, :courtesies, '', 'g'), '[^.!?？\n]*[?？]', '', 'g')), '\s+')) >= :words)
        and not exists (
          select from confirmations
          where confirmations.reply_id = answer.reply_id and confirmations.status = 'pending')
    ) as answered
    from tickets
    where tickets.status in ('open', 'in_progress')
      and coalesce(tickets.last_message_at, tickets.created_at) < :before
      and not exists (select from ticket_moves where ticket_moves.ticket_id = tickets.id and ticket_moves.at >= :before)
    order by tickets.created_at, tickets.id
    limit :batch
    for update of tickets skip locked
    """
)


async def settle_quiet(session: AsyncSession, hours: float, now: datetime, courtesies: Collection[str] = ()) -> int:
    """Settle a batch of the tickets that are with the bot and quiet for `hours`; how many it were. `courtesies` are
    sentences of the pack that say nothing about the case.

    With a substantive answer after the customer's last message the ticket is assumed resolved; without one it is
    abandoned and closed. A substantive answer comes from the bot or an agent, is complete, and is no mere question
    back. Several replicas can do this at once: what one works on, the others skip.
    """
    without = "|".join(re.escape(sentence) for sentence in courtesies) or _NEVER
    values = {"before": now - timedelta(hours=hours), "batch": BATCH, "courtesies": without, "words": SUBSTANCE}
    found = await session.execute(_QUIET, values)
    quiet = found.all()
    for ticket_id, answered in quiet:
        await _settle_one(session, ticket_id, answered=answered)
    return len(quiet)


async def _settle_one(session: AsyncSession, ticket_id: UUID, *, answered: bool) -> None:
    ticket = await session.get_one(Ticket, ticket_id)
    kind = OutcomeKind.ASSUMED if answered else OutcomeKind.ABANDONED
    await settle(session, ticket_id, kind, OutcomeSource.RULE)
    to = TicketStatus.RESOLVED if answered else TicketStatus.CLOSED
    await move(session, ticket, to, actor=ActorKind.SYSTEM, reason=kind.value)
