"""Every customer's tickets, for the staff to read."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from backend.admin import audit, metrics, tickets
from backend.admin.parameters import ReaderDep, TicketFilterDep
from backend.admin.schemas import AdminTicketDetail, AdminTicketOut, Audit, TicketMetrics
from backend.deps import SessionDep
from backend.documented import errors
from backend.pagination import Cursor, Limit, Page
from backend.tickets.deps import VisibleTicket
from backend.users.deps import staff

router = APIRouter(prefix="/tickets", tags=["admin"], dependencies=[Depends(staff)])


@router.get("", summary="Tickets of all customers", responses=errors(401, 403))
async def list_tickets(
    which: TicketFilterDep,
    reader: ReaderDep,
    session: SessionDep,
    sort: Annotated[tickets.Sort, Query(description="`waiting`: the longest wait for a person first.")] = (
        tickets.Sort.NEWEST
    ),
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AdminTicketOut]:
    """With customer, open handoff, last words, mood and what the bot tried. A cursor goes on in the sort order that it
    is of."""
    return await tickets.list_tickets(session, which, reader, sort=sort, limit=limit, cursor=cursor)


@router.get("/{ticket_id}", summary="A ticket with its history", responses=errors(401, 403, 404))
async def read_ticket_history(ticket_id: UUID, reader: ReaderDep, session: SessionDep) -> AdminTicketDetail:
    """The ticket with its handoffs (with their summaries) and outcomes, each in order."""
    return await tickets.ticket_detail(session, ticket_id, reader)


@router.get("/{ticket_id}/metrics", summary="A ticket in figures", responses=errors(401, 403, 404))
async def read_metrics(ticket_id: UUID, session: SessionDep) -> TicketMetrics:
    """Times of bot and agents apart, tokens, cost, tool calls, messages."""
    return await metrics.ticket_metrics(session, ticket_id)


@router.get("/{ticket_id}/audit", summary="A ticket's audit trail", responses=errors(401, 403, 404))
async def read_audit(ticket: VisibleTicket, session: SessionDep) -> Audit:
    """Moves, handoffs, outcomes, writes and undos, confirmations, ratings: in one list with who did it."""
    return await audit.ticket_audit(session, ticket.id, ticket.customer_id)
