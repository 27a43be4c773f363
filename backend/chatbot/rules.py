"""When the bot has to give up on its own: replies that fail, and turns that do not help."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile
from uuid import UUID

from sqlalchemy import ScalarSelect, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.models import ToolCall
from backend.events.kinds import EventKind
from backend.events.models import TicketEvent
from backend.handoff.models import Handoff, HandoffBy
from backend.handoff.service import request_handoff
from backend.messages.models import Message, Reply, ReplyStatus
from backend.services import Services
from backend.tickets.deps import locked
from backend.tickets.models import Ticket, TicketStatus
from shared.agent.events import ToolOutcome

WITH_THE_BOT = (TicketStatus.OPEN, TicketStatus.IN_PROGRESS)


async def hand_over_after_failures(services: Services, session: AsyncSession, ticket: Ticket, reply: Reply) -> None:
    """The model is down: as many tries in a row as the settings say have failed, of new messages or of this one again
    and again. `reply` is the one that has just failed and whose `error` is not told yet."""
    limit = services.settings.handoff_after_failures
    turns = await _last_turns(session, ticket, limit)
    failed = sum(1 for _ in takewhile(lambda turn: turn[0] is ReplyStatus.FAILED, turns))
    if failed + await _failed_before(session, ticket, reply) >= limit:
        await _hand_over(services, session, ticket, "model_down", reply)


async def hand_over_after_failed_turns(
    services: Services, session: AsyncSession, ticket: Ticket, reply: Reply | None = None
) -> None:
    """As many turns in a row as the settings say did not help: failed, a tool failed, or rated as not helpful."""
    limit = services.settings.handoff_after_failed_turns
    turns = await _last_turns(session, ticket, limit)
    if len(turns) == limit and all(bad for _, bad in turns):
        await _hand_over(services, session, ticket, "failed_turns", reply)


async def after_rating(services: Services, session: AsyncSession, message: Message) -> None:
    """A "not helpful" may be the one too many."""
    if message.helpful is False:
        ticket = await locked(session, Ticket.id == message.ticket_id)
        await hand_over_after_failed_turns(services, session, ticket)


async def _hand_over(
    services: Services, session: AsyncSession, ticket: Ticket, reason: str, reply: Reply | None
) -> None:
    if ticket.status in WITH_THE_BOT:
        await request_handoff(
            session, services.pack, ticket,
            by=HandoffBy.RULE, reason=reason, reply_id=reply.id if reply else None,
        )  # fmt: skip


async def _last_turns(session: AsyncSession, ticket: Ticket, limit: int) -> list[tuple[ReplyStatus, bool]]:
    """The ticket's last replies since a person last had it, the newest first: status, and whether it did not help."""
    tool_failed = exists().where(ToolCall.reply_id == Reply.id, ToolCall.outcome == ToolOutcome.FAILED.value)
    found = await session.execute(
        select(Reply.status, tool_failed.label("tool_failed"), Message.helpful)
        .outerjoin(Message, Message.id == Reply.answer_id)
        .where(Reply.ticket_id == ticket.id, Reply.created_at > _person_left(ticket.id))
        .order_by(Reply.created_at.desc())
        .limit(limit)
    )
    return [(r.status, r.status is ReplyStatus.FAILED or r.tool_failed or r.helpful is False) for r in found]


async def _failed_before(session: AsyncSession, ticket: Ticket, reply: Reply) -> int:
    """How often this reply was tried before and failed, since a person last had the ticket: the errors told of it."""
    told = select(func.count()).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.reply_id == reply.id,
        TicketEvent.kind == EventKind.ERROR.value, TicketEvent.created_at > _person_left(ticket.id),
    )  # fmt: skip
    return await session.scalar(told) or 0


def _person_left(ticket_id: UUID) -> ScalarSelect[datetime | None]:
    """When a person last gave the ticket back; long ago where none has had it."""
    ended = func.coalesce(func.max(Handoff.ended_at), literal("-infinity").cast(Reply.created_at.type))
    return select(ended).where(Handoff.ticket_id == ticket_id).scalar_subquery()
