"""Storing what is said, once, before anything else happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.errors import Conflict, IdempotencyKeyReused, NotFound
from backend.events.kinds import EventKind
from backend.messages.models import Author, Message, Reply
from backend.messages.schemas import MessageOrder, MessageOut, MessagePage, ReplyOut
from backend.messages.storing import store
from backend.tickets.models import Ticket

_WITH_KEY = select(Message).where(
    Message.ticket_id == bindparam("ticket_id"), Message.idempotency_key == bindparam("key")
)


class Posted(NamedTuple):
    """A customer's message and the reply to it; `None` while a person has the ticket, and over a daily limit. `new` is
    false when the key was used before."""

    message: Message
    reply: Reply | None
    new: bool


async def add_message(
    session: AsyncSession,
    ticket: Ticket,
    author: Author,
    content: str,
    *,
    author_id: UUID | None = None,
    author_name: str | None = None,
    idempotency_key: str | None = None,
    reply_id: UUID | None = None,
    items: Sequence[Any] = (),
) -> Message:
    """Store a message and tell the ticket's listeners."""
    message = new_message(ticket.id, author, content, reply_id=reply_id, items=items)
    message.author_id, message.author_name = author_id, author_name
    message.idempotency_key = idempotency_key
    await store(session, message, EventKind.MESSAGE, {})
    return message


def new_message(
    ticket_id: UUID, author: Author, content: str, *, reply_id: UUID | None, items: Sequence[Any] = ()
) -> Message:
    """A message that is not stored yet; its number comes with its event."""
    return Message(
        id=uuid4(), ticket_id=ticket_id, seq=0, author=author, content=content, reply_id=reply_id, items=list(items),
        stopped=False, created_at=now(),
    )  # fmt: skip


async def posted_before(session: AsyncSession, ticket: Ticket, key: str | None, content: str) -> Posted | None:
    """What a request with the same key has stored. The ticket's row is locked, so that no other can be at it.

    Raises `IdempotencyKeyReused` when it was about another content.
    """
    if key is None:
        return None
    message = await session.scalar(_WITH_KEY, {"ticket_id": ticket.id, "key": key})
    if message is None:
        return None
    if message.content != content or message.author is not Author.CUSTOMER:
        raise IdempotencyKeyReused("this Idempotency-Key was used for another message")
    reply = await session.scalar(select(Reply).where(Reply.message_id == message.id))
    return Posted(message, reply, new=False)


async def page(
    session: AsyncSession, ticket: Ticket, order: MessageOrder, *, cursor: int | None, limit: int
) -> MessagePage:
    """A ticket's messages that come in this order after the one with the number `cursor`, and the latest reply."""
    falling = order is MessageOrder.DESC
    wanted = select(Message).where(Message.ticket_id == ticket.id)
    if cursor is not None:
        wanted = wanted.where(Message.seq < cursor if falling else Message.seq > cursor)
    found = await session.scalars(wanted.order_by(Message.seq.desc() if falling else Message.seq).limit(limit + 1))
    messages = found.all()
    reply = await latest_reply(session, ticket.id)
    return MessagePage(
        items=[MessageOut.of(message) for message in messages[:limit]],
        next_cursor=messages[limit - 1].seq if len(messages) > limit else None,
        last_event_id=ticket.last_seq,
        reply=ReplyOut.of(reply) if reply else None,
    )


async def latest_reply(session: AsyncSession, ticket_id: UUID) -> Reply | None:
    """The reply to the latest message that had one."""
    found: Reply | None = await session.scalar(
        select(Reply).where(Reply.ticket_id == ticket_id).order_by(Reply.created_at.desc(), Reply.id).limit(1)
    )
    return found


async def rate(
    session: AsyncSession, message_id: UUID, customer_id: UUID, helpful: bool, reason: str | None
) -> Message:
    """The customer's word on a bot's message; the last one counts. Raises `NotFound`, `Conflict`."""
    message = await session.scalar(
        select(Message)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(Message.id == message_id, Ticket.customer_id == customer_id)
        .with_for_update(of=Message)
    )
    if message is None:
        raise NotFound("there is no such message")
    if message.author is not Author.BOT:
        raise Conflict("only the bot's messages can be rated")
    message.helpful, message.rating_reason, message.rated_at = helpful, reason, now()
    await session.flush()
    return message
