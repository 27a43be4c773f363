"""Which ticket: loaded once, and there only for those who may see it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.deps import SessionDep
from backend.errors import NotFound
from backend.tickets.models import Ticket
from backend.users.deps import CurrentUser, StaffUser

UNKNOWN = "there is no such ticket"


async def visible_ticket(ticket_id: UUID, user: CurrentUser, session: SessionDep) -> Ticket:
    """The caller's own ticket; any ticket for the staff. Raises `NotFound`, also for other people's tickets."""
    ticket = await session.get(Ticket, ticket_id)
    if ticket is None or (ticket.customer_id != user.id and not user.staff):
        raise NotFound(UNKNOWN)
    return ticket


async def own_ticket(ticket_id: UUID, user: CurrentUser, session: SessionDep) -> Ticket:
    """The caller's own ticket, its row locked: what a customer may act on. Raises `NotFound`."""
    return await locked(session, Ticket.id == ticket_id, Ticket.customer_id == user.id)


async def staff_ticket(ticket_id: UUID, user: StaffUser, session: SessionDep) -> Ticket:
    """Any ticket, its row locked, for the staff. Raises `NotFound`."""
    return await locked(session, Ticket.id == ticket_id)


async def actionable_ticket(ticket_id: UUID, user: CurrentUser, session: SessionDep) -> Ticket:
    """The caller's own ticket or, for the staff, any; its row locked. Raises `NotFound`."""
    mine = [] if user.staff else [Ticket.customer_id == user.id]
    return await locked(session, Ticket.id == ticket_id, *mine)


async def locked(session: AsyncSession, *which: ColumnElement[bool]) -> Ticket:
    """The ticket with its row locked until the transaction ends. Raises `NotFound`."""
    ticket: Ticket | None = await session.scalar(select(Ticket).where(*which).with_for_update())
    if ticket is None:
        raise NotFound(UNKNOWN)
    return ticket


VisibleTicket = Annotated[Ticket, Depends(visible_ticket)]
OwnTicket = Annotated[Ticket, Depends(own_ticket)]
StaffTicket = Annotated[Ticket, Depends(staff_ticket)]
ActionableTicket = Annotated[Ticket, Depends(actionable_ticket)]
