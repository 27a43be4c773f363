"""The agents' desk: take a ticket over, reply, give it back, resolve it. The ticket's row is locked throughout."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.admin.schemas import HandoffNote, TakenTicket
from backend.chatbot.leases import ask_to_stop
from backend.clock import now
from backend.errors import Conflict, Forbidden, IdempotencyKeyReused
from backend.handoff.models import Handoff, HandoffBy
from backend.handoff.service import TakenByAnother, end_handoff, open_handoff, request_handoff, tell
from backend.messages.models import Author, Message
from backend.messages.schemas import MessageOut
from backend.messages.service import add_message
from backend.services import Services
from backend.tickets import service as tickets
from backend.tickets.models import ActorKind, Ticket, TicketStatus
from backend.tickets.schemas import TicketOut
from backend.tickets.states import move
from backend.tickets.states import tell as tell_ticket
from backend.tickets.view import ticket_out
from backend.users.deps import SignedIn
from backend.users.models import UserRole

TAKEOVER = "takeover"
"""The reason of a handoff by an agent, when nobody had asked for a person."""
GIVEN_BACK, REASSIGNED = "given_back", "reassigned"


class NotWithAPerson(Conflict):
    code = "not_with_a_person"


async def take_over(
    services: Services, session: AsyncSession, ticket: Ticket, agent: SignedIn, *, force: bool = False
) -> Handoff:
    """Put a ticket into an agent's hands: the waiting one, or any that is not over. Taking one's own again is fine.

    `force` (admins) takes it from another agent, whose handoff ends as reassigned. Raises `TakenByAnother`,
    `Forbidden`, `MoveNotAllowed`.
    """
    handoff = await open_handoff(session, ticket.id)
    if handoff is not None and handoff.agent_id not in (None, agent.id):
        _refuse_unless_forced(handoff, agent, force=force)
        await end_handoff(session, ticket, REASSIGNED)
        handoff = None
    ticket.agent_id = agent.id  # before the events that tell of it
    if handoff is None:
        await ask_to_stop(session, services.process, ticket.id)
        handoff = await request_handoff(
            session, services.pack, ticket,
            by=HandoffBy.AGENT, reason=TAKEOVER, actor_id=agent.id, actor_name=agent.name,
        )  # fmt: skip
        assert handoff is not None
    elif handoff.agent_id is None:
        handoff.agent_id, handoff.agent_name, handoff.taken_at = agent.id, agent.name, now()
        await ask_to_stop(session, services.process, ticket.id)
        await session.flush()
        await tell(session, handoff)
        await tell_ticket(session, ticket.id)
    await session.flush()
    return handoff


async def taken(
    services: Services, session: AsyncSession, ticket: Ticket, agent: SignedIn, *, force: bool
) -> TakenTicket:
    """Take a ticket over and show it."""
    handoff = await take_over(services, session, ticket, agent, force=force)
    return TakenTicket(ticket=await ticket_out(session, ticket.id), handoff=HandoffNote.model_validate(handoff))


async def reply(
    services: Services, session: AsyncSession, ticket: Ticket, agent: SignedIn, content: str, key: str | None
) -> MessageOut:
    """An agent's message; the ticket is taken over with it. The same key stores it once.

    Raises what `take_over` raises and `IdempotencyKeyReused`.
    """
    before = await _said_before(session, ticket, key)
    if before is not None:
        if (before.author_id, before.content) != (agent.id, content):
            raise IdempotencyKeyReused("this Idempotency-Key was used for another message")
        return MessageOut.of(before)
    handoff = await take_over(services, session, ticket, agent)
    message = await add_message(
        session, ticket, Author.AGENT, content, author_id=agent.id, author_name=agent.name, idempotency_key=key
    )
    handoff.first_reply_at = handoff.first_reply_at or now()
    await session.flush()
    return MessageOut.of(message)


async def give_back(session: AsyncSession, ticket: Ticket, agent: SignedIn, note: str | None) -> TicketOut:
    """Let the bot answer again. Raises `NotWithAPerson`, `TakenByAnother` (but not for admins)."""
    await _mine(session, ticket, agent)
    ticket.agent_id = None
    await end_handoff(session, ticket, GIVEN_BACK)  # first: the event of the move tells of a ticket without it
    return await move(
        session, ticket, TicketStatus.IN_PROGRESS, actor=ActorKind.AGENT, actor_id=agent.id, reason=note or GIVEN_BACK
    )


async def resolve(session: AsyncSession, ticket: Ticket, agent: SignedIn) -> TicketOut:
    """Solved, says the agent. Raises `MoveNotAllowed`, `TakenByAnother` (but not for admins)."""
    return await tickets.resolve(session, ticket, agent)


async def _mine(session: AsyncSession, ticket: Ticket, agent: SignedIn) -> Handoff:
    """The open handoff, if this agent may end it: their own, one that nobody has taken, or any for an admin."""
    handoff = await open_handoff(session, ticket.id)
    if handoff is None:
        raise NotWithAPerson(f"this ticket is {ticket.status.value} and not with a person")
    if handoff.agent_id not in (None, agent.id) and agent.role is not UserRole.ADMIN:
        raise TakenByAnother(handoff)
    return handoff


def _refuse_unless_forced(handoff: Handoff, agent: SignedIn, *, force: bool) -> None:
    if force and agent.role is not UserRole.ADMIN:
        raise Forbidden("only admins may take a ticket from another agent")
    if not force:
        raise TakenByAnother(handoff)


async def _said_before(session: AsyncSession, ticket: Ticket, key: str | None) -> Message | None:
    if key is None:
        return None
    found: Message | None = await session.scalar(
        select(Message).where(Message.ticket_id == ticket.id, Message.idempotency_key == key)
    )
    return found
