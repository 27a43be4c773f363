"""The account of what servers said they have: everything there once, each with its one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Engine, select

from backend.chatbot.models import Confirmation, ConfirmationStatus
from backend.events.models import TicketEvent
from backend.handoff.models import Handoff
from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.operations.models import Booking, OperationRecord, RecordWrite
from backend.tickets.models import Ticket
from tests.backend.faults.crowd import CHOICE
from tests.backend.faults.persistent import Acknowledged


class Account(NamedTuple):
    """`lost`: acknowledged messages that are not stored. `doubled`: messages, replies, answers, bookings or confirmed
    actions that are there more than once. `unanswered`: messages with neither an answer nor a person nor a failure
    that the customer sees. `failed`: those with such a failure."""

    acknowledged: int
    lost: int
    doubled: int
    unanswered: int
    failed: int

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.unanswered)


def account(engine: Engine, posts: Iterable[Acknowledged]) -> Account:
    """The account of these messages; what is doubled is looked for in the whole database."""
    posts = list(posts)
    with engine.connect() as connection:
        stored = connection.execute(
            select(Message.id, Message.ticket_id, Message.idempotency_key, Message.content).where(
                Message.author == Author.CUSTOMER
            )
        ).all()
        replies = connection.execute(select(Reply.id, Reply.message_id, Reply.status, Reply.answer_id)).all()
        answers = Counter(connection.scalars(select(Message.reply_id).where(Message.reply_id.is_not(None))))
        told = set(connection.scalars(select(TicketEvent.reply_id).where(TicketEvent.kind == "error")))
        with_a_person = set(map(str, connection.scalars(select(Handoff.ticket_id))))
    there = {str(row.id): (str(row.ticket_id), row.idempotency_key, row.content) for row in stored}
    kept = [post for post in posts if there.get(post.message_id) == (post.ticket_id, post.key, post.content)]
    reply_of = {str(reply.message_id): reply for reply in replies}

    def ended(post: Acknowledged) -> bool:
        reply = reply_of.get(post.message_id)
        if reply is None or reply.status is ReplyStatus.STOPPED:
            return post.ticket_id in with_a_person
        if reply.status is ReplyStatus.DONE:
            return bool(reply.answer_id is not None and answers[reply.id] == 1)
        return bool(reply.status is ReplyStatus.FAILED and reply.id in told)

    twice = _more_than_once((row.ticket_id, row.idempotency_key or row.id) for row in stored)
    twice += _more_than_once((row.ticket_id, row.content) for row in stored)
    twice += _more_than_once(reply.message_id for reply in replies) + sum(n > 1 for n in answers.values())
    return Account(
        acknowledged=len(posts),
        lost=len(posts) - len(kept),
        doubled=twice + _doubled_actions(engine),
        unanswered=sum(not ended(post) for post in kept),
        failed=sum(reply_of[p.message_id].status is ReplyStatus.FAILED for p in kept if p.message_id in reply_of),
    )


def _doubled_actions(engine: Engine) -> int:
    """Records that hold more than one slot, appointments that no choice of their customer asked for, and confirmed
    actions that were done more than once."""
    confirmed = select(Confirmation.tool_call_id).where(
        Confirmation.status == ConfirmationStatus.CONFIRMED, Confirmation.tool_call_id.is_not(None)
    )
    accepted = (
        select(RecordWrite.record_id)
        .join(OperationRecord, OperationRecord.id == RecordWrite.record_id)
        .where(OperationRecord.kind == "offer", RecordWrite.action == "update")
    )
    booked = select(OperationRecord.customer_id).where(OperationRecord.kind == "appointment")
    chosen = (
        select(Ticket.customer_id)
        .join(Message, Message.ticket_id == Ticket.id)
        .where(Message.author == Author.CUSTOMER, Message.content.startswith(CHOICE))
    )
    with engine.connect() as connection:
        twice = sum(
            _more_than_once(connection.scalars(found)) for found in (select(Booking.record_id), confirmed, accepted)
        )
        unasked = Counter(connection.scalars(booked)) - Counter(connection.scalars(chosen))
    return twice + unasked.total()


def _more_than_once(found: Iterable[object]) -> int:
    return sum(times - 1 for times in Counter(found).values())
