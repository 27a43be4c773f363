"""Query parameters of the admin routes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AwareDatetime, StringConstraints

from backend.admin.cases import Reader
from backend.admin.people import UserFilter
from backend.admin.stats import Period
from backend.admin.tickets import Assigned, TicketFilter
from backend.deps import ServicesDep
from backend.tickets.models import TicketStatus
from backend.tickets.service import categories_of
from backend.users.deps import StaffUser
from backend.users.models import UserRole
from backend.wire import Clean, Iso

_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Clean]
_Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), Clean]


async def ticket_filter(
    user: StaffUser,
    services: ServicesDep,
    status: Annotated[list[TicketStatus] | None, Query(description="One or more.")] = None,
    category: Annotated[list[_Word] | None, Query(description="One or more.", examples=[["buying"]])] = None,
    q: Annotated[
        _Text | None,
        Query(description="Words of the ticket or its messages, its number, or the customer's name or e-mail."),
    ] = None,
    customer_id: Annotated[UUID | None, Query()] = None,
    assigned: Annotated[Assigned | None, Query(description="`me`, or `none`: nobody has it.")] = None,
    waiting: Annotated[bool, Query(description="Only tickets that wait for an agent to take them.")] = False,
    open_handoff: Annotated[
        bool, Query(description="Only tickets that wait for an agent or are in the hands of one: the inbox.")
    ] = False,
) -> TicketFilter:
    return TicketFilter(
        status or (), categories_of(services.pack, category or ()), q or None, customer_id,
        user.id if assigned is Assigned.ME else None, assigned is Assigned.NONE, waiting, open_handoff,
    )  # fmt: skip


async def reader(user: StaffUser, services: ServicesDep) -> Reader:
    return Reader(services.pack, user.language)


async def user_filter(
    q: Annotated[_Text | None, Query(description="A part of the name or e-mail.")] = None,
    role: Annotated[UserRole | None, Query()] = None,
) -> UserFilter:
    return UserFilter(q or None, role)


async def period(
    services: ServicesDep,
    since: Annotated[
        AwareDatetime | None,
        Query(description="Tickets opened from then on.", examples=["2026-11-01T00:00:00Z"]),
        Iso,
    ] = None,
    until: Annotated[AwareDatetime | None, Query(description="… until before then."), Iso] = None,
) -> Period:
    return Period(since, until, services.settings.timezone)


TicketFilterDep = Annotated[TicketFilter, Depends(ticket_filter)]
UserFilterDep = Annotated[UserFilter, Depends(user_filter)]
ReaderDep = Annotated[Reader, Depends(reader)]
PeriodDep = Annotated[Period, Depends(period)]
