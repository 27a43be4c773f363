"""From the bot to a person, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.errors import Conflict, MoveNotAllowed
from backend.events.kinds import EventKind
from backend.events.log import append
from backend.handoff.models import Handoff, HandoffBy
from backend.handoff.schemas import HandoffOut
from backend.handoff.summary import bounded, conversation_summary
from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.outcomes.service import settle
from backend.tickets.models import ActorKind, Ticket, TicketStatus
from backend.tickets.states import move
from backend.tickets.states import tell as tell_ticket
from shared.domains.pack import Pack


class TakenByAnother(Conflict):
    """The ticket is in another agent's hands."""

    code = "taken_by_another"

    def __init__(self, handoff: Handoff) -> None:
        super().__init__("another agent has this ticket", details={"agent_id": str(handoff.agent_id)})


class _Who(NamedTuple):
    actor: ActorKind
    source: OutcomeSource


_WHO: Mapping[HandoffBy, _Who] = {
    HandoffBy.BOT: _Who(ActorKind.BOT, OutcomeSource.BOT),
    HandoffBy.CUSTOMER: _Who(ActorKind.CUSTOMER, OutcomeSource.CUSTOMER),
    HandoffBy.RULE: _Who(ActorKind.SYSTEM, OutcomeSource.RULE),
    HandoffBy.AGENT: _Who(ActorKind.AGENT, OutcomeSource.AGENT),
}


async def open_handoff(session: AsyncSession, ticket_id: UUID) -> Handoff | None:
    """The handoff that has not ended, if there is one."""
    found: Handoff | None = await session.scalar(
        select(Handoff).where(Handoff.ticket_id == ticket_id, Handoff.ended_at.is_(None))
    )
    return found


async def request_handoff(
    session: AsyncSession,
    pack: Pack,
    ticket: Ticket,
    *,
    by: HandoffBy,
    reason: str,
    summary: str | None = None,
    actor_id: UUID | None = None,
    actor_name: str | None = None,
    reply_id: UUID | None = None,
) -> Handoff | None:
    """Pass a ticket (its row must be locked) to a person; `None` when it is with one, or waiting for one, already.

    By an agent, it is in the hands of `actor_id`, who is called `actor_name`.
    Without a `summary` one is made from the conversation. The outcome becomes handed off and the ticket's listeners
    are told, as a part of the reply `reply_id` if that is given. Raises `MoveNotAllowed` for a ticket that is over.
    """
    if await open_handoff(session, ticket.id) is not None:
        return None
    refuse_if_over(ticket)
    text = bounded(summary) if summary else await conversation_summary(session, pack, ticket)
    handoff = Handoff(ticket_id=ticket.id, by=by, reason=reason, summary=text, requested_at=now())
    if by is HandoffBy.AGENT:
        handoff.agent_id, handoff.agent_name, handoff.taken_at = actor_id, actor_name, handoff.requested_at
    session.add(handoff)
    await session.flush()
    if ticket.status is not TicketStatus.WAITING_AGENT:
        who = _WHO[by].actor
        await move(session, ticket, TicketStatus.WAITING_AGENT, actor=who, actor_id=actor_id, reason=reason)
    else:  # from one agent to another
        await tell_ticket(session, ticket.id)
    await settle(session, ticket.id, OutcomeKind.HANDED_OFF, _WHO[by].source)
    await tell(session, handoff, reply_id=reply_id)
    return handoff


async def end_handoff(session: AsyncSession, ticket: Ticket, ended_as: str) -> Handoff | None:
    """End the ticket's open handoff; `None` when there is none.

    `ended_as`: `given_back`, `resolved` or `reassigned` (to another agent).
    """
    handoff = await open_handoff(session, ticket.id)
    if handoff is None:
        return None
    handoff.ended_at = now()
    handoff.ended_as = ended_as
    await session.flush()
    await tell(session, handoff)
    return handoff


async def tell(session: AsyncSession, handoff: Handoff, *, reply_id: UUID | None = None) -> None:
    """Tell the ticket's listeners how the handoff is now."""
    data = {"handoff": HandoffOut.of(handoff).model_dump(mode="json")}
    await append(session, handoff.ticket_id, EventKind.HANDOFF, data, reply_id=reply_id)


def refuse_if_over(ticket: Ticket) -> None:
    """Raises `MoveNotAllowed` for a ticket that is resolved or closed."""
    if ticket.status in (TicketStatus.RESOLVED, TicketStatus.CLOSED):
        raise MoveNotAllowed(
            f"a ticket that is {ticket.status.value} cannot go to a person; reopen it first",
            details={"from": ticket.status.value, "to": TicketStatus.WAITING_AGENT.value},
        )
