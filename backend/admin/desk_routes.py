"""What agents do with a ticket."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from backend.admin import desk
from backend.admin.schemas import AgentMessageIn, GiveBackIn, TakenTicket
from backend.deps import IdempotencyKey, ServicesDep, SessionDep
from backend.documented import errors
from backend.messages.schemas import MessageOut
from backend.tickets.deps import StaffTicket
from backend.tickets.schemas import TicketOut
from backend.users.deps import StaffUser

router = APIRouter(prefix="/tickets/{ticket_id}", tags=["admin"])
Force = Annotated[bool, Query(description="Admins only: also from another agent.")]


@router.post("/takeover", summary="Take a ticket", responses=errors(401, 403, 404, 409))
async def take_over(
    ticket: StaffTicket, agent: StaffUser, services: ServicesDep, session: SessionDep, force: Force = False
) -> TakenTicket:
    """A waiting one, or any that is not over; the bot stops, also in the middle of an answer. `taken_by_another` (409)
    when another agent has it."""
    return await desk.taken(services, session, ticket, agent, force=force)


@router.post("/replies", status_code=201, summary="Write to the customer", responses=errors(401, 403, 404, 409))
async def reply_as_agent(
    ticket: StaffTicket,
    agent: StaffUser,
    body: AgentMessageIn,
    services: ServicesDep,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> MessageOut:
    """The customer sees it live. The ticket is taken over with it."""
    return await desk.reply(services, session, ticket, agent, body.content, key)


@router.post("/give-back", summary="Let the bot go on", responses=errors(401, 403, 404, 409))
async def give_back(
    ticket: StaffTicket, agent: StaffUser, session: SessionDep, body: GiveBackIn | None = None
) -> TicketOut:
    """The ticket is in progress again and the bot answers the customer's next message."""
    return await desk.give_back(session, ticket, agent, body.note if body else None)


@router.post("/resolve", summary="It is solved", responses=errors(401, 403, 404, 409))
async def resolve_as_agent(ticket: StaffTicket, agent: StaffUser, session: SessionDep) -> TicketOut:
    """Confirmed by the agent; a person's time with the ticket ends."""
    return await desk.resolve(session, ticket, agent)
