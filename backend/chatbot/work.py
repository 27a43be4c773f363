"""What a reply needs to know before it is written, loaded in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.releases.service import production_release
from backend.services import Services
from backend.tickets.models import Ticket
from shared.agent.context import CustomerContext
from shared.agent.events import ITEMS
from shared.agent.release import AgentRelease
from shared.conversations.schema import Role, Turn

REMEMBERED_MESSAGES = 60
"""How much of a long conversation the agent is given, counted from its end."""

_MESSAGES = select(Message.id, Message.seq, Message.author, Message.content, Message.items)
_QUESTION = _MESSAGES.where(Message.id == bindparam("message_id"))
_SAID = (
    _MESSAGES.where(
        Message.ticket_id == bindparam("ticket_id"),
        Message.reply_id.is_distinct_from(bindparam("reply_id", type_=Message.reply_id.type)),
    )
    .order_by(Message.seq.desc())
    .limit(REMEMBERED_MESSAGES)
)
_HELD = select(Ticket, Reply).join_from(Ticket, Reply, Reply.ticket_id == Ticket.id).where(
    Reply.id == bindparam("reply_id"), Reply.attempt == bindparam("attempt"), Reply.owner == bindparam("owner"),
    Reply.status == ReplyStatus.RUNNING,
)  # fmt: skip
"""A reply and its ticket as long as this process may go on with that attempt at it."""
_HELD_LOCKED = _HELD.with_for_update()


class LeaseLost(Exception):
    """The reply is another process's now, or has ended: nothing more of it may be stored here."""


@dataclass(frozen=True, slots=True)
class Work:
    """One attempt at one reply. `first`: the bot has not spoken on this ticket yet."""

    reply_id: UUID
    attempt: int
    ticket_id: UUID
    asked_at: datetime
    customer: CustomerContext
    history: tuple[Turn, ...]
    release: AgentRelease
    first: bool


async def load_work(services: Services, reply_id: UUID, attempt: int) -> Work:
    """Everything for an attempt at a reply that this process holds. Raises `LeaseLost`."""
    async with services.session() as session:
        found = await session.execute(_HELD, {"reply_id": reply_id, "attempt": attempt, "owner": services.process})
        row = found.one_or_none()
        if row is None:
            raise LeaseLost
        return await prepared(services, session, row.Reply, row.Ticket)


async def prepared(services: Services, session: AsyncSession, reply: Reply, ticket: Ticket) -> Work:
    """What a reply needs to know, as of this transaction."""
    said = await _said(session, reply)
    release = await production_release(session, services.pack, services.llm.settings.openai_model)
    return Work(
        reply_id=reply.id,
        attempt=reply.attempt,
        ticket_id=ticket.id,
        asked_at=reply.created_at,
        customer=customer_of(ticket),
        history=tuple(_history(ticket, said, reply.message_id)),
        release=release,
        first=not any(message.author is Author.BOT for message in said),
    )


async def held(session: AsyncSession, services: Services, work: Work) -> tuple[Ticket, Reply]:
    """The ticket and the reply, locked in this order, as long as the attempt is ours. Raises `LeaseLost`."""
    ours = {"reply_id": work.reply_id, "attempt": work.attempt, "owner": services.process}
    row = (await session.execute(_HELD_LOCKED, ours)).one_or_none()
    if row is None:
        raise LeaseLost
    return row.Ticket, row.Reply


def customer_of(ticket: Ticket) -> CustomerContext:
    """Who the agent talks to: from the ticket's owner, never from words."""
    return CustomerContext(
        customer_id=str(ticket.customer_id), conversation_id=str(ticket.id), context=ticket.category,
        idioma=ticket.language, canal=ticket.channel,
    )  # fmt: skip


async def _said(session: AsyncSession, reply: Reply) -> list[Row[Any]]:
    """The ticket's last messages, the oldest first, without what a stopped attempt at this reply said. The question is
    always among them: what is tried again may lie far back."""
    found = await session.execute(_SAID, {"ticket_id": reply.ticket_id, "reply_id": reply.id})
    said = list(reversed(found.all()))
    if any(message.id == reply.message_id for message in said):
        return said
    question = await session.execute(_QUESTION, {"message_id": reply.message_id})
    return [*question, *said]


def _history(ticket: Ticket, said: list[Row[Any]], question_id: UUID) -> Iterable[Turn]:
    """The conversation up to the question, which stands last. Customers write on while the bot answers: what they
    said after the question belongs to its own reply."""
    question = next(message for message in said if message.id == question_id)
    opening = next((m.content for m in said if m.author is Author.CUSTOMER), "")
    if ticket.description.strip() != opening.strip():
        yield Turn(Role.USER, f"{ticket.title}\n{ticket.description}")
    for message in said:
        if message.author is Author.CUSTOMER and message.seq >= question.seq:
            continue
        role = Role.USER if message.author is Author.CUSTOMER else Role.ASSISTANT
        yield Turn(role, message.content, {ITEMS: message.items} if message.items else {})
    yield Turn(Role.USER, question.content)
