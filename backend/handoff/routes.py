"""A person, please."""

from __future__ import annotations

from fastapi import APIRouter

from backend.deps import ServicesDep, SessionDep
from backend.documented import errors
from backend.handoff.asking import ask_for_person
from backend.handoff.schemas import HandedOff, HandoffIn
from backend.tickets.deps import OwnTicket
from backend.users.deps import CurrentUser

router = APIRouter(tags=["handoff"])


@router.post("/tickets/{ticket_id}/handoff", summary="Ask for a person", responses=errors(401, 404, 409))
async def ask_for_agent(
    ticket: OwnTicket, user: CurrentUser, session: SessionDep, services: ServicesDep, body: HandoffIn | None = None
) -> HandedOff:
    """At any time while the ticket is not over: the bot falls silent and the ticket waits for an agent, with a summary.
    Asking again changes nothing and answers with the open handoff."""
    return await ask_for_person(services, session, ticket, user.id, body.reason if body else None)
