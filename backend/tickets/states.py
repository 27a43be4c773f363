"""The states of a ticket and the moves between them, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.errors import MoveNotAllowed
from backend.events.kinds import EventKind
from backend.events.log import append
from backend.tickets.models import ActorKind, Ticket, TicketMove, TicketStatus
from backend.tickets.schemas import TicketOut
from backend.tickets.view import ticket_out

S = TicketStatus
MOVES: Mapping[TicketStatus, frozenset[TicketStatus]] = {
    S.OPEN: frozenset({S.IN_PROGRESS, S.WAITING_AGENT, S.RESOLVED, S.CLOSED}),
    S.IN_PROGRESS: frozenset({S.WAITING_AGENT, S.RESOLVED, S.CLOSED}),
    S.WAITING_AGENT: frozenset({S.IN_PROGRESS, S.RESOLVED, S.CLOSED}),
    S.RESOLVED: frozenset({S.OPEN, S.CLOSED}),
    S.CLOSED: frozenset({S.OPEN}),
}
"""`open`: nobody has answered since it was opened or reopened. `in_progress`: the bot answers. `waiting_agent`: with a
person, or waiting for one; the bot is silent. `resolved`: solved. `closed`: done with. Both can be reopened."""


async def move(
    session: AsyncSession,
    ticket: Ticket,
    to: TicketStatus,
    *,
    actor: ActorKind,
    actor_id: UUID | None = None,
    reason: str = "",
) -> TicketOut:
    """Move a ticket (its row must be locked), write the audit trail and tell its listeners; how it is then.

    Raises `MoveNotAllowed`.
    """
    if to not in MOVES[ticket.status]:
        raise MoveNotAllowed(
            f"a ticket that is {ticket.status.value} cannot become {to.value}",
            details={"from": ticket.status.value, "to": to.value, "allowed": sorted(MOVES[ticket.status])},
        )
    session.add(
        TicketMove(
            ticket_id=ticket.id, from_status=ticket.status, to_status=to, actor=actor, actor_id=actor_id, reason=reason
        )
    )
    moment = now()
    if ticket.status in (S.RESOLVED, S.CLOSED) and to is S.OPEN:
        ticket.reopened_count += 1
    ticket.status = to
    ticket.agent_id = None if to is S.OPEN else ticket.agent_id  # reopened, it is in nobody's hands
    ticket.resolved_at = moment if to is S.RESOLVED else None if to is S.OPEN else ticket.resolved_at
    ticket.closed_at = moment if to is S.CLOSED else None
    await session.flush()
    return await tell(session, ticket.id)


async def tell(session: AsyncSession, ticket_id: UUID) -> TicketOut:
    """Tell the ticket's listeners how it is now. What has changed must be flushed."""
    ticket = await ticket_out(session, ticket_id)
    seq = await append(session, ticket_id, EventKind.TICKET, {"ticket": ticket.model_dump(mode="json")})
    return ticket.model_copy(update={"last_event_id": seq})
