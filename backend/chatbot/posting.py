"""A customer's message comes in: stored before anything else, and answered by whoever has the ticket."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.leases import ask_to_stop, take
from backend.chatbot.work import customer_of, prepared
from backend.clock import now
from backend.errors import Conflict, TicketClosed, TooMany
from backend.handoff.models import HandoffBy
from backend.handoff.rules import is_angry
from backend.handoff.service import request_handoff
from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.messages.service import Posted, add_message, latest_reply, posted_before
from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.outcomes.service import settle
from backend.services import Services, after_commit
from backend.spending.limits import may_be_answered, seconds_of_today
from backend.spending.texts import limit_reached
from backend.tickets.models import ActorKind, Ticket, TicketStatus
from backend.tickets.states import move

RETRYABLE = (ReplyStatus.FAILED, ReplyStatus.STOPPED)


_BEGIN = text(
    """
    insert into replies (id, ticket_id, message_id, created_at, status, attempt, owner, lease_until, started_at,
      recoveries, stop_requested, partial, calls, input_tokens, cached_tokens, output_tokens, cost_usd, notes)
    select :id, :ticket_id, :message_id, cast(:created_at as timestamptz),
      case when begins then 'running' else 'pending' end, case when begins then 1 else 0 end,
      case when begins then :owner end, case when begins then now() + cast(:lease as interval) end,
      case when begins then now() end, 0, false, '', 0, 0, 0, 0, 0, '[]'
    from (
      select :room and not exists (
        select 1 from replies where ticket_id = :ticket_id and status in ('pending', 'running')
      ) as begins
    ) as turn
    returning status
    """
)
"""A new reply, running here if this process has room and no other of the ticket is unfinished."""


class NothingToRetry(Conflict):
    code = "nothing_to_retry"


async def post_message(
    services: Services, session: AsyncSession, ticket: Ticket, content: str, key: str | None
) -> Posted:
    """Store a message of the ticket's customer (its row is locked) and have it answered once that is committed.

    Raises `TicketClosed`, `IdempotencyKeyReused`.
    """
    if (before := await posted_before(session, ticket, key, content)) is not None:
        return before
    await _opened(session, ticket)
    message = await add_message(
        session, ticket, Author.CUSTOMER, content, author_id=ticket.customer_id, idempotency_key=key
    )
    if ticket.status is TicketStatus.WAITING_AGENT:
        return Posted(message, None, new=True)
    if is_angry(content, ticket.language):
        await ask_to_stop(session, services.process, ticket.id)
        await request_handoff(session, services.pack, ticket, by=HandoffBy.RULE, reason="angry_customer")
        return Posted(message, None, new=True)
    if not await may_be_answered(services, session, ticket.customer_id):
        await _say_that_it_is_enough(services, session, ticket)
        return Posted(message, None, new=True)
    return Posted(message, await _asked(services, session, ticket, message), new=True)


async def retry(services: Services, session: AsyncSession, ticket: Ticket) -> Posted:
    """Answer the last message again whose reply failed or was stopped. Raises `NothingToRetry`, `TooMany` when the bot
    may answer no more today."""
    reply = await latest_reply(session, ticket.id)
    if reply is None or reply.status not in RETRYABLE or ticket.status is TicketStatus.CLOSED:
        raise NothingToRetry("the last answer neither failed nor was stopped")
    if ticket.status is TicketStatus.WAITING_AGENT:
        raise NothingToRetry("the ticket is with a person now")
    if not await may_be_answered(services, session, ticket.customer_id):
        raise TooMany(limit_reached(ticket.language), retry_after_sec=seconds_of_today(services.settings))
    await _opened(session, ticket)
    message = await session.get_one(Message, reply.message_id)
    reply.status, reply.error_code, reply.partial, reply.stop_requested = ReplyStatus.PENDING, None, "", False
    reply.recoveries, reply.finished_at, reply.first_token_at, reply.created_at = 0, None, None, now()
    reply.attempt += 1  # a stream of this retry shows nothing of the attempt before
    if services.replies.has_room:
        take(services, reply)
        after_commit(session, partial(services.replies.start, reply.id, ticket.id, reply.attempt))
    await session.flush()
    return Posted(message, reply, new=True)


async def _say_that_it_is_enough(services: Services, session: AsyncSession, ticket: Ticket) -> None:
    """In the place of an answer, and without asking a model: that today's limit is reached, and the offer of a person.
    As the bot's first words on a ticket it says what it is."""
    words = limit_reached(ticket.language)
    spoke = select(Message.id).where(Message.ticket_id == ticket.id, Message.author == Author.BOT).limit(1)
    if await session.scalar(spoke) is None:
        words = f"{services.pack.texts['ai_disclosure'][customer_of(ticket).language(services.pack)]}\n\n{words}"
    await add_message(session, ticket, Author.BOT, words)


async def _opened(session: AsyncSession, ticket: Ticket) -> None:
    """A message reopens a resolved ticket; a closed one has to be reopened on purpose."""
    if ticket.status is TicketStatus.CLOSED:
        raise TicketClosed("this ticket is closed; reopen it or open a new one")
    if ticket.status is TicketStatus.RESOLVED:
        await settle(session, ticket.id, OutcomeKind.REOPENED, OutcomeSource.CUSTOMER)
        await move(
            session, ticket, TicketStatus.OPEN,
            actor=ActorKind.CUSTOMER, actor_id=ticket.customer_id, reason="the customer wrote again",
        )  # fmt: skip


async def _asked(services: Services, session: AsyncSession, ticket: Ticket, message: Message) -> Reply:
    """A reply to the message: begun at once here, or waiting for the ticket's earlier one to end."""
    reply = Reply(id=uuid4(), ticket_id=ticket.id, message_id=message.id, attempt=0, created_at=message.created_at)
    values = {
        "id": reply.id, "ticket_id": ticket.id, "message_id": message.id, "created_at": reply.created_at,
        "room": services.replies.has_room, "owner": services.process, "lease": services.replies.lease,
    }  # fmt: skip
    reply.status = ReplyStatus(await session.scalar(_BEGIN, values))
    if reply.status is ReplyStatus.RUNNING:
        reply.attempt = 1
        work = await prepared(services, session, reply, ticket)
        after_commit(session, partial(services.replies.start, reply.id, ticket.id, reply.attempt, work))
    return reply
