"""Tickets: open, find, read, change, resolve, reopen, rate."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import StringConstraints

from backend.deps import IdempotencyKey, PackDep, SessionDep
from backend.documented import errors
from backend.pagination import Cursor, Limit, Page
from backend.tickets import reading, service
from backend.tickets.deps import ActionableTicket, OwnTicket
from backend.tickets.models import TicketStatus
from backend.tickets.reading import TicketFilter, TicketView
from backend.tickets.schemas import CsatIn, TicketIn, TicketOut, TicketPatch, TicketStats
from backend.tickets.search import SearchWords
from backend.users.deps import CurrentUser
from backend.wire import Clean

router = APIRouter(prefix="/tickets", tags=["tickets"])
CategoryName = Annotated[str, StringConstraints(max_length=60), Clean]
Statuses = Annotated[list[TicketStatus], Query(alias="status", description="One of these states; may be repeated.")]
Categories = Annotated[
    list[CategoryName], Query(alias="category", max_length=20, description="One of these; may be repeated.")
]


@router.post("", status_code=201, summary="Open a ticket", responses=errors(401, 409))
async def create_ticket(
    body: TicketIn, user: CurrentUser, pack: PackDep, session: SessionDep, key: IdempotencyKey = None
) -> TicketOut:
    """A new ticket of yours, in your language. `category` is one of `GET config`'s categories, or a name for one. With
    a key that you used before, the answer is the ticket of then, as it is now."""
    return await service.create_ticket(session, pack, user, body, key)


@router.get("", summary="Your tickets", response_model=Page[TicketOut], responses=errors(401))
async def find_tickets(
    user: CurrentUser,
    pack: PackDep,
    session: SessionDep,
    status: Statuses = [],  # noqa: B006 - FastAPI copies it
    category: Categories = [],  # noqa: B006
    q: SearchWords = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """The newest first. All filters narrow together; `next_cursor` goes on with the same filters."""
    which = TicketFilter(status, service.categories_of(pack, category), q)
    return await reading.list_tickets(session, user.id, which, limit=limit, cursor=cursor)


@router.get("/stats", summary="Your tickets in numbers", responses=errors(401))
async def ticket_stats(user: CurrentUser, session: SessionDep) -> TicketStats:
    """How many there are in each state, and how satisfied you were."""
    return await reading.ticket_stats(session, user.id)


@router.get("/{ticket_id}", summary="A ticket", responses=errors(401, 404))
async def read_ticket(ticket: TicketView) -> TicketOut:
    """Your own ticket; any ticket for agents."""
    return ticket


@router.patch("/{ticket_id}", summary="Change a ticket", responses=errors(401, 404, 409))
async def change_ticket(body: TicketPatch, ticket: OwnTicket, pack: PackDep, session: SessionDep) -> TicketOut:
    """Another title, category or description; what is left out or `null` stays. Not once the ticket is closed."""
    return await service.change_ticket(session, pack, ticket, body)


@router.post("/{ticket_id}/resolve", summary="It is solved", responses=errors(401, 404, 409))
async def resolve_ticket(ticket: ActionableTicket, user: CurrentUser, session: SessionDep) -> TicketOut:
    """Its customer or an agent says so. A ticket that is resolved or closed already answers 409."""
    return await service.resolve(session, ticket, user)


@router.post("/{ticket_id}/reopen", summary="It is not solved after all", responses=errors(401, 404, 409))
async def reopen_ticket(ticket: ActionableTicket, user: CurrentUser, session: SessionDep) -> TicketOut:
    """A resolved or closed ticket is open again; any other answers 409."""
    return await service.reopen(session, ticket, user)


@router.post("/{ticket_id}/csat", summary="Rate how it was resolved", responses=errors(401, 404, 409))
async def rate_ticket(body: CsatIn, ticket: OwnTicket, session: SessionDep) -> TicketOut:
    """From 1 (very bad) to 5 (very good), once the ticket is resolved. Rating again replaces the rating."""
    return await service.rate(session, ticket, body)
